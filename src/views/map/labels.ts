import RBush from "rbush";
import type { Box, Label, Point } from "./scene-data.ts";
import { roundBox, roundPoint } from "./scene-data.ts";
import { inRings } from "./plane.ts";
import type { MeasureText } from "./font.ts";

/** A text that wants a place beside a mark. */
export interface LabelWish {
  readonly lines: readonly string[];
  /** What it belongs to and may not cover. */
  readonly beside: Box;
  readonly sizePx: number;
  readonly colour: string;
  readonly heavy: boolean;
  readonly what: "site" | "uplink";
  /** Whether it may stand further off, joined to its mark by a thin line. */
  readonly mayLead: boolean;
}

/** A name that wants a place inside an area. */
export interface AreaWish {
  readonly lines: readonly string[];
  readonly rings: readonly (readonly Point[])[];
  /** The other areas, in which its name may not stand with as much as a corner. */
  readonly others: readonly (readonly (readonly Point[])[])[];
  readonly sizePx: number;
  readonly colour: string;
}

/** What labels keep clear of: boxes never, lines where possible. */
export interface Ground {
  readonly frame: Box;
  readonly obstacles: readonly Box[];
  readonly lines: readonly (readonly Point[])[];
}

/** Clear space around a label. */
const PADDING_PX = 1.5;
const LINE_HEIGHT = 1.15;
/** Parts of a line's height above and below its baseline that letters fill, in Noto Sans. */
const ASCENT = 0.8;
const DESCENT = 0.24;
/** What it costs a label to lie on a line, in pixels away from its mark. */
const LINE_COST = 14;
/** How far off its mark a label may stand, nearest first. */
const LEADERS_PX = [0, 12, 24, 38] as const;
/** Points of an area at which its name is tried, along each side. */
const AREA_STEPS = 30;

/**
 * A placer for the labels of one map. Labels come in order of importance; each takes the best of its
 * places that is inside the frame and free of obstacles and of labels placed before (greedy point-feature
 * labelling, Christensen, Marks and Shieber 1995), or none. O(log n) a place, plus the lines it meets.
 */
export class LabelPlacer {
  readonly #frame: Box;
  readonly #measure: MeasureText;
  readonly #taken = new RBush<Box>();
  readonly #leaders = new RBush<Segment>();
  readonly #lines = new RBush<Segment>();

  constructor({ frame, obstacles, lines }: Ground, measure: MeasureText) {
    this.#frame = grown(frame, -4);
    this.#measure = measure;
    this.#taken.load([...obstacles]);
    this.#lines.load(lines.flatMap((line) => line.slice(1).map((to, i) => segment(line[i]!, to))));
  }

