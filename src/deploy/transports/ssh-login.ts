import { connect as connectSocket } from "node:net";
import type { Duplex } from "node:stream";
import { Client, type ConnectConfig } from "ssh2";
import { shown } from "../../text/safe.ts";
import { DeployError } from "../deploy-error.ts";
import type { Login } from "../transport.ts";
import { fingerprint, readHostKey, signaturesOf, type HostKey } from "./host-key.ts";
import type { Credentials } from "./ssh-credentials.ts";

/** What is offered: nothing with SHA-1, CBC or a group of 1,024 bits. */
const ALGORITHMS = {
  kex: [
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
    "diffie-hellman-group14-sha256",
  ],
  cipher: [
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
  ],
  hmac: [
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
  ],
  compress: ["none"],
} as const satisfies NonNullable<ConnectConfig["algorithms"]>;

/** How long is waited. */
export interface Patience {
  /** Milliseconds from the first packet until logged in. */
  readonly connectMs: number;
  /** Milliseconds before each further attempt at a host that cannot be reached. */
  readonly retryMs: readonly number[];
  /** Milliseconds between signs of life; a host that misses three is dead. */
  readonly keepAliveMs: number;
}

export const PATIENCE: Patience = {
  connectMs: 10_000,
  retryMs: [1000, 2000, 4000],
  keepAliveMs: 4000,
};

/** Everything that is needed to log in, read and checked before the first byte is sent. */
export interface Entry {
  readonly login: Login;
  /** For messages, safe to be shown. */
  readonly place: string;
  readonly hostKeys: readonly HostKey[];
  readonly credentials: Credentials;
}

/** A connection that we have logged in over. */
export interface Session {
  readonly client: Client;
  /** Kept once the connection has ended, however it did. */
  readonly ended: Promise<void>;
  /** Why it has broken, in words; undefined while it has not, or where nobody said. */
  readonly whyBroken: () => string | undefined;
  /** Ends the connection at once, whatever the other end does. */
  readonly leave: () => void;
}

/** @throws DeployError `host-key-missing` where none is pinned, or one that cannot be read */
export function pinnedKeys(login: Login, place: string): HostKey[] {
  const advice =
    "Read the key on the device's own console (cat /etc/ssh/ssh_host_ed25519_key.pub) and pin that line; never take it from the network.";
  if (login.hostKeys.length === 0) {
    throw new DeployError(
      "host-key-missing",
      `No host key is pinned for ${place}: no connection was made. ${advice}`,
    );
  }
  return login.hostKeys.map((text) => {
    const key = readHostKey(text);
    if (key !== undefined) return key;
    throw new DeployError(
      "host-key-missing",
      `The host key pinned for ${place} cannot be read: ${shown(text, 60)}: no connection was made. ${advice}`,
    );
  });
}

/**
 * Logs in once.
 * @param through the way there where it goes through another machine
 * @throws DeployError `host-key-changed` before anything that proves who we are was sent; `authentication`,
 * `unreachable`, or `lost` where the operator stopped it
 */
export function logIn(
  entry: Entry,
  { connectMs, keepAliveMs }: Patience,
  signal: AbortSignal,
  through?: Duplex,
): Promise<Session> {
  const { login, place, hostKeys, credentials } = entry;
  const client = new Client();
  // Ours, so that it can be closed while the other end holds on to it.
  const socket = through ?? connectSocket({ host: login.host, port: login.port, noDelay: true });
  const ended = Promise.withResolvers<void>();
  const { promise, resolve, reject } = Promise.withResolvers<Session>();
  // Each program that runs listens for the end.
  client.setMaxListeners(0);
  let stage: Stage = "handshake";
  let refusal: DeployError | undefined;
  let broken: string | undefined;

  const stop = () =>
    fail(new DeployError("lost", `Stopped while connecting to ${place}; nothing was done there.`));
  const timer = setTimeout(
    () => fail(unreachable(place, `it did not answer within ${connectMs / 1000} s`)),
    connectMs,
  );
  function settled(): void {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
  function fail(error: DeployError): void {
    settled();
    socket.destroy();
    reject(error);
  }
  signal.addEventListener("abort", stop);
  client.on("handshake", () => (stage = "authentication"));
  client.on("error", (error: SshError) => {
    broken ??= said(error);
    fail(refusal ?? meaning(error, stage, entry));
  });
  client.once("close", () => {
    ended.resolve();
    fail(refusal ?? unreachable(place, "it closed the connection"));
  });
  client.once("ready", () => {
    settled();
    const leave = () => socket.destroy();
    resolve({ client, ended: ended.promise, whyBroken: () => broken, leave });
  });
  client.connect({
    sock: socket,
    username: login.user,
    authHandler: [method(login.user, credentials)],
    algorithms: { ...ALGORITHMS, serverHostKey: signaturesOf(hostKeys) },
    hostVerifier: (shownKey: Buffer) => {
      if (hostKeys.some(({ bytes }) => bytes.equals(shownKey))) return true;
      refusal = keyChanged(entry, `it shows ${fingerprint(shownKey)}`);
      return false;
    },
    readyTimeout: 0,
    keepaliveInterval: keepAliveMs,
    keepaliveCountMax: 2,
  });
  if (signal.aborted) stop();
  return promise;
}

type Stage = "handshake" | "authentication";

interface SshError extends Error {
  readonly level?: string;
  /** A number where the host ended the connection, with its reason as the message. */
  readonly code?: string | number;
}

/** Several addresses that failed together have a code only. */
const said = ({ message, code }: SshError): string =>
  shown(message === "" ? `${code ?? "no reason given"}` : message);

const method = (username: string, credentials: Credentials) =>
  "key" in credentials
    ? { type: "publickey" as const, username, key: credentials.key }
    : { type: "agent" as const, username, agent: credentials.agent };

function meaning(error: SshError, stage: Stage, entry: Entry): DeployError {
  const { place } = entry;
  const reason = said(error);
  if (reason.includes("no matching host key format")) {
    const kinds = kindsOf(entry.hostKeys);
    return keyChanged(entry, `it has no key of the kind ${kinds}, or uses it with SHA-1 only`);
  }
  if (reason.includes("signature verification failed")) {
    return keyChanged(entry, "it shows the pinned key, but could not prove that it holds it");
  }
  const isRefused =
    error.level === "client-authentication" ||
    error.level === "agent" ||
    (stage === "authentication" && typeof error.code === "number");
  if (!isRefused) return unreachable(place, reason, error);
  return new DeployError(
    "authentication",
    `${place} refused ${"key" in entry.credentials ? "the key" : "every key of the SSH agent"} (${reason}). Nothing was changed there. Is the public key in that user's authorized_keys?`,
    { cause: error },
  );
}

const unreachable = (place: string, why: string, cause?: unknown): DeployError =>
  new DeployError(
    "unreachable",
    `${place} cannot be reached: ${why}. Nothing was changed there by this attempt.`,
    { cause },
  );

function keyChanged({ place, hostKeys }: Entry, what: string): DeployError {
  const pinned = hostKeys.map(({ bytes }) => fingerprint(bytes)).join(" or ");
  return new DeployError(
    "host-key-changed",
    `${place} is not the machine that is pinned: ${what}; pinned is ${pinned}. Refused before logging in; nothing was sent. Was the device replaced or installed anew, compare on its console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) and pin the new key; if not, somebody stands in between.`,
  );
}

const kindsOf = (keys: readonly HostKey[]): string =>
  [...new Set(keys.map(({ kind }) => kind))].join(" or ");
