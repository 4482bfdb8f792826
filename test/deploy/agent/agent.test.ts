import { spawn } from "node:child_process";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Agent,
  AGENT_PATH,
  type ApplyRequest,
  openAgent,
} from "../../../src/deploy/agent/agent.ts";
import { DeployError } from "../../../src/deploy/deploy-error.ts";
import type { Finished, Host } from "../../../src/deploy/host.ts";
import { service, shell, testDevice, type TestDevice } from "./device.ts";

let device: TestDevice;
let agent: Agent;
let count = 0;

beforeEach(async () => {
  device = testDevice();
  agent = await openAgent(await device.connect());
});
afterEach(() => device.remove());

function request(
  files: Readonly<Record<string, string>>,
  more: Partial<ApplyRequest> = {},
): ApplyRequest {
  count += 1;
  return {
    id: `transaction-${count}`,
    owner: "dumai/bukit-kapur",
    expectGeneration: undefined,
    seconds: 60,
    files: Object.entries(files).map(([name, content]) => ({ path: name, mode: 0o644, content })),
    checks: Object.keys(files).map((name) => ({ path: name, words: ["check-conf"] })),
    services: [service("a")],
    ...more,
  };
}

/** Applied, and waiting to be confirmed. */
async function applied(
  files: Readonly<Record<string, string>>,
  more?: Partial<ApplyRequest>,
  by = agent,
): Promise<string> {
  const wanted = request(files, more);
  await by.apply(wanted);
  expect(await by.wait(wanted.id, 20)).toMatchObject({ state: "applied" });
  return wanted.id;
}

async function confirmed(
  files: Readonly<Record<string, string>>,
  more?: Partial<ApplyRequest>,
  by = agent,
): Promise<number> {
  return (await by.confirm(await applied(files, more, by))).generation;
}

const refusal = async (wanted: ApplyRequest): Promise<DeployError> => {
  const error = await agent.apply(wanted).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeployError);
  return error as DeployError;
};

const ended = async (): Promise<void> => {
  while (device.hidden().length > 0) await sleep(50);
};

describe("a refusal changes nothing", () => {
  beforeEach(async () => {
    expect(await confirmed({ "etc/a.conf": "one\n" })).toBe(1);
    device.forgetCommands();
  });
  afterEach(async () => {
    expect(device.file("etc/a.conf")).toBe("one\n");
    expect(device.running("a")).toBe("one\n");
    expect(device.commands()).toEqual([]);
    expect(device.hidden()).toEqual([]);
    expect(await agent.status()).toMatchObject({ generation: { number: 1 }, pending: null });
  });

  it("of another generation than the device's", async () => {
    for (const expectGeneration of [undefined, 2]) {
      const error = await refusal(request({ "etc/a.conf": "two\n" }, { expectGeneration }));
      expect(error.code).toBe("stale");
      expect(error.message).toContain("generation 1");
    }
  });

  it("of another owner's device", async () => {
    const wanted = request({ "etc/a.conf": "two\n" }, { expectGeneration: 1, owner: "siak/x" });
    const error = await refusal(wanted);
    expect(error.code).toBe("foreign");
    expect(error.message).toContain("dumai/bukit-kapur");
    await expect(agent.release("siak/x")).rejects.toMatchObject({ code: "foreign" });
  });

  it("when packages are missing, all of which it names", async () => {
    const services = ["a", "b", "c"].map((name) => service(name, { package: `lacks-${name}` }));
    const error = await refusal(
      request({ "etc/a.conf": "two\n" }, { expectGeneration: 1, services }),
    );
    expect(error.code).toBe("missing-package");
    expect(error.message).toContain("apt-get install lacks-a lacks-b lacks-c");
  });

  it("when a checker refuses a file, in the checker's words, under the file's own name", async () => {
    const files = { "etc/a.conf": "INVALID\n", "etc/more/b.conf": "INVALID\n" };
    const error = await refusal(request(files, { expectGeneration: 1 }));
    expect(error.code).toBe("invalid");
    expect(error.message).toContain("line 1: INVALID in /etc/a.conf");
    expect(error.message).toContain("line 1: INVALID in /etc/more/b.conf");
    expect(existsSync(path.join(device.root, "etc/more"))).toBe(false);
  });

  it.each([
    ["a path that leads out", "etc/../../x"],
    ["a path with its first slash", "/etc/a.conf"],
    ["a folder", "etc"],
  ])("of %s", async (_, name) => {
    const error = await refusal(request({ [name]: "x" }, { expectGeneration: 1, checks: [] }));
    expect(error.code).toBe("invalid");
  });

  it("of a time to confirm that is too short or too long", async () => {
    for (const seconds of [9, 601]) {
      const wanted = request({ "etc/a.conf": "two\n" }, { expectGeneration: 1, seconds });
      expect((await refusal(wanted)).code).toBe("invalid");
    }
  });

  it("of an id that was given up before it began", async () => {
    const wanted = request({ "etc/a.conf": "two\n" }, { expectGeneration: 1 });
    const state = await agent.rollback(wanted.id, "its answer was lost");
    expect(state).toMatchObject({ state: "rolled-back", reason: "its answer was lost" });
    expect((await refusal(wanted)).code).toBe("stale");
  });

  it("when what runs could not be kept", async () => {
    const save = [{ unit: "a.service", words: ["false"], restore: ["true"] }];
    const wanted = request({ "etc/a.conf": "two\n" }, { expectGeneration: 1, save });
    expect((await refusal(wanted)).message).toContain("no way back");
  });
});

