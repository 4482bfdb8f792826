import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Service } from "../config/vendors/vendor.ts";
import { shown } from "../text/safe.ts";
import {
  type Agent,
  type Applied,
  openAgent,
  type RunningState,
  type TransactionState,
} from "./agent/agent.ts";
import { DeployError } from "./deploy-error.ts";
import type { Connect } from "./host.ts";

/** What a device shall be. */
export interface Candidate {
  /** Who manages the device: another's is not touched. */
  readonly owner: string;
  /** Of a machine on which several things are deployed: a record and a lock of its own. Undefined: the whole device. */
  readonly part?: string;
  readonly files: readonly DeviceFile[];
  readonly services: readonly Service[];
  /** Units that take their files anew even where none has changed: what runs was changed by hand. */
  readonly reload?: readonly string[];
  readonly save?: readonly RunningState[];
}

export interface DeviceFile {
  /** From the root of the device, without the first slash. */
  readonly path: string;
  readonly mode: number;
  /** With its secrets. */
  readonly content: string;
  /** A program on the device that reads the file, named last, before anything changes; exit code 0 is good. */
  readonly check: readonly string[] | undefined;
}

export interface CommitOptions {
  /** undefined: the device is not managed yet. */
  readonly expectGeneration: number | undefined;
  /** 10 to 600. */
  readonly rollbackSeconds: number;
  /** What is not right yet; empty is proof. Asked again until shortly before the deadline, each time over a new connection. */
  readonly prove: (agent: Agent) => Promise<readonly string[]>;
  /** How long the proof must hold since the change was made, seconds; 0 where undefined. */
  readonly proofSeconds?: number;
  /** How the device is reached after the change, where that is another way: the proof must come over it. */
  readonly proveOver?: Connect;
  readonly log: (line: string) => void;
  /** Aborted: what is not confirmed yet is taken back. */
  readonly signal: AbortSignal;
  /** Of this transaction, 8 to 64 of a-z, 0-9 and `-`; random where undefined. */
  readonly id?: string;
}

export interface Committed {
  readonly generation: number;
  /** Paths; empty where the device was right already. */
  readonly changed: readonly string[];
}

/** Between two attempts at a device that does not answer, or is not right yet. */
const PAUSE_MS = 1000;
/** How long a device may take to go back once its time is over, before it is given up. */
const REVERT_MS = 120_000;
/** So long before the deadline a proof must be there: what is confirmed too late is not confirmed. */
const marginMs = (seconds: number): number => Math.min(10_000, seconds * 200);

/**
 * Brings a device to a configuration, wholly or not at all: apply, prove over a new connection, confirm;
 * else back. A lost answer is asked for again, by the transaction's id; nothing is done twice.
 * @throws DeployError `rolled-back`: the device is on its old configuration; `unconfirmed`: it could not be
 * reached to know, and reverts by itself; `lost`: nothing was changed; and the agent's refusals
 */
export async function commit(
  connect: Connect,
  candidate: Candidate,
  options: CommitOptions,
): Promise<Committed> {
  refuseShortTime(options);
  const id = options.id ?? randomBytes(12).toString("hex");
  const transaction = new Transaction(connect, id, candidate.part, options);
  const applied = await transaction.begin(candidate);
  if (applied.pending === null) return { generation: applied.generation ?? 0, changed: [] };
  await transaction.settle();
  await transaction.prove(applied.changed.length > 0 || (candidate.reload ?? []).length > 0);
  return { generation: await transaction.confirm(), changed: applied.changed };
}

/** A proof that cannot be there in time would only ever be taken back. */
function refuseShortTime({ rollbackSeconds, proofSeconds = 0 }: CommitOptions): void {
  const least = proofSeconds + LEAST_WORK_S;
  if (proofSeconds === 0 || rollbackSeconds >= least) return;
  throw new DeployError(
    "invalid",
    `whether the neighbours still hear this device is known only after ${proofSeconds} s, and ${rollbackSeconds} s are too short for that; nothing was changed. Set rajut:rollbackSeconds to ${least} or more.`,
  );
}
/** Beside the time that a proof takes: to apply, to look, to confirm. */
const LEAST_WORK_S = 15;

/** Errors after which nobody knows how far a command came. */
const UNCERTAIN = new Set(["lost", "timeout", "too-much-output", "unreachable"]);
const isUncertain = (error: unknown): boolean =>
  error instanceof DeployError && UNCERTAIN.has(error.code);

const TOO_LATE_TEXT =
  "the proof did not come in time; a slow device or way needs more rajut:rollbackSeconds";

/** One transaction as its controller sees it. */
class Transaction {
  readonly #connect: Connect;
  readonly #id: string;
  readonly #part: string | undefined;
  readonly #options: CommitOptions;
  /** Of performance.now(): never later than the device's own. */
  #deadlineMs: number;

