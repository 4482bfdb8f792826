import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DesiredState } from "../../../src/config/desired-state.ts";
import { subnetwork } from "../../../src/config/subnetwork.ts";
import { labPlan } from "../../../src/lab/lab-plan.ts";
import { startWatch } from "../../../src/lab/measure/watch.ts";
import { probe } from "../../../src/lab/probe.ts";
import { atRouter } from "../../../src/lab/running-lab.ts";
import { derivedSecrets } from "../../../src/secrets/derived-secrets.ts";
import { openStack } from "../../../stacks/open-stack.ts";
import { managementAddress } from "../../../stacks/routers-to-deploy.ts";
import { missing } from "../../config/vendors/real-tools.ts";
import { testEngine, type Result, type TestEngine } from "../../engine/test-engine.ts";
import { type SshLab, startSshLab } from "./ssh-lab.ts";

/**
 * The edge of Dumai's kecamatan Medang Kampai on real routers, deployed as an operator would: the
 * provider in the management LAN of the data centre, over SSH through the network that it changes.
 */
const NETWORK = "topology/dumai";
const KECAMATAN = "kec-medang-kampai";
const MASTER_KEY = Buffer.alloc(32, 7).toString("base64");
const CORE = "dumai-core";
const EDGE = "dumai-edge";
/** A kelurahan at which nothing else hangs. */
const LEAF = "lurah-pelintung";
/** A router that others hang on, so it is in a later wave. */
const LATER = "pop-medang-kampai";
const SITES = "sites/medang-kampai.csv";

const { states: all, network } = await openStack(NETWORK, "2025-02-03");
const { states } = subnetwork(all, [KECAMATAN], network.core);
const lacks = [...probe(labPlan(states)).missing, ...missing("sshd", "ssh", "python3")];
const why = lacks.length === 0 ? "" : ` (skipped: no ${lacks.join(", ")})`;

const folder = mkdtempSync(path.join(tmpdir(), "rajut-lab-up-"));
let lab: SshLab;

function stack(name: string, config: Readonly<Record<string, string>> = {}): TestEngine {
  const ssh = { keyFile: lab.keyFile, knownHosts: path.join(folder, "known_hosts") };
  return testEngine({
    folder: ".",
    stack: name,
    stateFolder: path.join(folder, "state"),
    enter: lab.enter,
    secrets: { "rajut:masterKey": MASTER_KEY },
    config: {
      "rajut:network": NETWORK,
      "rajut:kecamatan": JSON.stringify([KECAMATAN]),
      "rajut:target": "ssh",
      "rajut:ssh": JSON.stringify(ssh),
      "rajut:soakSeconds": "0",
      "rajut:rollbackSeconds": "120",
      ...config,
    },
  });
}

/** A copy of the network in which a text of one file is another. */
function changedNetwork(name: string, file: string, from: string, to: string): string {
  const copy = path.join(folder, name, "dumai");
  cpSync(NETWORK, copy, { recursive: true });
  const target = path.join(copy, file);
  const text = readFileSync(target, "utf8");
  expect(text).toContain(from);
  writeFileSync(target, text.replace(from, to));
  return copy;
}

const errorsOf = ({ diagnostics }: Result) =>
  diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
const nameOf = (urn: string) => urn.split("::").at(-1)!;
const changedBy = ({ steps }: Result) =>
  steps
    .filter(
      ({ op, during, urn }) =>
        op === "update" && during === "program" && urn.includes("EdgeRouter"),
    )
    .map(({ urn }) => nameOf(urn))
    .sort();
const at = (device: string, script: string) => atRouter(lab.running, device, script);
const generationOf = async (device: string): Promise<number> =>
  JSON.parse((await at(device, "cat /var/lib/rajut/generation.json")).stdout).number;
const leaf = states.find(({ device }) => device === LEAF) as DesiredState;

