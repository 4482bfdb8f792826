import { distanceM, nearestOnLine, pointsEvery, type Line } from "./line.ts";

/** Two lines this near to each other … */
export const CORRIDOR_WIDTH_M = 15;
/** … for this long share a corridor: one digger, one fire, one fallen tree. */
export const CORRIDOR_LENGTH_M = 100;
/** Spacing of the points at which nearness is measured. */
const STEP_M = 10;

/** A stretch that two lines have in common, in metres along each. */
export interface Corridor {
  readonly first: number;
  readonly second: number;
  readonly onFirst: readonly [fromM: number, toM: number];
  readonly onSecond: readonly [fromM: number, toM: number];
}

/**
 * Stretches of at least 100 m on which two lines run within 15 m of each other, measured every 10 m,
 * in order of the lines. Crossing lines do not count: they are near for a few metres only.
 * O(pairs whose boxes meet · points · length / 10 m).
 */
export function sharedCorridors(lines: readonly Line[]): Corridor[] {
  const boxes = lines.map(boxOf);
  const corridors: Corridor[] = [];
  for (let first = 0; first < lines.length; first++) {
    for (let second = first + 1; second < lines.length; second++) {
      if (!boxesMeet(boxes[first]!, boxes[second]!)) continue;
      const near = nearPieces(lines[first]!, lines[second]!);
      // Most pairs of streets end here, and of the others only the pieces that come near are walked.
      if (near.includes(true)) corridors.push(...corridorsOf(lines, first, second, near));
    }
  }
  return corridors;
}

function corridorsOf(
  lines: readonly Line[],
  first: number,
  second: number,
  near: readonly boolean[],
): Corridor[] {
  const [a, b] = [lines[first]!, lines[second]!];
  const found: Corridor[] = [];
  let start: { atM: number; otherM: number } | undefined;
  let last = { atM: 0, otherM: 0 };
  const close = () => {
    if (start !== undefined && last.atM - start.atM >= CORRIDOR_LENGTH_M) {
      found.push({
        first,
        second,
        onFirst: [start.atM, last.atM],
        onSecond:
          start.otherM <= last.otherM ? [start.otherM, last.otherM] : [last.otherM, start.otherM],
      });
    }
    start = undefined;
  };
  for (const { atM, point, piece } of pointsEvery(a, STEP_M)) {
    const nearest = near[piece] ? nearestOnLine(b, point) : undefined;
    if (nearest === undefined || nearest.distanceM > CORRIDOR_WIDTH_M) {
      close();
      continue;
    }
    last = { atM, otherM: nearest.alongM };
    start ??= last;
  }
  close();
  return found;
}

type Box = readonly [west: number, south: number, east: number, north: number];

/** For each piece of one line whether it comes near one of the other. */
function nearPieces(a: Line, b: Line): boolean[] {
  const boxes = (line: Line) => line.slice(1).map((point, i) => boxOf([line[i]!, point]));
  const others = boxes(b);
  return boxes(a).map((box) => others.some((other) => boxesMeet(box, other)));
}

function boxOf(line: Line): Box {
  const [lon, lat] = line[0]!;
  return line.reduce<Box>(
    ([west, south, east, north], [x, y]) => [
      Math.min(west, x),
      Math.min(south, y),
      Math.max(east, x),
      Math.max(north, y),
    ],
    [lon, lat, lon, lat],
  );
}

/** A degree of latitude in metres; of longitude it is less, so this margin is on the safe side only near the equator. */
const DEGREE_M = distanceM([0, 0], [0, 1]);

function boxesMeet(a: Box, b: Box): boolean {
  // Indonesia lies within 11° of the equator, where a degree of longitude is at least 0.98 of this.
  const margin = (CORRIDOR_WIDTH_M / DEGREE_M) * 1.1;
  return (
    a[0] - margin <= b[2] && b[0] - margin <= a[2] && a[1] - margin <= b[3] && b[1] - margin <= a[3]
  );
}