  constructor(connect: Connect, id: string, part: string | undefined, options: CommitOptions) {
    this.#connect = connect;
    this.#id = id;
    this.#part = part;
    this.#options = options;
    this.#deadlineMs = performance.now() + options.rollbackSeconds * 1000;
  }

  async begin(candidate: Candidate): Promise<Applied> {
    const { rollbackSeconds, expectGeneration, signal, log } = this.#options;
    if (signal.aborted) {
      throw new DeployError("lost", "stopped before it began: nothing was changed on the device.");
    }
    const { owner, files, services, reload = [], save = [] } = candidate;
    const agent = await openAgent(await this.#connect(), signal, this.#part);
    try {
      const sentMs = performance.now();
      const applied = await agent.apply({
        id: this.#id,
        owner,
        expectGeneration,
        seconds: rollbackSeconds,
        files: files.map(({ path, mode, content }) => ({ path, mode, content })),
        checks: files.flatMap(({ path, check }) =>
          check === undefined ? [] : [{ path, words: check }],
        ),
        services,
        reload,
        save,
      });
      this.#deadlineMs = sentMs + rollbackSeconds * 1000;
      if (applied.kept) log(`what nobody managed is kept on the device in ${shown(applied.kept)}`);
      for (const path of applied.unchecked) log(`not checked, no checker there: ${shown(path)}`);
      return applied;
    } catch (error) {
      if (!isUncertain(error)) throw error;
      log(
        signal.aborted
          ? "stopped; asking how far it came"
          : `the answer was lost: ${messageOf(error)}`,
      );
      return await this.#beganOrNot(error);
    } finally {
      await closed(agent);
    }
  }

  /** After a lost answer to `apply`: it goes on where it has begun, and never begins where it has not. */
  async #beganOrNot(cause: unknown): Promise<Applied> {
    const state = await this.#ask((agent) => agent.wait(this.#id, 1));
    if (state.state === "unknown") {
      const after = await this.#ask((agent) =>
        agent.rollback(this.#id, "the connection broke before it began"),
      );
      if (after.state !== "rolled-back") throw this.#ended(after);
      throw new DeployError(
        "lost",
        `${messageOf(cause)} Nothing was changed on the device. Deploy again.`,
        { cause },
      );
    }
    if (state.state === "confirmed") {
      const { generation } = await this.#ask((agent) => agent.confirm(this.#id));
      return { changed: [], pending: null, generation, unchecked: [] };
    }
    if (state.pending === null) throw this.#ended(state);
    return { changed: state.pending.changed, pending: state.pending, unchecked: [] };
  }