describe("a transaction", () => {
  it("is the only one while it is open", async () => {
    const id = await applied({ "etc/a.conf": "one\n" });
    expect((await refusal(request({ "etc/a.conf": "two\n" }))).code).toBe("pending");
    await expect(agent.release("dumai/bukit-kapur")).rejects.toMatchObject({ code: "pending" });
    expect(await agent.confirm(id)).toEqual(await agent.confirm(id));
    await expect(agent.rollback(id, "too late")).rejects.toMatchObject({ code: "stale" });
    expect(device.file("etc/a.conf")).toBe("one\n");
  });

  it("is one of many that start at the same time", async () => {
    for (const expectGeneration of [undefined, 1]) {
      const wanted = Array.from({ length: 8 }, (_, n) =>
        request({ "etc/a.conf": `${expectGeneration} ${n}\n` }, { expectGeneration }),
      );
      const answers = await Promise.allSettled(wanted.map((one) => agent.apply(one)));
      const winners = answers.flatMap(({ status }, n) => (status === "fulfilled" ? [n] : []));
      expect(winners).toHaveLength(1);
      for (const answer of answers) {
        if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "pending" });
      }
      const [winner = -1] = winners;
      await agent.wait(wanted[winner]!.id, 20);
      await agent.confirm(wanted[winner]!.id);
      expect(device.running("a")).toBe(`${expectGeneration} ${winner}\n`);
      const late = await refusal(request({ "etc/a.conf": "late\n" }, { expectGeneration }));
      expect(late.code).toBe("stale");
    }
  });

  it("is none where nothing changes", async () => {
    const files = { "etc/a.conf": "one\n" };
    await confirmed(files);
    device.forgetCommands();
    const again = await agent.apply(request(files, { expectGeneration: 1 }));
    expect(again).toMatchObject({ changed: [], pending: null, generation: 1 });
    // What is said of a service is no change of the device, but is kept.
    const services = [service("a", { package: "have-other" })];
    const renamed = await agent.apply(request(files, { expectGeneration: 1, services }));
    expect(renamed).toMatchObject({ changed: [], pending: null, generation: 2 });
    expect(device.commands()).toEqual([]);
  });

  it("keeps a symbolic link that it replaces, until it is confirmed", async () => {
    device.write("etc/elsewhere", "linked\n");
    const link = path.join(device.root, "etc/a.conf");
    symlinkSync("elsewhere", link);
    const id = await applied({ "etc/a.conf": "one\n" });
    expect(lstatSync(link).isSymbolicLink()).toBe(false);
    await agent.rollback(id, "no");
    expect(readlinkSync(link)).toBe("elsewhere");
    await confirmed({ "etc/a.conf": "one\n" });
    expect(lstatSync(link).isFile()).toBe(true);
    expect(device.file("etc/elsewhere")).toBe("linked\n");
  });

  it("takes away what it managed before and what is in the way, and brings both back", async () => {
    device.write("etc/in-the-way", "old\n", 0o600);
    await confirmed({ "etc/a.conf": "one\n", "etc/b.conf": "b\n" });
    const more = { expectGeneration: 1, remove: ["etc/in-the-way"] };
    const id = await applied({ "etc/a.conf": "one\n", "etc/c/d.conf": "d\n" }, more);
    expect([device.file("etc/b.conf"), device.file("etc/in-the-way")]).toEqual([
      undefined,
      undefined,
    ]);
    await agent.rollback(id, "no");
    expect([device.file("etc/b.conf"), device.file("etc/in-the-way")]).toEqual(["b\n", "old\n"]);
    expect(existsSync(path.join(device.root, "etc/c"))).toBe(false);
    await confirmed({ "etc/a.conf": "one\n" }, more);
    expect(device.file("etc/b.conf")).toBeUndefined();
  });

  it("gives a file the owner of the one it replaces, else of its folder; nobody reads its own state", async () => {
    device.write("etc/a.conf", "old\n", 0o640);
    mkdirSync(path.join(device.root, "etc/frr"));
    chownSync(path.join(device.root, "etc/a.conf"), 1234, 1235);
    chownSync(path.join(device.root, "etc/frr"), 1236, 1237);
    await confirmed({ "etc/a.conf": "one\n", "etc/frr/b.conf": "b\n" });
    const owner = (name: string) => {
      const { uid, gid, mode } = statSync(path.join(device.root, name));
      return [uid, gid, (mode & 0o7777).toString(8)];
    };
    expect(owner("etc/a.conf")).toEqual([1234, 1235, "644"]);
    expect(owner("etc/frr/b.conf")).toEqual([1236, 1237, "644"]);
    expect(owner("var/lib/rajut")).toEqual([0, 0, "700"]);
    expect(owner("var/lib/rajut/generation.json")).toEqual([0, 0, "600"]);
  });

  it("reloads what ran before it was managed, and leaves it running when taken back", async () => {
    device.write("etc/a.conf", "by hand\n");
    device.write("../units/a.service.running", "by hand\n");
    const id = await applied({ "etc/a.conf": "one\n" });
    expect(device.running("a")).toBe("one\n");
    await agent.rollback(id, "no");
    expect(device.running("a")).toBe("by hand\n");
    expect(device.isEnabled("a")).toBe(false);
    expect(device.commands()).not.toContain("stop a.service");
  });

  it("gives back what ran, where that was not what the files say", async () => {
    device.write("etc/a.conf", "on disk\n");
    device.write("../units/a.service.running", "typed in\n");
    const running = path.join(device.folder, "units/a.service.running");
    const save = [
      {
        unit: "a.service",
        words: ["cat", running],
        restore: ["sh", "-c", `cat "$1" >${running}`, "sh"],
      },
    ];
    const id = await applied({ "etc/a.conf": "one\n" }, { save });
    await agent.rollback(id, "no");
    expect([device.file("etc/a.conf"), device.running("a")]).toEqual(["on disk\n", "typed in\n"]);
  });

  it("gives back what ran though its unit did not, whose stop takes away more than it brought", async () => {
    const rules = path.join(device.folder, "units/a.service.rules");
    device.write("../units/a.service.rules", "by a script\n");
    const restore = ["sh", "-c", `cat "$1" >${rules}`, "sh"];
    const save = [{ unit: "a.service", outlivesUnit: true, words: ["cat", rules], restore }];
    const id = await applied({ "etc/a.conf": "one\n" }, { save });
    expect(device.file("../units/a.service.rules")).toBe("one\n");
    expect(await agent.rollback(id, "no")).toMatchObject({ state: "rolled-back", problems: [] });
    expect(device.commands()).toContain("stop a.service");
    expect(device.file("../units/a.service.rules")).toBe("by a script\n");
    // A program that does not run has nothing to keep, and that is no reason to refuse.
    await confirmed({ "etc/a.conf": "one\n" }, { save: [{ ...save[0]!, outlivesUnit: false }] });
    // Nor has one that is gone from the device, where its unit is let go of.
    const gone = [{ ...save[0]!, words: ["no-such-program"] }];
    const kept = request({ "etc/a.conf": "two\n" }, { expectGeneration: 1, save: gone });
    expect((await refusal(kept)).message).toContain("no way back");
    await confirmed({}, { expectGeneration: 1, services: [], save: gone });
  });

  /** Reloads `a` until the file `unwilling` is on the device. */
  const reluctant = () =>
    service("a", {
      reload: ["sh", "-c", `! [ -e ${device.root}/unwilling ] && systemctl reload a.service`],
    });

  it("restarts on the way back what does not reload", async () => {
    const services = [reluctant()];
    await confirmed({ "etc/a.conf": "one\n" }, { services });
    const id = await applied({ "etc/a.conf": "two\n" }, { services, expectGeneration: 1 });
    device.write("unwilling", "");
    expect(await agent.rollback(id, "no")).toMatchObject({ state: "rolled-back", problems: [] });
    expect([device.running("a"), device.commands().at(-1)]).toEqual(["one\n", "restart a.service"]);
  });

  it("is told as reverted badly where what ran did not come back", async () => {
    device.write("etc/a.conf", "BROKEN by hand\n");
    device.write("../units/a.service.running", "from before\n");
    const id = await applied({ "etc/a.conf": "one\n" });
    const state = await agent.rollback(id, "no");
    expect(state).toMatchObject({ state: "reverted-badly", reason: "no", pending: null });
    expect(state.problems).toHaveLength(1);
    expect(state.problems[0]).toMatch(
      /^a\.service: systemctl reload a\.service: .*BROKEN is not understood; systemctl restart/s,
    );
    expect(device.file("etc/a.conf")).toBe("BROKEN by hand\n");
    expect(await agent.wait(id, 1)).toEqual(state);
    expect((await agent.status()).last).toMatchObject({ outcome: "reverted-badly" });
  });

  it("keeps on the device what ran and could not be given back, and runs by the old files", async () => {
    const services = [service("a")];
    await confirmed({ "etc/a.conf": "one\n" }, { services });
    const save = [{ unit: "a.service", words: ["echo", "typed in"], restore: ["false"] }];
    const id = await applied({ "etc/a.conf": "two\n" }, { save, expectGeneration: 1 });
    const state = await agent.rollback(id, "no");
    expect(state.state).toBe("reverted-badly");
    const kept = "var/lib/rajut/unrestored-a.service";
    expect(state.problems[0]).toContain(`bring it back there: false ${device.root}/${kept}`);
    expect([device.file(kept), device.running("a")]).toEqual(["typed in\n", "one\n"]);
  });

  it("reads units anew where a unit file changed, restarts where a reload is not enough", async () => {
    const unit = "etc/systemd/system/a.service";
    const services = [
      service("a", {
        files: ["etc/a.conf", "etc/daemons"],
        restart: { files: ["etc/daemons"], run: ["systemctl", "restart", "a.service"] },
      }),
    ];
    const files = { [unit]: "x\n", "etc/a.conf": "one\n", "etc/daemons": "d\n" };
    await confirmed(files, { services });
    expect(device.commands()).toEqual(["daemon-reload", "enable --now a.service"]);
    device.forgetCommands();
    const changed = { ...files, "etc/daemons": "e\n", "etc/a.conf": "two\n" };
    const id = await applied(changed, { services, expectGeneration: 1 });
    expect(device.commands()).toEqual(["restart a.service"]);
    await agent.rollback(id, "no");
    expect(device.commands()).toEqual(["restart a.service", "restart a.service"]);
    expect(device.running("a")).toBe("one\n");
  });

  it("is taken back when a service does not take it, and says why", async () => {
    await confirmed({ "etc/a.conf": "one\n", "etc/b.conf": "b\n" });
    const wanted = request(
      { "etc/a.conf": "two\n", "etc/b.conf": "BROKEN\n" },
      { expectGeneration: 1, services: [service("a"), service("b")] },
    );
    await agent.apply(wanted);
    const state = await agent.wait(wanted.id, 20);
    expect(state).toMatchObject({ state: "rolled-back", problems: [] });
    expect(state.reason).toContain("BROKEN is not understood");
    expect([device.file("etc/a.conf"), device.running("a")]).toEqual(["one\n", "one\n"]);
    expect([device.isEnabled("b"), device.running("b")]).toEqual([false, undefined]);
    await expect(agent.confirm(wanted.id)).rejects.toMatchObject({ code: "rolled-back" });
    expect(device.hidden()).toEqual([]);
  });

  it("is taken back by the device alone when nobody confirms it", async () => {
    await confirmed({ "etc/a.conf": "one\n" });
    const id = await applied({ "etc/a.conf": "two\n" }, { expectGeneration: 1, seconds: 10 });
    await ended();
    expect([device.file("etc/a.conf"), device.running("a")]).toEqual(["one\n", "one\n"]);
    expect(device.state("last")).toMatchObject({ id, outcome: "rolled-back" });
    await expect(agent.confirm(id)).rejects.toMatchObject({ code: "rolled-back" });
  });

  it("is taken back while a service still hangs, which is ended", async () => {
    await confirmed({ "etc/a.conf": "one\n" });
    await agent.apply(
      request({ "etc/a.conf": "SLOW\n" }, { expectGeneration: 1, seconds: 10, checks: [] }),
    );
    await ended();
    expect([device.file("etc/a.conf"), device.running("a")]).toEqual(["one\n", "one\n"]);
    expect(device.state("last")).toMatchObject({ outcome: "rolled-back", problems: [] });
  });

  it("is taken back though a process that holds the lock was stopped", async () => {
    await confirmed({ "etc/a.conf": "one\n" });
    await applied({ "etc/a.conf": "two\n" }, { expectGeneration: 1, seconds: 10 });
    const lock = path.join(device.root, "var/lib/rajut/lock");
    const holds = [
      "import fcntl, os, signal, sys",
      "lock = os.open(sys.argv[1], os.O_RDWR)",
      "fcntl.flock(lock, fcntl.LOCK_EX)",
      'os.pwrite(lock, b"%-10d" % os.getpid(), 0)',
      "os.kill(os.getpid(), signal.SIGSTOP)",
    ];
    const holder = spawn("/usr/bin/python3", ["-c", holds.join("\n"), lock]);
    await ended();
    holder.kill("SIGKILL");
    expect([device.file("etc/a.conf"), device.running("a")]).toEqual(["one\n", "one\n"]);
  });

  it("is taken back when the machine was started anew", async () => {
    await confirmed({ "etc/a.conf": "one\n" });
    for (const words of [["status"], ["recover", "--boot"]]) {
      const id = await applied({ "etc/a.conf": "two\n" }, { expectGeneration: 1 });
      const journal = device.state("pending/journal") as object;
      device.forgetCommands();
      // With the machine, its watchdog has ended.
      shell("kill", "-9", shell("pgrep", "-f", `${device.root} watch ${id}`).trim());
      device.write(
        "var/lib/rajut/pending/journal.json",
        JSON.stringify({ ...journal, bootId: "another" }),
      );
      const host = await device.connect();
      await host.run(["python3", AGENT_PATH, ...words]);
      await ended();
      expect(device.file("etc/a.conf")).toBe("one\n");
      expect(device.state("last")).toMatchObject({ id, outcome: "rolled-back" });
      // As it starts, its services have not read anything yet.
      if (words[0] === "recover") expect(device.commands()).not.toContain("reload a.service");
      else expect(device.running("a")).toBe("one\n");
    }
  });

  it("leaves all in place when the device is released", async () => {
    await confirmed({ "etc/a.conf": "one\n" });
    await agent.release("dumai/bukit-kapur");
    await agent.release("dumai/bukit-kapur");
    expect(await agent.status()).toMatchObject({ generation: null });
    expect(device.running("a")).toBe("one\n");
  });
});

