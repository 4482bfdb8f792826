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

/** Whether its process can be told to be dead: it was one of this machine, and there is none of that number. */
export function isDead({ host, pid }: StackLock, here: string): boolean {
  if (host !== here) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
