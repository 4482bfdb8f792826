import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import type { Agent } from "../../src/deploy/agent/agent.ts";
import { type Candidate, commit, type CommitOptions } from "../../src/deploy/commit.ts";
import { DeployError } from "../../src/deploy/deploy-error.ts";
import type { Connect, Host } from "../../src/deploy/host.ts";
import { service, testDevice, type TestDevice } from "./agent/device.ts";

const devices: TestDevice[] = [];
afterAll(() => {
  for (const device of devices) device.remove();
});
function newDevice(): TestDevice {
  const device = testDevice();
  devices.push(device);
  return device;
}

const candidate = (
  files: Readonly<Record<string, string>>,
  more: Partial<Candidate> = {},
): Candidate => ({
  owner: "dumai/bukit-kapur",
  files: Object.entries(files).map(([path, content]) => ({
    path,
    content,
    mode: 0o644,
    check: ["check-conf"],
  })),
  services: Object.keys(files).map((path) => service(path.replace(/^etc\/(.*)\.conf$/, "$1"))),
  ...more,
});

const options = (more: Partial<CommitOptions> = {}): CommitOptions => ({
  expectGeneration: undefined,
  rollbackSeconds: 60,
  prove: () => Promise.resolve([]),
  log: () => undefined,
  signal: new AbortController().signal,
  ...more,
});

/** A device in its first configuration. */
async function managedDevice(): Promise<TestDevice> {
  const device = newDevice();
  await commit(device.connect, OLD, options());
  device.forgetCommands();
  return device;
}
const OLD = candidate({ "etc/a.conf": "old\n" });
const NEW = candidate({ "etc/a.conf": "new\n" });

const failure = async (result: Promise<unknown>): Promise<DeployError> => {
  const error = await result.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeployError);
  return error as DeployError;
};

/** Waits until the device has nothing open, and tells which configuration it is on, wholly. */
async function sideOf(device: TestDevice): Promise<"old" | "new"> {
  while (device.hidden().length > 0) await sleep(50);
  const generation = device.state("generation") as { readonly number: number };
  const side = generation.number === 2 ? "new" : "old";
  expect([device.file("etc/a.conf"), device.running("a")]).toEqual([`${side}\n`, `${side}\n`]);
  return side;
}

/** Connections over which the n-th call, of all, goes wrong; `after`: it is done, but nobody hears of it. */
function failing(
  device: TestDevice,
  n: number,
  when: "before" | "after",
  error: () => Error,
  forEver: boolean,
): { readonly connect: Connect; readonly calls: () => number } {
  let calls = 0;
  const connect: Connect = async () => {
    const host = await device.connect();
    const run: Host["run"] = async (words, runOptions) => {
      calls += 1;
      const fails = calls === n || (forEver && calls > n);
      if (fails && (when === "before" || calls > n)) throw error();
      const finished = await host.run(words, runOptions);
      if (fails) throw error();
      return finished;
    };
    return { run, close: () => host.close() };
  };
  return { connect, calls: () => calls };
}
/** Of a commit in which nothing goes wrong. */
const CALLS = 8;
const everyCall = (["before", "after"] as const).flatMap((when) =>
  Array.from({ length: CALLS }, (_, n) => ({ when, n: n + 1 })),
);

