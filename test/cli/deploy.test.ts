import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inOwnGroup, PulumiFailed, Stopper } from "../../src/pulumi/automation/own-group.ts";
import { RunLog } from "../../src/pulumi/automation/run-log.ts";
import {
  digestOf,
  parsePlan,
  type SavedPlan,
  stalenessOf,
} from "../../src/pulumi/automation/saved-plan.ts";
import { plannedReach, toldReach } from "../../src/pulumi/automation/core-reach.ts";
import type { Stack } from "../../src/pulumi/automation/open-stack.ts";
import { isDead, locksIn, locksOf } from "../../src/pulumi/automation/stack-lock.ts";
import { inDueOrder } from "../../src/cli/deploy/stack-order.ts";
import { compareText } from "../../src/text/order.ts";

const ROOT = process.cwd();
let place: string;
const inPlace = (name: string) => path.join(place, name);

beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), "rajut-deploy-"));
  cpSync("topology/dumai", inPlace("topology/dumai"), { recursive: true });
  mkdirSync(inPlace("stacks/config"), { recursive: true });
  writeFileSync(
    inPlace("Pulumi.yaml"),
    "name: rajut\nruntime: nodejs\nstackConfigDir: stacks/config\n",
  );
  // These tests end before it would be started: only whether it is there counts.
  mkdirSync(inPlace("with-pulumi"));
  writeFileSync(inPlace("with-pulumi/pulumi"), "#!/bin/sh\nexit 99\n", { mode: 0o755 });
});
afterAll(() => rmSync(place, { recursive: true }));

function rajut(words: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, "bin/rajut.js"), "deploy", ...words],
    {
      cwd: place,
      encoding: "utf8",
      input: "",
      env: { PATH: inPlace("with-pulumi"), RAJUT_LANG: "en", NO_COLOR: "1", ...env },
    },
  );
  return { status, stdout, stderr };
}

