import type { LonLat } from "../../geo/line.ts";
import type { Box, Point } from "./scene-data.ts";
import { fitProjection, type Projection } from "./projection.ts";

/** Shares of a map's sites that its inset is drawn around: most of the regency's, the thick of the town's. */
const SHARES = { inset: 0.62, inner: 0.4 } as const;
/** An inset that magnifies less is not worth its frame. */
const ZOOM_MIN = 1.8;
/** Where this share of the sites has no neighbour nearer than this on paper, no inset is needed. */
const CROWDED_PX = 26;
const CROWDED_SHARE = 0.4;
/** Candidates for the middle of an inset; more make it no better. */
const CANDIDATES_MAX = 300;
const MARGIN_PX = 46;
const GAP_PX = 14;

/**
 * How the sheet is divided: one map, or, where most sites crowd in a small part of it, a main map and an
 * inset beside or below it, whichever leaves the main map larger; and once more inside the inset. An
 * inset shows the smallest circle around a site that holds a fixed share of the sites of the map before it.
 * First the main map, each inset after the map that it enlarges.
 * O(sites²) up to 300 sites, then O(300 · sites log sites).
 * @param extent points that the main map shows at least
 * @param sites places of the sites, several alike when several stand in one place
 */
export function divideSheet(
  extent: readonly LonLat[],
  sites: readonly LonLat[],
  region: Box,
): Projection[] {
  const whole = fitProjection(extent, region, MARGIN_PX);
  const crowd = crowdOf(sites, whole, SHARES.inset);
  if (crowd === undefined) return [whole];
  const aspect = aspectOf(extent, whole);
  const two = splitRegion(region, aspect);
  const main = fitProjection(extent, two.main, MARGIN_PX / 2);
  const inset = fitProjection(crowd, two.inset, MARGIN_PX);
  if (zoomOf(main, inset) < ZOOM_MIN) return [whole];
  const inner = crowdOf(
    sites.filter((site) => isInside(inset.frame, inset.toPixel(site))),
    inset,
    SHARES.inner,
  );
  if (inner === undefined) return [main, inset];
  const three = splitInThree(region, aspect);
  const maps = [
    fitProjection(extent, three.main, MARGIN_PX / 2),
    fitProjection(crowd, three.inset, MARGIN_PX),
    fitProjection(inner, three.inner, MARGIN_PX),
  ] as const;
  return zoomOf(maps[1], maps[2]) < ZOOM_MIN ? [main, inset] : [...maps];
}

/** How many times larger the second map is. */
export function zoomOf(main: Projection, inset: Projection): number {
  const { minX, minY, maxX } = inset.frame;
  const [left] = main.toPixel(inset.toLonLat([minX, minY]));
  const [right] = main.toPixel(inset.toLonLat([maxX, minY]));
  return (maxX - minX) / (right - left);
}

/** The sites that crowd, when they do: too many stand next to each other on paper. */
function crowdOf(
  sites: readonly LonLat[],
  { toPixel }: Projection,
  share: number,
): LonLat[] | undefined {
  const distinct = [...new Map(sites.map((site) => [site.join(), site])).values()];
  if (distinct.length < 8) return undefined;
  const points = distinct.map(toPixel);
  const step = Math.max(1, Math.ceil(points.length / CANDIDATES_MAX));
  const candidates = points.filter((_, i) => i % step === 0);
  const gaps = candidates.map((point) => {
    let gap = Infinity;
    for (const other of points) if (other !== point) gap = Math.min(gap, far(point, other));
    return gap;
  });
  if (quantile(gaps, CROWDED_SHARE) > CROWDED_PX) return undefined;
  let best: { middle: Point; radius: number } | undefined;
  for (const middle of candidates) {
    const radius = quantile(
      points.map((point) => far(middle, point)),
      share,
    );
    if (best === undefined || radius < best.radius) best = { middle, radius };
  }
  const { middle, radius } = best!;
  return distinct.filter((_, i) => far(middle, points[i]!) <= radius);
}

/** Width over height of the points on paper. */
function aspectOf(extent: readonly LonLat[], { toPixel }: Projection): number {
  const points = extent.map(toPixel);
  const span = (axis: 0 | 1) => {
    let [low, high] = [Infinity, -Infinity];
    for (const point of points) {
      low = Math.min(low, point[axis]);
      high = Math.max(high, point[axis]);
    }
    return Math.max(1, high - low);
  };
  return span(0) / span(1);
}

/** Main map and inset: side by side or one above the other, whichever leaves the main map larger. */
function splitRegion(region: Box, aspect: number): { main: Box; inset: Box } {
  const [width, height] = sizeOf(region);
  const mainWidth = clamp(height * aspect, 0.36 * width, 0.58 * width);
  const mainHeight = clamp(width / aspect, 0.36 * height, 0.58 * height);
  return Math.min(mainWidth / aspect, height) >= Math.min(width / aspect, mainHeight)
    ? splitAt(region, "x", mainWidth)
    : splitAt(region, "y", mainHeight);
}

/** Main map, inset and inset of the inset: a tall map leaves room below it, a wide one takes a row. */
function splitInThree(region: Box, aspect: number): { main: Box; inset: Box; inner: Box } {
  const [width, height] = sizeOf(region);
  const columnWidth = 0.47 * width;
  const mainHeight = clamp(columnWidth / aspect, 0.46 * height, 0.62 * height);
  const rowHeight = clamp(width / aspect, 0.36 * height, 0.55 * height);
  if (Math.min(columnWidth / aspect, mainHeight) >= Math.min(width / aspect, rowHeight)) {
    const columns = splitAt(region, "x", columnWidth);
    const rows = splitAt(columns.main, "y", mainHeight);
    return { main: rows.main, inset: columns.inset, inner: rows.inset };
  }
  const rows = splitAt(region, "y", rowHeight);
  const columns = splitAt(rows.inset, "x", 0.55 * width);
  return { main: rows.main, inset: columns.main, inner: columns.inset };
}

function splitAt(region: Box, axis: "x" | "y", at: number): { main: Box; inset: Box } {
  const { minX, minY } = region;
  return axis === "x"
    ? { main: { ...region, maxX: minX + at }, inset: { ...region, minX: minX + at + GAP_PX } }
    : { main: { ...region, maxY: minY + at }, inset: { ...region, minY: minY + at + GAP_PX } };
}

const sizeOf = ({ minX, minY, maxX, maxY }: Box) => [maxX - minX, maxY - minY] as const;
const isInside = ({ minX, minY, maxX, maxY }: Box, [x, y]: Point) =>
  x >= minX && x <= maxX && y >= minY && y <= maxY;
const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const far = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** The smallest value that the share of all does not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share))]!;
}