  /**
   * The label at the best of eight places around its mark, or of eight further off with a leader when it
   * may have one; undefined when none is free.
   */
  beside(wish: LabelWish): Label | undefined {
    const [widthPx, heightPx] = this.#size(wish);
    let best: { label: Label; box: Box; cost: number } | undefined;
    for (const gapPx of wish.mayLead ? LEADERS_PX : [0]) {
      for (const { x, y, anchor, cost } of eightPlaces(
        grown(wish.beside, gapPx),
        widthPx,
        heightPx,
      )) {
        const box = { minX: x, minY: y, maxX: x + widthPx, maxY: y + heightPx };
        const leader = gapPx === 0 ? undefined : leaderOf(wish.beside, box);
        if (!this.#isFree(box) || (leader && this.#isBlocked(leader, wish.beside))) continue;
        const total = cost + gapPx + LINE_COST * this.#linesUnder(box);
        if (best === undefined || total < best.cost) {
          const label = this.#label(wish, box, anchor);
          best = { label: { ...label, leader: leader?.map(roundPoint) }, box, cost: total };
        }
      }
      // Further off is only better than across a line.
      if (best !== undefined && best.cost < gapPx + LINE_COST) break;
    }
    if (best === undefined) return undefined;
    this.#taken.insert(best.box);
    const [from, to] = best.label.leader ?? [];
    if (from !== undefined && to !== undefined) {
      const leader = segment(from, to);
      this.#lines.insert(leader);
      this.#leaders.insert(leader);
    }
    return best.label;
  }

  /** The label inside its area, as near to its middle as there is room; undefined when there is none. */
  inside(wish: AreaWish): Label | undefined {
    const [widthPx, heightPx] = this.#size({ ...wish, heavy: true });
    const extent = clipped(boxOf(wish.rings.flat()), this.#frame);
    if (extent === undefined) return undefined;
    const spots: Point[] = [];
    for (let i = 0; i <= AREA_STEPS; i++) {
      for (let j = 0; j <= AREA_STEPS; j++) {
        const spot: Point = [
          extent.minX + ((extent.maxX - extent.minX) * i) / AREA_STEPS,
          extent.minY + ((extent.maxY - extent.minY) * j) / AREA_STEPS,
        ];
        if (inRings(wish.rings, spot)) spots.push(spot);
      }
    }
    if (spots.length === 0) return undefined;
    const reach = grown(extent, widthPx + heightPx);
    const others = wish.others.filter((rings) => clipped(boxOf(rings.flat()), reach) !== undefined);
    const middle: Point = [mean(spots.map(([x]) => x)), mean(spots.map(([, y]) => y))];
    let best: { box: Box; cost: number } | undefined;
    for (const [x, y] of spots) {
      const box = {
        minX: x - widthPx / 2,
        minY: y - heightPx / 2,
        maxX: x + widthPx / 2,
        maxY: y + heightPx / 2,
      };
      if (!this.#isFree(grown(box, 3))) continue;
      const out = cornersOf(box).filter((corner) => !inRings(wish.rings, corner));
      const cost =
        Math.hypot(x - middle[0], y - middle[1]) + 60 * out.length + 70 * this.#linesUnder(box);
      if (best !== undefined && cost >= best.cost) continue;
      if (!out.some((corner) => others.some((rings) => inRings(rings, corner))))
        best = { box, cost };
    }
    if (best === undefined) return undefined;
    this.#taken.insert(best.box);
    return this.#label({ ...wish, heavy: true, what: "area" }, best.box, "middle");
  }

  #size({ lines, sizePx, heavy }: { lines: readonly string[]; sizePx: number; heavy: boolean }) {
    // Heavy letters are drawn with a stroke of their own colour.
    const extra = heavy ? 1 : 0;
    const width = Math.max(...lines.map((line) => this.#measure(line, sizePx))) + extra;
    const height = sizePx * (ASCENT + DESCENT + (lines.length - 1) * LINE_HEIGHT);
    return [width + 2 * PADDING_PX, height + 2 * PADDING_PX] as const;
  }

  #isFree(box: Box): boolean {
    const frame = this.#frame;
    return (
      box.minX >= frame.minX &&
      box.minY >= frame.minY &&
      box.maxX <= frame.maxX &&
      box.maxY <= frame.maxY &&
      !this.#taken.collides(box) &&
      !this.#leaders.search(box).some(({ from, to }) => meets(from, to, box))
    );
  }

  /** A leader may cross links, but no other leader, no name and no mark other than its own. */
  #isBlocked([from, to]: readonly [Point, Point], own: Box): boolean {
    const near = boxOf([from, to]);
    return (
      this.#leaders.search(near).some((other) => cross(from, to, other.from, other.to)) ||
      this.#taken.search(near).some((box) => !holds(grown(own, 0.5), box) && meets(from, to, box))
    );
  }

  #linesUnder(box: Box): number {
    return this.#lines.search(box).filter(({ from, to }) => meets(from, to, box)).length;
  }

  #label(
    wish: Omit<LabelWish, "beside" | "what" | "mayLead"> & { what: Label["what"] },
    box: Box,
    anchor: Label["anchor"],
  ): Label {
    const x =
      anchor === "start"
        ? box.minX + PADDING_PX
        : anchor === "end"
          ? box.maxX - PADDING_PX
          : (box.minX + box.maxX) / 2;
    return {
      lines: wish.lines,
      box: roundBox(box),
      at: roundPoint([x, box.minY + PADDING_PX + ASCENT * wish.sizePx]),
      anchor,
      sizePx: wish.sizePx,
      lineHeightPx: LINE_HEIGHT * wish.sizePx,
      colour: wish.colour,
      heavy: wish.heavy,
      what: wish.what,
      leader: undefined,
    };
  }
}