describe("what nobody managed", () => {
  const kept = (number: number, name: string) => {
    const file = path.join(device.root, "var/lib/rajut/before", String(number), name);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };

  it("is kept for ever when it is replaced or removed, and its place is told", async () => {
    device.write("etc/a.conf", "by hand\n", 0o640);
    device.write("etc/in/the-way", "this too\n");
    symlinkSync("in/the-way", path.join(device.root, "etc/link"));
    const wanted = request(
      { "etc/a.conf": "one\n", "etc/new": "n\n" },
      { remove: ["etc/in/the-way", "etc/link"] },
    );
    const folder = path.join(device.root, "var/lib/rajut/before/1");
    expect(await agent.apply(wanted)).toMatchObject({ kept: folder });
    await agent.wait(wanted.id, 20);
    expect(await agent.confirm(wanted.id)).toEqual({ generation: 1, kept: folder });
    expect(await agent.confirm(wanted.id)).toEqual({ generation: 1, kept: folder });
    expect(kept(1, "etc/a.conf")).toBe("by hand\n");
    expect(kept(1, "etc/in/the-way")).toBe("this too\n");
    expect(readlinkSync(path.join(folder, "etc/link"))).toBe("in/the-way");
    expect(existsSync(path.join(folder, "etc/new"))).toBe(false);
    for (const closed of [folder, path.dirname(folder)]) {
      expect((statSync(closed).mode & 0o777).toString(8)).toBe("700");
    }
    expect((statSync(path.join(folder, "etc/a.conf")).mode & 0o777).toString(8)).toBe("640");

    // What was ours is not kept; what comes in later, and what is taken over anew, is, beside the first.
    device.write("etc/later.conf", "later by hand\n");
    const more = { "etc/a.conf": "two\n", "etc/later.conf": "l\n" };
    await confirmed(more, { expectGeneration: 1 });
    expect([kept(2, "etc/later.conf"), kept(2, "etc/a.conf")]).toEqual([
      "later by hand\n",
      undefined,
    ]);
    await confirmed({ ...more, "etc/a.conf": "three\n" }, { expectGeneration: 2 });
    await agent.release("dumai/bukit-kapur");
    device.write("etc/a.conf", "by hand again\n");
    await confirmed({ "etc/a.conf": "one\n" });
    expect([kept(1, "etc/a.conf"), kept(3, "etc/a.conf")]).toEqual([
      "by hand\n",
      "by hand again\n",
    ]);
  });

  it("is not kept where the change is taken back", async () => {
    device.write("etc/a.conf", "by hand\n");
    await agent.rollback(await applied({ "etc/a.conf": "one\n" }), "no");
    expect(device.file("etc/a.conf")).toBe("by hand\n");
    expect(kept(1, "etc/a.conf")).toBeUndefined();
  });

  it("is kept though confirm is killed at any of its steps", async () => {
    const mark = path.join(device.folder, "killed-confirm");
    const driver = path.resolve("test/deploy/agent/kill-at.py");
    for (let n = 1, kills = 1; kills === n; n += 1) {
      device.write("etc/a.conf", `by hand ${n}\n`);
      const id = await applied({ "etc/a.conf": "one\n" }, { services: [] });
      device.driver = [driver, `confirm=${n}@${device.folder}`];
      await agent.confirm(id).catch(() => undefined);
      device.driver = [];
      await agent.confirm(id);
      expect(kept(n, "etc/a.conf"), `step ${n}`).toBe(`by hand ${n}\n`);
      await agent.release("dumai/bukit-kapur");
      if (existsSync(mark)) kills += 1;
      else expect(n).toBeGreaterThan(5);
      rmSync(mark, { force: true });
    }
  });
});

