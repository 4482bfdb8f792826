import { finding, type Finding } from "../findings/finding.ts";
import { fileStart } from "../findings/place.ts";
import { nearest } from "../text/nearest.ts";
import { type Columns, parseCsv } from "./csv.ts";
import type { Document, Entry, SourceFile } from "./entry.ts";
import { parseGeoJson } from "./geojson.ts";
import { deeper, parseYaml } from "./yaml.ts";

/** What the model calls its lists, and how each may be written as CSV. */
export interface DocumentShape {
  readonly lists: readonly string[];
  readonly headerFields: readonly string[];
  readonly csv: Readonly<Record<string, Columns>>;
}

/** The one file that every network has. */
export const NETWORK_FILE = "network.yaml";

/**
 * All files of a network as one document. A YAML file may hold any list; a CSV file holds the list
 * that its folder or its name says (`sites/x.csv`, `areas.csv`); `routes.geojson` and
 * `boundaries.geojson` hold geometry. Everything wrong in every file is found in one run.
 * Findings: those of the parsers, and R006, R010, R012, R018. O(size of the files).
 */
export function parseFiles(
  files: readonly SourceFile[],
  shape: DocumentShape,
): { document: Document; findings: Finding[] } {
  const findings: Finding[] = [];
  const lists = new Map<string, Entry[]>(shape.lists.map((name) => [name, []]));
  const geo = { routes: [] as Entry[], boundaries: [] as Entry[] };
  let header: Entry | undefined;
  for (const file of files) {
    const kind = kindOf(file.name, shape);
    switch (kind.format) {
      case "yaml": {
        const parsed = parseYaml(file);
        append(findings, parsed.findings);
        if (file.name === NETWORK_FILE) header = parsed.entry;
        if (parsed.entry) readLists(file, parsed.entry, shape, lists, findings);
        break;
      }
      case "csv": {
        const parsed = parseCsv(file, shape.csv[kind.list]!);
        append(findings, parsed.findings);
        append(lists.get(kind.list)!, parsed.entries);
        break;
      }
      case "geojson": {
        const parsed = parseGeoJson(file);
        append(findings, parsed.findings);
        append(geo[kind.list], parsed.features);
        break;
      }
      case "unknown":
        findings.push(finding("R018", fileStart(file.path), file.name, { path: file.name }));
        break;
    }
  }
  return { document: { header: headerOf(header, shape), lists, ...geo }, findings };
}

/** One by one: spreading 10⁵ items into push would end the stack. */
function append<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}

type FileKind =
  | { format: "yaml" }
  | { format: "csv"; list: string }
  | { format: "geojson"; list: "routes" | "boundaries" }
  | { format: "unknown" };

function kindOf(name: string, { csv }: DocumentShape): FileKind {
  if (/\.ya?ml$/.test(name)) return { format: "yaml" };
  if (name.endsWith(".csv")) {
    const list = name.includes("/") ? name.slice(0, name.indexOf("/")) : name.slice(0, -4);
    return Object.hasOwn(csv, list) ? { format: "csv", list } : { format: "unknown" };
  }
  if (name === "routes.geojson" || /^routes\/[^/]+\.geojson$/.test(name)) {
    return { format: "geojson", list: "routes" };
  }
  return name === "boundaries.geojson"
    ? { format: "geojson", list: "boundaries" }
    : { format: "unknown" };
}

function readLists(
  file: SourceFile,
  { value, origin }: Entry,
  shape: DocumentShape,
  lists: ReadonlyMap<string, Entry[]>,
  findings: Finding[],
): void {
  const isHeader = file.name === NETWORK_FILE;
  const isEmpty = value === undefined || value === null;
  // Any other file may be empty: a list that is yet to be written.
  if (isEmpty && !isHeader) return;
  if (isEmpty || typeof value !== "object" || Array.isArray(value)) {
    const found = isEmpty ? "null" : Array.isArray(value) ? "list" : typeof value;
    const args = { field: "", expected: "mapping", found };
    findings.push(finding("R010", origin.at(), file.name, args));
    return;
  }
  for (const [key, items] of Object.entries(value)) {
    const list = lists.get(key);
    if (list === undefined) {
      if (isHeader && shape.headerFields.includes(key)) continue;
      const known = isHeader ? [...shape.headerFields, ...shape.lists] : [...shape.lists];
      const args = { field: key, known, ...nearest(key, known) };
      findings.push(finding("R012", origin.at([key], "key"), file.name, args));
    } else if (Array.isArray(items)) {
      items.forEach((item: unknown, index) =>
        list.push({ value: item, origin: deeper(origin, [key, index]) }),
      );
    } else if (items !== null) {
      const args = { field: key, expected: "list", found: typeof items };
      findings.push(finding("R010", origin.at([key]), file.name, args));
    }
  }
}

/** Only the header's own fields, so that its schema can refuse unknown ones elsewhere. */
function headerOf(entry: Entry | undefined, shape: DocumentShape): Entry | undefined {
  if (typeof entry?.value !== "object" || entry.value === null || Array.isArray(entry.value)) {
    return undefined;
  }
  const written = entry.value as Record<string, unknown>;
  const value = Object.fromEntries(
    shape.headerFields
      .filter((field) => Object.hasOwn(written, field))
      .map((field) => [field, written[field]]),
  );
  return { value, origin: entry.origin };
}