describe.skipIf(lacks.length > 0)(`the edge of Dumai on real routers${why}`, () => {
  beforeAll(async () => {
    const secrets = derivedSecrets(MASTER_KEY, {
      network: network.id,
      rotations: new Map(),
      given: new Map(),
      givenPublicKeys: new Map(),
    });
    lab = await startSshLab(`lab-up-${process.pid}`, states, network.core[0]!, secrets);
    writeFileSync(path.join(folder, "known_hosts"), lab.knownHosts);
    for (const state of states) await answering(state);
  });
  afterAll(async () => {
    await lab.held.end();
    rmSync(folder, { recursive: true });
  });

  /** Until the core reaches a router, for a minute at most. */
  async function answering(state: DesiredState): Promise<void> {
    for (let tries = 0; tries < 60; tries++) {
      const ping = `ping -n -q -c 1 -W 1 ${managementAddress(state)}`;
      if ((await at(network.core[0]!, ping)).code === 0) return;
      await sleep(500);
    }
    throw new Error(`${state.device} never answered`);
  }

  it("is taken over as it runs, core first, in waves; then there is nothing left to do", async () => {
    const core = await stack(CORE).up();
    expect(errorsOf(core)).toEqual([]);
    const edge = await stack(EDGE).up({ parallel: 2 });
    expect(errorsOf(edge)).toEqual([]);
    const again = await stack(EDGE).up();
    expect(new Set(again.steps.map(({ op }) => op))).toEqual(new Set(["same", "read"]));
    expect(await generationOf(LEAF)).toBe(1);
    const state = readFileSync(stack(EDGE).stateFile, "utf8");
    // The secret that a router shares with its neighbour is in its file there, and in no state in clear.
    const { stdout } = await at(
      LEAF,
      "sed -n 's/.*message-digest-key 1 md5 //p' /etc/frr/frr.conf",
    );
    expect(stdout).toMatch(/^\w{16}$/m);
    for (const secret of stdout.trim().split("\n")) expect(state).not.toContain(secret);
    expect(state).toContain("@secret:ospf/");
  });

  it("takes a change of the topology while pings run, and loses next to nothing", async () => {
    const copy = changedNetwork(
      "rate",
      "links/medang-kampai.yaml",
      "ends: [lurah-mundam, lurah-teluk-makmur]\n    medium: fiber\n    rateMbps: 1000",
      "ends: [lurah-mundam, lurah-teluk-makmur]\n    medium: fiber\n    rateMbps: 400",
    );
    const core = states.find(({ device }) => device === network.core[0])!;
    const own = managementAddress(core);
    const addresses = states.map(managementAddress);
    const watch = startWatch(lab.running, [{ device: core.device, own }], addresses);
    await sleep(2000);
    watch.resetGaps();
    const up = await stack(EDGE, { "rajut:network": copy }).up();
    const gaps = addresses
      .filter((address) => address !== own)
      .map((address) => Math.round(watch.longestGapMs(core.device, address)));
    await watch.stop();
    expect(errorsOf(up)).toEqual([]);
    expect(changedBy(up)).toEqual(["lurah-mundam", "lurah-teluk-makmur"]);
    process.stdout.write(`longest silence of ${gaps.length} routers: ${Math.max(...gaps)} ms\n`);
    // Yardstick 45: no more than three seconds, wherever they may be.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3000);
    expect((await at("lurah-mundam", "vtysh -c 'show run'")).stdout).toContain("ip ospf cost");
    // Back again: the same change the other way.
    expect(errorsOf(await stack(EDGE).up())).toEqual([]);
    expect(await generationOf("lurah-mundam")).toBe(3);
  });

  it("refuses a router that was changed by hand, shows what, and mends it", async () => {
    const copy = changedNetwork("name", SITES, "Kantor Lurah Pelintung", "Lurah");
    await at(LEAF, "vtysh -c 'configure terminal' -c 'ip route 203.0.113.0/24 blackhole'");
    const refused = await stack(EDGE, { "rajut:network": copy }).up();
    expect(errorsOf(refused).join("\n")).toContain("changed by hand");
    expect((await at(LEAF, "vtysh -c 'show run'")).stdout).toContain("203.0.113.0/24");
    expect(await generationOf(LEAF)).toBe(1);

    const refreshed = await stack(EDGE).refresh();
    const told = refreshed.steps.filter(({ op }) => op === "update");
    expect(told.map(({ urn, diff }) => [nameOf(urn), diff])).toEqual([
      [LEAF, [{ path: 'byHand["frr.service"]', kind: "add" }]],
    ]);
    expect(errorsOf(await stack(EDGE).up())).toEqual([]);
    expect((await at(LEAF, "vtysh -c 'show run'")).stdout).not.toContain("203.0.113.0/24");
  });

  it("refuses a router that shows another key, and touches none after it", async () => {
    const copy = changedNetwork("name2", SITES, "Kantor Lurah Pelintung", "Lurah");
    const file = path.join(folder, "known_hosts");
    const line = lab.knownHosts.split("\n").find((one) => one.startsWith("lurah-mundam "));
    writeFileSync(
      file,
      lab.knownHosts.replace(new RegExp(`^${LEAF} .*$`, "m"), line!.replace("lurah-mundam", LEAF)),
    );
    const before = await generationOf(LEAF);
    const refused = await stack(EDGE, { "rajut:network": copy }).up();
    writeFileSync(file, lab.knownHosts);
    expect(refused.ok).toBe(false);
    expect(errorsOf(refused).join("\n")).toMatch(/key/);
    expect(await generationOf(LEAF)).toBe(before);
  });

  it("goes back by itself when the provider is killed in mid-change, and the next run goes on", async () => {
    const copy = changedNetwork("name3", SITES, "Kantor Lurah Pelintung", "Lurah");
    const before = await generationOf(LEAF);
    const engine = stack(EDGE, { "rajut:network": copy, "rajut:rollbackSeconds": "45" });
    const run = engine.start("up");
    const provider = await run.pidOf("provider");
    const isPending = async () => (await at(LEAF, "ls /var/lib/rajut/pending")).code === 0;
    while (!(await isPending())) await sleep(20);
    process.kill(provider, "SIGKILL");
    expect((await run.result).ok).toBe(false);
    while (await isPending()) await sleep(200);
    expect(await generationOf(LEAF)).toBe(before);
    expect((await at(LEAF, "head -n 3 /etc/frr/frr.conf")).stdout).toContain(
      "Kantor Lurah Pelintung",
    );
    const healed = await engine.up();
    expect(errorsOf(healed)).toEqual([]);
    expect(changedBy(healed)).toContain(LEAF);
    expect((await at(LEAF, "head -n 3 /etc/frr/frr.conf")).stdout).not.toContain("Kantor Lurah");
    expect(errorsOf(await stack(EDGE).up())).toEqual([]);
  });

  it("stops at a dead router: it says which, and no later wave is touched", async () => {
    const copy = changedNetwork("dead", SITES, "Kantor Lurah Pelintung", "Lurah");
    const later = path.join(copy, "sites/simpul.yaml");
    const text = readFileSync(later, "utf8");
    expect(text).toContain("PoP Medang Kampai");
    writeFileSync(later, text.replace("PoP Medang Kampai", "PoP"));
    const before = await generationOf(LATER);
    await at(LEAF, "kill $(cat /run/sshd.pid)");
    const stopped = await stack(EDGE, { "rajut:network": copy }).up();
    await at(LEAF, "/usr/sbin/sshd -f /etc/ssh-of-the-lab/sshd_config -E /var/log/sshd.log");
    expect(errorsOf(stopped).join("\n")).toContain(managementAddress(leaf));
    expect(await generationOf(LATER)).toBe(before);
  });

  it("is adopted when the state is lost: no router is touched", async () => {
    const before = await Promise.all(states.map(({ device }) => generationOf(device)));
    rmSync(stack(EDGE).stateFile);
    const up = await stack(EDGE).up();
    expect(errorsOf(up)).toEqual([]);
    expect(await Promise.all(states.map(({ device }) => generationOf(device)))).toEqual(before);
  });

  it("is not destroyed unless that was asked for; then it runs on, managed by nobody", async () => {
    const refused = await stack(EDGE).destroy();
    expect(errorsOf(refused).join("\n")).toContain("protect");
    const config = { "rajut:allowDestroy": "true" };
    expect(errorsOf(await stack(EDGE, config).up())).toEqual([]);
    expect(errorsOf(await stack(EDGE, config).destroy())).toEqual([]);
    expect((await at(LEAF, "ls /var/lib/rajut/generation.json")).code).not.toBe(0);
    await answering(leaf);
  });
});
