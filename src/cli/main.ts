import process from "node:process";
import { parseArgs } from "node:util";
import { LANGUAGES, type Language, type Text } from "../text/language.ts";
import {
  type Command,
  COMMON_OPTIONS,
  type ExitCode,
  type Option,
  type Terminal,
  unknownName,
  UsageError,
} from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { commandHelp, generalHelp } from "./help.ts";

/** Runs one command and returns the process's exit code; no mistake of a user ends in a stack trace. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const terminal = processTerminal();
  const lang = languageOf(argv);
  // A reader that stops reading (`| head`) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  try {
    return await dispatch(argv, lang, terminal);
  } catch (error) {
    const line = lineOf(error, lang);
    if (line === undefined) throw error;
    terminal.err(`rajut: ${line}\n`);
    return 2;
  }
}

async function dispatch(
  argv: readonly string[],
  lang: Language,
  terminal: Terminal,
): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "help" || name.startsWith("-")) {
    const asked = name === undefined || name === "help" || name === "--help" || name === "-h";
    const known = asked || name === "--version" || argv.includes("--help");
    if (!known) throw unknownName("opsi", "option", name, ["--help", "--version"]);
    terminal.out(name === "--version" ? `${await version()}\n` : generalHelp(lang));
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    throw unknownName("perintah", "command", name, Object.keys(COMMANDS));
  }
  const known = name as keyof typeof COMMANDS;
  const command: Command = await COMMANDS[known].load();
  const { positionals, values } = readArguments(command, rest);
  if (values["help"] === true) {
    terminal.out(commandHelp(known, command, lang));
    return 0;
  }
  return command.run({
    arguments: positionals,
    options: values,
    lang,
    today: new Date().toISOString().slice(0, 10),
    terminal,
  });
}

function readArguments(command: Command, argv: readonly string[]) {
  const options: Record<string, Option> = { ...COMMON_OPTIONS, ...command.options };
  // Not strict: an unknown option gets our own words and the nearest known one.
  const { positionals, values, tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type }]) => [
        name,
        name === "help" ? { type, short: "h" } : { type },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) {
      const known = Object.keys(options).map((name) => `--${name}`);
      throw unknownName("opsi", "option", token.rawName, known);
    }
    if (option.type === "string" && token.value === undefined) {
      throw new UsageError({
        id: `opsi --${token.name} memerlukan nilai ${option.placeholder ?? ""}`.trimEnd(),
        en: `option --${token.name} needs a value ${option.placeholder ?? ""}`.trimEnd(),
      });
    }
    if (option.type === "boolean" && token.value !== undefined) {
      throw new UsageError({
        id: `opsi --${token.name} tidak memakai nilai`,
        en: `option --${token.name} takes no value`,
      });
    }
    if (option.values && !option.values.includes(token.value ?? "")) {
      throw new UsageError({
        id: `--${token.name} ${token.value}: pilih ${option.values.join(", ")}`,
        en: `--${token.name} ${token.value}: choose ${option.values.join(", ")}`,
      });
    }
  }
  return { positionals, values: values as Record<string, string | boolean | undefined> };
}

/** `--lang`, then RAJUT_LANG, then LANG, then Indonesian. Read first, so that errors speak it too. */
function languageOf(argv: readonly string[]): Language {
  const at = argv.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const asked = at === -1 ? undefined : (argv[at]!.split("=")[1] ?? argv[at + 1]);
  const wanted = [asked, process.env["RAJUT_LANG"], process.env["LANG"]?.slice(0, 2)];
  return wanted.find((word): word is Language => LANGUAGES.includes(word as Language)) ?? "id";
}

/** One line for what a user can mend; undefined for a bug, which keeps its stack trace. */
function lineOf(error: unknown, lang: Language): string | undefined {
  if (error instanceof UsageError) return error.text[lang];
  const { code, path } = error as NodeJS.ErrnoException;
  const reason: Record<string, Text> = {
    EACCES: { id: "tidak boleh dibaca atau ditulis", en: "may not be read or written" },
    ENOSPC: { id: "penyimpanan penuh", en: "no space left" },
    EROFS: { id: "hanya dapat dibaca", en: "read-only" },
    ENOENT: { id: "tidak ada", en: "does not exist" },
    ENOTDIR: { id: "bukan folder", en: "not a folder" },
    EISDIR: { id: "sebuah folder, bukan berkas", en: "a folder, not a file" },
    EEXIST: { id: "sudah ada", en: "exists already" },
    EDQUOT: { id: "kuota penyimpanan habis", en: "quota exceeded" },
  };
  const known = code === undefined ? undefined : reason[code];
  return known && `${path ?? ""}: ${known[lang]}`;
}

async function version(): Promise<string> {
  const { default: manifest } = await import("../../package.json", { with: { type: "json" } });
  return manifest.version;
}

function processTerminal(): Terminal {
  const coloured = (stream: NodeJS.WriteStream) =>
    !process.env["NO_COLOR"] && (Boolean(process.env["FORCE_COLOR"]) || stream.isTTY);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colour: { out: coloured(process.stdout), err: coloured(process.stderr) },
    width: process.stdout.columns ?? 80,
  };
}
