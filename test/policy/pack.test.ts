import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EdgeRouterInputs } from "../../src/deploy/resources/edge-router.ts";
import { testEngine } from "../engine/test-engine.ts";
import type { PlannedRouter } from "./program/planned-router.ts";

/** The pack as Pulumi runs it: a process of its own, asked over the real protocol. */
let stateFolder: string;
beforeEach(() => {
  stateFolder = mkdtempSync(path.join(tmpdir(), "rajut-policy-"));
});
afterEach(() => rmSync(stateFolder, { recursive: true }));

const HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

const LIKE_A_KEY = "Zr8q1LkV0wYx3TnB5uHd7fJs9gMcPaEe";

const inputsOf = (device: string, wave: number, neverWith: string[]): EdgeRouterInputs => ({
  network: "uji",
  device,
  vendor: "linux",
  transport: {
    kind: "ssh",
    host: device,
    port: 22,
    user: "root",
    hostKeys: [HOST_KEY],
    sudo: false,
  },
  files: { "etc/frr/frr.conf": " neighbor 10.0.0.1 password @secret:bgp/a@\n" },
  modes: {},
  checks: {},
  services: [],
  secrets: { "bgp/a": LIKE_A_KEY },
  publicKeys: {},
  rollbackSeconds: 120,
  reach: [],
  rollout: { wave, waves: 2, neverWith, paths: 1 },
  byHand: {},
});

const GOOD: readonly PlannedRouter[] = [
  { name: "timur", inputs: inputsOf("timur", 1, ["barat"]) },
  { name: "barat", inputs: inputsOf("barat", 2, ["timur"]), after: ["timur"] },
];

/** All that the pack, and nobody else, says of a preview. */
async function judged(routers: readonly PlannedRouter[]) {
  const engine = testEngine({
    folder: "test/policy/program",
    stack: "dev",
    stateFolder,
    config: { "policy-trial:routers": JSON.stringify(routers) },
  });
  const { ok, diagnostics } = await engine.preview({ policyPacks: ["policy"] });
  const said = diagnostics.map(({ message }) => message).filter((text) => text.includes("policy "));
  return { ok, said: said.join("\n"), all: JSON.stringify(diagnostics) };
}

const changed = (change: (inputs: EdgeRouterInputs) => EdgeRouterInputs) =>
  GOOD.map((router) =>
    router.name === "barat" ? { ...router, inputs: change(router.inputs) } : router,
  );

describe("the pack in a preview", () => {
  test("lets a good stack through, its secrets too", async () => {
    const { ok, said, all } = await judged(GOOD);
    expect({ ok, said }, all).toEqual({ ok: true, said: "" });
  });

  test("stops a router for each fault, warns of what looks like a key, and repeats no secret", async () => {
    const { ok, said, all } = await judged(
      changed((inputs) => ({
        ...inputs,
        files: { "etc/frr/frr.conf": ` neighbor 10.0.0.1 password hunter2\n! ${LIKE_A_KEY}\n` },
        transport: { ...inputs.transport, hostKeys: [] } as EdgeRouterInputs["transport"],
        rollout: { ...inputs.rollout, paths: 0 },
      })),
    );
    expect(ok).toBe(false);
    expect(said).toMatch(/no-plaintext-secret: .*barat: files\.etc\/frr\/frr\.conf line 1/s);
    expect(said).toMatch(/no-random-word: .*barat: files\.etc\/frr\/frr\.conf line 2/s);
    expect(said).toMatch(/host-key-pinned: .*barat has no host key/s);
    expect(said).toMatch(/path-left: .*barat has no way to a core/s);
    expect(all).not.toContain("hunter2");
    expect(all).not.toContain(LIKE_A_KEY);
  });

  test("stops a pair in one wave", async () => {
    const { ok, said } = await judged([
      GOOD[0]!,
      { ...GOOD[1]!, inputs: inputsOf("barat", 1, ["timur"]) },
    ]);
    expect(ok).toBe(false);
    expect(said).toContain("barat and timur are both in wave 1");
  });
});
