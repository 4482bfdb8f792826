import { z } from "zod";
import type { Document, Entry } from "../document/entry.ts";
import { finding, type Finding } from "../findings/finding.ts";
import type { Origin } from "../findings/place.ts";
import { nearest } from "../text/nearest.ts";
import { findingsOfIssues } from "./findings-of-issues.ts";
import {
  type CollectionName,
  COLLECTIONS,
  type EntryOf,
  type Header,
  type RouteProperties,
} from "./schema/collections.ts";
import { header, routeProperties } from "./schema/entities.ts";
import type { Boundary } from "./network.ts";

/** An entry that its schema accepts, with where it was written. */
export type Accepted<T> = T & { readonly origin: Origin };
export type AcceptedRoute = Accepted<RouteProperties> & { readonly line: [number, number][] };

/** All entries of a document that stand on their own, before ids are resolved. */
export interface Entries {
  readonly header: Accepted<Header> | undefined;
  readonly lists: { readonly [C in CollectionName]: readonly Accepted<EntryOf<C>>[] };
  readonly routes: readonly AcceptedRoute[];
  readonly boundaries: readonly Boundary[];
}

/**
 * Every entry of the document against its schema; what is refused is left out and told.
 * Findings: R010 to R013, R016, R017, R019, R020, R022, R103, R104. O(entries).
 */
export function acceptEntries(document: Document): { entries: Entries; findings: Finding[] } {
  const findings: Finding[] = [];
  const lists = Object.fromEntries(
    Object.entries(COLLECTIONS).map(([name, schema]) => [
      name,
      accepted(document.lists.get(name) ?? [], schema, findings),
    ]),
  ) as unknown as Entries["lists"];
  const [head] = document.header ? accepted([document.header], header, findings) : [];
  return {
    entries: {
      header: head,
      lists,
      routes: document.routes.flatMap((entry) => acceptRoute(entry, findings)),
      boundaries: document.boundaries.flatMap((entry) => acceptBoundary(entry, findings)),
    },
    findings,
  };
}

function accepted<S extends z.ZodType>(
  entries: readonly Entry[],
  schema: S,
  findings: Finding[],
): Accepted<z.output<S>>[] {
  const kept: Accepted<z.output<S>>[] = [];
  for (const { value, origin } of entries) {
    const result = schema.safeParse(value);
    if (result.success) {
      // The parsed object is fresh, so the origin may be put on it without a copy.
      kept.push(Object.assign(result.data as object, { origin }) as Accepted<z.output<S>>);
    } else {
      findings.push(...refusals(result.error, value, origin, schema));
    }
  }
  return kept;
}

function refusals(error: z.ZodError, value: unknown, origin: Origin, schema: z.ZodType): Finding[] {
  const found = findingsOfIssues(error.issues, value, origin, subjectOf(value, origin));
  const known = fieldsOf(schema);
  return found.map((one) => {
    if (one.code !== "R012" || one.args.field.includes(".")) return one;
    return { ...one, args: { ...one.args, known, ...nearest(one.args.field, known) } };
  });
}

function subjectOf(value: unknown, origin: Origin): string {
  const id = (value as { id?: unknown } | null | undefined)?.id;
  return typeof id === "string" && id !== "" ? id : origin.file;
}

/** The field names that an entry may have, over all its forms. */
function fieldsOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return [...new Set(schema.options.flatMap((option) => fieldsOf(option as z.ZodType)))];
  }
  return [];
}

interface Feature {
  readonly properties?: unknown;
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null;
}

const asFeature = (value: unknown): Feature =>
  typeof value === "object" && value !== null ? value : {};

function isPoint(value: unknown): value is [number, number] {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    Number.isFinite(value[0]) &&
    Number.isFinite(value[1]) &&
    Math.abs(value[0] as number) <= 180 &&
    Math.abs(value[1] as number) <= 180
  );
}

function acceptRoute({ value, origin }: Entry, findings: Finding[]): AcceptedRoute[] {
  const { properties, geometry } = asFeature(value);
  const coordinates = geometry?.coordinates;
  if (
    geometry?.type !== "LineString" ||
    !Array.isArray(coordinates) ||
    coordinates.length < 2 ||
    !coordinates.every(isPoint)
  ) {
    const place = origin.at(["geometry"]);
    findings.push(finding("R019", place, subjectOf(properties, origin), { problem: "not-a-line" }));
    return [];
  }
  const at: Origin = {
    file: origin.file,
    at: (path = [], target) => origin.at(["properties", ...path], target),
  };
  const [route] = accepted([{ value: properties ?? {}, origin: at }], routeProperties, findings);
  if (route === undefined) return [];
  return [
    Object.assign(route, { line: coordinates.map(([lon, lat]): [number, number] => [lon, lat]) }),
  ];
}

function acceptBoundary({ value, origin }: Entry, findings: Finding[]): Boundary[] {
  const { properties, geometry } = asFeature(value);
  const isPolygon = geometry?.type === "Polygon" && isRings(geometry.coordinates);
  const isMulti =
    geometry?.type === "MultiPolygon" &&
    Array.isArray(geometry.coordinates) &&
    geometry.coordinates.length > 0 &&
    geometry.coordinates.every(isRings);
  if (!isPolygon && !isMulti) {
    findings.push(
      finding("R019", origin.at(["geometry"]), origin.file, { problem: "not-a-polygon" }),
    );
    return [];
  }
  const words = (properties ?? {}) as Record<string, unknown>;
  const word = (key: string) => (typeof words[key] === "string" ? words[key] : undefined);
  return [
    {
      code: word("code"),
      name: word("name"),
      attribution: word("attribution"),
      geometry: geometry as Boundary["geometry"],
      origin,
    },
  ];
}

function isRings(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (ring) =>
        Array.isArray(ring) &&
        ring.length >= 4 &&
        ring.every(isPoint) &&
        isSamePoint(ring[0]!, ring.at(-1)!),
    )
  );
}

/** A ring ends where it began (RFC 7946, 3.1.6); Turf throws at one that does not. */
const isSamePoint = (a: [number, number], b: [number, number]) => a[0] === b[0] && a[1] === b[1];
