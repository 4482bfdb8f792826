import { enter } from "../process/enter.ts";
import type { RunningLab } from "../running-lab.ts";
import { shellWords } from "../../text/shell-word.ts";
import { routerSpace } from "../cable.ts";
import { parseAnswer } from "./fping.ts";

/** Pings that go on from some routers to some addresses, and what is known of them at any time. */
export interface Watch {
  /** Addresses that nobody of the watchers has had an answer from for so long, in order of the targets. */
  silent(forMs: number): string[];
  /** From one watcher: whether the address answered a ping sent within the last so many milliseconds. */
  isAnswering(from: string, address: string, withinMs: number): boolean;
  /** The last round trip, milliseconds. */
  rttMs(from: string, address: string): number | undefined;
  /** Forgets gaps until now. */
  resetGaps(): void;
  /** The longest time between two answered pings since the last reset, by sending time, milliseconds. */
  longestGapMs(from: string, address: string): number;
  stop(): Promise<void>;
}

interface Seen {
  lastMs: number;
  rttMs: number | undefined;
  gapMs: number;
}

/** A ping every so many milliseconds to each address, more seldom when there are many. */
const EVERY_MS = 20;
const PINGS_PER_SECOND_MAX = 1500;

/** Begins to watch; each watcher pings all addresses that are not its own. */
export function startWatch(
  lab: RunningLab,
  watchers: readonly { readonly device: string; readonly own: string }[],
  addresses: readonly string[],
): Watch {
  const stopper = new AbortController();
  const seen = new Map<string, Seen>();
  const key = (from: string, address: string) => `${from} ${address}`;
  const now = () => performance.timeOrigin + performance.now();
  const everyMs = Math.max(
    EVERY_MS,
    Math.ceil((addresses.length * watchers.length * 1000) / PINGS_PER_SECOND_MAX),
  );
  const running = watchers.map(({ device, own }) => {
    const targets = addresses.filter((address) => address !== own);
    for (const address of targets) {
      seen.set(key(device, address), { lastMs: now(), rttMs: undefined, gapMs: 0 });
    }
    const words = [
      "-l",
      "-D",
      "-p",
      `${everyMs}`,
      "-i",
      "0.1",
      "-t",
      "3000",
      "-S",
      own,
      ...targets,
    ];
    let rest = "";
    const onOutput = (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const answer = parseAnswer(line);
        const entry = answer && seen.get(key(device, answer.address));
        if (answer === undefined || entry === undefined) continue;
        entry.gapMs = Math.max(entry.gapMs, answer.sentMs - entry.lastMs);
        entry.lastMs = Math.max(entry.lastMs, answer.sentMs);
        entry.rttMs = answer.rttMs;
      }
    };
    return enter(
      lab.process,
      { space: routerSpace(device), isolated: true },
      // In the foreground of its own shell: it must end when nsenter does.
      `exec stdbuf -oL fping ${shellWords(words)} 2>/dev/null`,
      { onOutput, signal: stopper.signal, timeMaxMs: 3_600_000 },
    );
  });
  /** How long an answer is overdue: what is still under way is not silent. */
  const sinceMs = ({ lastMs, rttMs }: Seen) => now() - lastMs - (rttMs ?? 0);
  const at = (from: string, address: string) => seen.get(key(from, address));
  return {
    silent: (forMs) =>
      addresses.filter((address) =>
        watchers.every(({ device }) => {
          const entry = at(device, address);
          return entry === undefined ? address !== ownOf(watchers, device) : sinceMs(entry) > forMs;
        }),
      ),
    isAnswering: (from, address, withinMs) => {
      const entry = at(from, address);
      return entry === undefined || sinceMs(entry) <= withinMs;
    },
    rttMs: (from, address) => at(from, address)?.rttMs,
    resetGaps() {
      for (const entry of seen.values()) entry.gapMs = 0;
    },
    longestGapMs: (from, address) => at(from, address)?.gapMs ?? 0,
    async stop() {
      stopper.abort();
      await Promise.all(running);
    },
  };
}

const ownOf = (watchers: readonly { device: string; own: string }[], device: string) =>
  watchers.find((watcher) => watcher.device === device)?.own;