describe("units of a machine with several deployments", () => {
  const part = async (name: string) => openAgent(await device.connect(), undefined, name);

  it("are told of a borrowed file where they run, and never started or stopped for it", async () => {
    const services = [{ ...service("a"), borrowed: true }];
    const file = await part("file-1");
    await confirmed({ "etc/a.conf": "one\n" }, { services }, file);
    expect(device.commands()).toEqual([]);
    device.write("../units/a.service.running", "by hand\n");
    await confirmed({ "etc/a.conf": "two\n" }, { services, expectGeneration: 1 }, file);
    expect(device.running("a")).toBe("two\n");
    const id = await applied({}, { services, expectGeneration: 2 }, file);
    expect(device.running("a")).toBe("nothing\n");
    await file.rollback(id, "no");
    expect([device.running("a"), device.file("etc/a.conf")]).toEqual(["two\n", "two\n"]);
    await confirmed({}, { services: [], expectGeneration: 2 }, file);
    expect(new Set(device.commands())).toEqual(new Set(["reload a.service"]));
    expect([device.running("a"), device.isEnabled("a")]).toEqual(["nothing\n", false]);
  });

  it("stay while another names them, and else leave with the one that brought them", async () => {
    const first = await part("first");
    const second = await part("second");
    await confirmed({ "etc/a.conf": "one\n" }, {}, first);
    const reads = service("a", { files: ["etc/more.conf"] });
    await confirmed({ "etc/more.conf": "m\n" }, { services: [reads], checks: [] }, second);
    await confirmed({}, { services: [], expectGeneration: 1 }, first);
    // It runs on, without the file.
    expect([device.running("a"), device.isEnabled("a")]).toEqual(["nothing\n", true]);
    // The second found it running, and leaves it so.
    await confirmed({}, { services: [], expectGeneration: 1 }, second);
    expect([device.running("a"), device.isEnabled("a")]).toEqual(["nothing\n", true]);

    await confirmed(
      { "etc/b.conf": "b\n" },
      { services: [service("b")], expectGeneration: 2 },
      first,
    );
    await confirmed({}, { services: [], expectGeneration: 3 }, first);
    expect([device.running("b"), device.isEnabled("b")]).toEqual([undefined, false]);
  });

  it("are left as they were before: running, but not enabled", async () => {
    const first = await part("first");
    device.write("../units/a.service.running", "by hand\n");
    await confirmed({ "etc/a.conf": "one\n" }, {}, first);
    expect(device.isEnabled("a")).toBe(true);
    const id = await applied({}, { services: [], expectGeneration: 1 }, first);
    expect([device.running("a"), device.isEnabled("a")]).toEqual(["one\n", false]);
    await first.rollback(id, "no");
    expect([device.running("a"), device.isEnabled("a")]).toEqual(["one\n", true]);
  });
});

