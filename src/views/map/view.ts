import type { SiteId } from "../../model/ids.ts";
import type { Network } from "../../model/network.ts";
import type { SiteKind } from "../../vocabulary.ts";
import type { Language } from "../../text/language.ts";
import { formatMetres } from "../../text/number.ts";
import type { MapAreas } from "./areas.ts";
import { wrapText, type MeasureText } from "./font.ts";
import { LabelPlacer } from "./labels.ts";
import { clipped } from "./clip.ts";
import type { MapLine, MapLines } from "./lines.ts";
import { markGroups, type MarkGroup, type PlacedSite } from "./marks.ts";
import { metresPerPixel, roundLengthM, type Projection } from "./projection.ts";
import {
  roundBox,
  roundPoint,
  tenth,
  type AreaShape,
  type Box,
  type Label,
  type LinkShape,
  type MapView,
  type Point,
  type ScaleBar,
  type SiteMark,
} from "./scene-data.ts";
import { groupName, hoverName } from "./site-names.ts";
import { COLOURS, labelStyle, TEXT_PX } from "./style.ts";
import { placeUplinks } from "./uplinks.ts";

/** What every map of a sheet shows, wherever it looks. */
export interface MapContent {
  readonly network: Network;
  readonly areas: MapAreas;
  readonly lines: MapLines;
  readonly sites: readonly PlacedSite[];
}

export interface ViewOptions {
  readonly name: MapView["name"];
  readonly caption: string | undefined;
  /** What the inset shows: its sites are dots here. */
  readonly insetWindow: MapView["insetWindow"];
  readonly lang: Language;
  readonly measure: MeasureText;
}

/** Widest line of a label before it is broken in two. */
const LABEL_WIDTH_PX = 150;
const SCALE_WIDTH_MAX_PX = 130;
/** Kinds whose names are not worth a leader. */
const UNLED: ReadonlySet<SiteKind> = new Set(["cctv", "wifi", "school", "tps", "tower"]);
/** Kinds that are named on hover only: they serve nobody by themselves. */
const UNNAMED: ReadonlySet<SiteKind> = new Set(["cabinet"]);
/** Room that scale bar and north arrow take in a corner. */
const CORNER = { widthPx: 185, heightPx: { main: 74, inset: 26 } } as const;

