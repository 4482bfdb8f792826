import { cleanCoords, featureCollection, multiPolygon, rewind, truncate, union } from "@turf/turf";
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import { isInIndonesia } from "../geo/indonesia.ts";
import { compareText } from "../text/order.ts";

/** What a boundary file is matched against. */
export interface KnownArea {
  readonly code: string;
  readonly name: string;
  readonly level: string;
}

export interface ImportedBoundaries {
  /** RFC 7946, one feature an area, in order of code: ready to be written as boundaries.geojson. */
  readonly collection: FeatureCollection<Polygon | MultiPolygon>;
  /** Codes matched by code, by name, and made by joining the areas below. */
  readonly byCode: readonly string[];
  readonly byName: readonly string[];
  readonly joined: readonly string[];
  /** Kecamatan of the network that the layer does not show. */
  readonly missing: readonly string[];
  /** How many polygons belong to no area of the network; a national layer has many. */
  readonly unmatched: number;
  /** How many features were no polygon, and how many had coordinates that are not WGS 84 degrees in Indonesia. */
  readonly notPolygons: number;
  readonly outside: number;
  /** Coordinates stood as [lat, lon] and were turned. */
  readonly swapped: boolean;
}

type Area = Polygon | MultiPolygon;

/** Digits of a coordinate kept: 1e-6 degrees are 0.1 m. */
const DECIMALS = 6;

/**
 * Any polygon layer, matched to the areas of a network: a property that holds a kode wilayah (with or
 * without dots, number or text), else one that holds the area's name and none but that. Polygons of
 * one area are joined; a kecamatan that the layer lacks is joined from its kelurahan and desa when
 * all of them are there. Rings are turned as RFC 7946 wants them. Undefined when the text is no GeoJSON.
 * O(features · properties + vertices log vertices).
 */
export function importBoundaries(
  text: string,
  areas: readonly KnownArea[],
  attribution: string,
): ImportedBoundaries | undefined {
  const features = featuresOf(text);
  if (features === undefined) return undefined;
  const match = matcher(areas);
  const parts = new Map<string, { how: "code" | "name"; polygons: Position[][][] }>();
  let [unmatched, notPolygons, outside, swapped] = [0, 0, 0, false];
  for (const feature of features) {
    const polygons = polygonsOf(feature);
    if (polygons === undefined) {
      notPolygons++;
      continue;
    }
    const found = match(feature.properties ?? {});
    if (found === undefined) {
      unmatched++;
      continue;
    }
    const turned = inDegrees(polygons);
    if (turned === undefined) {
      outside++;
      continue;
    }
    swapped ||= turned.swapped;
    const part = parts.get(found.code);
    if (part === undefined) parts.set(found.code, { how: found.how, polygons: turned.polygons });
    else part.polygons.push(...turned.polygons);
  }
  const shapes = new Map<string, Area>();
  for (const [code, { polygons }] of parts) shapes.set(code, tidy(polygons));
  const joined = joinKecamatan(areas, shapes);
  const known = new Map(areas.map((area) => [area.code, area]));
  const codes = [...shapes.keys()].sort(compareText);
  const how = (word: "code" | "name") => codes.filter((code) => parts.get(code)?.how === word);
  return {
    collection: {
      type: "FeatureCollection",
      features: codes.map((code) => ({
        type: "Feature",
        properties: { code, name: known.get(code)!.name, attribution },
        geometry: shapes.get(code)!,
      })),
    },
    byCode: how("code"),
    byName: how("name"),
    joined,
    missing: areas
      .filter(({ level, code }) => level === "kecamatan" && !shapes.has(code))
      .map(({ code }) => code),
    unmatched,
    notPolygons,
    outside,
    swapped,
  };
}

/** The file's text, one feature a line so that a change of one area is a change of one line. */
export function boundariesText({ features }: FeatureCollection): string {
  const lines = features.map((feature) => JSON.stringify(feature));
  return `{"type":"FeatureCollection","features":[\n${lines.join(",\n")}\n]}\n`;
}

function featuresOf(text: string): Feature[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
  const { type, features } = (value ?? {}) as { type?: unknown; features?: unknown };
  if (type === "Feature") return [value as Feature];
  if (type !== "FeatureCollection" || !Array.isArray(features)) return undefined;
  return features.filter((feature) => typeof feature === "object" && feature !== null) as Feature[];
}