describe("a disk of any size", () => {
  // Once it is applied, the disk is filled to its last byte: neither way on may need room.
  it.each(["confirm", "rollback"])("holds all of a configuration, by %s", async (way) => {
    const outcomes = new Set<string>();
    for (let pages = 12; pages < 34; pages += 1) {
      // The device's files on a disk of so many pages, in a mount namespace of its own.
      const script = `
        mount -t tmpfs -o size=${pages * 4096} tmpfs "$1" || exit 9
        mkdir -p "$1/etc" "$1/var/lib/rajut" && echo old >"$1/etc/a.conf" || exit 8
        agent() { python3 -S "$2" --root "$1" "$3"; }
        agent "$1" "$2" apply || exit 7
        echo '{"id":"of-some-size","seconds":20}' | agent "$1" "$2" wait
        dd if=/dev/zero of="$1/full" 2>/dev/null
        echo '{"id":"of-some-size","reason":"no"}' | agent "$1" "$2" "$3"
        echo; head -c 3 "$1/etc/a.conf"; echo; ls -A "$1/etc"`;
      const host = await device.connect();
      const { stdout, stderr, code } = await host.run(
        ["unshare", "-m", "sh", "-c", script, "sh", device.root, SOURCE, way],
        {
          input: JSON.stringify({
            ...request({ "etc/a.conf": `new${"x".repeat(40_000)}\n` }),
            id: "of-some-size",
            expectGeneration: null,
            services: [],
          }),
        },
      );
      expect([code, stderr], `${pages} pages: ${stdout}`).toEqual([0, ""]);
      const [answers = "", files = ""] = stdout.split("\n\n");
      const [first = "", , third = ""] = answers
        .split("\n")
        .map((line) => (JSON.parse(line).ok ? "ok" : JSON.parse(line).error.code));
      outcomes.add(`${first} ${third}`);
      const isNew = way === "confirm" && third === "ok";
      expect(files, `${pages} pages: ${answers}`).toBe(`${isNew ? "new" : "old"}\na.conf\n`);
    }
    expect(outcomes).toContain(way === "confirm" ? "no-space stale" : "no-space ok");
    expect(outcomes).toContain("ok ok");
  });
});

