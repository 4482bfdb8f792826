import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import process from "node:process";
import { inspect } from "node:util";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Host } from "../../../src/deploy/host.ts";
import type { SshTransport } from "../../../src/deploy/transport.ts";
import { fingerprint, readHostKey } from "../../../src/deploy/transports/host-key.ts";
import { connectSsh } from "../../../src/deploy/transports/ssh.ts";
import { lacking, missing } from "../../config/vendors/real-tools.ts";
import { nastyWords, SAY_WORDS } from "./nasty-words.ts";
import {
  failure,
  freePort,
  makeKey,
  publicKey,
  startSshd,
  temporaryFolder,
  type RealSshd,
} from "./real-sshd.ts";

const said: string[] = [];
const context = {
  signal: new AbortController().signal,
  log: (line: string) => void said.push(line),
};
const HURRIED = { connectMs: 10_000, retryMs: [1, 2, 4], keepAliveMs: 4000 };
const print = (file: string) => fingerprint(readHostKey(publicKey(file))!.bytes);

/** The words of every program that runs on this machine. */
const wordsOfAll = () =>
  globSync("/proc/[0-9]*/cmdline")
    .map((file) => {
      try {
        return readFileSync(file, "utf8");
      } catch {
        // It has ended in the meantime.
        return "";
      }
    })
    .join("\n");

