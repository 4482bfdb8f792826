import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { testEngine, type TestEngine } from "../engine/test-engine.ts";

const folder = mkdtempSync(path.join(tmpdir(), "rajut-hub-stack-"));
afterAll(() => rmSync(folder, { recursive: true }));
const network = path.join(folder, "network");
cpSync("fixtures/networks/delapan-router", network, { recursive: true });

const HUB = {
  name: "penjaga",
  endpoint: "198.51.100.20",
  blocks: ["172.31.255.0/26", "fdff:0:0:1::/64"],
  cores: ["inti-selatan", "inti-utara"],
  ntpServers: ["0.id.pool.ntp.org"],
};
const stack = (
  part: "core" | "edge",
  directory: string,
  config: Readonly<Record<string, string>> = {},
): TestEngine =>
  testEngine({
    folder: ".",
    stack: `delapan-router-${part}`,
    stateFolder: path.join(folder, `state-${directory}`),
    config: {
      "rajut:network": network,
      "rajut:directory": path.join(folder, directory),
      ...config,
    },
  });

const withHub = { "rajut:hub": JSON.stringify(HUB) };
const read = (name: string) => readFileSync(path.join(folder, name), "utf8");
/** Words after `name` in a file of INI's kind, comments left out. */
const valueOf = (text: string, name: string) =>
  new RegExp(`^${name} ?= ?(.*)$`, "m").exec(text)?.[1];

describe("the stacks of a network without a hub", () => {
  it("know of none", async () => {
    expect(await stack("core", "without").up()).toMatchObject({ ok: true });
    expect(await stack("edge", "without").up()).toMatchObject({ ok: true });
    expect(readdirSync(path.join(folder, "without"))).toHaveLength(8);
    const states = readdirSync(path.join(folder, "without")).map((device) =>
      read(`without/${device}/desired-state.json`),
    );
    expect(states.join("")).not.toContain("hub0");
  });
});

describe("the stacks of a network with a hub", () => {
  it("deploy it with the core, after the cores", async () => {
    const core = stack("core", "with", withHub);
    expect(await core.up()).toMatchObject({ ok: true, outputs: { routers: 2 } });
    expect(await stack("edge", "with", withHub).up()).toMatchObject({ ok: true });
    const hub = core.state().find(({ urn }) => urn.endsWith("::penjaga"))!;
    const waitsFor = hub.dependencies.map((urn) => urn.split("::").at(-1));
    expect(waitsFor).toEqual(expect.arrayContaining(HUB.cores));
    expect(readdirSync(path.join(folder, "with")).sort()).toEqual(
      [...readdirSync(path.join(folder, "without")), "penjaga"].sort(),
    );
  });

  it.each(HUB.cores.map((core, number) => [core, number] as const))(
    "%s and the hub agree on keys, addresses and ports",
    (core, number) => {
      const hubEnd = read(`with/penjaga/etc/wireguard/hub${number}.conf`);
      const coreEnd = read(`with/${core}/etc/wireguard/hub0.conf`);
      expect(valueOf(coreEnd, "Endpoint")).toBe(`${HUB.endpoint}:${valueOf(hubEnd, "ListenPort")}`);
      expect(valueOf(coreEnd, "PresharedKey")).toBe(valueOf(hubEnd, "PresharedKey"));
      const pair = (secret: string | undefined) => secret?.replace("@secret:", "@publickey:");
      for (const [own, other] of [
        [hubEnd, coreEnd],
        [coreEnd, hubEnd],
      ] as const) {
        const key = /@secret:wireguard\/[^@]+@/.exec(own)?.[0];
        expect(key).toBeDefined();
        expect(valueOf(other, "PublicKey")).toBe(pair(key));
      }
    },
  );

  it("tell every router to send its copies to the hub, and to let it in", () => {
    for (const device of readdirSync(path.join(folder, "without"))) {
      const state = JSON.parse(read(`with/${device}/desired-state.json`)) as {
        backup: { server: string; hostKey: { publicKeyOf: string } };
        firewall: { own: string[] };
      };
      expect(state.backup).toMatchObject({
        server: "172.31.255.1",
        hostKey: { publicKeyOf: "ssh-host/penjaga" },
      });
      expect(state.firewall.own).toEqual(expect.arrayContaining(HUB.blocks));
    }
  });

  it("watch the routers of a pilot only, where only they are deployed", async () => {
    const pilot = { ...withHub, "rajut:kecamatan": '["kec-selatan"]' };
    const before = read("with/penjaga/etc/prometheus/prometheus.yml");
    expect(before).toContain("kantor-a");
    expect(await stack("core", "with", pilot).up()).toMatchObject({ ok: true });
    const after = read("with/penjaga/etc/prometheus/prometheus.yml");
    expect(after).not.toContain("kantor-a");
    expect(after).toContain("kantor-c");
  });
});

describe("over SSH", () => {
  const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBbYJFcqGTq3OA0LAzBcuTG6MMtPZ2Gdp5tzLbnCbwTg";
  const preview = (known: readonly string[]) => {
    const knownHosts = path.join(folder, `known-${known.length}`);
    writeFileSync(knownHosts, known.map((id) => `${id} ${KEY}\n`).join(""));
    return testEngine({
      folder: ".",
      stack: "delapan-router-core",
      stateFolder: path.join(folder, "state-ssh"),
      config: {
        "rajut:network": network,
        "rajut:target": "ssh",
        "rajut:ssh": JSON.stringify({ knownHosts, user: "teknisi" }),
        "rajut:hub": JSON.stringify({ ...HUB, ssh: { user: "debian", sudo: true, port: 2222 } }),
      },
      secrets: { "rajut:masterKey": Buffer.alloc(32, 7).toString("base64") },
    }).preview({ policyPacks: ["policy"] });
  };

  it("the hub is made part by part, known by the key that stands under its id", async () => {
    const { ok, steps, diagnostics } = await preview([...HUB.cores, HUB.name]);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(ok).toBe(true);
    const parts = steps.filter(({ urn }) => urn.includes("rajut:index:CoreService::"));
    expect(parts.map(({ urn }) => urn.split("::").at(-1))).toEqual([
      "penjaga-network",
      "penjaga-time",
      "penjaga-monitoring",
      "penjaga-backup",
    ]);
  });

  it("without a key it is refused by the policy, at the endpoint where it is reached", async () => {
    const { ok, diagnostics } = await preview(HUB.cores);
    expect(ok).toBe(false);
    const said = diagnostics.map(({ message }) => message).join("\n");
    expect(said).toContain(`${HUB.endpoint} has no host key`);
  });
});

describe("a hub that cannot be is refused in a line", () => {
  it.each([
    [{ ...HUB, endpoint: undefined }, "rajut:hub.endpoint: "],
    [{ ...HUB, name: "simpul" }, "rajut:hub: the hub and a site are both named simpul"],
    [{ ...HUB, blocks: ["10.0.0.0/26"] }, "rajut:hub: the hub's block overlaps"],
    [{ ...HUB, cores: ["kantor-a"] }, "rajut:hub: the hub's tunnel cannot end at kantor-a"],
    [{ ...HUB, cabang: true }, "rajut:hub: "],
  ])("%j", async (hub, text) => {
    const config = { "rajut:hub": JSON.stringify(hub) };
    const { ok, diagnostics } = await stack("edge", "refused", config).preview();
    const said = diagnostics.map(({ message }) => message).join("\n");
    expect({ ok, said }).toEqual({ ok: false, said: expect.stringContaining(text) as string });
    expect(said).not.toContain("    at ");
    expect(existsSync(path.join(folder, "refused"))).toBe(false);
  });
});