const SOURCE = path.resolve("src/deploy/agent/agent.py");

describe("reading", () => {
  it("tells what is there, and what read-only commands say", async () => {
    device.write("etc/text", "é\n", 0o600);
    writeFileSync(path.join(device.root, "etc/bytes"), Buffer.from([0xff, 0]));
    symlinkSync("text", path.join(device.root, "etc/link"));
    await confirmed({ "etc/a.conf": "one\n" });
    const names = ["text", "bytes", "link", "none", "."].map((name) =>
      path.posix.join("etc", name),
    );
    const read = await agent.read(names, [
      { name: "says", words: ["sh", "-c", "echo out; echo err >&2; exit 3"], timeoutS: 5 },
      { name: "hangs", words: ["sh", "-c", "echo first; sleep 60"], timeoutS: 1 },
      { name: "floods", words: ["yes"], timeoutS: 1 },
      { name: "leaves one behind", words: ["sh", "-c", "sleep 60 & echo done"], timeoutS: 30 },
      { name: "lacks", words: ["no-such-program"], timeoutS: 1 },
    ]);
    expect(read.files).toMatchObject([
      { kind: "file", content: "é\n", mode: 0o600 },
      { kind: "file", base64: "/wA=" },
      { kind: "file", content: "é\n", link: "text" },
      { kind: "absent", mode: null, sha256: null },
      { kind: "other" },
    ]);
    expect(read.generation).toMatchObject({ number: 1, manifest: [{ path: "etc/a.conf" }] });
    expect(read.commands).toMatchObject([
      { code: 3, stdout: "out\n", stderr: "err\n", timedOut: false },
      { stdout: "first\n", timedOut: true },
      { timedOut: true, truncated: true },
      { code: 0, stdout: "done\n", timedOut: false },
      { code: 127 },
    ]);
    expect(read.commands[2]!.stdout.length).toBe(2 * 1024 * 1024);
  });
});

