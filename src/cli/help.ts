import type { Language } from "../text/language.ts";
import { type Command, COMMON_OPTIONS, type Option } from "./command.ts";
import { COMMANDS } from "./commands.ts";

const WORDS = {
  use: { id: "Pemakaian", en: "Usage" },
  commands: { id: "Perintah", en: "Commands" },
  options: { id: "Opsi", en: "Options" },
  examples: { id: "Contoh", en: "Examples" },
  more: {
    id: "Rinci: rajut PERINTAH --help",
    en: "More: rajut COMMAND --help",
  },
} as const;

/** The list of commands. */
export function generalHelp(lang: Language): string {
  const rows = Object.entries(COMMANDS).map(
    ([name, { summary }]) => [name, summary[lang]] as const,
  );
  return [
    "rajut: perencana jaringan serat optik dan intranet pemerintah daerah",
    "",
    `${WORDS.use[lang]}: rajut COMMAND [NETWORK] [--at YYYY-MM-DD] [--lang id|en]`,
    "",
    `${WORDS.commands[lang]}:`,
    ...twoColumns(rows),
    "",
    WORDS.more[lang],
    "",
  ].join("\n");
}

/** One command's help: examples first, since they are what people look for. */
export function commandHelp(name: keyof typeof COMMANDS, command: Command, lang: Language): string {
  const options: Record<string, Option> = { ...command.options, ...COMMON_OPTIONS };
  const rows = Object.entries(options).map(([option, { placeholder, values, summary }]) => {
    const value = placeholder ?? values?.join("|");
    return [`--${option}${value === undefined ? "" : ` ${value}`}`, summary[lang]] as const;
  });
  return [
    `rajut ${name}: ${COMMANDS[name].summary[lang]}`,
    "",
    `${WORDS.examples[lang]}:`,
    ...command.examples.map((example) => `  ${example}`),
    "",
    `${WORDS.use[lang]}: rajut ${name} ${command.usage}`.trimEnd(),
    "",
    `${WORDS.options[lang]}:`,
    ...twoColumns(rows),
    "",
  ].join("\n");
}

function twoColumns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
