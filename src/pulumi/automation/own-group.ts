import { type ChildProcess, spawn } from "node:child_process";
import type { PulumiCommand } from "@pulumi/pulumi/automation/index.js";

/** A run of `pulumi` that did not end well. */
export class PulumiFailed extends Error {
  override readonly name = "PulumiFailed";
  readonly stdout: string;
  readonly stderr: string;
  constructor(stdout: string, stderr: string, options?: ErrorOptions) {
    super(stderr.trim() || "pulumi failed", options);
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

/** How the Automation API starts the CLI. */
interface Runs {
  run(
    args: string[],
    folder: string,
    env: Readonly<Record<string, string>>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number }>;
}

/**
 * The command with its long operations in process groups of their own. Ctrl-C on a terminal reaches every
 * process of the group, and the Automation API passes it on as well: `pulumi` would hear it twice, and the
 * second time it gives up at once, in the middle of a device. Here it hears what `Stopper` says alone.
 * Replaces `run`, which is not in the API's types: the version of @pulumi/pulumi is pinned.
 */
export function inOwnGroup(command: PulumiCommand, stopper: Stopper): PulumiCommand {
  const usual = command as unknown as Runs;
  const run: Runs["run"] = (args, folder, env, onOutput, onError, signal) =>
    signal === undefined
      ? usual.run(args, folder, env, onOutput, onError)
      : runApart(command.command, args, { folder, env, onOutput, onError }, stopper);
  return Object.create(command, { run: { value: run } }) as PulumiCommand;
}

function runApart(
  command: string,
  args: readonly string[],
  {
    folder,
    env,
    onOutput,
    onError,
  }: {
    readonly folder: string;
    readonly env: Readonly<Record<string, string>>;
    readonly onOutput: ((text: string) => void) | undefined;
    readonly onError: ((text: string) => void) | undefined;
  },
  stopper: Stopper,
): ReturnType<Runs["run"]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, "--non-interactive"], {
      cwd: folder,
      env: { ...process.env, ...env, PULUMI_AUTOMATION_API: "true" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      onOutput?.(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onError?.(text);
    });
    stopper.watch(child);
    child.on("error", (error) => reject(new PulumiFailed("", error.message, { cause: error })));
    child.on("close", (code) => {
      if (code === 0) resolve({ stdout, stderr, code });
      else reject(new PulumiFailed(stdout, stderr));
    });
  });
}

/** Passes an operator's wish to stop on to the `pulumi` that runs: first gracefully, then at once. */
export class Stopper {
  #asked = 0;
  #child: ChildProcess | undefined;

  /** How often the operator has asked. */
  get asked(): number {
    return this.#asked;
  }

  watch(child: ChildProcess): void {
    this.#child = child;
    child.on("close", () => {
      this.#child = undefined;
    });
    // Asked before it was there: it is told as soon as it is.
    if (this.#asked > 0) child.on("spawn", () => child.kill("SIGINT"));
  }

  /** Once: what is in work ends, nothing new begins. Twice: `pulumi` ends, whatever is in work. */
  stop(): void {
    this.#asked += 1;
    this.#child?.kill("SIGINT");
  }
}
