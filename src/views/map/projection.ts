import { geoMercator } from "d3-geo";
import { distanceM, type LonLat } from "../../geo/line.ts";
import type { Box, Point } from "./scene-data.ts";

/** From the sphere to a frame on paper, north up. Mercator keeps shapes, and Indonesia lies where it hardly stretches. */
export interface Projection {
  readonly frame: Box;
  readonly toPixel: (point: LonLat) => Point;
  readonly toLonLat: (point: Point) => LonLat;
}

/** No map shows less than this, so that a single site is not magnified without end: about a kilometre. */
const SPAN_MIN_DEGREES = 0.01;

/** The projection that fits the points into the frame, leaving a margin on each side. O(points). */
export function fitProjection(points: readonly LonLat[], frame: Box, marginPx: number): Projection {
  const [west, south, east, north] = extentOf(points);
  const [dx, dy] = [widen(west, east), widen(south, north)];
  const corners: [number, number][] = [
    [west - dx, south - dy],
    [east + dx, north + dy],
  ];
  const projection = geoMercator().fitExtent(
    [
      [frame.minX + marginPx, frame.minY + marginPx],
      [frame.maxX - marginPx, frame.maxY - marginPx],
    ],
    { type: "MultiPoint", coordinates: corners },
  );
  // d3 answers null only for projections that leave out parts of the world.
  return {
    frame,
    toPixel: ([lon, lat]) => projection([lon, lat])!,
    toLonLat: ([x, y]) => projection.invert!([x, y])!,
  };
}

const widen = (low: number, high: number) => Math.max(0, SPAN_MIN_DEGREES - (high - low)) / 2;

/** West, south, east, north of the points; a village-sized box at 0, 0 when there are none. */
export function extentOf(points: readonly LonLat[]): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return points.length === 0 ? [0, 0, 0, 0] : [west, south, east, north];
}

/** Metres on the ground of one pixel at the middle of the frame. */
export function metresPerPixel({ frame, toLonLat }: Projection): number {
  const [x, y] = [(frame.minX + frame.maxX) / 2, (frame.minY + frame.maxY) / 2];
  return distanceM(toLonLat([x - 50, y]), toLonLat([x + 50, y])) / 100;
}

/** The longest length of the form 1, 2 or 5 times a power of ten that is at most this long. */
export function roundLengthM(longestM: number): number {
  const power = 10 ** Math.floor(Math.log10(longestM));
  const digit = [5, 2, 1].find((candidate) => candidate * power <= longestM) ?? 1;
  return digit * power;
}