const lacks = missing("sshd", "ssh-keygen", "ssh-agent", "ssh-add");
describe.skipIf(lacks.length > 0).each([lacking("over SSH, with OpenSSH", lacks)])("%s", () => {
  const { folder, remove } = temporaryFolder();
  let near: RealSshd;
  let far: RealSshd;
  let host: Host;
  beforeAll(async () => {
    near = await startSshd(folder, "near", ["ed25519", "ecdsa", "rsa"]);
    far = await startSshd(folder, "far");
    host = await connectSsh(far.transport, context);
  });
  afterAll(async () => {
    await host.close();
    await near.stop();
    await far.stop();
    remove();
  });

  test("words arrive as they are", async () => {
    await fc.assert(
      fc.asyncProperty(nastyWords, async (words) => {
        const { stdout } = await host.run([...SAY_WORDS, ...words]);
        expect(stdout.split("\0").slice(1, -1)).toEqual(words);
      }),
      { numRuns: 60 },
    );
    expect(existsSync("/tmp/rajut-canary")).toBe(false);
  });

  test("the program of a name runs, not what the shell has of that name", async () => {
    expect((await host.run(["echo", String.raw`a\tb`])).stdout).toBe("a\\tb\n");
    expect((await host.run(["A=b"])).code).toBe(127);
    expect((await host.run(["if"])).code).toBe(127);
  });

  test("input, both outputs and the code", async () => {
    const input = "é'\"$x\n".repeat(100_000);
    const one = await host.run(["sh", "-c", "cat; echo bad >&2; exit 7"], { input });
    expect([one.code, one.stderr]).toEqual([7, "bad\n"]);
    expect(one.stdout === input).toBe(true);
    expect((await host.run(["sh", "-c", "kill -TERM $$"])).code).toBe(143);
    expect((await host.run(["true"], { input })).code).toBe(0);
  });

  test("several programs at once", async () => {
    const runs = await Promise.all(
      Array.from({ length: 8 }, (_, index) => host.run(["seq", `${index}`, "20000"])),
    );
    for (const [index, { stdout }] of runs.entries()) {
      expect(stdout.trim().split("\n")).toHaveLength(20_001 - index);
    }
  });

  test("what takes too long or says too much leaves the connection whole", async () => {
    await expect(host.run(["sleep", "600"], { timeoutMs: 50 })).rejects.toMatchObject({
      code: "timeout",
      message: expect.stringContaining("sleep on"),
    });
    await expect(host.run(["yes"], { outputMax: 100_000 })).rejects.toMatchObject({
      code: "too-much-output",
    });
    expect((await host.run(["echo", "still here"])).stdout).toBe("still here\n");
  });

  test("what is given up or left alone ends on the device, with all that it started", async () => {
    const other = await connectSsh(far.transport, context);
    const file = (await host.run(["mktemp"])).stdout.trim();
    const running = other.run(["sh", "-c", `sleep 600 & echo $! $$ >${file}; wait`], {
      timeoutMs: 2000,
    });
    const lost = failure(running);
    const pids = () => Array.from(readFileSync(file, "utf8").matchAll(/\d+/g), String);
    await expect.poll(() => pids().length).toBe(2);
    await other.close();
    expect(await lost).toMatchObject({ code: "lost" });
    const isThere = (pid: string) => existsSync(`/proc/${pid}`);
    await expect.poll(() => pids().some(isThere), { timeout: 60_000 }).toBe(false);
  });

  test("what is stopped is lost, before it has begun and in the midst of it", async () => {
    for (const hasBegun of [false, true]) {
      const other = await connectSsh(far.transport, context);
      const stop = new AbortController();
      const running = other.run(["sleep", "1"], { signal: stop.signal });
      const lost = failure(running);
      if (hasBegun) await other.run(["true"]);
      stop.abort();
      expect(await lost).toMatchObject({ code: "lost" });
      await other.close();
    }
  });

  test("a secret on the input stands among no program's words, and in no error", async () => {
    const secret = "SECRET-ON-STDIN-4711";
    const stop = new AbortController();
    const running = failure(
      host.run(["sh", "-c", "read -r line; sleep 61.4711"], {
        input: `${secret}\n`,
        signal: stop.signal,
        timeoutMs: 4000,
      }),
    );
    await expect.poll(wordsOfAll).toContain("sleep\u{0}61.4711");
    expect(wordsOfAll()).not.toContain(secret);
    stop.abort();
    const error = await running;
    expect(error).toMatchObject({ code: "lost" });
    expect(inspect(error, { depth: 9 })).not.toContain(secret);
  });

  test("a closed connection is lost, not silent", async () => {
    const other = await connectSsh(far.transport, context);
    const running = other.run(["sleep", "600"]);
    const lost = failure(running);
    await other.close();
    expect(await lost).toMatchObject({ code: "lost" });
    await expect(other.run(["true"])).rejects.toMatchObject({ code: "lost" });
    await other.close();
  });

  test("sudo without a question, or its refusal as an answer", async () => {
    const root = await connectSsh({ ...far.transport, sudo: true }, context);
    const { code, stderr } = await root.run(["true"]);
    if (code !== 0) expect(stderr).toMatch(/sudo/);
    await root.close();
  });

  describe("host keys", () => {
    test.each(["ed25519", "ecdsa", "rsa"])(
      "of several, the pinned one is asked for: %s",
      async (kind) => {
        const hostKeys = [publicKey(path.join(folder, "near", `host-${kind}`))];
        const other = await connectSsh({ ...near.transport, hostKeys }, context);
        expect((await other.run(["true"])).code).toBe(0);
        await other.close();
      },
    );

    test("another key is refused with both fingerprints", async () => {
      const pinned = makeKey(folder, "another");
      const hostKeys = [publicKey(pinned)];
      const error = await failure(connectSsh({ ...far.transport, hostKeys }, context));
      expect(error).toMatchObject({ code: "host-key-changed" });
      expect(error.message).toContain(print(pinned));
      expect(error.message).toContain(print(path.join(folder, "far", "host-ed25519")));
      // As OpenSSH prints it.
      const listed = spawnSync("ssh-keygen", ["-lf", `${pinned}.pub`]).stdout.toString();
      expect(listed).toContain(print(pinned));
    });

    test("a host without a key of the pinned kind is refused", async () => {
      const hostKeys = [publicKey(path.join(folder, "near", "host-ecdsa"))];
      await expect(connectSsh({ ...far.transport, hostKeys }, context)).rejects.toMatchObject({
        code: "host-key-changed",
        message: expect.stringContaining("no key of the kind ecdsa-sha2-nistp256"),
      });
    });
  });

  describe("our keys", () => {
    const refused = async (change: Partial<SshTransport>) => {
      const error = await failure(connectSsh({ ...far.transport, ...change }, context));
      expect(error).toMatchObject({ code: "authentication" });
      return error.message;
    };
    /** A copy that may be locked, and that the server takes. */
    function keyCopy(name: string, passphrase = ""): string {
      const keyFile = path.join(folder, name);
      copyFileSync(far.transport.keyFile!, keyFile);
      chmodSync(keyFile, 0o600);
      spawnSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", passphrase, "-f", keyFile]);
      return keyFile;
    }

    test("one that the host does not know", async () => {
      said.length = 0;
      expect(await refused({ keyFile: makeKey(folder, "unknown") })).toContain("authorized_keys");
      expect(said).toEqual([]);
    });

    test("one that others may read", async () => {
      const keyFile = keyCopy("open");
      chmodSync(keyFile, 0o640);
      expect(await refused({ keyFile })).toContain("chmod 600");
    });

    test("none, a file that is not there, and one that is no key", async () => {
      expect(await refused({ keyFile: path.join(folder, "nothing") })).toContain("ENOENT");
      const keyFile = path.join(folder, "no-key");
      writeFileSync(keyFile, "not a key\n", { mode: 0o600 });
      expect(await refused({ keyFile })).toContain("ssh-keygen");
      delete process.env["SSH_AUTH_SOCK"];
      const { keyFile: _, ...rest } = far.transport;
      await expect(connectSsh(rest, context)).rejects.toThrow("SSH_AUTH_SOCK");
    });

    test("one with a passphrase", async () => {
      const keyFile = keyCopy("locked", "pass phrase");
      delete process.env["RAJUT_SSH_PASSPHRASE"];
      expect(await refused({ keyFile })).toContain("RAJUT_SSH_PASSPHRASE");
      process.env["RAJUT_SSH_PASSPHRASE"] = "wrong-one";
      expect(await refused({ keyFile })).not.toContain("wrong-one");
      process.env["RAJUT_SSH_PASSPHRASE"] = "pass phrase";
      const other = await connectSsh({ ...far.transport, keyFile }, context);
      await other.close();
      delete process.env["RAJUT_SSH_PASSPHRASE"];
    });

    test("those of an agent", async () => {
      const socket = path.join(folder, "agent");
      const agent = spawnSync("ssh-agent", ["-a", socket]).stdout.toString();
      const pid = Number(/AGENT_PID=(\d+)/.exec(agent)![1]);
      process.env["SSH_AUTH_SOCK"] = socket;
      const { keyFile, ...rest } = far.transport;
      try {
        await expect(connectSsh(rest, context)).rejects.toMatchObject({ code: "authentication" });
        expect(spawnSync("ssh-add", ["-q", keyFile!]).status).toBe(0);
        const other = await connectSsh(rest, context);
        expect((await other.run(["sh", "-c", "echo ${SSH_AUTH_SOCK-none}"])).stdout).toBe("none\n");
        await other.close();
      } finally {
        process.kill(pid);
        delete process.env["SSH_AUTH_SOCK"];
      }
    });
  });

  describe("through a jump host", () => {
    const jump = () => {
      const { kind: _, sudo: __, ...login } = near.transport;
      return login;
    };

    test("the target is reached", async () => {
      const other = await connectSsh({ ...far.transport, jump: jump() }, context);
      const { stdout } = await other.run(["sh", "-c", "echo $SSH_CONNECTION"]);
      expect(stdout.trim().split(" ")[3]).toBe(`${far.port}`);
      const text = "y\n".repeat(1_000_000);
      expect((await other.run(["cat"], { input: text })).stdout === text).toBe(true);
      await other.close();
    });

    test.each([
      ["the jump host's key is another", { at: "jump", code: "host-key-changed" }],
      ["the target's key is another", { at: "target", code: "host-key-changed" }],
      ["the jump host has none pinned", { at: "jump", code: "host-key-missing" }],
      ["the target has none pinned", { at: "target", code: "host-key-missing" }],
    ] as const)("%s: it is named", async (title, { at, code }) => {
      const hostKeys = code === "host-key-missing" ? [] : [publicKey(makeKey(folder, title))];
      const error = await failure(
        connectSsh(
          at === "jump"
            ? { ...far.transport, jump: { ...jump(), hostKeys } }
            : { ...far.transport, hostKeys, jump: jump() },
          context,
        ),
      );
      expect(error).toMatchObject({ code });
      const { message } = error;
      expect(message.includes("the jump host")).toBe(at === "jump");
      expect(message).toContain(`port ${at === "jump" ? near.port : far.port}`);
    });

    test("the way behind it is closed: it is named, after all attempts", async () => {
      said.length = 0;
      const port = await freePort();
      const error = await failure(
        connectSsh({ ...far.transport, port, jump: jump() }, context, HURRIED),
      );
      expect(error).toMatchObject({ code: "unreachable" });
      expect(error.message).toContain(`port ${port} cannot be reached through the jump host`);
      expect(said).toHaveLength(3);
    });

    test("the jump host is down: it is named", async () => {
      const port = await freePort();
      const error = await failure(
        connectSsh({ ...far.transport, jump: { ...jump(), port } }, context, HURRIED),
      );
      expect(error).toMatchObject({ code: "unreachable" });
      expect(error.message).toMatch(/^the jump host .* cannot be reached/);
    });
  });

  test.each([
    ["KexAlgorithms diffie-hellman-group14-sha1", "unreachable", "no matching key exchange"],
    ["Ciphers aes128-cbc", "unreachable", "no matching C->S cipher"],
    ["MACs hmac-sha1,hmac-sha1-etm@openssh.com\nCiphers aes128-ctr", "unreachable", "MAC"],
    ["HostKeyAlgorithms ssh-rsa", "host-key-changed", "SHA-1"],
  ])("a host that knows old algorithms only is not talked to: %s", async (old, code, words) => {
    const name = old.split(" ")[0]!;
    const server = await startSshd(folder, name, ["rsa"], old.split("\n"));
    const error = await failure(connectSsh(server.transport, context, { ...HURRIED, retryMs: [] }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    await server.stop();
  });

  test("a host that is down is tried again, as often as was agreed", async () => {
    said.length = 0;
    const transport = { ...far.transport, port: await freePort() };
    await expect(connectSsh(transport, context, HURRIED)).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
    expect(said).toHaveLength(3);
    const stop = new AbortController();
    const stopped = connectSsh(transport, {
      signal: stop.signal,
      log: () => stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: "lost" });
  });
});