/** Places around a mark, best first: right, left, then the corners, above and below (Imhof 1975). */
function eightPlaces(mark: Box, width: number, height: number) {
  const [left, right] = [mark.minX - width - 1, mark.maxX + 1];
  const [above, below] = [mark.minY - height, mark.maxY];
  const middleX = (mark.minX + mark.maxX - width) / 2;
  const middleY = (mark.minY + mark.maxY - height) / 2;
  return [
    { x: right, y: middleY, anchor: "start", cost: 0 },
    { x: left, y: middleY, anchor: "end", cost: 1 },
    { x: right - 2, y: above + 3, anchor: "start", cost: 1.5 },
    { x: right - 2, y: below - 3, anchor: "start", cost: 2 },
    { x: left + 2, y: above + 3, anchor: "end", cost: 2.5 },
    { x: left + 2, y: below - 3, anchor: "end", cost: 3 },
    { x: middleX, y: above - 1, anchor: "middle", cost: 3.5 },
    { x: middleX, y: below + 1, anchor: "middle", cost: 4 },
  ] as const;
}

/** From the nearest point of the mark's box to the nearest of the label's. */
function leaderOf(mark: Box, label: Box): readonly [Point, Point] {
  const middle: Point = [(mark.minX + mark.maxX) / 2, (mark.minY + mark.maxY) / 2];
  const end = nearestIn(label, middle);
  return [nearestIn(mark, end), end];
}

const nearestIn = ({ minX, minY, maxX, maxY }: Box, [x, y]: Point): Point => [
  Math.min(maxX, Math.max(minX, x)),
  Math.min(maxY, Math.max(minY, y)),
];

const grown = ({ minX, minY, maxX, maxY }: Box, by: number): Box => ({
  minX: minX - by,
  minY: minY - by,
  maxX: maxX + by,
  maxY: maxY + by,
});

const holds = (outer: Box, inner: Box): boolean =>
  inner.minX >= outer.minX &&
  inner.minY >= outer.minY &&
  inner.maxX <= outer.maxX &&
  inner.maxY <= outer.maxY;

type Segment = Box & { readonly from: Point; readonly to: Point };

function segment(from: Point, to: Point): Segment {
  return { from, to, ...boxOf([from, to]) };
}

/** The smallest box around points. */
export function boxOf(points: readonly Point[]): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return { minX, minY, maxX, maxY };
}

function clipped(box: Box, frame: Box): Box | undefined {
  const part = {
    minX: Math.max(box.minX, frame.minX),
    minY: Math.max(box.minY, frame.minY),
    maxX: Math.min(box.maxX, frame.maxX),
    maxY: Math.min(box.maxY, frame.maxY),
  };
  return part.minX < part.maxX && part.minY < part.maxY ? part : undefined;
}

const cornersOf = ({ minX, minY, maxX, maxY }: Box): Point[] => [
  [minX, minY],
  [maxX, minY],
  [maxX, maxY],
  [minX, maxY],
];

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether two stretches cross; touching ends do not count. */
function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** Whether a stretch has a point in the box (Liang and Barsky 1984). */
function meets(from: Point, to: Point, box: Box): boolean {
  let [enter, leave] = [0, 1];
  const sides = [
    [from[0], to[0] - from[0], box.minX, box.maxX],
    [from[1], to[1] - from[1], box.minY, box.maxY],
  ] as const;
  for (const [start, step, low, high] of sides) {
    if (step === 0) {
      if (start < low || start > high) return false;
      continue;
    }
    const [a, b] = [(low - start) / step, (high - start) / step];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter <= leave;
}
