import { interfaceName, ofVersion, prefixText } from "../../plain-values.ts";

/** A set or a chain of the ruleset's one table. */
export type NftItem = NftSet | NftChain;

export interface NftSet {
  readonly kind: "set";
  readonly name: string;
  readonly type: string;
  readonly interval: boolean;
  /** Each checked by who made it. */
  readonly elements: readonly string[];
}

export interface NftChain {
  readonly kind: "chain";
  readonly name: string;
  /** Where the kernel calls it; undefined for a chain that others jump to. */
  readonly hook: string | undefined;
  readonly rules: readonly string[];
}

/** A chain. Its rules are our own words; values in them come through the functions below. */
export const chain = (
  name: string,
  hook: string | undefined,
  rules: readonly string[],
): NftChain => ({
  kind: "chain",
  name,
  hook,
  rules,
});

/** The two sets of prefixes that a name stands for: `name4` and `name6`. Both are there, also when empty. */
export const prefixSets = (name: string, prefixes: readonly string[]): NftSet[] =>
  ([4, 6] as const).map((version) => ({
    kind: "set",
    name: `${name}${version}`,
    type: version === 4 ? "ipv4_addr" : "ipv6_addr",
    interval: true,
    elements: ofVersion(prefixes, version).map(prefixText),
  }));

/** The name of an interface as a rule compares it. */
export const nftInterface = (name: string): string => `"${interfaceName(name)}"`;

/** Several things as one to compare with: the only one, or a set of them. */
export const anyOf = (texts: readonly (string | number)[]): string =>
  texts.length === 1 ? String(texts[0]) : `{ ${texts.join(", ")} }`;

/** Several interfaces as one to compare with. */
export const anyInterface = (names: readonly string[]): string => anyOf(names.map(nftInterface));

/** The lines of a table: its sets, then its chains, each in the order given. */
export function nftLines(table: string, items: readonly NftItem[]): string[] {
  const sets = items.filter((item) => item.kind === "set").map(setLines);
  const chains = items.filter((item) => item.kind === "chain").map(chainLines);
  return [
    `table ${table} {`,
    ...[...sets, ...chains].flatMap((lines, i) => [
      ...(i === 0 ? [] : [""]),
      ...lines.map((line) => `\t${line}`),
    ]),
    "}",
  ];
}

function setLines({ name, type, interval, elements }: NftSet): string[] {
  return [
    `set ${name} {`,
    `\ttype ${type}`,
    // Prefixes of one name may touch or lie in each other.
    ...(interval ? ["\tflags interval", "\tauto-merge"] : []),
    ...(elements.length === 0 ? [] : [`\telements = { ${elements.join(", ")} }`]),
    "}",
  ];
}

function chainLines({ name, hook, rules }: NftChain): string[] {
  return [
    `chain ${name} {`,
    ...(hook === undefined ? [] : [`\t${hook}`]),
    ...rules.map((rule) => `\t${rule}`),
    "}",
  ];
}
