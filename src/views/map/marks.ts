import type { LonLat } from "../../geo/line.ts";
import type { Site } from "../../model/network.ts";
import type { PositionSource } from "../../vocabulary.ts";
import { compareText } from "../../text/order.ts";
import type { MeasureText } from "./font.ts";
import type { Box, Point } from "./scene-data.ts";
import { LABEL_ORDER, MARKS, TEXT_PX, type Certainty } from "./style.ts";

/** A site that has a place. */
export interface PlacedSite {
  readonly site: Site;
  readonly at: LonLat;
  readonly certainty: Certainty;
  readonly cutOff: boolean;
}

/** Sites that look the same and stand in one place. */
export interface Mark {
  readonly members: readonly PlacedSite[];
  readonly at: Point;
  readonly radiusPx: number;
}

/** All marks of one place, side by side. */
export interface MarkGroup {
  readonly at: Point;
  readonly marks: readonly Mark[];
  readonly members: readonly PlacedSite[];
  readonly box: Box;
}

/** Marks nearer than this cannot be told apart and are drawn as one place. */
const SAME_PLACE_PX = 9;
const GAP_PX = 3;
const COLUMNS = 3;

/** The certainty that a source allows: only what was surveyed or is official may look certain. */
export function certaintyOf(source: PositionSource | undefined): Certainty {
  if (source === undefined) return "area-only";
  return source === "surveyed" || source === "official" ? "known" : "approximate";
}

const CERTAINTIES: readonly Certainty[] = ["known", "approximate", "area-only"];

/** More important kinds first, then those that are better placed, then by id. */
function byImportance(a: PlacedSite, b: PlacedSite): number {
  return (
    LABEL_ORDER.indexOf(a.site.kind) - LABEL_ORDER.indexOf(b.site.kind) ||
    CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty) ||
    compareText(a.site.id, b.site.id)
  );
}

/**
 * Sites on paper: what falls on one place is set side by side, one mark for each kind and certainty with
 * its count, the first on the place itself. In order of the most important member. O(sites log sites).
 */
export function markGroups(
  sites: readonly PlacedSite[],
  toPixel: (point: LonLat) => Point,
  measure: MeasureText,
): MarkGroup[] {
  const places = new Map<string, { at: Point; members: PlacedSite[] }[]>();
  const all: { at: Point; members: PlacedSite[] }[] = [];
  for (const placed of [...sites].sort(byImportance)) {
    const at = toPixel(placed.at);
    const [column, row] = at.map((value) => Math.floor(value / SAME_PLACE_PX)) as [number, number];
    let place: { at: Point; members: PlacedSite[] } | undefined;
    for (let dx = -1; dx <= 1 && place === undefined; dx++) {
      for (let dy = -1; dy <= 1 && place === undefined; dy++) {
        place = places
          .get(`${column + dx} ${row + dy}`)
          ?.find(({ at: [x, y] }) => Math.hypot(x - at[0], y - at[1]) < SAME_PLACE_PX);
      }
    }
    if (place !== undefined) {
      place.members.push(placed);
      continue;
    }
    place = { at, members: [placed] };
    all.push(place);
    const key = `${column} ${row}`;
    const here = places.get(key);
    if (here === undefined) places.set(key, [place]);
    else here.push(place);
  }
  return all.map(({ at, members }) => groupOf(at, members, measure));
}

/** The text at the shoulder of a mark that stands for several. */
export function countText(count: number): string {
  return count > 1 ? `×${count}` : "";
}

function groupOf(at: Point, members: readonly PlacedSite[], measure: MeasureText): MarkGroup {
  const kinds = new Map<string, PlacedSite[]>();
  for (const placed of members) {
    const { site, certainty, cutOff } = placed;
    const key = [site.kind, certainty, cutOff, site.inService].join();
    const same = kinds.get(key);
    if (same === undefined) kinds.set(key, [placed]);
    else same.push(placed);
  }
  const cells = [...kinds.values()].map((same) => cellOf(same, measure));
  const marks: Mark[] = [];
  const rows = Array.from({ length: Math.ceil(cells.length / COLUMNS) }, (_, row) =>
    cells.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
  const heightPx = 2 * Math.max(...cells.map(({ radiusPx }) => radiusPx)) + GAP_PX;
  let box: Box = { minX: at[0], minY: at[1], maxX: at[0], maxY: at[1] };
  rows.forEach((row, i) => {
    const y = at[1] + i * heightPx;
    // The most important mark sits on the place itself, where the links meet; the others follow it.
    let x = at[0] - cells[0]!.radiusPx;
    for (const { same, radiusPx, widthPx: width } of row) {
      marks.push({ members: same, at: [x + radiusPx, y], radiusPx });
      box = {
        minX: Math.min(box.minX, x),
        minY: Math.min(box.minY, y - radiusPx),
        maxX: Math.max(box.maxX, x + width),
        maxY: Math.max(box.maxY, y + radiusPx),
      };
      x += width + GAP_PX;
    }
  });
  return { at, marks, members, box };
}

function cellOf(same: readonly PlacedSite[], measure: MeasureText) {
  const { radiusPx } = MARKS[same[0]!.site.kind];
  const count = measure(countText(same.length), TEXT_PX.small);
  return { same, radiusPx, widthPx: 2 * radiusPx + (count > 0 ? count + 5 : 0) };
}
