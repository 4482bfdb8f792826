import type { Language, Text } from "../text/language.ts";
import { nearest } from "../text/nearest.ts";

/** An option of a command. A `values` list is checked before the command runs. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly summary: Text;
  readonly values?: readonly string[];
  readonly placeholder?: string;
}

/** What every command is given. Nothing else reads the environment, the clock or the arguments. */
export interface Invocation {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly lang: Language;
  /** Today, from the shell. */
  readonly today: string;
  readonly terminal: Terminal;
}

/** Where a command writes: its result to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether the stream shows colours. */
  readonly colour: { readonly out: boolean; readonly err: boolean };
  readonly width: number;
}

/** 0 clean · 1 findings at or above the threshold, or failed · 2 usage, or input that cannot be read · 3 differences where none were expected. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One command; what it is for stands in the table of `commands.ts`. */
export interface Command {
  /** The arguments as shown in help: `[NETWORK]`, `FROM TO`. */
  readonly usage: string;
  readonly examples: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  run(invocation: Invocation): Promise<ExitCode>;
}

/** Options that every command has. */
export const COMMON_OPTIONS = {
  lang: {
    type: "string",
    values: ["id", "en"],
    placeholder: "id|en",
    summary: { id: "bahasa keluaran", en: "language of the output" },
  },
  help: { type: "boolean", summary: { id: "tampilkan bantuan ini", en: "show this help" } },
} as const satisfies Record<string, Option>;

/** Options of every command that reads a network. */
export const NETWORK_OPTIONS = {
  at: {
    type: "string",
    placeholder: "YYYY-MM-DD",
    summary: {
      id: "keadaan jaringan pada tanggal ini (bawaan: asOf di network.yaml)",
      en: "the network as of this day (default: asOf in network.yaml)",
    },
  },
} as const satisfies Record<string, Option>;

/** A mistake in how a command was called: one clear line and exit 2. */
export class UsageError extends Error {
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.name = "UsageError";
    this.text = text;
  }
}

/** A name that nobody knows: the nearest one and the list. */
export function unknownName(
  idWord: string,
  enWord: string,
  name: string,
  known: readonly string[],
): UsageError {
  const near = nearest(name, known).nearest;
  return new UsageError({
    id: `${idWord} \`${name}\` tidak dikenal${near ? `; maksudnya \`${near}\`?` : "."} Yang ada: ${known.join(", ")}`,
    en: `unknown ${enWord} \`${name}\`${near ? `; did you mean \`${near}\`?` : "."} Known: ${known.join(", ")}`,
  });
}