describe("what can be known before Pulumi is started is told in one line, with exit 2", () => {
  it.each([
    [["previw"], "did you mean `preview`"],
    [[], "preview, up, refresh, destroy, unlock"],
    [["preview", "topology/dumai", "topology/lain"], "topology/lain"],
    [["preview", "--stack", "tepi"], "core, edge, all"],
    [["preview", "--plan", "x"], "--plan is for up only"],
    [["up", "--out-plan", "x"], "--out-plan is for preview only"],
    [["up", "--confirm", "dumai"], "destroy, unlock"],
    [["up", "--force"], "--force is for unlock only"],
    [["up"], "--plan FILE or --yes"],
    [["destroy"], "--confirm NETWORK"],
    [["preview", "--stcak", "core"], "--stack"],
    [["preview"], "PULUMI_CONFIG_PASSPHRASE_FILE"],
  ])("%j", (words, told) => {
    const { status, stdout, stderr } = rajut(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(told);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each(["id", "en"])(
    "without pulumi: where it is had, and what does without it (%s)",
    (lang) => {
      const { status, stderr } = rajut(["preview"], { PATH: place, RAJUT_LANG: lang });
      expect(status).toBe(2);
      expect(stderr).toContain("https://www.pulumi.com/docs/install/");
      expect(stderr).toContain("rajut render --out out/dumai/deploy");
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    },
  );

  it("a stack of devices is never turned into a folder of files, or another network's", () => {
    const file = inPlace("stacks/config/Pulumi.dumai-edge.yaml");
    writeFileSync(file, "config:\n  rajut:target: ssh\n");
    expect(rajut(["up", "--yes", "--out", "files"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("deploys to devices (rajut:target ssh)") as string,
    });
    writeFileSync(file, "config:\n  rajut:network: topology/lain\n");
    expect(rajut(["up", "--yes"]).stderr).toContain("deploys topology/lain, not topology/dumai");
    rmSync(file);
  });
});

describe("what the engine says", () => {
  const urn = (type: string, name: string) => `urn:pulumi:dumai-edge::rajut::${type}::${name}`;
  const ROUTER = "rajut:index:EdgeRouter";
  const metadata = (op: string, name: string, custom = true) => ({
    op,
    urn: urn(ROUTER, name),
    type: ROUTER,
    old: { custom, inputs: { files: { a: "1" } } },
    new: { custom, inputs: { files: { a: "2" } } },
    detailedDiff: { "files.a": { diffKind: "update", inputDiff: true } },
  });
  const heard = (...events: object[]) => {
    const log = new RunLog();
    for (const event of events) log.hear(event as EngineEvent);
    return log;
  };

  it("names what is in work until it has ended or failed", () => {
    const begun = ["a", "b", "c"].map((name) => ({
      resourcePreEvent: { metadata: metadata("update", name) },
    }));
    const log = heard(
      ...begun,
      { resOutputsEvent: { metadata: metadata("update", "a") } },
      { resOpFailedEvent: { metadata: metadata("update", "c") } },
    );
    expect(log.inWork).toEqual(["b"]);
    expect(log.steps.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  it("counts a look at a device as no work, but what the look has found as a step", () => {
    const log = heard(
      { resourcePreEvent: { metadata: metadata("refresh", "same") } },
      { resourcePreEvent: { metadata: metadata("refresh", "drifted") } },
      { resOutputsEvent: { metadata: metadata("same", "same") } },
      { resOutputsEvent: { metadata: metadata("update", "drifted") } },
      { summaryEvent: { resourceChanges: { same: 1, update: 1 } } },
    );
    expect(log.steps).toMatchObject([{ op: "update", name: "drifted", changed: ["files.a"] }]);
    expect(log.inWork).toEqual([]);
    expect(log.changes).toEqual({ update: 1 });
  });

  it("leaves containers out, and says errors and mandatory policies once each, without colour marks", () => {
    const said = {
      diagnosticEvent: {
        urn: urn(ROUTER, "a"),
        severity: "error",
        message: "<{%reset%}>no route<{%reset%}>\n",
      },
    };
    const policy = {
      policyEvent: {
        resourceUrn: urn(ROUTER, "a"),
        message: "no key",
        policyName: "host-keys",
        enforcementLevel: "mandatory",
      },
    };
    const log = heard(
      { resourcePreEvent: { metadata: metadata("create", "waves", false) } },
      said,
      said,
      policy,
      { diagnosticEvent: { severity: "info", message: "hello" } },
    );
    expect(log.steps).toEqual([]);
    expect(log.notices).toEqual([
      { kind: "error", about: "a", text: "no route" },
      { kind: "policy", about: "a", text: "host-keys: no key" },
    ]);
  });
});

describe("locks", () => {
  it("are read from Pulumi's refusal", () => {
    const refusal = [
      "error: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.",
      "  file:///srv/state/.pulumi/locks/organization/rajut/dumai-edge/a.json: created by teknisi@noc-1 (pid 4711) at 2026-01-02T03:04:05Z",
      "  file:///srv/state/.pulumi/locks/organization/rajut/dumai-edge/b.json: created by root@noc-2 (pid 12) at 2026-01-02T03:04:06+07:00",
    ].join("\n");
    expect(locksIn(refusal)).toEqual([
      { user: "teknisi", host: "noc-1", pid: 4711, since: "2026-01-02T03:04:05Z" },
      { user: "root", host: "noc-2", pid: 12, since: "2026-01-02T03:04:06+07:00" },
    ]);
    expect(locksIn("error: no such host")).toEqual([]);
  });

  it("are of a dead process only where that can be seen", () => {
    const { pid } = spawnSync("true");
    const lock = { user: "root", host: "here", pid, since: "" };
    expect(isDead(lock, "here")).toBe(true);
    expect(isDead(lock, "elsewhere")).toBe(false);
    expect(isDead({ ...lock, pid: process.pid }, "here")).toBe(false);
  });

  it("are of a dead process where its number went to another program later", () => {
    const own = { user: "root", host: "here", pid: process.pid };
    const since = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    expect(isDead({ ...own, since: since(-24 * 365) }, "here")).toBe(true);
    expect(isDead({ ...own, since: since(1) }, "here")).toBe(false);
    // A clock that was set forward must not make a `pulumi` look younger than its lock.
    const named = inPlace("with-name/pulumi");
    mkdirSync(path.dirname(named));
    cpSync("/bin/sleep", named, { dereference: true });
    const child = spawn(named, ["1000"]);
    try {
      expect(isDead({ ...own, pid: child.pid!, since: since(-24 * 365) }, "here")).toBe(false);
    } finally {
      child.kill();
    }
  });

  it("lie in a backend of files, and cannot be seen in any other", async () => {
    const project = { folder: place, name: "rajut", configFolder: place };
    const folder = inPlace("backend/.pulumi/locks/organization/rajut/dumai-core");
    mkdirSync(folder, { recursive: true });
    const lock = {
      pid: 4711,
      username: "teknisi",
      hostname: "noc-1",
      timestamp: "2026-01-02T03:04:05Z",
    };
    writeFileSync(path.join(folder, "a.json"), JSON.stringify(lock));
    writeFileSync(path.join(folder, "b.json"), "half a lo");
    const found = [{ user: "teknisi", host: "noc-1", pid: 4711, since: "2026-01-02T03:04:05Z" }];
    for (const backend of [`file://${inPlace("backend")}`, "file://backend", "file://./backend"]) {
      expect(await locksOf("dumai-core", { backend, project }), backend).toEqual(found);
      expect(await locksOf("dumai-edge", { backend, project }), backend).toEqual([]);
    }
    expect(await locksOf("dumai-core", { backend: "s3://states", project })).toBeUndefined();
  });
});

describe("both stacks of a network", () => {
  const [core, edge] = [{ name: "dumai-core" }, { name: "dumai-edge" }];

  it.each([
    ["preview", false, "core edge"],
    ["up", false, "core edge"],
    ["preview", true, "edge core"],
    ["up", true, "edge core"],
    ["destroy", false, "edge core"],
    ["destroy", true, "edge core"],
  ] as const)("%s, with a core that is there: %s, goes %s", (action, isThere, order) => {
    for (const stacks of [
      [core, edge],
      [edge, core],
    ]) {
      const names = inDueOrder(stacks, action, isThere).map(({ name }) => name.slice(6));
      expect(names.join(" ")).toBe(order);
    }
  });

  it("meet in what the core tells: by its state, or by its plan", async () => {
    const stateOf = (resources: object[]) =>
      ({
        exportStack: async () => ({ version: 3, deployment: { resources } }),
      }) as unknown as Stack;
    const root = (outputs?: object) => ({ type: "pulumi:pulumi:Stack", outputs });
    const other = { type: "rajut:index:WaveGate", outputs: { reach: "elsewhere" } };
    expect(await toldReach(stateOf([other, root({ reach: ["10.0.0.1"] })]))).toEqual(["10.0.0.1"]);
    for (const resources of [[], [other], [root()], [root({})], [root({ reach: "10.0.0.1" })]]) {
      expect(await toldReach(stateOf(resources))).toBeUndefined();
    }
    const urn = (type: string) => `urn:pulumi:dumai-core::rajut::${type}::x`;
    const resourcePlans = {
      [urn(other.type)]: { state: other.outputs },
      [urn("pulumi:pulumi:Stack")]: { state: { reach: ["10.0.0.2"] } },
    };
    writeFileSync(inPlace("pulumi-plan.json"), JSON.stringify({ resourcePlans }));
    expect(await plannedReach(inPlace("pulumi-plan.json"))).toEqual(["10.0.0.2"]);
  });
});

describe("a kept plan", () => {
  const plan: SavedPlan = {
    version: 1,
    tool: "rajut",
    network: "dumai",
    made: "2026-01-02T03:04:05Z",
    commit: "c0",
    inputs: "i0",
    stacks: [
      { name: "dumai-core", state: "s0", plan: {} },
      { name: "dumai-edge", state: "s1", plan: {} },
    ],
  };

  it("is as good as new while nothing has changed, and says first what has", () => {
    expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
    expect(stalenessOf(plan, plan)).toBeUndefined();
    expect(stalenessOf(plan, { ...plan, network: "duri" })).toBe("network");
    expect(stalenessOf(plan, { ...plan, commit: null })).toBe("commit");
    expect(stalenessOf(plan, { ...plan, inputs: "i1" })).toBe("inputs");
    expect(stalenessOf(plan, { ...plan, stacks: plan.stacks.slice(1) })).toBe("stacks");
    const moved = [plan.stacks[0]!, { ...plan.stacks[1]!, state: "s2" }];
    expect(stalenessOf(plan, { ...plan, stacks: moved })).toBe("state");
    expect(stalenessOf(plan, { ...plan, stacks: plan.stacks.toReversed() })).toBeUndefined();
    expect(stalenessOf(plan, { ...plan, stacks: moved.toReversed() })).toBe("state");
  });

  it.each(["", "{}", "[]", "null", '{"version":2}', "not json"])("is not %j", (text) => {
    expect(parsePlan(text)).toBeUndefined();
  });

  it("sees every change of a file, of a name, and of where one file ends and the next begins", async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-c]{1,2}$/), { minLength: 1, maxLength: 3 });
    const tree = names.chain((keys) =>
      fc.record(Object.fromEntries(keys.map((key) => [key, fc.string({ maxLength: 4 })]))),
    );
    let count = 0;
    const written = (files: Readonly<Record<string, string>>) => {
      const folder = inPlace(`tree-${count++}`);
      mkdirSync(folder);
      for (const [name, content] of Object.entries(files)) {
        writeFileSync(path.join(folder, name), content);
      }
      return folder;
    };
    const sorted = (files: object) =>
      JSON.stringify(Object.entries(files).toSorted(([a], [b]) => compareText(a, b)));
    await fc.assert(
      fc.asyncProperty(tree, tree, async (one, other) => {
        const [first, second] = [written(one), written(other)];
        const same = sorted(one) === sorted(other);
        expect((await digestOf([first])) === (await digestOf([second]))).toBe(same);
      }),
      { numRuns: 60 },
    );
  });

  it("does not care where the folder lies, and counts a file that is missing", async () => {
    mkdirSync(inPlace("before"));
    writeFileSync(inPlace("before/a"), "1");
    const digest = await digestOf([inPlace("before"), inPlace("none.yaml")]);
    renameSync(inPlace("before"), inPlace("after"));
    expect(await digestOf([inPlace("after"), inPlace("none.yaml")])).toBe(digest);
    writeFileSync(inPlace("none.yaml"), "");
    expect(await digestOf([inPlace("after"), inPlace("none.yaml")])).not.toBe(digest);
  });
});

describe("stopping", () => {
  /** Stands for `pulumi`: says each SIGINT that it hears, and ends with the second. */
  const LISTENER = `let heard = 0;
    process.on("SIGINT", () => { console.log("heard", ++heard); if (heard === 2) process.exit(1); });
    console.log("ready", process.pid); setInterval(() => {}, 1000);`;

  it("is heard once for each time that somebody asks, by a process of its own group", async () => {
    writeFileSync(inPlace("listener.mjs"), LISTENER);
    const stopper = new Stopper();
    const command = inOwnGroup(
      { command: process.execPath, version: null },
      stopper,
    ) as unknown as {
      run(
        args: string[],
        folder: string,
        env: object,
        onOutput: (text: string) => void,
        onError: undefined,
        signal: AbortSignal,
      ): Promise<unknown>;
    };
    const lines: string[] = [];
    const told = new EventTarget();
    const line = (wanted: string) =>
      lines.some((one) => one.startsWith(wanted))
        ? Promise.resolve()
        : once(told, wanted).then(() => undefined);
    const ended = command.run(
      [inPlace("listener.mjs")],
      place,
      {},
      (text) => {
        for (const one of text.trim().split("\n")) {
          lines.push(one);
          told.dispatchEvent(new Event(one.replace(/^ready.*/, "ready")));
        }
      },
      undefined,
      new AbortController().signal,
    );
    await line("ready");
    const pid = Number(lines[0]!.split(" ")[1]);
    // It leads a group: what a terminal sends to ours does not reach it.
    expect(() => process.kill(-pid, 0)).not.toThrow();
    stopper.stop();
    await line("heard 1");
    stopper.stop();
    await expect(ended).rejects.toBeInstanceOf(PulumiFailed);
    expect(lines.slice(1)).toEqual(["heard 1", "heard 2"]);
    expect(stopper.asked).toBe(2);
  });

  it("asked before it was started, it is told as soon as it is there", async () => {
    const stopper = new Stopper();
    stopper.stop();
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    stopper.watch(child);
    const [, signal] = (await once(child, "close")) as [number | null, string | null];
    expect(signal).toBe("SIGINT");
  });
});
