import { booleanPointInPolygon } from "@turf/turf";
import polylabel from "polylabel";
import type { MultiPolygon, Polygon, Position } from "geojson";
import { distanceM, nearestOnLine, type LonLat } from "./line.ts";

/** Areas on the map. This file loads Turf: import it only where boundaries are at hand. */
export type Area = Polygon | MultiPolygon;

/** Whether the point lies in the area (on its border counts as inside). O(vertices). */
export function contains(area: Area, point: LonLat): boolean {
  return booleanPointInPolygon([...point], area);
}

/** Distance from a point to the nearest part of the area's border, in metres, from either side. O(vertices). */
export function distanceToBorderM(area: Area, point: LonLat): number {
  return ringsOf(area).reduce(
    (least, ring) => Math.min(least, nearestOnLine(ring as unknown as LonLat[], point).distanceM),
    Number.POSITIVE_INFINITY,
  );
}

/**
 * The point of the area's largest part that is farthest from its border (pole of inaccessibility;
 * Agafonkin 2016), with the distance from it to the farthest corner of the whole area: whatever
 * stands in the area stands within that distance. O(vertices · log precision).
 */
export function representativePoint(area: Area): { point: LonLat; accuracyM: number } {
  const polygons = area.type === "Polygon" ? [area.coordinates] : area.coordinates;
  const largest = polygons.reduce((best, next) =>
    ringArea(next[0]!) > ringArea(best[0]!) ? next : best,
  );
  const [lon, lat] = polylabel(largest as [number, number][][], 1e-4);
  const point: LonLat = [lon, lat];
  const corners = ringsOf(area).flat() as unknown as LonLat[];
  const accuracyM = corners.reduce((most, corner) => Math.max(most, distanceM(point, corner)), 0);
  return { point, accuracyM };
}

const ringsOf = (area: Area): Position[][] =>
  area.type === "Polygon" ? area.coordinates : area.coordinates.flat();

/** Twice the planar area of a ring in square degrees (shoelace), for comparing only. */
function ringArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    sum += ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!;
  }
  return Math.abs(sum);
}
