import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectTo } from "../../../src/deploy/connect.ts";
import { failure } from "./real-sshd.ts";
import { nastyWords, SAY_WORDS } from "./nasty-words.ts";

const context = { signal: new AbortController().signal, log: () => undefined };
const host = await connectTo({ kind: "local", enter: [] }, context)();
const isAlive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));

describe("a program on this machine", () => {
  test("gets its words as they are", async () => {
    await fc.assert(
      fc.asyncProperty(nastyWords, async (words) => {
        const { stdout } = await host.run([...SAY_WORDS, ...words]);
        expect(stdout.split("\0").slice(1, -1)).toEqual(words);
      }),
      { numRuns: 60 },
    );
  });

  test("is entered by the words before it", async () => {
    const entered = await connectTo({ kind: "local", enter: ["env", "WHERE=there"] }, context)();
    expect((await entered.run(["sh", "-c", "echo $WHERE"])).stdout).toBe("there\n");
  });

  test("reads its input, and ends with its code", async () => {
    const input = "x".repeat(300_000);
    const { stdout, code } = await host.run(["sh", "-c", "cat; exit 7"], { input });
    expect(code).toBe(7);
    expect(stdout).toBe(input);
    expect((await host.run(["true"], { input })).code).toBe(0);
    expect((await host.run(["sh", "-c", "kill -TERM $$"])).code).toBe(143);
  });

  test("that is not there ends as a shell would say", async () => {
    const { code, stderr } = await host.run(["rajut-no-such-program"]);
    expect([code, stderr]).toEqual([127, "rajut-no-such-program: ENOENT\n"]);
  });

  test("sees nothing of this process's environment", async () => {
    process.env["RAJUT_CANARY"] = "canary";
    const { stdout } = await host.run(["env"]);
    expect(stdout).not.toContain("canary");
    expect(stdout).toContain("/usr/sbin");
  });

  test("that takes too long is given up", async () => {
    const running = host.run(["sleep", "600"], { timeoutMs: 50 });
    await expect(running).rejects.toMatchObject({ code: "timeout" });
  });

  test("that is given up is ended with all that it started", async () => {
    const file = (await host.run(["mktemp"])).stdout.trim();
    const stop = new AbortController();
    const script = `sleep 600 & echo $! $$ >${file}; wait`;
    const running = host.run(["sh", "-c", script], { signal: stop.signal });
    const stopped = failure(running);
    const pids = () => Array.from(readFileSync(file, "utf8").matchAll(/\d+/g), Number);
    await expect.poll(() => pids().length).toBe(2);
    expect(pids().every(isAlive)).toBe(true);
    stop.abort();
    const { message } = await stopped;
    expect(message).toContain("sh on this machine was stopped");
    await expect.poll(() => pids().some(isAlive)).toBe(false);
    await host.run(["rm", file]);
  });

  test("that says too much is ended", async () => {
    const running = host.run(["yes"], { outputMax: 100_000 });
    await expect(running).rejects.toMatchObject({ code: "too-much-output" });
    const enough = await host.run(["head", "-c", "100000", "/dev/zero"], { outputMax: 100_000 });
    expect(enough.stdout).toHaveLength(100_000);
  });

  test("is stopped with the run", async () => {
    const stop = new AbortController();
    const running = host.run(["sleep", "600"], { signal: stop.signal });
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: "lost" });
    const late = host.run(["sleep", "600"], { signal: stop.signal });
    await expect(late).rejects.toThrow("was not started");
  });

  test("cannot be given a NUL, and a name is needed", async () => {
    await expect(host.run(["echo", "a\0b"])).rejects.toThrow(RangeError);
    await expect(host.run([])).rejects.toThrow(RangeError);
    const entered = await connectTo({ kind: "local", enter: ["env"] }, context)();
    await expect(entered.run([])).rejects.toThrow(RangeError);
  });
});