  /** Waits until the device has done what it was given. */
  async settle(): Promise<void> {
    for (;;) {
      const sentMs = performance.now();
      const state = await this.#ask((agent) => agent.wait(this.#id, 5));
      // The device counts from when it was ready to change: checks may have taken long before that.
      const leftMs = (state.pending?.remainingS ?? 0) * 1000;
      this.#deadlineMs = Math.max(this.#deadlineMs, sentMs + leftMs);
      if (state.state === "applied") return;
      if (this.#options.signal.aborted) await this.#takeBack("the operator stopped it");
      if (state.state !== "applying" && state.state !== "reverting") throw this.#ended(state);
    }
  }

  async prove(isChanged: boolean): Promise<void> {
    const { rollbackSeconds, log, proofSeconds = 0 } = this.#options;
    const heldMs = performance.now() + (isChanged ? proofSeconds * 1000 : 0);
    const endMs = this.#deadlineMs - marginMs(rollbackSeconds);
    let before = "";
    for (;;) {
      const problems = await this.#problems(endMs);
      if (this.#options.signal.aborted) return this.#takeBack("the operator stopped it");
      if (problems.length === 0 && performance.now() >= heldMs) return;
      const said =
        problems.length === 0
          ? "it was right, but not for long enough; a slow device or way needs more rajut:rollbackSeconds"
          : problems.map((problem) => shown(problem, 400)).join("; ");
      if (performance.now() + PAUSE_MS >= endMs) {
        // What was wrong tells more than that there was no time to look once more.
        return this.#takeBack(
          `not proved: ${said === TOO_LATE_TEXT && before !== "" ? before : said}`,
        );
      }
      if (problems.length > 0 && said !== before) log(`not right yet: ${said}`);
      before = problems.length === 0 ? "" : said;
      await sleep(PAUSE_MS);
    }
  }

  async #problems(endMs: number): Promise<readonly string[]> {
    const leftMs = Math.max(1, Math.ceil(endMs - performance.now()));
    const signal = AbortSignal.any([this.#options.signal, AbortSignal.timeout(leftMs)]);
    const { prove, proveOver = this.#connect } = this.#options;
    const problems = this.#with(prove, signal, proveOver).catch((error: unknown) => [
      messageOf(error),
    ]);
    const { promise: late, resolve } = Promise.withResolvers<readonly string[]>();
    const tooLate = (): void => resolve([TOO_LATE_TEXT]);
    signal.addEventListener("abort", tooLate, { once: true });
    try {
      return await Promise.race([problems, late]);
    } finally {
      signal.removeEventListener("abort", tooLate);
    }
  }

  async confirm(): Promise<number> {
    try {
      return (await this.#with((agent) => agent.confirm(this.#id))).generation;
    } catch (error) {
      if (!isUncertain(error) && !isRefusedConfirm(error)) throw error;
      this.#options.log(`not known yet whether it is confirmed: ${messageOf(error)}`);
    }
    for (;;) {
      const state = await this.#ask((agent) => agent.wait(this.#id, 5));
      if (state.state === "applied" || state.state === "confirmed") {
        // Where it is confirmed already, this only asks for the number.
        return (await this.#ask((agent) => agent.confirm(this.#id))).generation;
      }
      if (state.state !== "reverting") throw this.#ended(state);
    }
  }

  /** Always throws: the device is, or will be, on its old configuration. */
  async #takeBack(reason: string): Promise<never> {
    this.#options.log(`taken back: ${reason}`);
    try {
      const state = await this.#with((agent) => agent.rollback(this.#id, reason));
      if (state.state !== "reverting") throw this.#ended(state);
    } catch (error) {
      if (!isUncertain(error) && !isAbort(error)) throw error;
      if (this.#options.signal.aborted) throw this.#unknown(`${reason}; ${messageOf(error)}`);
      this.#options.log(`${messageOf(error)} It reverts by itself within ${this.#leftS()} s.`);
    }
    for (;;) {
      const state = await this.#ask((agent) => agent.wait(this.#id, 5));
      if (state.pending === null) throw this.#ended(state);
    }
  }

  /** Asks the device over new connections until it answers, or must have gone back by itself. */
  async #ask<T>(question: (agent: Agent) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await this.#with(question);
      } catch (error) {
        if (!isUncertain(error) && !isAbort(error)) throw error;
        const isOver = performance.now() > this.#deadlineMs + REVERT_MS;
        if (isOver || this.#options.signal.aborted) throw this.#unknown(messageOf(error));
      }
      await sleep(PAUSE_MS);
    }
  }

  async #with<T>(
    work: (agent: Agent) => Promise<T>,
    signal?: AbortSignal,
    connect = this.#connect,
  ): Promise<T> {
    const host = await connect();
    try {
      return await work(await openAgent(host, signal, this.#part));
    } finally {
      await closed(host);
    }
  }

  /** The error for a transaction that is no longer open. */
  #ended(state: TransactionState): DeployError {
    const reason = lines(state.reason ?? "the device no longer knows why");
    if (state.state === "reverted-badly") {
      const problems = state.problems.map((problem) => `\n${lines(problem)}`);
      return new DeployError(
        "reverted-badly",
        `the device has its old files again (${reason}), but not everything runs by them, though it was tried twice and restarted:${problems.join("")}\nLook at these on the device now; refresh before deploying again.`,
      );
    }
    if (state.state === "unknown") {
      return this.#unknown("it knows nothing of this change any more.");
    }
    if (state.state === "rolled-back") {
      return new DeployError(
        "rolled-back",
        `the device is on its old configuration again: ${reason}\nCorrect that and deploy again.`,
      );
    }
    return this.#unknown(`it is ${state.state}`);
  }

  #unknown(why: string): DeployError {
    const when =
      this.#leftS() > 0
        ? `within ${this.#leftS()} s`
        : "at its deadline, which is over, or when it starts anew";
    return new DeployError(
      "unconfirmed",
      `nobody knows how the device is: ${why} What is not confirmed it takes back by itself ${when}. Refresh before deploying again.`,
    );
  }

  #leftS(): number {
    return Math.max(0, Math.ceil((this.#deadlineMs - performance.now()) / 1000));
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";

/** Refusals of a confirmation after which the device says itself how it is. */
const TOO_LATE = new Set(["unconfirmed", "rolled-back", "pending"]);
const isRefusedConfirm = (error: unknown): boolean =>
  error instanceof DeployError && TOO_LATE.has(error.code);

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.endsWith(".") ? message : `${message}.`;
}

const lines = (text: string): string =>
  text
    .split("\n")
    .map((line) => shown(line.replaceAll("\t", "  "), 400))
    .join("\n");

/** A connection that is broken already closes as badly as it likes. */
async function closed(thing: { close(): Promise<void> }): Promise<void> {
  await thing.close().catch(() => undefined);
}
