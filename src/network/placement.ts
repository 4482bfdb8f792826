import { distanceM, medoid, type LonLat } from "../geo/line.ts";
import { isInIndonesia } from "../geo/indonesia.ts";
import type { Boundary, Network, Placed } from "../model/network.ts";
import type { AreaId, SiteId } from "../model/ids.ts";
import type { PositionSource } from "../vocabulary.ts";

/**
 * Where something is, as well as that is known. `point` is undefined when nothing in the files says
 * where even its area lies; then distances are unknown and checks undecidable, and no mark is drawn.
 */
export interface Placement {
  readonly point: LonLat | undefined;
  /** The true place lies within this distance of the point. */
  readonly accuracyM: number;
  /** Undefined when the point stands for an area and not for the thing itself. */
  readonly source: PositionSource | undefined;
}

/** How a representative point for a boundary is found; it loads Turf, so it is handed in when there are boundaries. */
export type PointOfBoundary = (boundary: Boundary) => { point: LonLat; accuracyM: number };

/** Accuracy assumed for a position that states none, by how it was had: a hand-held GNSS fix. */
const SURVEYED_ACCURACY_M = 10;
/** Nothing is taken to be better placed by its area than this. */
const AREA_ACCURACY_MIN_M = 500;

/**
 * The place of every site: its own position, its building's, or a point that represents its area — the
 * medoid of what is placed there (a settled place), else the boundary's pole of inaccessibility, else
 * the same for the area above it. Deterministic. O(sites²) within one area.
 */
export function placements(
  network: Network,
  pointOfBoundary?: PointOfBoundary,
): ReadonlyMap<SiteId, Placement> {
  const areaPoint = areaPoints(network, pointOfBoundary);
  return new Map(
    Array.from(network.sites.values(), (site) => {
      const placed = site.building === undefined ? site : network.buildings.get(site.building);
      return [site.id, placementOf(placed ?? site, site.area, areaPoint)] as const;
    }),
  );
}

function placementOf(
  { position, location }: Placed,
  area: AreaId,
  areaPoint: (area: AreaId) => Placement,
): Placement {
  if (position === undefined || !isInIndonesia([position.lon, position.lat])) {
    return areaPoint(location?.area ?? area);
  }
  const { lon, lat, source } = position;
  const accuracyM = position.accuracyM ?? accuracyAsWritten(lon, lat);
  return { point: [lon, lat], accuracyM, source };
}

/** What the written decimals allow: a coordinate with four decimals cannot be better than half of 11 m. */
function accuracyAsWritten(lon: number, lat: number): number {
  const decimals = Math.max(...[lon, lat].map((value) => String(value).split(".")[1]?.length ?? 0));
  return Math.max(SURVEYED_ACCURACY_M, 111_195 / 10 ** decimals / 2);
}

function areaPoints(
  network: Network,
  pointOfBoundary: PointOfBoundary | undefined,
): (area: AreaId) => Placement {
  const known = new Map<AreaId, Placement>();
  let pointsOf: ReadonlyMap<AreaId, LonLat[]> | undefined;
  const unknown: Placement = { point: undefined, accuracyM: Infinity, source: undefined };
  const find = (area: AreaId): Placement => {
    pointsOf ??= pointsByArea(network);
    const settled = medoid(pointsOf.get(area) ?? []);
    if (settled !== undefined) {
      const accuracyM = pointsOf
        .get(area)!
        .reduce((most, point) => Math.max(most, distanceM(settled, point)), AREA_ACCURACY_MIN_M);
      return { point: settled, accuracyM, source: undefined };
    }
    const { code, parent } = network.areas.get(area) ?? {};
    const boundary = network.boundaries.find((candidate) => candidate.code === code);
    if (boundary !== undefined && pointOfBoundary !== undefined) {
      return { ...pointOfBoundary(boundary), source: undefined };
    }
    return parent === undefined ? unknown : areaPoint(parent);
  };
  const areaPoint = (area: AreaId): Placement => {
    let placement = known.get(area);
    if (placement === undefined) known.set(area, (placement = find(area)));
    return placement;
  };
  return areaPoint;
}

/** Points of what is placed in an area or in one below it. */
function pointsByArea(network: Network): Map<AreaId, LonLat[]> {
  const points = new Map<AreaId, LonLat[]>();
  for (const site of network.sites.values()) {
    const { position } = (site.building && network.buildings.get(site.building)) ?? site;
    if (position === undefined || !isInIndonesia([position.lon, position.lat])) continue;
    for (let area: AreaId | undefined = site.area; area !== undefined;) {
      const list = points.get(area);
      if (list === undefined) points.set(area, [[position.lon, position.lat]]);
      else list.push([position.lon, position.lat]);
      area = network.areas.get(area)?.parent;
    }
  }
  return points;
}