describe("the program itself", () => {
  it("is renewed where it is another or broken, but not under an open transaction", async () => {
    const id = await applied({ "etc/a.conf": "one\n" });
    const installed = AGENT_PATH.slice(1);
    const source = device.file(installed)!;
    device.write(installed, `${source}# older\n`);
    expect((await openAgent(await device.connect())).opened.pending).toMatchObject({ id });
    expect(device.file(installed)).not.toBe(source);
    await agent.confirm(id);
    for (const broken of [`${source}# older\n`, source.slice(0, 3000), ""]) {
      device.write(installed, broken);
      expect((await openAgent(await device.connect())).opened.generation).toMatchObject({ id });
      expect(device.file(installed)).toBe(source);
    }
  });

  const answering = (...answers: readonly Partial<Finished>[]): Host => {
    const left = [...answers];
    return {
      run: () => Promise.resolve({ stdout: "", stderr: "", code: 0, ...left.shift() }),
      close: () => Promise.resolve(),
    };
  };

  it("says what is missing where there is no Python, or an old one", async () => {
    for (const host of [
      answering({ code: 127, stderr: "python3: not found" }),
      answering({ code: 2 }, { code: 1, stderr: "Python 3.7 is too old\n" }),
    ]) {
      await expect(openAgent(host)).rejects.toMatchObject({
        code: "no-agent",
        message: expect.stringContaining("apt-get install python3") as unknown,
      });
    }
  });

  it("leaves open how far it came when it is killed while it answers", async () => {
    const killed = answering({}, {}, { code: 137 });
    await expect(openAgent(killed)).rejects.toMatchObject({ code: "lost" });
  });

  it.each([
    ["nothing", ""],
    ["a list", "[1]"],
    ["half a status", '{"ok":true,"agent":"x"}'],
    ["a code of its own", '{"ok":false,"error":{"code":"no-agent\\u001b[2J","message":"x"}}'],
    [
      "escape sequences",
      '{"ok":false,"error":{"code":"stale","message":"\\u001b]0;x\\u0007\\n\\u202etxt"}}',
    ],
    [
      "a message without end",
      JSON.stringify({ ok: false, error: { code: "stale", message: "x".repeat(30_000) } }),
    ],
  ])("is not believed when it answers %s", async (_, stdout) => {
    const error = await openAgent(answering({ stdout }, {}, { stdout }, { stdout })).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DeployError);
    // oxlint-disable-next-line no-control-regex -- that is what must not be there
    expect((error as DeployError).message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect((error as DeployError).message.length).toBeLessThan(2000);
  });
});
