import { existsSync, globSync, lstatSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { AGENT_PATH, openAgent } from "../../../src/deploy/agent/agent.ts";
import { service, testDevice, type TestDevice } from "./device.ts";

const DRIVER = path.join(import.meta.dirname, "kill-at.py");

/** Two configurations: the second changes a file, adds one with its folder and service, and takes one away. */
const SIDES = [
  {
    files: { "etc/a.conf": "one\n", "etc/gone.conf": "goes\n", "etc/same.conf": "same\n" },
    services: [service("a"), service("gone"), service("same")],
  },
  {
    files: {
      "etc/a.conf": "two\n",
      "etc/more/deep/b.conf": "new\n",
      "etc/same.conf": "same\n",
      "etc/new.conf": "n\n",
    },
    services: [
      service("a", { files: ["etc/a.conf", "etc/more/deep/b.conf"] }),
      service("same"),
      service("new"),
    ],
  },
];

interface Answer {
  readonly pending?: { readonly phase: string } | null;
  readonly generation?: {
    readonly id: string;
    readonly number: number;
    readonly manifest: unknown;
    readonly services: unknown;
  };
}

/** A device in its first configuration, whose agent's processes can be killed at any of their steps. */
async function newVictim() {
  const device = testDevice();
  devices.push(device);
  let generation = 0;
  let count = 0;
  /** What each side looks like when it was brought about undisturbed. */
  const whole: string[] = [];
  let side = 0;

  async function ask(command: string, input: object, plan?: string): Promise<Answer> {
    device.driver = plan === undefined ? [] : [DRIVER, `${plan}@${device.folder}`];
    const host = await device.connect();
    const { stdout } = await host.run(["python3", AGENT_PATH, command], {
      input: JSON.stringify(input),
    });
    // Nothing is what a killed process says.
    return stdout === "" ? {} : (JSON.parse(stdout) as Answer);
  }

  function request(to: number): { readonly id: string; readonly [key: string]: unknown } {
    count += 1;
    const { files, services } = SIDES[to]!;
    const running = path.join(device.folder, "units/a.service.running");
    const rules = path.join(device.folder, "units/new.service.rules");
    const restore = (name: string) => ["sh", "-c", `cat "$1" >${name}`, "sh"];
    return {
      id: `transaction-${count}`,
      owner: "me",
      expectGeneration: generation === 0 ? null : generation,
      seconds: 100,
      files: Object.entries(files).map(([name, content]) => ({ path: name, mode: 0o640, content })),
      checks: [{ path: "etc/a.conf", words: ["check-conf"] }],
      services,
      save: [
        { unit: "a.service", words: ["cat", running], restore: restore(running) },
        {
          unit: "new.service",
          outlivesUnit: true,
          words: ["cat", rules],
          restore: restore(rules),
        },
      ],
    };
  }

  async function undisturbed(to: number): Promise<void> {
    const wanted = request(to);
    expect(await ask("apply", wanted)).toMatchObject({ ok: true });
    expect(await ask("wait", { id: wanted.id, seconds: 20 })).toMatchObject({ state: "applied" });
    expect(await ask("confirm", { id: wanted.id })).toMatchObject({ generation: generation + 1 });
    generation += 1;
    side = to;
  }

  /** Everything on the device that a transaction may change, but the number of its generation. */
  function look(): string {
    const etc = globSync("etc/**", { cwd: device.root }).toSorted();
    const units = globSync("units/*", { cwd: device.folder }).toSorted();
    const show = (base: string) => (name: string) => {
      const about = lstatSync(path.join(base, name));
      const content = about.isFile() ? readFileSync(path.join(base, name), "utf8") : "";
      return [name, about.mode.toString(8), content];
    };
    const record = device.state("generation") as Answer["generation"];
    return JSON.stringify([
      etc.map(show(device.root)),
      units.map(show(device.folder)),
      record?.manifest,
      record?.services,
    ]);
  }

  /** What anyone does who comes later: ask how it stands, until nothing is open. */
  async function recovered(plan: string): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      const { pending, ...status } = await ask("status", {}, plan);
      // Another may be clearing up still.
      const isOver = pending === null && (device.hidden().length === 0 || tries > 100);
      if (isOver || pending?.phase === "applied") return { ...status, pending };
    }
  }

  function wasKilled(command: string): boolean {
    const mark = path.join(device.folder, `killed-${command}`);
    const was = existsSync(mark);
    rmSync(mark, { force: true });
    return was;
  }

  /** Kills `command` at its 1st, 2nd, … step until it comes through. */
  async function sweep(
    command: string,
    plan: string,
    act: (id: string, plan: string, n: number) => Promise<void>,
  ): Promise<number> {
    for (let n = 1; ; n += 1) {
      const to = 1 - side;
      const wanted = request(to);
      const killing = `${plan}${command}=${n}`;
      await ask("apply", wanted, killing);
      await act(wanted.id, killing, n);
      let status = await recovered(killing);
      if (status.pending !== null) {
        await ask("rollback", { id: wanted.id, reason: "given up" });
        status = await recovered(killing);
      }
      const isNew = status.generation?.id === wanted.id;
      if (isNew) side = to;
      generation = status.generation!.number;
      expect(look(), `${command} killed at step ${n}: ${isNew ? "new" : "old"}`).toBe(whole[side]);
      expect(device.hidden(), `${command} killed at step ${n}`).toEqual([]);
      const killed = wasKilled(command);
      for (const other of plan.split(",")) wasKilled(other.split("=")[0]!);
      if (n % 10 === 0 || !killed) await undisturbed(1 - side);
      if (!killed) return n - 1;
    }
  }

  await openAgent(await device.connect());
  // What is to be kept must run.
  device.write("../units/a.service.running", "nothing\n");
  device.write("../units/new.service.rules", "by hand\n");
  for (const first of [0, 1, 0]) {
    await undisturbed(first);
    whole[first] = look();
  }
  expect(whole[0]).not.toBe(whole[1]);
  return { device, ask, sweep };
}

