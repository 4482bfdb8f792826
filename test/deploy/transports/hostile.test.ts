import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import type { Connection, ServerChannel } from "ssh2";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Host } from "../../../src/deploy/host.ts";
import { connectSsh } from "../../../src/deploy/transports/ssh.ts";
import { lacking, missing } from "../../config/vendors/real-tools.ts";
import {
  hostileSocket,
  hostileSsh,
  silencer,
  towards,
  type HostileServer,
} from "./hostile-server.ts";
import { failure, makeKey, publicKey, temporaryFolder } from "./real-sshd.ts";

const context = { signal: new AbortController().signal, log: () => undefined };
/** As in earnest, but nothing that never comes is waited for long. */
const HURRIED = { connectMs: 1500, retryMs: [1], keepAliveMs: 200 };
// What a terminal would act on: a title, a colour, a cleared screen, and text that runs backwards.
const FORGED = "\u001b]0;title\u0007\u001b[2J\u001b[31m\r\u202eok";
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

const lacks = missing("ssh-keygen");
describe.skipIf(lacks.length > 0).each([lacking("a host that is not what it says", lacks)])(
  "%s",
  () => {
    const { folder, remove } = temporaryFolder();
    const hostKey = makeKey(folder, "host");
    const keyFile = makeKey(folder, "user");
    const opened: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of opened.splice(0)) await close();
    });
    afterAll(remove);

    function opening<T extends HostileServer>(server: T): T {
      opened.push(server.stop);
      return server;
    }
    const transportTo = (server: HostileServer, pinned = [publicKey(hostKey)]) =>
      towards(server.port, pinned, keyFile);
    async function hostOf(
      onCommand: (channel: ServerChannel, connection: Connection, socket: Socket) => void,
    ): Promise<Host> {
      const server = opening(await hostileSsh(readFileSync(hostKey, "utf8"), onCommand));
      const host = await connectSsh(transportTo(server), context, HURRIED);
      opened.unshift(() => host.close());
      return host;
    }

    test("no key pinned, or one that cannot be read: not even a connection", async () => {
      const server = opening(await hostileSocket(() => undefined));
      for (const pinned of [[], ["ssh-ed25519 AAAA"], ["ssh-dss AAAAB3NzaC1kc3M="], [FORGED]]) {
        const error = await failure(connectSsh(transportTo(server, pinned), context, HURRIED));
        expect(error.code).toBe("host-key-missing");
        expect(error.message).not.toMatch(CONTROL);
      }
      expect(server.seen.connections).toBe(0);
    });

    test("another key: nothing that proves who we are is sent, and once is enough", async () => {
      const server = opening(
        await hostileSsh(readFileSync(makeKey(folder, "other"), "utf8"), () => undefined),
      );
      const error = await failure(connectSsh(transportTo(server), context, HURRIED));
      expect(error.code).toBe("host-key-changed");
      expect(error.message.match(/SHA256:[\w+/]{43}/g)).toHaveLength(2);
      expect(server.seen).toMatchObject({ connections: 1, attempts: [] });
    });

    test("our key is the only thing that is offered", async () => {
      const server = opening(
        await hostileSsh(readFileSync(hostKey, "utf8"), (channel) => {
          channel.exit(0);
          channel.end();
        }),
      );
      const host = await connectSsh(transportTo(server), context, HURRIED);
      await host.run(["true"]);
      await host.close();
      expect(new Set(server.seen.attempts)).toEqual(new Set(["publickey operator"]));
      expect(server.seen.commands).toEqual(["exec timeout -s KILL -- 31 true"]);
    });

    test.each<[string, (socket: Socket) => void]>([
      ["says nothing", () => undefined],
      ["says its version and nothing more", (socket) => socket.write("SSH-2.0-x\r\n")],
      [
        "says a byte now and then",
        (socket) => {
          const timer = setInterval(() => socket.write("S"), 100);
          socket.on("close", () => clearInterval(timer));
        },
      ],
      ["hangs up", (socket) => socket.destroy()],
      ["talks rubbish", (socket) => socket.write(`${FORGED}\r\nSSH-2.0-x\r\n${"x".repeat(9999)}`)],
      ["is no SSH", (socket) => socket.end(`HTTP/1.1 400 ${FORGED}\r\n\r\n`)],
      [
        "never stops greeting",
        (socket) => {
          const more = () => {
            while (!socket.destroyed && socket.write("hello\r\n".repeat(1000)));
          };
          socket.on("drain", more);
          more();
        },
      ],
    ])("%s: unreachable, tried again, and shown without harm", async (_title, behave) => {
      const server = opening(await hostileSocket(behave));
      const error = await failure(connectSsh(transportTo(server), context, HURRIED));
      expect(error.code).toBe("unreachable");
      expect(error.message).not.toMatch(CONTROL);
      expect(server.seen.connections).toBe(2);
    });

    test("silent after the keys were exchanged: unreachable", async () => {
      const server = opening(
        await hostileSsh(
          readFileSync(hostKey, "utf8"),
          () => undefined,
          () => undefined,
        ),
      );
      const error = await failure(connectSsh(transportTo(server), context, HURRIED));
      expect(error).toMatchObject({ code: "unreachable" });
      expect(error.message).toContain("did not answer within 1.5 s");
    });

    test("refuses our key with words of its own: shown without harm", async () => {
      const server = opening(
        await hostileSsh(
          readFileSync(hostKey, "utf8"),
          () => undefined,
          (attempt) => attempt.reject([FORGED as "publickey"]),
        ),
      );
      const error = await failure(connectSsh(transportTo(server), context, HURRIED));
      expect(error.code).toBe("authentication");
      expect(error.message).not.toMatch(CONTROL);
      expect(server.seen.connections).toBe(1);
    });

    test("endless output is cut off", async () => {
      const host = await hostOf((channel) => {
        const more = () => {
          while (channel.writable && channel.write("y".repeat(32_768)));
        };
        channel.on("drain", more);
        more();
      });
      const error = await failure(host.run(["cat"], { outputMax: 1_000_000 }));
      expect(error.code).toBe("too-much-output");
    });

    test("a byte now and then is no answer", async () => {
      const host = await hostOf((channel) => {
        const timer = setInterval(() => channel.write("x"), 50);
        channel.on("close", () => clearInterval(timer));
      });
      expect((await failure(host.run(["cat"], { timeoutMs: 500 }))).code).toBe("timeout");
    });

    test("no answer at all, though the host lives", async () => {
      const host = await hostOf(() => undefined);
      expect((await failure(host.run(["cat"], { timeoutMs: 500 }))).code).toBe("timeout");
    });

    test("hangs up in the midst of a command: nobody knows whether it ran", async () => {
      const host = await hostOf((channel, _connection, socket) => {
        channel.write("half an ans");
        setImmediate(() => socket.destroy());
      });
      const error = await failure(host.run(["apply"]));
      expect(error.code).toBe("lost");
      expect(error.message).toContain("nobody knows");
    });

    test("ends a command without its code: nobody knows how it ended", async () => {
      const host = await hostOf((channel) => channel.end("all is well"));
      expect((await failure(host.run(["apply"]))).code).toBe("lost");
    });

    test("a line that carries nothing any more is noticed, though nobody hangs up", async () => {
      const server = opening(await hostileSsh(readFileSync(hostKey, "utf8"), () => undefined));
      const line = opening(await silencer(server.port));
      const host = await connectSsh(transportTo(line), context, HURRIED);
      opened.unshift(() => host.close());
      const running = failure(host.run(["apply"], { timeoutMs: 60_000 }));
      await expect.poll(() => server.seen.commands.length).toBe(1);
      line.silence();
      expect(await running).toMatchObject({
        code: "lost",
        message: expect.stringContaining("Keepalive timeout"),
      });
    });

    test("forged escape sequences are an answer, and in no message", async () => {
      const host = await hostOf((channel) => {
        channel.write(FORGED);
        channel.stderr.write(FORGED);
        channel.exit(3);
        channel.end();
      });
      const { stdout, stderr, code } = await host.run(["cat"]);
      expect([stdout, stderr, code]).toEqual([FORGED, FORGED, 3]);
    });
  },
);
