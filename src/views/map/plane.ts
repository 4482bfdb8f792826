/** Polygons on paper: points in pixels, rings open (the last point is not the first). */
import type { Point } from "./scene-data.ts";

/** Whether the point lies in the area that the rings enclose, by the even-odd rule. O(points). */
export function inRings(rings: readonly (readonly Point[])[], [x, y]: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i]!;
      const [bx, by] = ring[j]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

/** The part of a convex polygon inside another convex one (Sutherland and Hodgman 1974). O(n · m). */
export function clipConvex(polygon: readonly Point[], window: readonly Point[]): Point[] {
  // The window's turn decides which side of its edges is inside.
  const turn = Math.sign(signedArea(window)) || 1;
  let kept: Point[] = [...polygon];
  for (let i = 0; i < window.length && kept.length > 0; i++) {
    const [a, b] = [window[i]!, window[(i + 1) % window.length]!];
    const side = ([x, y]: Point) =>
      turn * ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]));
    const next: Point[] = [];
    kept.forEach((point, j) => {
      const before = kept[(j + kept.length - 1) % kept.length]!;
      const [now, then] = [side(point), side(before)];
      if (now >= 0 !== then >= 0) {
        const share = then / (then - now);
        next.push([
          before[0] + (point[0] - before[0]) * share,
          before[1] + (point[1] - before[1]) * share,
        ]);
      }
      if (now >= 0) next.push(point);
    });
    kept = next;
  }
  return kept;
}

/** The convex hull of points (Andrew's monotone chain 1979), counter-clockwise in a y-up plane. O(n log n). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [...halfHull(sorted), ...halfHull(sorted.toReversed())];
}

/** The chain that keeps turning left, without its last point, with which the other half begins. */
function halfHull(list: readonly Point[]): Point[] {
  const chain: Point[] = [];
  for (const point of list) {
    while (chain.length >= 2 && turnOf(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
    chain.push(point);
  }
  chain.pop();
  return chain;
}

/** Twice the area, positive when the ring turns counter-clockwise in a y-up plane. */
function signedArea(ring: readonly Point[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  }
  return sum;
}

const turnOf = (a: Point, b: Point, c: Point) =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