const devices: TestDevice[] = [];
afterAll(() => {
  for (const device of devices) device.remove();
});

describe.concurrent("a process of the agent is killed before any of its steps", () => {
  it("apply", async () => {
    const { sweep } = await newVictim();
    expect(await sweep("apply", "", () => Promise.resolve())).toBeGreaterThan(40);
  });

  it("the worker", async () => {
    const { sweep, ask } = await newVictim();
    const waited = async (id: string) => {
      await ask("wait", { id, seconds: 20 });
    };
    expect(await sweep("work", "", waited)).toBeGreaterThan(20);
  });

  it("confirm, which is then asked for again or not", async () => {
    const { sweep, ask } = await newVictim();
    const confirmed = async (id: string, plan: string, n: number) => {
      await ask("wait", { id, seconds: 20 });
      await ask("confirm", { id }, plan);
      if (n % 2 === 0) expect(await ask("confirm", { id })).toMatchObject({ ok: true });
    };
    expect(await sweep("confirm", "", confirmed)).toBeGreaterThan(10);
  });

  it.each([
    ["rollback", "", 3],
    // What rollback starts to do it; the watchdog, which would, is killed as soon as it does.
    ["revert", "watch=1,", 20],
  ])("%s", async (command, plan, steps) => {
    const { sweep, ask } = await newVictim();
    const takenBack = async (id: string, killing: string) => {
      await ask("wait", { id, seconds: 20 });
      await ask("rollback", { id, reason: "no", seconds: 0.5 }, killing);
    };
    expect(await sweep(command, plan, takenBack)).toBeGreaterThan(steps);
  });

  it.each([
    ["the watchdog, as it reverts what a killed worker left", "watch", "work=15,", 20],
    ["whoever asks, when worker and watchdog were killed", "status", "work=18,watch=1,", 3],
  ])("%s", async (_, command, plan, steps) => {
    const { sweep, device } = await newVictim();
    const watchKilled = path.join(device.folder, "killed-watch");
    const leftAlone = async () => {
      while (device.hidden().length > 0 && !existsSync(watchKilled)) await sleep(20);
    };
    expect(await sweep(command, plan, leftAlone)).toBeGreaterThan(steps);
  });
});