describe.concurrent("commit", () => {
  it("brings a device to its first configuration, and to the next", async () => {
    const device = newDevice();
    const first = await commit(device.connect, candidate({ "etc/a.conf": "one\n" }), options());
    expect(first).toEqual({ generation: 1, changed: ["etc/a.conf"] });
    expect(device.file("etc/a.conf")).toBe("one\n");
    expect(device.running("a")).toBe("one\n");
    expect(device.isEnabled("a")).toBe(true);
    const next = await commit(
      device.connect,
      candidate({ "etc/a.conf": "two\n" }),
      options({ expectGeneration: 1 }),
    );
    expect(next).toEqual({ generation: 2, changed: ["etc/a.conf"] });
    expect(device.running("a")).toBe("two\n");
    expect(device.commands()).toEqual(["enable --now a.service", "reload a.service"]);
    expect(device.hidden()).toEqual([]);
  });

  it("changes nothing where all is right, and asks for no proof then", async () => {
    const device = await managedDevice();
    const prove = () => Promise.reject(new Error("not asked"));
    const again = await commit(device.connect, OLD, options({ expectGeneration: 1, prove }));
    expect(again).toEqual({ generation: 1, changed: [] });
    expect(device.commands()).toEqual([]);
  });

  it("asks again until it is proved, over a new connection each time", async () => {
    const device = await managedDevice();
    const asked = new Set<Agent>();
    const log: string[] = [];
    const prove = async (agent: Agent) => {
      asked.add(agent);
      const { commands } = await agent.read([], [{ name: "x", words: ["true"], timeoutS: 5 }]);
      return asked.size < 3 ? [`${commands.length} neighbour is missing\u001b[2J`] : [];
    };
    const done = await commit(
      device.connect,
      NEW,
      options({ expectGeneration: 1, prove, log: (line) => log.push(line) }),
    );
    expect(done.generation).toBe(2);
    expect(asked.size).toBe(3);
    expect(log).toEqual(["not right yet: 1 neighbour is missing\\u{1b}[2J"]);
  });

  it("confirms only what stays right for as long as asked, and by the way that was asked", async () => {
    const device = await managedDevice();
    let asked = 0;
    const prove = () => Promise.resolve(asked++ === 1 ? ["a neighbour went deaf"] : []);
    const reason = await failure(
      commit(
        device.connect,
        NEW,
        options({
          expectGeneration: 1,
          rollbackSeconds: 17,
          proofSeconds: 2,
          prove: () => prove().then((found) => (asked > 1 ? ["a neighbour went deaf"] : found)),
        }),
      ),
    );
    expect(reason.code).toBe("rolled-back");
    expect(reason.message).toContain("a neighbour went deaf");
    expect(await sideOf(device)).toBe("old");

    let ways = 0;
    const proveOver: Connect = () => {
      ways += 1;
      return device.connect();
    };
    await commit(device.connect, NEW, options({ expectGeneration: 1, proofSeconds: 2, proveOver }));
    expect(ways).toBeGreaterThan(1);
    expect(await sideOf(device)).toBe("new");
  });

  it("does not begin where the proof could not come in time", async () => {
    const device = await managedDevice();
    const short = options({ expectGeneration: 1, rollbackSeconds: 30, proofSeconds: 41 });
    const reason = await failure(commit(device.connect, NEW, short));
    expect(reason).toMatchObject({ code: "invalid" });
    expect(reason.message).toContain("rajut:rollbackSeconds to 56");
    expect(await sideOf(device)).toBe("old");
  });

  it("takes back what is not proved in time, and says what was not right", async () => {
    const device = await managedDevice();
    const proofs = [
      () => Promise.resolve(["the neighbour 10.0.0.1 is down"]),
      () => Promise.reject(new Error("the neighbour 10.0.0.1 is down")),
    ];
    for (const prove of proofs) {
      const error = await failure(
        commit(device.connect, NEW, options({ expectGeneration: 1, rollbackSeconds: 10, prove })),
      );
      expect(error.code).toBe("rolled-back");
      expect(error.message).toContain("the neighbour 10.0.0.1 is down");
      expect(await sideOf(device)).toBe("old");
    }
  });

  it("takes back what is never proved at all, before the device does", async () => {
    const device = await managedDevice();
    const prove = () => new Promise<never>(() => undefined);
    const error = await failure(
      commit(device.connect, NEW, options({ expectGeneration: 1, rollbackSeconds: 10, prove })),
    );
    expect(error.code).toBe("rolled-back");
    expect(error.message).toContain("did not come in time");
    expect(await sideOf(device)).toBe("old");
  });

  it("tells of a service that does not take its file, after the device has gone back", async () => {
    const device = await managedDevice();
    const error = await failure(
      commit(
        device.connect,
        candidate({ "etc/a.conf": "BROKEN\n" }),
        options({ expectGeneration: 1 }),
      ),
    );
    expect(error.code).toBe("rolled-back");
    expect(error.message).toContain("a.service: BROKEN is not understood");
    expect(await sideOf(device)).toBe("old");
  });

  it("waits for a device that cannot be reached any more, which goes back by itself", async () => {
    const device = await managedDevice();
    let cut = false;
    const connect: Connect = () =>
      cut && device.hidden().length > 0
        ? Promise.reject(new DeployError("unreachable", "no way to the device"))
        : device.connect();
    const log: string[] = [];
    const prove = () => {
      cut = true;
      return Promise.reject(new DeployError("lost", "the connection broke"));
    };
    const error = await failure(
      commit(
        connect,
        NEW,
        options({ expectGeneration: 1, rollbackSeconds: 10, prove, log: (line) => log.push(line) }),
      ),
    );
    expect(error.code).toBe("rolled-back");
    expect(error.message).toContain("nobody confirmed it within 10 s");
    expect(log.join("\n")).toMatch(/It reverts by itself within \d+ s/);
    expect(await sideOf(device)).toBe("old");
  });

  it("takes it back when the operator stops it; where it cannot, it says what will happen", async () => {
    const device = await managedDevice();
    for (const reachable of [true, false]) {
      const controller = new AbortController();
      const connect: Connect = () =>
        controller.signal.aborted && !reachable
          ? Promise.reject(new DeployError("unreachable", "no way to the device"))
          : device.connect();
      const prove = () => {
        controller.abort();
        return Promise.resolve([]);
      };
      const error = await failure(
        commit(
          connect,
          NEW,
          options({ expectGeneration: 1, rollbackSeconds: 10, prove, signal: controller.signal }),
        ),
      );
      expect(error.code).toBe(reachable ? "rolled-back" : "unconfirmed");
      expect(error.message).toMatch(
        reachable ? /the operator stopped it/ : /takes back by itself within \d+ s/,
      );
      expect(await sideOf(device)).toBe("old");
    }
  });
});

