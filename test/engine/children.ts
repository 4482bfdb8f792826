import { spawn, type ChildProcess } from "node:child_process";
import type { Reporter } from "./reporter.ts";

/** What an operation has started; all of it ends with the operation. */
export class Children {
  readonly #children: ChildProcess[] = [];
  readonly #reporter: Reporter;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  /** Starts a plugin; resolves with the address whose port is its first line of output. */
  plugin(
    name: "provider" | "policies",
    words: readonly [string, ...string[]],
    folder: string,
  ): Promise<string> {
    const [program, ...rest] = words;
    // As the engine does it: standard input stays open as long as the engine lives.
    const child = spawn(program, rest, { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    this.#started(name, child);
    return new Promise((resolve, reject) => {
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        const isFirst = !output.includes("\n");
        output += text;
        if (!isFirst) process.stdout.write(text);
        else if (output.includes("\n")) resolve(`127.0.0.1:${output.split("\n")[0]!.trim()}`);
      });
      child.on("error", reject);
      child.on("exit", (code, signal) =>
        reject(new Error(`${program} ended with ${code ?? signal} before it told its port`)),
      );
    });
  }

  /** Runs the program to its end; its output is the engine process's own. */
  program(
    words: readonly string[],
    folder: string,
    env: NodeJS.ProcessEnv,
  ): Promise<number | string> {
    const child = spawn(process.execPath, words, { cwd: folder, env, stdio: ["ignore", 1, 2] });
    this.#started("program", child);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code, signal) => resolve(code ?? signal ?? "an unknown end"));
    });
  }

  stop(): void {
    for (const child of this.#children) child.kill();
  }

  #started(started: "program" | "provider" | "policies", child: ChildProcess): void {
    this.#children.push(child);
    if (child.pid !== undefined) this.#reporter.tell({ started, pid: child.pid });
  }
}
