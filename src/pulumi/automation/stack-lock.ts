import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { compareText } from "../../text/order.ts";
import type { StackSource } from "./open-stack.ts";

/** Who holds a stack's lock in a backend of one's own. */
export interface StackLock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** RFC 3339. */
  readonly since: string;
}

/** The locks that Pulumi's refusal names; empty where it refused for another reason. */
export function locksIn(stderr: string): readonly StackLock[] {
  const named = stderr.matchAll(/created by (\S+)@(\S+) \(pid (\d+)\) at (\S+)/g);
  return Array.from(named, ([, user, host, pid, since]) => ({
    user: user!,
    host: host!,
    pid: Number(pid),
    since: since!,
  }));
}

const lockFile = z.object({
  pid: z.int().min(1),
  username: z.string(),
  hostname: z.string(),
  timestamp: z.string(),
});

/**
 * The locks of a stack as they lie in a backend of files; undefined of any other, which only Pulumi can
 * ask. A file that cannot be read as a lock is none.
 */
export async function locksOf(
  stack: string,
  { backend, project }: Pick<StackSource, "backend" | "project">,
): Promise<readonly StackLock[] | undefined> {
  if (!backend.startsWith("file://")) return undefined;
  const place = backend.slice("file://".length).replace(/^~(?=\/|$)/, homedir);
  const root = path.resolve(project.folder, place);
  const folder = path.join(root, ".pulumi/locks/organization", project.name, stack);
  const names = await readdir(folder).catch(() => []);
  const texts = names
    .toSorted(compareText)
    .map((name) => readFile(path.join(folder, name), "utf8"));
  return (await Promise.allSettled(texts)).flatMap((read) => {
    const lock = read.status === "fulfilled" ? lockFile.safeParse(parsed(read.value)).data : null;
    if (!lock) return [];
    const { pid, username: user, hostname: host, timestamp: since } = lock;
    return [{ user, host, pid, since }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether its process can be told to be dead: it was one of this machine, and there is none of that number,
 * or another program has been given the number since. In doubt it lives.
 */
export function isDead({ host, pid, since }: StackLock, here: string): boolean {
  if (host !== here) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
  return isAnother(pid, Date.parse(since));
}

/** Of the clock's steps and of the kernel's own rounding. */
const TOLERANCE_MS = 5000;
/** The kernel's unit of time towards programs, the same on every architecture of ours. */
const TICKS_PER_S = 100;

/**
 * Whether the process of this number is not the `pulumi` that has made a lock at that time: begun later,
 * and named otherwise. Both, since a clock that was set forward makes all processes look younger. Only
 * Linux tells; elsewhere it is not said to be another.
 */
function isAnother(pid: number, lockedMs: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // A name may hold spaces and brackets: fields are counted from its end (proc_pid_stat(5)).
    const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
    const startTicks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
    const bootS = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))![1]);
    const startedMs = (bootS + startTicks / TICKS_PER_S) * 1000;
    return startedMs > lockedMs + TOLERANCE_MS && !name.startsWith("pulumi");
  } catch {
    return false;
  }
}
