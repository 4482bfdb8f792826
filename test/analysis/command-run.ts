import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { type Command, UsageError } from "../../src/cli/command.ts";
import type { Language } from "../../src/text/language.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as `main` would, without a process; a usage error is its line and 2. */
export async function run(
  command: Command,
  words: readonly string[],
  options: Readonly<Record<string, string | boolean>> = {},
  lang: Language = "id",
): Promise<Ran> {
  let out = "";
  let err = "";
  const terminal = {
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    colour: { out: false, err: false },
    width: 80,
  };
  try {
    const code = await command.run({
      arguments: words,
      options,
      lang,
      today: "2025-02-03",
      terminal,
    });
    return { code, out, err };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 2, out, err: error.text[lang] };
  }
}

/** Compares with a file under fixtures/commands; `UPDATE=1` rewrites it. */
export function expectGolden(name: string, text: string): void {
  const file = `fixtures/commands/${name}`;
  if (process.env["UPDATE"] === "1") {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
}

/** The JSON document that a command wrote. */
export const json = ({ out }: Ran) => JSON.parse(out) as Record<string, never>;
