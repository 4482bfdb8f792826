import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from "ssh2";
import type { SshTransport } from "../../../src/deploy/transport.ts";

/** A server that need not be what it says, on this machine. */
export interface HostileServer {
  readonly port: number;
  /** How many connections came in, and each attempt to prove who we are. */
  readonly seen: { connections: number; readonly attempts: string[]; commands: string[] };
  readonly stop: () => Promise<void>;
}

/**
 * An SSH server that lets everybody in.
 * @param hostKey a private key
 * @param onCommand what it does with each command
 * @param onAttempt what it does when somebody proves who they are
 */
export function hostileSsh(
  hostKey: string,
  onCommand: (channel: ServerChannel, connection: Connection, socket: Socket) => void,
  onAttempt: (attempt: AuthContext) => void = (attempt) => attempt.accept(),
): Promise<HostileServer> {
  const seen = { connections: 0, attempts: [] as string[], commands: [] as string[] };
  const server = new ssh2.Server({ hostKeys: [hostKey] });
  server.on("connection", (connection) => {
    connection.on("error", () => undefined);
    connection.on("authentication", (attempt) => {
      seen.attempts.push(`${attempt.method} ${attempt.username}`);
      onAttempt(attempt);
    });
    connection.on("session", (accept) => {
      const session: Session = accept();
      session.on("exec", (acceptCommand, _reject, { command }) => {
        seen.commands.push(command);
        const channel = acceptCommand();
        channel.on("error", () => undefined);
        onCommand(channel, connection, sockets.at(-1)!);
      });
    });
  });
  // In front, so that whatever speaks is counted and can be cut.
  const sockets: Socket[] = [];
  return listen((socket) => {
    seen.connections += 1;
    sockets.push(socket);
    server.injectSocket(socket);
  }, seen);
}

/** Anything that listens. */
export function hostileSocket(onConnection: (socket: Socket) => void): Promise<HostileServer> {
  const seen = { connections: 0, attempts: [], commands: [] };
  return listen((socket) => {
    seen.connections += 1;
    onConnection(socket);
  }, seen);
}

/** Carries what comes to another port, until it is told to carry nothing more; both ends stay open. */
export async function silencer(port: number): Promise<HostileServer & { silence(): void }> {
  const pairs: Socket[] = [];
  const server = await hostileSocket((socket) => {
    const other = connect(port, "127.0.0.1");
    other.on("error", () => undefined);
    socket.pipe(other).pipe(socket);
    pairs.push(socket, other);
  });
  return {
    ...server,
    silence: () => {
      for (const socket of pairs) socket.unpipe().pause();
    },
    stop: async () => {
      for (const socket of pairs) socket.destroy();
      await server.stop();
    },
  };
}

async function listen(
  onConnection: (socket: Socket) => void,
  seen: HostileServer["seen"],
): Promise<HostileServer> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const towards = (
  port: number,
  hostKeys: readonly string[],
  keyFile: string,
): SshTransport => ({
  kind: "ssh",
  host: "127.0.0.1",
  port,
  user: "operator",
  hostKeys: [...hostKeys],
  keyFile,
  sudo: false,
});