describe.concurrent("a call goes wrong", () => {
  it("is not one of those that are never made", async () => {
    const device = await managedDevice();
    const { connect, calls } = failing(device, 0, "before", () => new Error("never"), false);
    const prove = async (agent: Agent) => {
      await agent.read(["etc/a.conf"]);
      return [];
    };
    await commit(connect, NEW, options({ expectGeneration: 1, prove }));
    expect(calls()).toBe(CALLS);
  });

  it.each(everyCall)("$when call $n: told as it is, and never done twice", async ({ when, n }) => {
    const device = await managedDevice();
    const lost = () => new DeployError("lost", "the connection broke");
    const { connect } = failing(device, n, when, lost, false);
    let asked = 0;
    const prove = async (agent: Agent) => {
      asked += 1;
      await agent.read(["etc/a.conf"]);
      return [];
    };
    const result = await commit(connect, NEW, options({ expectGeneration: 1, prove })).catch(
      (error: unknown) => error,
    );
    const side = await sideOf(device);
    if (side === "new") {
      expect(result).toEqual({ generation: 2, changed: ["etc/a.conf"] });
      expect(device.commands()).toEqual(["reload a.service"]);
      expect(asked).toBeGreaterThan(0);
    } else {
      expect(result).toMatchObject({ code: "lost" });
      expect(device.commands()).toEqual([]);
    }
    // Only before the device has begun is there nothing to go on with.
    expect(side).toBe(n <= (when === "before" ? 2 : 1) ? "old" : "new");
  });

  it("for ever, as the controller dies: the device ends it, and the next one goes on", async () => {
    const dies = async (n: number): Promise<void> => {
      const device = await managedDevice();
      // Dead after a call is dead before the next.
      const { connect } = failing(device, n, "before", () => new Error("killed"), true);
      const prove = async (agent: Agent) => {
        await agent.read(["etc/a.conf"]);
        return [];
      };
      const deadline = { expectGeneration: 1, rollbackSeconds: 10, prove };
      await commit(connect, NEW, options(deadline)).catch(() => undefined);
      const side = await sideOf(device);
      expect(side, `dead before call ${n}`).toBe(n > CALLS ? "new" : "old");
      const expectGeneration = side === "new" ? 2 : 1;
      await commit(
        device.connect,
        candidate({ "etc/a.conf": "next\n" }),
        options({ expectGeneration }),
      );
      expect(device.running("a"), `dead before call ${n}`).toBe("next\n");
    };
    await Promise.all(Array.from({ length: CALLS + 1 }, (_, n) => dies(n + 1)));
  });
});