function polygonsOf({ geometry }: Feature): Position[][][] | undefined {
  const polygons =
    geometry?.type === "Polygon"
      ? [geometry.coordinates]
      : geometry?.type === "MultiPolygon"
        ? geometry.coordinates
        : undefined;
  if (!Array.isArray(polygons)) return undefined;
  const isPosition = (position: unknown) =>
    Array.isArray(position) && Number.isFinite(position[0]) && Number.isFinite(position[1]);
  const isWhole = polygons.every(
    (rings) =>
      Array.isArray(rings) &&
      rings.length > 0 &&
      rings.every((ring) => Array.isArray(ring) && ring.length >= 4 && ring.every(isPosition)),
  );
  return isWhole ? polygons : undefined;
}

const plainName = (name: string) =>
  name
    .toLowerCase()
    .replace(/^(?:kecamatan|kec\.?|kelurahan|kel\.?|desa)\s+/, "")
    .replaceAll(/\s+/g, " ")
    .trim();

function matcher(areas: readonly KnownArea[]) {
  const byDigits = new Map(areas.map(({ code }) => [code.replaceAll(".", ""), code]));
  // A name that two areas share (a kecamatan and its kelurahan) decides nothing by itself.
  const byName = Map.groupBy(areas, ({ name }) => plainName(name));
  return (properties: Record<string, unknown>) => {
    const values = Object.values(properties).filter(
      (value) => typeof value === "string" || typeof value === "number",
    );
    // The longest code wins: a kelurahan's row also holds the codes of what lies above it.
    const codes = values
      .map((value) => byDigits.get(String(value).replaceAll(".", "")))
      .filter((code) => code !== undefined)
      .sort((a, b) => b.length - a.length);
    if (codes[0] !== undefined) return { code: codes[0], how: "code" as const };
    const named = values.flatMap((value) => byName.get(plainName(String(value))) ?? []);
    const distinct = [...new Set(named.map(({ code }) => code))];
    return distinct.length === 1 ? { code: distinct[0]!, how: "name" as const } : undefined;
  };
}

/** Coordinates as [lon, lat] in Indonesia, turned when they stand the other way; undefined for anything else. */
function inDegrees(
  polygons: Position[][][],
): { polygons: Position[][][]; swapped: boolean } | undefined {
  const points = polygons.flat(2);
  if (points.every(([x, y]) => isInIndonesia([x!, y!]))) return { polygons, swapped: false };
  if (!points.every(([x, y]) => isInIndonesia([y!, x!]))) return undefined;
  const turned = polygons.map((rings) =>
    rings.map((ring) => ring.map(([lat, lon]): Position => [lon!, lat!])),
  );
  return { polygons: turned, swapped: true };
}

/** One area's polygons, closed, without repeated points, wound as RFC 7946 section 3.1.6 asks, 6 decimals. */
function tidy(polygons: Position[][][]): Area {
  const flat = polygons.map((rings) => rings.map(closed));
  const feature = multiPolygon(
    flat.map((rings) => rings.map((ring) => ring.map((p) => p.slice(0, 2)))),
  );
  const cut = truncate(feature, { precision: DECIMALS, coordinates: 2, mutate: true });
  const clean = cleanCoords(cut) as Feature<MultiPolygon>;
  const wound = rewind(clean, { reverse: false }) as Feature<MultiPolygon>;
  return single(wound.geometry);
}

const single = (geometry: MultiPolygon): Area =>
  geometry.coordinates.length === 1
    ? { type: "Polygon", coordinates: geometry.coordinates[0]! }
    : geometry;

function closed(ring: Position[]): Position[] {
  const [first, last] = [ring[0]!, ring.at(-1)!];
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

/** Kecamatan made from what lies in them, where the layer shows all of that and not them. */
function joinKecamatan(areas: readonly KnownArea[], shapes: Map<string, Area>): string[] {
  const joined: string[] = [];
  for (const { code, level } of areas) {
    if (level !== "kecamatan" || shapes.has(code)) continue;
    const below = areas.filter((area) => area.code.startsWith(`${code}.`));
    const parts = below.flatMap((area) => shapes.get(area.code) ?? []);
    if (parts.length === 0 || parts.length < below.length) continue;
    const whole =
      parts.length === 1
        ? parts[0]!
        : union(
            featureCollection(
              parts.map((geometry) => ({ type: "Feature" as const, properties: {}, geometry })),
            ),
          )?.geometry;
    if (!whole) continue;
    shapes.set(code, tidy(whole.type === "Polygon" ? [whole.coordinates] : whole.coordinates));
    joined.push(code);
  }
  return joined;
}
