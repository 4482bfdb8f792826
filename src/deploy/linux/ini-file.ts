/** A section of a file of systemd or WireGuard, or of what `wg showconf` says. */
export interface IniSection {
  readonly name: string;
  /** Values by key, in order; a key may stand more than once. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Sections in order. What stands before the first, comments and blank lines are passed over. O(length). */
export function iniSections(text: string): IniSection[] {
  const sections: { name: string; values: Map<string, string[]> }[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const [, name] = /^\[(.*)\]$/.exec(line) ?? [];
    if (name !== undefined) sections.push({ name, values: new Map() });
    else if (line !== "" && !/^[#;]/.test(line)) {
      const [key = "", ...rest] = line.split("=");
      const values = sections.at(-1)?.values;
      const value = rest.join("=").trim();
      values?.set(key.trim(), [...(values.get(key.trim()) ?? []), value]);
    }
  }
  return sections;
}

/** All values of a key in the sections of a name, in order. */
export const iniValues = (sections: readonly IniSection[], name: string, key: string): string[] =>
  sections
    .filter((section) => section.name === name)
    .flatMap(({ values }) => values.get(key) ?? []);
