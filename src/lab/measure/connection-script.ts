import { shellWord } from "../../text/shell-word.ts";

/** A question that a computer asks of another. */
export interface Attempt {
  readonly by: "ping" | "tcp";
  readonly address: string;
  /** Of TCP. */
  readonly port?: number;
}

/** How long a computer waits; who has not answered by then is not reached. */
const WAIT_S = 2;

/** A script that makes all attempts at once and prints the number of each one that was answered, a line each. */
export function attemptsScript(attempts: readonly Attempt[]): string {
  return [
    ...attempts.map((attempt, i) => `{ ${attemptWords(attempt)} >/dev/null 2>&1 && echo ${i}; } &`),
    "wait",
  ].join("\n");
}

/** Which attempts were answered, by number. */
export const answered = (output: string): Set<number> =>
  new Set([...output.matchAll(/^(\d+)$/gm)].map((match) => Number(match[1])));

function attemptWords({ by, address, port }: Attempt): string {
  // Twice: the first may be lost while neighbours ask for each other's hardware addresses.
  if (by === "ping") return `ping -n -q -c 2 -i 0.3 -W ${WAIT_S} ${shellWord(address)}`;
  return `timeout ${WAIT_S} bash -c ${shellWord(`</dev/tcp/${address}/${port ?? 0}`)}`;
}
