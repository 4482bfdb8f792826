import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import process from "node:process";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { labPlan } from "../../src/lab/lab-plan.ts";
import { probe } from "../../src/lab/probe.ts";
import { findLabs } from "../../src/lab/process/lab-process.ts";
import type { LabReport } from "../../src/views/lab-text.ts";
import { fixtureStates } from "../config/fixture-states.ts";

const NETWORK = "fixtures/networks/delapan-router";
const NAME = `test-${process.pid}`;

const { missing } = probe(labPlan([...fixtureStates("delapan-router").states.values()]));
const why = missing.length === 0 ? "" : ` (skipped: no ${missing.join(", ")})`;

/** Runs `rajut lab` to its end, as a process of its own. */
async function rajut(...words: string[]) {
  const argv = ["bin/rajut.js", "lab", ...words, "--name", NAME, "--lang", "en"];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { code, out, err };
}

function begin(...words: string[]) {
  const argv = ["bin/rajut.js", "lab", ...words, "--name", NAME];
  return spawn(process.execPath, argv, { stdio: "ignore" });
}

const running = () => findLabs().filter(({ name }) => name === NAME);

/** Processes in a namespace of processes, by number. */
const processesIn = (namespace: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => namespaceOf(pid) === namespace);

function namespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    // It has ended since.
    return undefined;
  }
}

/** What of the machine itself a lab could have left a trace in. */
const traces = () => ({
  mounts: readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line.includes("rajut")),
  links: spawnSync("ip", ["-br", "link"], { encoding: "utf8" }).stdout,
  namespaces: spawnSync("ip", ["netns"], { encoding: "utf8" }).stdout,
  run: readdirSync("/run").filter((name) => name.includes("rajut")),
  frr: spawnSync("ls", ["-la", "/etc/frr", "/var/run/frr"], { encoding: "utf8" }).stdout,
});

afterAll(async () => {
  if (running().length > 0) await rajut("down");
});

describe.skipIf(missing.length > 0)(`the lab${why}`, () => {
  it.each([
    { what: "eight routers with one of everything", words: [NETWORK], routers: 8 },
    {
      // Services on the second provider's address are not always reached yet with BGP: not asked here.
      what: "the sessions of two providers by BGP",
      words: ["fixtures/networks/dengan-asn", "--only", "adjacency,drift"],
      routers: 3,
    },
    {
      what: "the core ring of Dumai and two kecamatan",
      words: ["topology/dumai", "--kecamatan", "kec-dumai-kota,kec-medang-kampai"],
      routers: 26,
    },
  ])("brings up $what, and everything is as predicted", async ({ words, routers }) => {
    const before = traces();
    const { code, out, err } = await rajut("run", ...words, "--json");
    expect(err).not.toMatch(/does not come up/);
    const report = JSON.parse(out) as LabReport;
    const differing = report.experiments.flatMap(({ name, checks }) =>
      checks.filter(({ ok }) => !ok).map((check) => ({ name, ...check })),
    );
    expect(differing).toEqual([]);
    expect(report.routers).toBe(routers);
    for (const { name, checks, nothing } of report.experiments) {
      expect(checks.length + (nothing === undefined ? 0 : 1), name).toBeGreaterThan(0);
    }
    // BFD finds a silent cut, and not OSPF's dead interval of 8 s: half of all are over long before that.
    const failures = report.experiments.find(({ name }) => name === "failures");
    const gaps = (failures?.checks ?? []).map(({ tookMs }) => tookMs!).sort((a, b) => a - b);
    expect(gaps[Math.floor(gaps.length / 2)] ?? 0).toBeLessThan(4000);
    expect(code).toBe(0);
    expect(running()).toEqual([]);
    expect(traces()).toEqual(before);
  });

  it("stays between up and down, and is one only by its name", async () => {
    const before = traces();
    expect((await rajut("test")).code).toBe(2);
    expect((await rajut("up", NETWORK, "--kecamatan", "kec-utara")).code).toBe(0);
    expect((await rajut("up", NETWORK)).err).toMatch(/is there already/);
    const { code, out } = await rajut("test", "--only", "adjacency,drift", "--json");
    expect((JSON.parse(out) as LabReport).experiments.map(({ name }) => name)).toEqual([
      "adjacency",
      "drift",
    ]);
    expect(code).toBe(0);
    expect((await rajut("down")).code).toBe(0);
    expect(running()).toEqual([]);
    expect(traces()).toEqual(before);
  });

  it.each([
    ["up", 400],
    ["up", 1500],
    ["up", 2800],
    ["run", 1500],
    ["run", 6000],
  ])("leaves nothing when `%s` is killed after %i ms", async (action, afterMs) => {
    const before = traces();
    const child = begin(action, NETWORK);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const deadline = performance.now() + 20_000;
    while (running().length === 0 && performance.now() < deadline) await sleep(10);
    const [lab] = running();
    expect(lab).toBeDefined();
    const namespace = namespaceOf(lab!.pid)!;
    await sleep(afterMs);
    child.kill("SIGKILL");
    await ended;
    // `up` may have been done by then; a lab that is complete stays, and goes with its own command.
    if (running().length > 0) {
      await sleep(500);
      if (running().length > 0) expect((await rajut("down")).code).toBe(0);
    }
    const gone = performance.now() + 5000;
    while (processesIn(namespace).length > 0 && performance.now() < gone) await sleep(50);
    expect(processesIn(namespace)).toEqual([]);
    expect(running()).toEqual([]);
    expect(traces()).toEqual(before);
  });

  it("goes when its first process is killed, and the next one may come up", async () => {
    const before = traces();
    expect((await rajut("up", NETWORK, "--kecamatan", "kec-utara")).code).toBe(0);
    process.kill(running()[0]!.pid, "SIGKILL");
    while (running().length > 0) await sleep(20);
    expect(traces()).toEqual(before);
    expect((await rajut("up", NETWORK, "--kecamatan", "kec-utara")).code).toBe(0);
    expect((await rajut("down")).code).toBe(0);
  });
});

describe("a lab refuses what it cannot do", () => {
  it("with one clear line and 2", async () => {
    const refusals = [
      [["fly"], /unknown action/],
      [["up", NETWORK, "--max", "2"], /more than --max 2/],
      [["up", NETWORK, "--max", "many"], /not a whole number/],
      [["up", NETWORK, "--kecamatan", "kec-mars"], /unknown kecamatan/],
      [["test", "--only", "magic"], /unknown experiment/],
      [["down"], /there is no lab/],
    ] as const;
    for (const [words, message] of refusals) {
      const { code, out, err } = await rajut(...words);
      expect(code, words.join(" ")).toBe(2);
      expect(err).toMatch(message);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
      expect(out).toBe("");
    }
  });
});
