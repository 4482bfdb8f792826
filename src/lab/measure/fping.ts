/** One answered ping of `fping -D -l`. */
export interface Answer {
  readonly address: string;
  /** When the ping left, milliseconds of the machine's clock. */
  readonly sentMs: number;
  readonly rttMs: number;
}

const ANSWER = /^\[(\d+\.\d+)\] (\S+)\s*: \[\d+\], \d+ bytes, ([\d.]+) ms/;

/** A line of `fping -D -l`; undefined for what is no answer. */
export function parseAnswer(line: string): Answer | undefined {
  const found = ANSWER.exec(line);
  if (found === null) return undefined;
  const [, seconds, address, rtt] = found;
  const rttMs = Number(rtt);
  return { address: address!, rttMs, sentMs: Number(seconds) * 1000 - rttMs };
}

/** Addresses that `fping` called alive. */
export function aliveAddresses(text: string): Set<string> {
  return new Set([...text.matchAll(/^(\S+) is alive$/gm)].map((match) => match[1]!));
}
