/**
 * A map as plain data: everything measured, placed and worded, nothing yet in the form of a file.
 * Coordinates are pixels from the top left, rounded to a tenth; the order within every list is the
 * order of drawing and the same for the same input.
 */
import type { Language } from "../../text/language.ts";
import type { Medium, SiteKind } from "../../vocabulary.ts";
import type { LinkId, SiteId } from "../../model/ids.ts";
import type { Certainty, Shade, Stage } from "./style.ts";

export type Point = readonly [x: number, y: number];

export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

export interface Scene {
  readonly lang: Language;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly title: string;
  readonly subtitle: string;
  /** What the map shows in one sentence, for those who do not see it. */
  readonly description: string;
  readonly classification: string;
  readonly attributions: readonly string[];
  readonly notes: readonly string[];
  /** The main map and, where sites stand too dense for it, an inset; and one of that inset. */
  readonly views: readonly MapView[];
  readonly legend: readonly LegendSection[];
  /** Title block, side panel and footer, laid out. */
  readonly furniture: readonly Furniture[];
}

export interface MapView {
  readonly name: "main" | "inset-a" | "inset-b";
  readonly frame: Box;
  readonly caption: { readonly text: string; readonly box: Box } | undefined;
  readonly areas: readonly AreaShape[];
  /** Borders between kecamatan where areas are cells, which have none of their own. */
  readonly borders: readonly (readonly Point[])[];
  readonly links: readonly LinkShape[];
  readonly uplinks: readonly UplinkShape[];
  readonly sites: readonly SiteMark[];
  readonly labels: readonly Label[];
  /** What the inset that enlarges this map shows, with the inset's letter. */
  readonly insetWindow: { readonly box: Box; readonly letter: string } | undefined;
  readonly scaleBar: ScaleBar;
  /** Middle of the north arrow's foot; the main map has the only one. */
  readonly north: Point | undefined;
}

export interface AreaShape {
  readonly name: string;
  /** Two proven paths and all served sites of the kecamatan. */
  readonly yes: number;
  readonly sites: number;
  readonly shade: Shade;
  readonly rings: readonly (readonly Point[])[];
  /** True for a published boundary, which has an outline; a cell has none. */
  readonly outlined: boolean;
}

export interface LinkShape {
  readonly ids: readonly LinkId[];
  readonly medium: Medium;
  readonly stage: Stage;
  readonly core: boolean;
  readonly points: readonly Point[];
}

export interface UplinkShape {
  readonly ids: readonly LinkId[];
  readonly name: string;
  readonly medium: Medium;
  readonly stage: Stage;
  readonly core: boolean;
  readonly from: Point;
  /** Centre of the globe at its end. */
  readonly to: Point;
  readonly radiusPx: number;
}

export interface SiteMark {
  readonly ids: readonly SiteId[];
  readonly kind: SiteKind;
  readonly at: Point;
  /** For hover and screen readers: names and how the position is known. */
  readonly name: string;
  readonly certainty: Certainty;
  /** No working path to the core. */
  readonly cutOff: boolean;
  /** Not in service on the day shown. */
  readonly pale: boolean;
  /** A dot: the inset shows it in full. */
  readonly dot: boolean;
}

export interface Label {
  readonly lines: readonly string[];
  readonly box: Box;
  /** Baseline of the first line and where on it the anchor is. */
  readonly at: Point;
  readonly anchor: "start" | "middle" | "end";
  readonly sizePx: number;
  readonly lineHeightPx: number;
  readonly colour: string;
  readonly heavy: boolean;
  readonly what: "site" | "area" | "uplink";
  /** From its mark to a label that stands further off. */
  readonly leader: readonly Point[] | undefined;
}

export interface ScaleBar {
  readonly at: Point;
  readonly widthPx: number;
  readonly lengthM: number;
  readonly text: string;
}

export interface LegendSection {
  readonly title: string;
  readonly columns: 1 | 2;
  readonly entries: readonly LegendEntry[];
  /** Sentences below the entries. */
  readonly remarks: readonly string[];
}

export interface LegendEntry {
  readonly symbol: LegendSymbol | undefined;
  readonly text: string;
  /** A count at the end of the line. */
  readonly figure?: string;
}

export type LegendSymbol =
  | { readonly type: "shade"; readonly shade: Shade }
  | {
      readonly type: "mark";
      readonly kind: SiteKind;
      readonly certainty: Certainty;
      readonly cutOff: boolean;
    }
  | {
      readonly type: "line";
      readonly medium: Medium;
      readonly stage: Stage;
      readonly core: boolean;
    }
  | { readonly type: "globe" };

/** A text or a legend's symbol at its place outside the maps. */
export type Furniture =
  | {
      readonly type: "text";
      readonly text: string;
      readonly at: Point;
      readonly anchor: "start" | "middle" | "end";
      readonly sizePx: number;
      readonly colour: string;
      readonly heavy: boolean;
    }
  | { readonly type: "symbol"; readonly symbol: LegendSymbol; readonly at: Point }
  | { readonly type: "badge"; readonly box: Box }
  | { readonly type: "rule"; readonly from: Point; readonly to: Point };

/** A coordinate as it goes into a file: a tenth of a pixel, never minus zero. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}

export const roundPoint = ([x, y]: Point): Point => [tenth(x), tenth(y)];
export const roundBox = ({ minX, minY, maxX, maxY }: Box): Box => ({
  minX: tenth(minX),
  minY: tenth(minY),
  maxX: tenth(maxX),
  maxY: tenth(maxY),
});
