import { Delaunay } from "d3-delaunay";
import type { LonLat } from "../../geo/line.ts";
import type { Point } from "./scene-data.ts";
import { clipConvex, convexHull } from "./plane.ts";
import { fitProjection } from "./projection.ts";

/** A site's cell: all that lies nearer to it than to any other. */
export interface Cells {
  /** One ring a seed, in [lon, lat]; empty for a seed at the place of an earlier one. */
  readonly rings: readonly (readonly LonLat[])[];
  /** Stretches between cells of different owners, and the outer edge. */
  readonly borders: readonly (readonly LonLat[])[];
}

export interface Seed {
  readonly at: LonLat;
  readonly owner: string;
}

/** Side of the plane on which cells are computed; only ratios matter. */
const PLANE = 1000;
/** How far the cells reach past the outermost sites, as a share of the plane. */
const PADDING = PLANE * 0.045;

/**
 * The Voronoi cells of the seeds, cut off at their padded convex hull. They say which site is nearest
 * and nothing about where an area ends. Computed in Mercator's plane. O(seeds log seeds).
 */
export function voronoiCells(seeds: readonly Seed[]): Cells {
  if (seeds.length === 0) return { rings: [], borders: [] };
  const frame = { minX: 0, minY: 0, maxX: PLANE, maxY: PLANE };
  const { toPixel, toLonLat } = fitProjection(
    seeds.map(({ at }) => at),
    frame,
    0,
  );
  const points = seeds.map(({ at }) => toPixel(at));
  const hull = convexHull(points.flatMap(around));
  const firstAt = new Map<string, number>();
  const distinct: number[] = [];
  points.forEach((point, seed) => {
    const key = point.join();
    if (firstAt.has(key)) return;
    firstAt.set(key, seed);
    distinct.push(seed);
  });
  const reach = 4 * PLANE;
  const voronoi = new Delaunay(
    Float64Array.from(distinct.flatMap((seed) => [...points[seed]!])),
  ).voronoi([-reach, -reach, reach, reach]);
  const cellOf = new Map<number, Point[]>();
  distinct.forEach((seed, cell) => {
    const ring: Point[] = (voronoi.cellPolygon(cell) ?? []).slice(0, -1);
    cellOf.set(seed, clipConvex(ring, hull));
  });
  const borders: Point[][] = [];
  distinct.forEach((seed, cell) => {
    const neighbours = [...voronoi.neighbors(cell)].map((other) => distinct[other]!);
    const ring = cellOf.get(seed)!;
    ring.forEach((from, i) => {
      const to = ring[(i + 1) % ring.length]!;
      const across = neighbours.find((other) =>
        [from, to].every((corner) => alike(corner, points[seed]!, points[other]!)),
      );
      // Each edge is met from both sides: the lower seed draws it.
      if (across === undefined || (seed < across && seeds[seed]!.owner !== seeds[across]!.owner)) {
        borders.push([from, to]);
      }
    });
  });
  return {
    rings: seeds.map((_, seed) => (cellOf.get(seed) ?? []).map(toLonLat)),
    borders: borders.map((line) => line.map(toLonLat)),
  };
}

/** Twelve points around a point, so that the hull of all is padded and round at its corners. */
function around([x, y]: Point): Point[] {
  return Array.from({ length: 12 }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / 12;
    return [x + PADDING * Math.cos(angle), y + PADDING * Math.sin(angle)];
  });
}

/** Whether a corner is as far from one point as from the other, to a millionth of the plane. */
function alike(corner: Point, a: Point, b: Point): boolean {
  const far = (to: Point) => Math.hypot(corner[0] - to[0], corner[1] - to[1]);
  return Math.abs(far(a) - far(b)) < PLANE * 1e-6;
}
