import type * as z from "zod";
import type { Json, ResourceKind } from "../../deploy/resources/resource.ts";
import { shown } from "../../text/safe.ts";
import { isWithin, propertyPathText, type PropertyPath } from "./property-path.ts";
import {
  hasUnknown,
  isBag,
  isSecret,
  plainBag,
  refused,
  sealedLike,
  sealedNames,
  UNKNOWN,
  type WireBag,
} from "./values.ts";

export interface Failure {
  readonly path: PropertyPath;
  readonly reason: string;
}

export interface Checked {
  /** With defaults filled in and secrets marked. */
  readonly inputs: WireBag;
  readonly failures: readonly Failure[];
}

/** A kind's inputs, and what is wrong with them. What is not known yet is taken to be right. */
export function checkInputs(kind: ResourceKind, news: WireBag): Checked {
  const impossible = Object.entries(news).flatMap(([name, value]): Failure[] => {
    const found = refused(value);
    return found === undefined ? [] : [{ path: [name], reason: `cannot be ${found}` }];
  });
  if (impossible.length > 0) return { inputs: news, failures: impossible };
  const unknown = unknownPaths(news);
  const parsed = kind.inputs.safeParse(withoutUnknown(plainBag(news)));
  const failures = parsed.success
    ? []
    : parsed.error.issues.filter((issue) => !mayBeRight(issue, unknown)).flatMap(failuresOf);
  const values =
    unknown.length === 0 && parsed.success
      ? (parsed.data as WireBag)
      : withDefaults(kind, plainBag(news));
  return {
    inputs: sealedNames(sealedLike(values, [news]) as WireBag, kind.secret),
    failures,
  };
}

/** A rule that somebody wrote may look at anything; it waits until all is known. */
function mayBeRight(issue: z.core.$ZodIssue, unknown: readonly PropertyPath[]): boolean {
  if (unknown.length === 0) return false;
  const path = issue.path as PropertyPath;
  return issue.code === "custom" || unknown.some((place) => isWithin(place, path));
}

function failuresOf(issue: z.core.$ZodIssue): Failure[] {
  const path = issue.path as PropertyPath;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...path, key], reason: "no such property" }));
  }
  const inner = issue.code === "invalid_key" ? issue.issues[0]?.message : undefined;
  return [{ path, reason: shown(inner ?? issue.message, 400) }];
}

/** While something is not known, the whole cannot be parsed, but a default is already sure. */
function withDefaults(kind: ResourceKind, news: WireBag): WireBag {
  const missing = Object.entries(kind.inputs.shape).filter(([name]) => news[name] === undefined);
  const defaults = missing.flatMap(([name, schema]) => {
    const parsed = (schema as z.ZodType).safeParse(undefined);
    return parsed.success && parsed.data !== undefined
      ? [[name, parsed.data as Json] as const]
      : [];
  });
  return { ...news, ...Object.fromEntries(defaults) };
}

function unknownPaths(value: Json, at: PropertyPath = []): PropertyPath[] {
  if (value === UNKNOWN) return [at];
  if (isSecret(value)) return unknownPaths(value.value, at);
  if (Array.isArray(value)) return value.flatMap((item, i) => unknownPaths(item, [...at, i]));
  if (!isBag(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => unknownPaths(item, [...at, name]));
}

function withoutUnknown(value: Json): Json | undefined {
  if (value === UNKNOWN || !hasUnknown(value)) return value === UNKNOWN ? undefined : value;
  // A list keeps its places.
  if (Array.isArray(value)) return value.map((item) => withoutUnknown(item) as Json);
  const kept = Object.entries(value as WireBag)
    .map(([name, item]) => [name, withoutUnknown(item)] as const)
    .filter(([, item]) => item !== undefined);
  return Object.fromEntries(kept) as WireBag;
}

/** A failure's path as Pulumi writes it; hostile names made visible. */
export const failurePath = (failure: Failure): string => shown(propertyPathText(failure.path), 400);