/** One map of the sheet, and what found no room on it. O(n log n) in what it shows. */
export function buildView(
  content: MapContent,
  projection: Projection,
  options: ViewOptions,
): { view: MapView; labelled: ReadonlySet<SiteId>; dropped: number } {
  const { network, areas, lines, sites } = content;
  const { name, caption, insetWindow, lang, measure } = options;
  const windowBox = insetWindow?.box;
  const { frame, toPixel } = projection;
  const inDetail = (placed: PlacedSite) => {
    const at = toPixel(placed.at);
    return isIn(frame, at) && !(windowBox !== undefined && isIn(windowBox, at));
  };
  const groups = markGroups(sites.filter(inDetail), toPixel, measure);
  const dots = sites.filter((placed) => isIn(frame, toPixel(placed.at)) && !inDetail(placed));
  const groupOfSite = new Map(
    groups.flatMap((group) => group.members.map(({ site }) => [site.id, group] as const)),
  );
  const areaShapes = areas.areas.map(({ row, shade, rings }): AreaShape => ({
    name: row.area.name,
    yes: row.twoPathsYes,
    sites: row.sites,
    shade,
    rings: rings
      .flatMap((ring) => clipped(frame, "ring", ring.map(toPixel)))
      .map((ring) => ring.map(roundPoint)),
    outlined: areas.basis === "boundaries",
  }));
  const links = lines.lines.flatMap((line) => linkShapes(line, frame, toPixel));
  const corner = quietCorner(frame, name, [
    ...groups.map(({ at }) => at),
    ...(windowBox === undefined ? [] : cornersOf(windowBox)),
    ...links.flatMap(({ points }) => points),
  ]);
  const tab = caption === undefined ? undefined : captionBox(frame, caption, measure);
  const fixed = [
    corner,
    ...(tab === undefined ? [] : [tab]),
    ...(windowBox === undefined ? [] : [windowBox]),
  ];
  const markBoxes = groups.flatMap(boxesOf);
  const uplinks = placeUplinks(
    lines.uplinks,
    ({ site }) => groupOfSite.get(site)?.at,
    frame,
    [...fixed, ...markBoxes],
    lang,
  );
  const placer = new LabelPlacer(
    {
      frame,
      obstacles: [...fixed, ...markBoxes, ...uplinks.map(({ box }) => box)],
      lines: [
        ...links.map(({ points }) => points),
        ...uplinks.map(({ shape }) => [shape.from, shape.to]),
      ],
    },
    measure,
  );
  const wishes = groups.map((group) => ({ group, ...siteWish(network, group, measure) }));
  const labels: Label[] = [];
  const labelled = new Set<SiteId>();
  let dropped = 0;
  const keep = (label: Label | undefined) => {
    if (label === undefined) dropped++;
    else labels.push(label);
    return label !== undefined;
  };
  const place = (some: typeof wishes) => {
    for (const { group, ...wish } of some) {
      if (keep(placer.beside(wish))) for (const { site } of group.members) labelled.add(site.id);
    }
  };
  const placeAreas = () => {
    for (const shape of areaShapes) {
      const label = placer.inside({
        lines: [shape.name.toUpperCase(), `${shape.yes}/${shape.sites}`],
        rings: shape.rings,
        others: areaShapes.filter((other) => other !== shape).map(({ rings }) => rings),
        sizePx: TEXT_PX.area,
        colour: COLOURS.areaName,
      });
      // The side panel names every kecamatan with its figures; a name that fits on no map is no loss.
      if (label !== undefined) labels.push(label);
    }
  };
  // A map that has an inset is for finding one's way; elsewhere the core's names come before all.
  if (windowBox !== undefined && name === "main") placeAreas();
  place(wishes.filter(({ group }) => isCore(group)));
  if (windowBox === undefined || name !== "main") placeAreas();
  for (const { label, box } of uplinks) {
    if (label === undefined) continue;
    const wish = {
      beside: box,
      sizePx: TEXT_PX.small,
      colour: COLOURS.quietInk,
      heavy: false,
      mayLead: false,
    };
    keep(placer.beside({ ...wish, lines: [label], what: "uplink" }));
  }
  place(wishes.filter(({ group }) => !isCore(group) && !UNNAMED.has(group.members[0]!.site.kind)));
  return {
    view: {
      name,
      frame: roundBox(frame),
      caption: tab && { text: caption!, box: roundBox(tab) },
      areas: areaShapes,
      borders: areas.borders.flatMap((line) =>
        clipped(frame, "line", line.map(toPixel)).map((part) => part.map(roundPoint)),
      ),
      links,
      uplinks: uplinks.map(({ shape }) => shape),
      sites: [
        ...dots.map((placed) => siteMark([placed], toPixel(placed.at), true, lang)),
        // The most important last, on top.
        ...groups
          .toReversed()
          .flatMap(({ marks }) =>
            marks.map(({ members, at }) => siteMark(members, at, false, lang)),
          ),
      ],
      labels,
      insetWindow: insetWindow && { ...insetWindow, box: roundBox(insetWindow.box) },
      scaleBar: scaleBar(projection, corner, lang),
      north: name === "main" ? roundPoint([corner.minX + 14, corner.minY + 42]) : undefined,
    },
    labelled,
    dropped,
  };
}

const isCore = ({ members }: MarkGroup) =>
  members.some(({ site }) => site.kind === "datacentre" || site.kind === "pop");

/** Whether a point lies in a box. */
export function isIn({ minX, minY, maxX, maxY }: Box, [x, y]: Point): boolean {
  return x >= minX && x <= maxX && y >= minY && y <= maxY;
}

