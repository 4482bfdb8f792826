/**
 * Points and lines on the sphere: [lon, lat] in degrees, lengths in metres. Haversine on the mean
 * earth radius of the IUGG, as Turf does; written here because `rajut check` needs only this much and
 * importing Turf costs it more than the check itself. A test holds it against Turf.
 */
export type LonLat = readonly [lon: number, lat: number];
export type Line = readonly LonLat[];

/** Mean earth radius R₁ of GRS 80 (Moritz 2000), in metres. */
export const EARTH_RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Great-circle distance in metres (haversine; exact on the sphere, within 0.6 % of the ellipsoid). */
export function distanceM([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const halfLat = Math.sin(((latB - latA) * RADIANS) / 2);
  const halfLon = Math.sin(((lonB - lonA) * RADIANS) / 2);
  const h =
    halfLat * halfLat + Math.cos(latA * RADIANS) * Math.cos(latB * RADIANS) * halfLon * halfLon;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Distance from the line's beginning to each of its points, in metres; the last is its length. O(points). */
export function distancesAlongM(line: Line): Float64Array {
  const along = new Float64Array(line.length);
  for (let i = 1; i < line.length; i++) {
    along[i] = along[i - 1]! + distanceM(line[i - 1]!, line[i]!);
  }
  return along;
}

/** Length of a line in metres. */
export function lengthOfM(line: Line): number {
  return distancesAlongM(line).at(-1) ?? 0;
}

/** The point at a distance from the line's beginning, clamped to its ends. O(points). */
export function pointAlong(line: Line, atM: number): LonLat {
  const along = distancesAlongM(line);
  if (atM <= 0) return line[0]!;
  for (let i = 1; i < line.length; i++) {
    if (along[i]! >= atM) {
      const share = (atM - along[i - 1]!) / (along[i]! - along[i - 1]!);
      return between(line[i - 1]!, line[i]!, share);
    }
  }
  return line.at(-1)!;
}

/** Points along a line every so many metres with the piece that each is on, its two ends included. O(points + length / step). */
export function* pointsEvery(
  line: Line,
  stepM: number,
): Generator<{ readonly atM: number; readonly point: LonLat; readonly piece: number }> {
  const along = distancesAlongM(line);
  const lengthM = along.at(-1)!;
  let piece = 1;
  for (let atM = 0; atM < lengthM; atM += stepM) {
    // Past what is already behind, and past points that stand on top of each other.
    while (along[piece]! <= atM) piece++;
    const share = (atM - along[piece - 1]!) / (along[piece]! - along[piece - 1]!);
    yield { atM, point: between(line[piece - 1]!, line[piece]!, share), piece: piece - 1 };
  }
  yield { atM: lengthM, point: line.at(-1)!, piece: line.length - 2 };
}

/** The stretch of a line between two distances from its beginning; turned round when `fromM` is larger. O(points). */
export function stretch(line: Line, fromM: number, toM: number): LonLat[] {
  const [low, high] = fromM <= toM ? [fromM, toM] : [toM, fromM];
  const along = distancesAlongM(line);
  const inner = line.filter((_, i) => along[i]! > low && along[i]! < high);
  const part = [pointAlong(line, low), ...inner, pointAlong(line, high)];
  return fromM <= toM ? part : part.toReversed();
}

/** The nearest point of a line: its distance and how far along the line it lies, in metres. O(points). */
export function nearestOnLine(line: Line, point: LonLat): { distanceM: number; alongM: number } {
  // On stretches of some kilometres the plane that touches the sphere at the point is exact enough.
  const scale = Math.cos(point[1] * RADIANS);
  let bestSquared = Number.POSITIVE_INFINITY;
  let bestPiece = 0;
  let bestShare = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const ax = (a[0] - point[0]) * scale;
    const ay = a[1] - point[1];
    const dx = (b[0] - a[0]) * scale;
    const dy = b[1] - a[1];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / length));
    const [x, y] = [ax + share * dx, ay + share * dy];
    const squared = x * x + y * y;
    if (squared < bestSquared) [bestSquared, bestPiece, bestShare] = [squared, i, share];
  }
  if (bestPiece === 0) return { distanceM: distanceM(line[0]!, point), alongM: 0 };
  const along = distancesAlongM(line.slice(0, bestPiece + 1));
  const start = along[bestPiece - 1]!;
  return {
    distanceM: distanceM(between(line[bestPiece - 1]!, line[bestPiece]!, bestShare), point),
    alongM: start + bestShare * (along[bestPiece]! - start),
  };
}

const between = (a: LonLat, b: LonLat, share: number): LonLat => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];

/** Past this many points the medoid is taken as the point nearest to their mean. */
const MEDOID_EXACT_MAX = 500;

/**
 * The point of the list with the smallest sum of distances to the others (the medoid), ties to the
 * first; of a long list the point nearest to the mean. O(n²) up to 500 points, else O(n).
 */
export function medoid(points: readonly LonLat[]): LonLat | undefined {
  const others = points.length <= MEDOID_EXACT_MAX ? points : [meanOf(points)];
  let best: LonLat | undefined;
  let bestSum = Number.POSITIVE_INFINITY;
  for (const point of points) {
    const sum = others.reduce((total, other) => total + distanceM(point, other), 0);
    if (sum < bestSum) [best, bestSum] = [point, sum];
  }
  return best;
}

function meanOf(points: readonly LonLat[]): LonLat {
  const sum = points.reduce(([x, y], [lon, lat]) => [x + lon, y + lat] as const, [0, 0] as LonLat);
  return [sum[0] / points.length, sum[1] / points.length];
}
