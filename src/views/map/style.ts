/**
 * The one style table of the maps: every painter reads its colours, dashes, shapes and widths here.
 * Whatever colour says is said a second time by shape, dash or weight, so that the maps survive a
 * grey printer and colour-blind eyes. Lengths are pixels of a map 1600 wide: on A3 one is 0.26 mm,
 * so that the smallest letters are about seven points.
 */
import type { Medium, SiteKind, Status } from "../../vocabulary.ts";

export const COLOURS = {
  paper: "#ffffff",
  /** Sea and neighbours: whatever is not the regency's. */
  ground: "#eef2f5",
  ink: "#1d2733",
  quietInk: "#586574",
  rule: "#c9d1d9",
  border: "#8b98a5",
  areaName: "#24525c",
  alarm: "#c4161c",
  inset: "#1d2733",
  badge: "#1d2733",
} as const;

/**
 * Share of sites with two proven paths: 0, then quarters. Lightness falls evenly, which every kind of
 * colour vision sees, and stays light enough for dark letters (after ColorBrewer's sequential GnBu).
 */
export const SHADES = ["#fbf4e2", "#e3f0e3", "#c3e2d8", "#9bd0cd", "#72b8c1"] as const;
/** Index into SHADES, or hatched when a kecamatan has no site at all. */
export type Shade = 0 | 1 | 2 | 3 | 4 | "none";

export const FONT_FAMILY = "Noto Sans";

export const TEXT_PX = {
  title: 30,
  subtitle: 14.5,
  heading: 13,
  body: 12,
  small: 10.5,
  area: 13,
  areaFigure: 12,
} as const;

export interface LineStyle {
  readonly colour: string;
  readonly widthPx: number;
  /** Lengths on and off; empty is a solid line. */
  readonly dash: readonly number[];
  readonly opacity: number;
}

/** Okabe and Ito's palette (2008), darkened to stand on the shades. */
const MEDIA_LINES = {
  fiber: { colour: "#0a4f94", dash: [] },
  "leased-line": { colour: "#c04a00", dash: [9, 4] },
  microwave: { colour: "#8d2f86", dash: [2.5, 3.5] },
  satellite: { colour: "#7a5c00", dash: [10, 3, 2, 3] },
  mobile: { colour: "#3f3f3f", dash: [1.5, 4] },
} as const satisfies Record<Medium, { colour: string; dash: readonly number[] }>;

/** How far a link is from carrying traffic. */
export type Stage = "operational" | "building" | "planned" | "inactive";

export const STAGE_OF_STATUS = {
  proposed: "planned",
  planned: "planned",
  underConstruction: "building",
  inactive: "inactive",
  operational: "operational",
  decommissioned: "inactive",
} as const satisfies Record<Status, Stage>;

/** From this rate on a link is drawn as core. */
export const CORE_RATE_MBPS = 10_000;

const WIDTH_PX = { core: 3.4, access: 1.7, airborne: 1.2, unbuilt: 1.2 } as const;
const INACTIVE_COLOUR = "#8a929a";

/** The line of a link: colour and dash say the medium, weight, dash and lightness the stage. */
export function lineStyle(medium: Medium, stage: Stage, core: boolean): LineStyle {
  const { colour, dash } = MEDIA_LINES[medium];
  // No cable follows these lines: they only say who is joined to whom.
  const airborne = medium === "satellite" || medium === "mobile";
  const built = core ? WIDTH_PX.core : airborne ? WIDTH_PX.airborne : WIDTH_PX.access;
  const unbuilt = core ? WIDTH_PX.access : WIDTH_PX.unbuilt;
  switch (stage) {
    case "operational":
      return { colour, widthPx: built, dash, opacity: airborne ? 0.7 : 1 };
    case "building":
      return { colour, widthPx: unbuilt, dash: gapped(dash, 6, 3), opacity: 0.75 };
    case "planned":
      return { colour, widthPx: unbuilt, dash: gapped(dash, 3, 4), opacity: 0.6 };
    case "inactive":
      return {
        colour: INACTIVE_COLOUR,
        widthPx: WIDTH_PX.unbuilt,
        dash: gapped(dash, 1, 3),
        opacity: 0.9,
      };
  }
}

/** A medium's dash with wide gaps; a solid one gets the dash given here. */
function gapped(dash: readonly number[], on: number, off: number): readonly number[] {
  return dash.length === 0
    ? [on, off]
    : dash.map((length, i) => (i % 2 === 0 ? length : length + off));
}

/** A closed outline in units of the mark's radius, or a circle. */
export type Outline = "circle" | readonly (readonly [x: number, y: number])[];

const regular = (corners: number, turn: number, radius = 1): [number, number][] =>
  Array.from({ length: corners }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  });
const star = (): [number, number][] => {
  const inner = regular(5, Math.PI / 5, 0.52);
  return regular(5, 0, 1.15).flatMap((tip, i) => [tip, inner[i]!]);
};

export interface MarkStyle {
  readonly outline: Outline;
  readonly radiusPx: number;
  readonly colour: string;
}

const office = COLOURS.ink;
const core = "#07315c";
const field = "#4a4f55";

