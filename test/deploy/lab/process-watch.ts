import { readdirSync, readFileSync } from "node:fs";

/** Looks at the words and the environment of every process of this machine, again and again. */
export interface ProcessWatch {
  /** Programs in whose words or environment one of the texts stood, by the first word. */
  readonly seen: ReadonlySet<string>;
  /** How many different command lines were looked at. */
  readonly commands: ReadonlySet<string>;
  end(): void;
}

/** @param texts that no process may show */
export function watchProcesses(texts: readonly string[], everyMs: number): ProcessWatch {
  const seen = new Set<string>();
  const commands = new Set<string>();
  const look = () => {
    for (const pid of readdirSync("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const command = contentOf(`/proc/${pid}/cmdline`);
      commands.add(command);
      const all = `${command}\0${contentOf(`/proc/${pid}/environ`)}`;
      if (texts.some((text) => all.includes(text))) seen.add(command.split("\0")[0]!);
    }
  };
  const timer = setInterval(look, everyMs);
  return { seen, commands, end: () => clearInterval(timer) };
}

/** A file of `/proc`; nothing of a process that has ended. */
export function contentOf(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
