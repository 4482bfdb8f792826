import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { PulumiFailed, type Stopper } from "./own-group.ts";
import { RunLog } from "./run-log.ts";
import { locksIn, type StackLock } from "./stack-lock.ts";

export const ACTIONS = ["preview", "up", "refresh", "destroy"] as const;
export type Action = (typeof ACTIONS)[number];

/** How one run is to be done. */
export interface RunOptions {
  /** Look at the devices first. */
  readonly refresh: boolean;
  readonly policyPacks: readonly string[];
  /** A file that a preview writes and an `up` is held to. */
  readonly plan: string | undefined;
  /** Pulumi's own lines, with every property that differs. */
  readonly onOutput: ((text: string) => void) | undefined;
  /** A thing has begun, ended or failed. */
  readonly onStep: ((name: string, now: "begun" | "ended" | "failed") => void) | undefined;
}

/** How a run came to its end. */
export interface Outcome {
  readonly stack: string;
  readonly ended: "done" | "failed" | "stopped" | "locked";
  readonly log: RunLog;
  /** Who had the stack, where it was locked. */
  readonly locks: readonly StackLock[];
  /** Why it failed, as Pulumi wrote it; for failures before the first event, of which the log knows nothing. */
  readonly written: string;
}

/** Does it, and says how it ended; never throws for what goes wrong in a deployment. */
export async function runStack(
  stack: Stack,
  action: Action,
  options: RunOptions,
  stopper: Stopper,
): Promise<Outcome> {
  const log = new RunLog();
  const common = {
    color: "never" as const,
    signal: new AbortController().signal,
    onEvent(event: Parameters<RunLog["hear"]>[0]) {
      const heard = log.hear(event);
      if (heard) options.onStep?.(heard.urn.split("::").slice(3).join("::"), heard.now);
    },
    ...(options.onOutput ? { onOutput: options.onOutput, diff: true } : {}),
  };
  const ended = (how: Outcome["ended"], written = "", locks: readonly StackLock[] = []) => ({
    stack: stack.name,
    ended: how,
    log,
    locks,
    written,
  });
  try {
    await perform(stack, action, options, common);
    return ended("done");
  } catch (error) {
    if (!(error instanceof PulumiFailed)) throw error;
    const locks = locksIn(error.stderr);
    if (locks.length > 0) return ended("locked", error.stderr, locks);
    return ended(stopper.asked > 0 ? "stopped" : "failed", reasonsIn(error));
  }
}

/** What stands below "Diagnostics:" of the display, and the errors of the command itself. */
function reasonsIn({ stdout, stderr }: PulumiFailed): string {
  const shown = stdout.split(/^Diagnostics:$/m)[1]?.split(/\n\n(?! )/)[0] ?? "";
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => line.startsWith("error:"));
  return [shown.trim(), ...(errors.length > 0 ? errors : lines.slice(-10))]
    .filter((part) => part !== "")
    .join("\n");
}

async function perform(
  stack: Stack,
  action: Action,
  { refresh, policyPacks, plan }: RunOptions,
  common: object,
): Promise<void> {
  const policies = policyPacks.length > 0 ? { policyPacks: [...policyPacks] } : {};
  const planned = plan === undefined ? {} : { plan };
  switch (action) {
    case "preview":
      await stack.preview({ ...common, ...policies, ...planned, refresh });
      return;
    case "up":
      await stack.up({ ...common, ...policies, ...planned, refresh });
      return;
    case "refresh":
      await stack.refresh(common);
      return;
    case "destroy":
      await stack.destroy({ ...common, refresh });
  }
}