/** One shape a kind; kinds that are rare on these maps share the octagon. */
export const MARKS = {
  datacentre: { outline: star(), radiusPx: 10, colour: core },
  pop: { outline: regular(4, 0, 1.15), radiusPx: 7.5, colour: core },
  kecamatan: {
    outline: [
      [0, -1.15],
      [1, -0.25],
      [1, 0.9],
      [-1, 0.9],
      [-1, -0.25],
    ],
    radiusPx: 6.5,
    colour: office,
  },
  kelurahan: { outline: "circle", radiusPx: 5, colour: office },
  desa: { outline: regular(6, 0, 1.05), radiusPx: 5.2, colour: office },
  opd: {
    outline: [
      [-0.88, -0.88],
      [0.88, -0.88],
      [0.88, 0.88],
      [-0.88, 0.88],
    ],
    radiusPx: 5.4,
    colour: office,
  },
  puskesmas: {
    outline: [
      [-0.38, -1],
      [0.38, -1],
      [0.38, -0.38],
      [1, -0.38],
      [1, 0.38],
      [0.38, 0.38],
      [0.38, 1],
      [-0.38, 1],
      [-0.38, 0.38],
      [-1, 0.38],
      [-1, -0.38],
      [-0.38, -0.38],
    ],
    radiusPx: 6,
    colour: "#8c1454",
  },
  upt: { outline: regular(3, 0, 1.2), radiusPx: 5.4, colour: office },
  school: { outline: regular(3, Math.PI, 1.2), radiusPx: 4.6, colour: field },
  kpu: { outline: regular(8, Math.PI / 8), radiusPx: 5.4, colour: office },
  tps: { outline: regular(8, Math.PI / 8), radiusPx: 3.6, colour: field },
  "creative-centre": { outline: regular(8, Math.PI / 8), radiusPx: 5, colour: office },
  // A lens seen from the side.
  cctv: {
    outline: [
      [-1, -0.6],
      [0.45, -0.6],
      [0.45, -0.2],
      [1, -0.6],
      [1, 0.6],
      [0.45, 0.2],
      [0.45, 0.6],
      [-1, 0.6],
    ],
    radiusPx: 5.4,
    colour: field,
  },
  // A fan: what radiates from a hot spot.
  wifi: {
    outline: [
      [0, 0.9],
      [-1.1, -0.35],
      [-0.6, -0.75],
      [0, -0.9],
      [0.6, -0.75],
      [1.1, -0.35],
    ],
    radiusPx: 5,
    colour: field,
  },
  tower: {
    outline: [
      [0, -1.4],
      [0.75, 1.1],
      [-0.75, 1.1],
    ],
    radiusPx: 6,
    colour: core,
  },
  teleport: { outline: regular(8, Math.PI / 8), radiusPx: 6, colour: core },
  landing: { outline: regular(8, Math.PI / 8), radiusPx: 6, colour: core },
  cabinet: {
    outline: [
      [-0.55, -1],
      [0.55, -1],
      [0.55, 1],
      [-0.55, 1],
    ],
    radiusPx: 4,
    colour: field,
  },
} as const satisfies Record<SiteKind, MarkStyle>;

/** How well a position is known, as it is drawn. */
export type Certainty = "known" | "approximate" | "area-only";

/** Dash of the outline of a mark that stands for an area. */
export const AREA_ONLY_DASH = [2, 1.6] as const;
export const MARK_STROKE_PX = { core: 2.2, other: 1.5 } as const;
/** Radius of the dots that stand for sites shown in the inset. */
export const DOT_PX = 1.7;

/** Importance of kinds for labels, most important first; also the order in which marks are drawn, last on top. */
export const LABEL_ORDER = [
  "datacentre",
  "pop",
  "kecamatan",
  "teleport",
  "landing",
  "kelurahan",
  "desa",
  "opd",
  "puskesmas",
  "kpu",
  "upt",
  "creative-centre",
  "tower",
  "school",
  "tps",
  "wifi",
  "cctv",
  "cabinet",
] as const satisfies readonly SiteKind[];

export interface LabelStyle {
  readonly sizePx: number;
  readonly colour: string;
  readonly heavy: boolean;
}

const OTHER_LABEL: LabelStyle = { sizePx: 10, colour: "#414b56", heavy: false };
const LABELS: Partial<Record<SiteKind, LabelStyle>> = {
  datacentre: { sizePx: 12.5, colour: core, heavy: true },
  pop: { sizePx: 12.5, colour: core, heavy: true },
  teleport: { sizePx: 12.5, colour: core, heavy: true },
  landing: { sizePx: 12.5, colour: core, heavy: true },
  kecamatan: { sizePx: 11.5, colour: COLOURS.ink, heavy: true },
  kelurahan: { sizePx: 11, colour: COLOURS.ink, heavy: false },
  desa: { sizePx: 11, colour: COLOURS.ink, heavy: false },
  puskesmas: { sizePx: 10, colour: "#8c1454", heavy: false },
};

/** Letters of a label by the kind of its site. */
export function labelStyle(kind: SiteKind): LabelStyle {
  return LABELS[kind] ?? OTHER_LABEL;
}
