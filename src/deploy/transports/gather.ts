import { shown } from "../../text/safe.ts";
import { DeployError } from "../deploy-error.ts";
import type { Finished, RunOptions } from "../host.ts";

/** Where nothing else is said, as are the bytes below. */
export const TIMEOUT_MS = 30_000;
const OUTPUT_MAX = 16 * 1024 * 1024;

/** What a running program has said so far. The first of `finish`, `fail` and a limit counts. */
export interface Gathering {
  readonly result: Promise<Finished>;
  take(stream: "stdout" | "stderr", chunk: Buffer): void;
  finish(code: number): void;
  fail(error: DeployError): void;
}

/**
 * Gathers a program's output within the limits of `Host.run`.
 * @param what the program and where it runs, safe to be shown
 * @param giveUp called once when a limit is reached: the program must be ended, and is heard no more
 */
export function gather(what: string, options: RunOptions, giveUp: () => void): Gathering {
  const { timeoutMs = TIMEOUT_MS, outputMax = OUTPUT_MAX, signal } = options;
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  const { promise, resolve, reject } = Promise.withResolvers<Finished>();
  let size = 0;
  let isOver = false;

  function over(): boolean {
    if (isOver) return false;
    isOver = true;
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    return true;
  }
  function limit(error: DeployError): void {
    if (!over()) return;
    giveUp();
    reject(error);
  }
  function stop(): void {
    const text = `${what} was stopped before it ended: nobody knows how far it came. Look at what is there before going on.`;
    limit(new DeployError("lost", text, { cause: signal?.reason }));
  }
  const timer = setTimeout(() => {
    const text = `${what} did not end within ${timeoutMs / 1000} s and was given up: nobody knows how far it came. Look at what is there before going on.`;
    limit(new DeployError("timeout", text));
  }, timeoutMs);
  signal?.addEventListener("abort", stop);

  return {
    result: promise,
    take(stream, chunk) {
      if (isOver) return;
      size += chunk.length;
      if (size <= outputMax) chunks[stream].push(chunk);
      else {
        const text = `${what} said more than ${outputMax} bytes and was given up: it is broken, or another answers in its place.`;
        limit(new DeployError("too-much-output", text));
      }
    },
    finish(code) {
      if (!over()) return;
      const text = (stream: "stdout" | "stderr") => Buffer.concat(chunks[stream]).toString("utf8");
      resolve({ stdout: text("stdout"), stderr: text("stderr"), code });
    },
    fail(error) {
      if (over()) reject(error);
    },
  };
}

/** A program and where it runs, for messages; only its first word: what follows is nobody's business. */
export const programAt = (words: readonly string[], place: string): string =>
  `${shown(words[0] ?? "", 60)} on ${place}`;

/**
 * Whether a program may be started at all.
 * @throws RangeError on no words, or on one that no program can be given
 * @throws DeployError `lost` where the run was stopped already
 */
export function checkRun(what: string, words: readonly string[], { signal }: RunOptions): void {
  if (words.length === 0) throw new RangeError("no program is named");
  if (words.some((word) => word.includes("\0"))) {
    throw new RangeError("a word holds a NUL character, which ends a word");
  }
  if (signal?.aborted !== true) return;
  throw new DeployError("lost", `${what} was not started: the run was stopped.`, {
    cause: signal.reason,
  });
}
