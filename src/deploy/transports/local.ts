import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { constants, homedir } from "node:os";
import process from "node:process";
import { shown } from "../../text/safe.ts";
import { DeployError } from "../deploy-error.ts";
import type { Finished, Host, RunOptions } from "../host.ts";
import type { LocalTransport } from "../transport.ts";
import { checkRun, gather, programAt } from "./gather.ts";

/** As a login would have it: what this process holds in its environment, secrets too, is no device's business. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: homedir(),
  LC_ALL: "C.UTF-8",
});

/** Codes that a shell gives where a program cannot be started. */
const NOT_STARTED: Readonly<Record<string, number>> = { ENOENT: 127, EACCES: 126 };

/**
 * A device in namespaces of this machine, or the machine itself. A program's process group ends with the
 * wait for it; what has left the group, such as a daemon, goes on.
 */
export function localHost({ enter }: LocalTransport): Host {
  return {
    run: async (words, options = {}) => {
      const what = programAt(words, "this machine");
      checkRun(what, words, options);
      return run([...enter, ...words], what, options);
    },
    close: () => Promise.resolve(),
  };
}

function run(words: readonly string[], what: string, options: RunOptions): Promise<Finished> {
  const [program = "", ...rest] = words;
  const child = spawn(program, rest, {
    cwd: "/",
    env: environment(),
    detached: true,
    stdio: "pipe",
  });
  const gathering = gather(what, options, () => endGroup(child));
  child.stdout.on("data", (chunk: Buffer) => gathering.take("stdout", chunk));
  child.stderr.on("data", (chunk: Buffer) => gathering.take("stderr", chunk));
  // A program need not read its input.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  child.once("close", (code, signal) =>
    gathering.finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
  );
  child.once("error", (error: NodeJS.ErrnoException) => {
    const code = NOT_STARTED[error.code ?? ""];
    if (code === undefined) {
      gathering.fail(new DeployError("lost", `${what} did not start: ${shown(error.message)}`));
      return;
    }
    gathering.take("stderr", Buffer.from(`${program}: ${error.code}\n`));
    gathering.finish(code);
  });
  return gathering.result;
}

function endGroup(child: ChildProcessWithoutNullStreams): void {
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself in the meantime.
  }
}