function linkShapes(
  { ids, medium, stage, core, line }: MapLine,
  frame: Box,
  toPixel: Projection["toPixel"],
): LinkShape[] {
  return clipped(frame, "line", line.map(toPixel)).map((part) => {
    const points = part.map(roundPoint);
    return {
      ids,
      medium,
      stage,
      core,
      // Points that fall on the same tenth of a pixel only make the file longer.
      points: points.filter((point, i) => i === 0 || point.join() !== points[i - 1]!.join()),
    };
  });
}

function siteMark(
  members: readonly PlacedSite[],
  at: Point,
  dot: boolean,
  lang: Language,
): SiteMark {
  const { site, certainty, cutOff } = members[0]!;
  return {
    ids: members.map((member) => member.site.id),
    kind: site.kind,
    at: roundPoint(at),
    name: hoverName(members, lang),
    certainty,
    cutOff,
    pale: !site.inService,
    dot,
  };
}

/** Boxes of a group's marks; the ring of a site that is cut off reaches further out. */
function boxesOf({ marks, box }: MarkGroup): Box[] {
  const rings = marks.filter(({ members }) => members[0]!.cutOff);
  return [
    box,
    ...rings.map(({ at: [x, y], radiusPx: r }) => ({
      minX: x - r - 4,
      minY: y - r - 4,
      maxX: x + r + 4,
      maxY: y + r + 4,
    })),
  ];
}

function siteWish(network: Network, group: MarkGroup, measure: MeasureText) {
  const { sizePx, colour, heavy } = labelStyle(group.members[0]!.site.kind);
  const text = groupName(network, group.members);
  const boxes = boxesOf(group);
  const beside = {
    minX: Math.min(...boxes.map(({ minX }) => minX)),
    minY: Math.min(...boxes.map(({ minY }) => minY)),
    maxX: Math.max(...boxes.map(({ maxX }) => maxX)),
    maxY: Math.max(...boxes.map(({ maxY }) => maxY)),
  };
  const lines = wrapText(text, sizePx, LABEL_WIDTH_PX, measure, 2);
  const mayLead = !UNLED.has(group.members[0]!.site.kind);
  return { lines, beside, sizePx, colour, heavy, what: "site", mayLead } as const;
}

const cornersOf = ({ minX, minY, maxX, maxY }: Box): Point[] => [
  [minX, minY],
  [maxX, minY],
  [maxX, maxY],
  [minX, maxY],
];

function captionBox(frame: Box, caption: string, measure: MeasureText): Box {
  return {
    minX: frame.minX,
    minY: frame.minY,
    maxX: frame.minX + measure(caption, TEXT_PX.heading) + 20,
    maxY: frame.minY + 25,
  };
}

/** The corner in which least is drawn, for scale bar and north arrow. */
function quietCorner(frame: Box, name: MapView["name"], drawn: readonly Point[]): Box {
  const { widthPx } = CORNER;
  const heightPx = CORNER.heightPx[name === "main" ? "main" : "inset"];
  const left = { minX: frame.minX + 10, maxX: frame.minX + 10 + widthPx };
  const right = { minX: frame.maxX - 10 - widthPx, maxX: frame.maxX - 10 };
  const top = { minY: frame.minY + 10, maxY: frame.minY + 10 + heightPx };
  const bottom = { minY: frame.maxY - 10 - heightPx, maxY: frame.maxY - 10 };
  const corners: Box[] = [
    { ...left, ...bottom },
    { ...right, ...bottom },
    { ...right, ...top },
    ...(name === "main" ? [{ ...left, ...top }] : []),
  ];
  const counts = corners.map((corner) => drawn.filter((point) => isIn(corner, point)).length);
  return corners[counts.indexOf(Math.min(...counts))]!;
}

function scaleBar(projection: Projection, corner: Box, lang: Language): ScaleBar {
  const metres = metresPerPixel(projection);
  const lengthM = roundLengthM(SCALE_WIDTH_MAX_PX * metres);
  return {
    at: roundPoint([corner.minX + 4, corner.maxY - 8]),
    widthPx: tenth(lengthM / metres),
    lengthM,
    text: formatMetres(lengthM, lang),
  };
}
