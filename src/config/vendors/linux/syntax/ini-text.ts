import { plainWord } from "../../plain-values.ts";

/** A section of a file as systemd and WireGuard read them. */
export interface IniSection {
  readonly name: string;
  readonly entries: readonly IniEntry[];
}

/** Undefined is left out. */
export type IniEntry = readonly [key: string, value: string | number | boolean | undefined];

/** A section; its values are single words, which are checked. */
export const section = (name: string, entries: readonly IniEntry[]): IniSection => ({
  name,
  entries: entries.map(([key, value]) => [
    key,
    typeof value === "string" ? plainWord(value) : value,
  ]),
});

/** A section whose values are commands or lists that our own code wrote, and nothing from the files. */
export const ownSection = (name: string, entries: readonly IniEntry[]): IniSection => ({
  name,
  entries,
});

/** The lines of sections, an empty one between them. */
export function iniLines(sections: readonly IniSection[]): string[] {
  return sections
    .flatMap(({ name, entries }) => [
      "",
      `[${name}]`,
      ...entries
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${typeof value === "boolean" ? yesNo(value) : value}`),
    ])
    .slice(1);
}

const yesNo = (value: boolean) => (value ? "yes" : "no");
