import converter from "geojson";
import type { FeatureCollection, Geometry, Position } from "geojson";
import type { KecamatanRedundancy } from "../analysis/kecamatan.ts";
import type { SiteRedundancy } from "../analysis/redundancy.ts";
import type { Boundary } from "../model/network.ts";
import { INTERNET } from "../vocabulary.ts";
import { lineOf, linkGeometry } from "../network/link-geometry.ts";
import type { NetworkIndex } from "../network/network-index.ts";

/**
 * The npm package `geojson` makes features of rows; the types of that name are of the RFC alone and know
 * nothing of it. It keeps its list of geometry fields in the module, which is safe within one call.
 */
const { parse } = converter as unknown as {
  readonly parse: (
    rows: readonly object[],
    params: { GeoJSON: string },
  ) => FeatureCollection<Geometry | null>;
};

export interface MapFigures {
  readonly index: NetworkIndex;
  /** By node, as `redundancy` gives them. */
  readonly redundancies: readonly SiteRedundancy[];
  readonly kecamatan: readonly KecamatanRedundancy[];
}

/**
 * What the map shows as a GeoJSON FeatureCollection (RFC 7946), for other programs: areas by code, links
 * by id, sites by id. Each feature says what it is in `feature`; what has no place has a null geometry.
 * Coordinates are [lon, lat] in WGS 84 with six decimals. Areas have the published boundaries or none:
 * the cells of a printed map are no boundaries and are not exported. O(sites + links + points).
 */
export function mapGeoJson(figures: MapFigures): FeatureCollection<Geometry | null> {
  const rows = [...areaRows(figures), ...linkRows(figures.index), ...siteRows(figures)];
  return parse(rows, { GeoJSON: "geometry" });
}

function areaRows({ index, kecamatan }: MapFigures) {
  return kecamatan.map((row) => {
    const { area } = row;
    const boundaries = index.network.boundaries.filter(({ code }) => code === area.code);
    return {
      feature: "area",
      id: area.id,
      code: area.code,
      name: area.name,
      sites: row.sites,
      reach_core: row.reachCore,
      two_paths_yes: row.twoPathsYes,
      two_paths_not_proven: row.twoPathsNotProven,
      two_paths_no: row.twoPathsNo,
      attribution:
        boundaries.find(({ attribution }) => attribution !== undefined)?.attribution ?? null,
      geometry: areaGeometry(boundaries),
    };
  });
}

function areaGeometry(boundaries: readonly Boundary[]): Geometry | null {
  const polygons = boundaries.flatMap(({ geometry }) =>
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates,
  );
  const coordinates = polygons.map((rings) =>
    rings.map((ring, i) => wound(ring.map(rounded), i === 0)),
  );
  const [only] = coordinates;
  if (only === undefined) return null;
  return coordinates.length === 1
    ? { type: "Polygon", coordinates: only }
    : { type: "MultiPolygon", coordinates };
}

function linkRows(index: NetworkIndex) {
  const { network, places, routeLengthM } = index;
  return Array.from(network.links.values(), (link) => {
    const inService = index.linkOfId.get(link.id);
    const geometry =
      inService === undefined
        ? linkGeometry(network, link, places, routeLengthM)
        : index.geometry[inService]!;
    const [from, to] = link.ends.map((end) =>
      end === INTERNET ? undefined : places.get(end)?.point,
    );
    const line = [from, ...geometry.pieces.flatMap((piece) => [...lineOf(piece)]), to]
      .filter((point) => point !== undefined)
      .map(rounded)
      .filter((point, i, all) => i === 0 || point.join() !== all[i - 1]!.join());
    return {
      feature: "link",
      id: link.id,
      from: link.ends[0],
      to: link.ends[1],
      medium: link.medium,
      status: link.status,
      length_m: geometry.basis === "unknown" ? null : Math.round(geometry.lengthM),
      length_basis: geometry.basis,
      in_service: link.inService,
      // A line has two places at least (RFC 7946, 3.1.4); the internet has none.
      geometry: line.length < 2 ? null : { type: "LineString", coordinates: line },
    };
  });
}

function siteRows({ index, redundancies }: MapFigures) {
  return index.sites.map((site, node) => {
    const { point, accuracyM, source } = index.places.get(site.id)!;
    const { twoPaths, reachesCore } = redundancies[node]!;
    return {
      feature: "site",
      id: site.id,
      name: site.name,
      kind: site.kind,
      // Null: the point stands for the area, which is all that is known.
      position_source: source ?? null,
      accuracy_m: Number.isFinite(accuracyM) ? Math.round(accuracyM) : null,
      two_paths: twoPaths.answer,
      reaches_core: reachesCore,
      geometry: point === undefined ? null : { type: "Point", coordinates: rounded(point) },
    };
  });
}

/** Six decimals are 0.1 m, finer than anything here is known. */
function rounded(point: readonly number[]): Position {
  return [point[0]!, point[1]!].map((degrees) => Math.round(degrees * 1e6) / 1e6 + 0);
}

/** Outer rings counter-clockwise, holes clockwise (RFC 7946, 3.1.6), whatever the source has. */
function wound(ring: readonly Position[], outer: boolean): Position[] {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    twice += ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!;
  }
  return twice > 0 === outer ? [...ring] : ring.toReversed();
}
