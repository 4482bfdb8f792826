import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { shown } from "../../text/safe.ts";
import { DeployError } from "../deploy-error.ts";
import type { Host } from "../host.ts";
import type { Login, SshTransport } from "../transport.ts";
import { programAt } from "./gather.ts";
import { readCredentials } from "./ssh-credentials.ts";
import {
  logIn,
  PATIENCE,
  pinnedKeys,
  type Entry,
  type Patience,
  type Session,
} from "./ssh-login.ts";
import { runOver } from "./ssh-run.ts";

/** What connecting needs of whoever deploys. */
export interface ConnectContext {
  readonly signal: AbortSignal;
  /** A line for whoever watches. */
  readonly log: (line: string) => void;
}

/**
 * Connects over SSH, through the jump host where there is one. Keys are read and checked before the first
 * packet; a host that cannot be reached is tried again, one that is another or refuses us is not.
 * @throws DeployError `host-key-missing`, `host-key-changed`, `authentication`, `unreachable`, or `lost`
 * when stopped; the message says which of the two machines it was
 */
export async function connectSsh(
  transport: SshTransport,
  context: ConnectContext,
  patience: Patience = PATIENCE,
): Promise<Host> {
  const target = await entryTo(transport, placeOf(transport));
  const { jump } = transport;
  const first = jump && (await entryTo(jump, `the jump host ${placeOf(jump)}`));
  const sessions = await retried(target.place, context, patience, () =>
    open(target, first, context.signal, patience),
  );
  return hostOf(sessions, target.place, transport.sudo);
}

const placeOf = ({ user, host, port }: Login): string =>
  `${shown(user, 40)}@${shown(host, 80)}${port === 22 ? "" : ` port ${port}`}`;

async function entryTo(login: Login, place: string): Promise<Entry> {
  const hostKeys = pinnedKeys(login, place);
  return { login, place, hostKeys, credentials: await readCredentials(login) };
}

/** The session with the target first, then that with the machine on the way. */
async function open(
  target: Entry,
  jump: Entry | undefined,
  signal: AbortSignal,
  patience: Patience,
): Promise<readonly [Session, ...Session[]]> {
  if (jump === undefined) return [await logIn(target, patience, signal)];
  const near = await logIn(jump, patience, signal);
  try {
    const socket = await wayThrough(near, jump.place, target, patience.connectMs);
    return [await logIn(target, patience, signal, socket), near];
  } catch (error) {
    near.leave();
    throw error;
  }
}

/** A connection to the target's port that the jump host makes. */
function wayThrough(
  { client }: Session,
  jump: string,
  { login, place }: Entry,
  timeoutMs: number,
): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const fail = (why: string, cause?: unknown) =>
    reject(
      new DeployError(
        "unreachable",
        `${place} cannot be reached through ${jump}, which itself answers: ${why}. Nothing was changed there by this attempt.`,
        { cause },
      ),
    );
  const timer = setTimeout(() => fail(`no connection within ${timeoutMs / 1000} s`), timeoutMs);
  client.once("close", () => fail("it closed the connection"));
  client.forwardOut("127.0.0.1", 0, login.host, login.port, (error, channel) => {
    if (error !== undefined) fail(shown(error.message), error);
    else resolve(channel);
  });
  return promise.finally(() => clearTimeout(timer));
}

/** Again after each pause, as long as nothing but the way there is at fault. */
async function retried<T>(
  place: string,
  { log, signal }: ConnectContext,
  { retryMs }: Patience,
  attempt: () => Promise<T>,
): Promise<T> {
  for (const pauseMs of retryMs) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DeployError) || error.code !== "unreachable") throw error;
      log(`${error.message} Trying again in ${pauseMs / 1000} s.`);
      // A stop ends the pause; the next attempt says so.
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) {
        throw new DeployError(
          "lost",
          `Stopped while connecting to ${place}; nothing was done there.`,
        );
      }
    }
  }
  return attempt();
}

function hostOf(sessions: readonly [Session, ...Session[]], place: string, sudo: boolean): Host {
  const [session] = sessions;
  return {
    run: async (words, options = {}) =>
      runOver(session, programAt(words, place), words, { ...options, sudo }),
    close: async () => {
      for (const one of sessions) await close(one);
    },
  };
}

/** A host that does not let go is left after this. */
const CLOSE_MS = 2000;

async function close({ client, ended, leave }: Session): Promise<void> {
  client.end();
  const timer = setTimeout(leave, CLOSE_MS);
  await ended;
  clearTimeout(timer);
}
