import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { DeployError } from "../../../src/deploy/deploy-error.ts";
import type { SshTransport } from "../../../src/deploy/transport.ts";

/** OpenSSH's server with keys and configuration of its own, on this machine. */
export interface RealSshd {
  readonly port: number;
  /** How to log in there with the key that it takes. */
  readonly transport: SshTransport;
  stop(): Promise<void>;
}

/** The error of what must fail. */
export const failure = (work: Promise<unknown>): Promise<DeployError> =>
  work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => {
      if (error instanceof DeployError) return error;
      throw error;
    },
  );

/** A folder that is removed with everything in it. */
export function temporaryFolder(): {
  readonly folder: string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(path.join(tmpdir(), "rajut-ssh-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A new key pair's private file; the public one ends in `.pub`. */
export function makeKey(folder: string, name: string, kind = "ed25519", passphrase = ""): string {
  const file = path.join(folder, name);
  const made = spawnSync("ssh-keygen", ["-q", "-t", kind, "-N", passphrase, "-f", file]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return file;
}

export const publicKey = (file: string): string => readFileSync(`${file}.pub`, "utf8").trim();

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/**
 * Starts one. `/run/sshd`, which it wants as root, is made where only it can see it.
 * @param hostKeys kinds of host keys; all of them are pinned
 */
export async function startSshd(
  folder: string,
  name: string,
  hostKeys: readonly string[] = ["ed25519"],
  more: readonly string[] = [],
): Promise<RealSshd> {
  const at = path.join(folder, name);
  mkdirSync(at);
  const keys = hostKeys.map((kind) => makeKey(at, `host-${kind}`, kind));
  const keyFile = makeKey(at, "user");
  writeFileSync(path.join(at, "authorized_keys"), `${publicKey(keyFile)}\n`);
  const port = await freePort();
  const config = [
    `ListenAddress 127.0.0.1:${port}`,
    ...keys.map((key) => `HostKey ${key}`),
    `AuthorizedKeysFile ${path.join(at, "authorized_keys")}`,
    "StrictModes no",
    "UsePAM no",
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "PidFile none",
    "LogLevel ERROR",
    ...more,
  ];
  const configFile = path.join(at, "sshd_config");
  writeFileSync(configFile, `${config.join("\n")}\n`);
  chmodSync(configFile, 0o600);
  const program = spawnSync("sh", ["-c", "PATH=$PATH:/usr/sbin command -v sshd"]);
  const sshd = [program.stdout.toString().trim(), "-D", "-e", "-f", configFile];
  const hidden = 'mount -t tmpfs run /run && mkdir /run/sshd && exec "$@"';
  const words =
    process.getuid?.() === 0 ? ["unshare", "-m", "sh", "-c", hidden, "sh", ...sshd] : sshd;
  const child = spawn(words[0]!, words.slice(1), { stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await listening(port, () => {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${complaint}`);
  });
  return {
    port,
    transport: {
      kind: "ssh",
      host: "127.0.0.1",
      port,
      user: userInfo().username,
      hostKeys: keys.map(publicKey),
      keyFile,
      sudo: false,
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

async function listening(port: number, check: () => void): Promise<void> {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 0A`;
  while (!readFileSync("/proc/net/tcp", "utf8").includes(hex)) {
    check();
    await sleep(20);
  }
}
