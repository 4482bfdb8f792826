import { z } from "zod";
import type { Entry, SourceFile } from "../document/entry.ts";
import { deeper, parseYaml } from "../document/yaml.ts";
import { finding, type Finding } from "../findings/finding.ts";
import { parsePrefix } from "../ip/prefix.ts";
import { findingsOfIssues } from "../model/findings-of-issues.ts";
import { day, id, ipPrefix, text } from "../model/schema/fields.ts";
import { nearest } from "../text/nearest.ts";
import type { AddressLock } from "./address-lock.ts";

/** Longest owner or scope: a word and two ids of 64 characters, with room. */
const NAME_MAX = 300;
const NUMBER_MAX = 0xff_ff_ff_ff;

const prefix = ipPrefix.transform((written) => parsePrefix(written)!);
const name = text(NAME_MAX);
const ENTRIES = {
  blocks: z.strictObject({ pool: id, area: id, prefix }),
  addresses: z.strictObject({ owner: name, pool: id, prefix, released: day.exactOptional() }),
  numbers: z.strictObject({
    scope: name,
    owner: name,
    number: z.int().min(0).max(NUMBER_MAX),
    released: day.exactOptional(),
  }),
} as const;
const VERSION = z.strictObject({ version: z.literal(1) });
const FIELDS = ["version", ...Object.keys(ENTRIES)];

/**
 * The lock that a file holds; undefined when it cannot be read as a whole. What is refused of it is left
 * out and told, so that nothing may be written over it. Findings: those of `parseYaml` and of
 * `findingsOfIssues`. O(size of the file).
 */
export function readLock(file: SourceFile): { lock: AddressLock | undefined; findings: Finding[] } {
  const { entry, findings } = parseYaml(file);
  if (entry === undefined) return { lock: undefined, findings };
  const { value, origin } = entry;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const found =
      value === null || value === undefined ? "null" : Array.isArray(value) ? "list" : typeof value;
    const args = { field: "", expected: "mapping", found };
    return {
      lock: undefined,
      findings: [...findings, finding("R010", origin.at(), file.name, args)],
    };
  }
  const root = { value: value as Record<string, unknown>, origin };
  findings.push(...wrongFields(root, file.name));
  const read = <L extends keyof typeof ENTRIES>(list: L) =>
    entriesOf(root, list, file.name, findings);
  return {
    lock: {
      blocks: read("blocks"),
      addresses: read("addresses"),
      numbers: read("numbers"),
      origin,
    },
    findings,
  };
}

interface Root {
  readonly value: Readonly<Record<string, unknown>>;
  readonly origin: Entry["origin"];
}

/** Fields that nobody knows, and a version that is not this one. */
function wrongFields({ value, origin }: Root, subject: string): Finding[] {
  const unknown = Object.keys(value)
    .filter((key) => !FIELDS.includes(key))
    .map((key) => {
      const args = { field: key, known: FIELDS, ...nearest(key, FIELDS) };
      return finding("R012", origin.at([key], "key"), subject, args);
    });
  const stated = { version: value["version"] };
  const version = VERSION.safeParse(stated);
  return version.success
    ? unknown
    : [...unknown, ...findingsOfIssues(version.error.issues, stated, origin, subject)];
}

function entriesOf<L extends keyof typeof ENTRIES>(
  { value, origin }: Root,
  list: L,
  subject: string,
  findings: Finding[],
): (z.output<(typeof ENTRIES)[L]> & { origin: Entry["origin"] })[] {
  const items = value[list] ?? [];
  if (!Array.isArray(items)) {
    const args = {
      field: list,
      expected: "list",
      found: typeof items === "object" ? "mapping" : typeof items,
    };
    findings.push(finding("R010", origin.at([list]), subject, args));
    return [];
  }
  const kept: (z.output<(typeof ENTRIES)[L]> & { origin: Entry["origin"] })[] = [];
  items.forEach((item: unknown, index) => {
    const place = deeper(origin, [list, index]);
    const result = ENTRIES[list].safeParse(item);
    if (result.success) {
      kept.push(Object.assign(result.data as object, { origin: place }) as (typeof kept)[number]);
    } else {
      for (const one of findingsOfIssues(
        result.error.issues,
        item,
        place,
        ownerOf(item) ?? subject,
      ))
        findings.push(one);
    }
  });
  return kept;
}

function ownerOf(item: unknown): string | undefined {
  const owner = (item as { owner?: unknown } | null | undefined)?.owner;
  return typeof owner === "string" && owner !== "" ? owner : undefined;
}
