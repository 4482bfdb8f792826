import type { z } from "zod";
import { plainNumber } from "../document/plain-number.ts";
import { isForbiddenKey } from "../document/tree.ts";
import { finding, type Finding } from "../findings/finding.ts";
import type { Origin } from "../findings/place.ts";
import { nearest } from "../text/nearest.ts";
import { UNSAFE_CHARACTER } from "../text/unsafe-characters.ts";
import { ID_LENGTH_MAX } from "./ids.ts";
import type { CustomIssue } from "./schema/fields.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/**
 * What a schema found wrong in an entry, as findings on the exact field. Zod's own wording is never
 * shown. Findings: R010 to R013, R016, R017, R020, R022, R103, R104. O(issues).
 * @param subject the entry's id, or the file
 */
export function findingsOfIssues(
  issues: readonly Issue[],
  value: unknown,
  origin: Origin,
  subject: string,
): Finding[] {
  return issues.flatMap((issue) => findingsOfIssue(issue, [], value, origin, subject));
}

function findingsOfIssue(
  issue: Issue,
  base: Path,
  value: unknown,
  origin: Origin,
  subject: string,
): Finding[] {
  const path = [...base, ...(issue.path as (string | number)[])];
  const field = fieldName(path);
  const found = valueAt(value, path);
  const at = () => origin.at(path);
  switch (issue.code) {
    case "unrecognized_keys":
      // What must not be a key at all has been told by the parser.
      return issue.keys
        .filter((key) => !isForbiddenKey(key))
        .map((key) =>
          finding("R012", origin.at([...path, key], "key"), subject, {
            field: fieldName([...path, key]),
            known: [],
          }),
        );
    case "invalid_value": {
      const known = issue.values.map(String);
      if (found === undefined) return [finding("R011", at(), subject, { field })];
      const shown = describe(found);
      return [
        finding("R013", at(), subject, { field, found: shown, known, ...nearest(shown, known) }),
      ];
    }
    case "invalid_union":
      return unionFindings(issue, path, value, origin, subject);
    case "custom":
      return [customFinding(issue.params as CustomIssue | undefined, path, found, origin, subject)];
    case "invalid_type":
      if (found === undefined) return [finding("R011", at(), subject, { field })];
      if (issue.expected === "number" && isUnreadableNumber(found)) {
        return [finding("R016", at(), subject, { field, found: describe(found) })];
      }
      return [
        finding("R010", at(), subject, {
          field,
          expected: issue.expected === "string" ? textFor(found) : issue.expected,
          found: describe(found),
        }),
      ];
    case "too_small":
      return [
        finding("R010", at(), subject, {
          field,
          expected: `${issue.inclusive === false ? ">" : "≥"} ${issue.minimum}${unitOf(issue.origin)}`,
          found: describe(found),
        }),
      ];
    case "too_big":
      return [
        finding("R010", at(), subject, {
          field,
          expected: `${issue.inclusive === false ? "<" : "≤"} ${issue.maximum}${unitOf(issue.origin)}`,
          found: describe(found),
        }),
      ];
    case "invalid_format":
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
      return [
        finding("R010", at(), subject, { field, expected: issue.code, found: describe(found) }),
      ];
  }
}

/** Meant as a number but none: `101,45`, `1.000.000`, `NaN`; a number in quotes is only of the wrong form. */
function isUnreadableNumber(found: unknown): boolean {
  if (typeof found === "number") return !Number.isFinite(found);
  return (
    typeof found === "string" &&
    /\d|^[+-.]*(?:nan|inf)/i.test(found) &&
    plainNumber(found) === undefined
  );
}

function unionFindings(
  issue: Extract<Issue, { code: "invalid_union" }>,
  path: Path,
  value: unknown,
  origin: Origin,
  subject: string,
): Finding[] {
  const field = fieldName(path);
  const found = valueAt(value, path);
  const known = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  if (found === undefined) return [finding("R011", origin.at(path), subject, { field })];
  if (known.length > 0) {
    const shown = describe(found);
    return [
      finding("R013", origin.at(path), subject, {
        field,
        found: shown,
        known,
        ...nearest(shown, known),
      }),
    ];
  }
  // Of a union without a discriminator, show what is wrong with the form that the value has.
  const branch =
    issue.errors.find((errors) => errors.every(({ code }) => code !== "invalid_type")) ??
    issue.errors.find((errors) => errors.some((inner) => inner.path.length > 0));
  if (branch === undefined) {
    return [
      finding("R010", origin.at(path), subject, {
        field,
        expected: "text|mapping",
        found: describe(found),
      }),
    ];
  }
  return branch.flatMap((inner) => findingsOfIssue(inner, path, value, origin, subject));
}

function customFinding(
  params: CustomIssue | undefined,
  path: Path,
  found: unknown,
  origin: Origin,
  subject: string,
): Finding {
  const field = fieldName(path);
  const place = origin.at(path);
  switch (params?.code) {
    case "R017":
      return finding("R017", place, subject, { field, codePoint: codePointOf(String(found)) });
    case "R020":
      return finding("R020", place, subject, { field, found: describe(found) });
    case "R103": {
      const problem = String(found).length > ID_LENGTH_MAX ? "length" : "form";
      return finding("R103", place, subject, { id: String(found), problem });
    }
    case "R104":
      return finding("R104", place, subject, { code: describe(found) });
    case "R022":
      return finding("R022", place, subject, { field, reason: params.reason });
    case undefined:
      return finding("R010", place, subject, { field, expected: "custom", found: describe(found) });
  }
}

/** `position.lon`, `via[2].route`; the entry itself is the empty text. */
function fieldName(path: Path): string {
  return path.reduce<string>(
    (name, part) =>
      typeof part === "number" ? `${name}[${part}]` : name === "" ? part : `${name}.${part}`,
    "",
  );
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const part of path) {
    if (current === null || typeof current !== "object") return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "object") return "mapping";
  if (typeof value === "number" || typeof value === "boolean") return `${value}`;
  return typeof value === "string" ? value : typeof value;
}

/** Text that YAML has read as a number or a truth value only lacks its quotes. */
const textFor = (found: unknown) =>
  typeof found === "number" || typeof found === "boolean" ? "quoted-text" : "string";

function unitOf(origin: string): string {
  return origin === "string" ? " characters" : origin === "array" ? " items" : "";
}

function codePointOf(text: string): string {
  const match = UNSAFE_CHARACTER.exec(text);
  const code = match?.[0].codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
