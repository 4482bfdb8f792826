import type { SiteKind } from "../../vocabulary.ts";
import {
  tenth,
  type AreaShape,
  type Box,
  type Furniture,
  type Label,
  type LegendSymbol,
  type LinkShape,
  type MapView,
  type Point,
  type Scene,
  type SiteMark,
  type UplinkShape,
} from "./scene-data.ts";
import { countText } from "./marks.ts";
import {
  AREA_ONLY_DASH,
  COLOURS,
  DOT_PX,
  FONT_FAMILY,
  lineStyle,
  MARK_STROKE_PX,
  MARKS,
  SHADES,
  TEXT_PX,
  type Certainty,
  type Shade,
} from "./style.ts";
import { MAP_TEXTS } from "./texts.ts";
import { element, escapeXml } from "./xml.ts";

/**
 * The scene as one SVG file: well-formed XML that refers to nothing outside itself and runs nothing.
 * Names appear on hover and to screen readers. The same scene gives the same bytes. O(size of the scene).
 */
export function paintSvg(scene: Scene): string {
  const { widthPx, heightPx, lang, title, subtitle, description } = scene;
  const clips = scene.views.map(({ name, frame }) =>
    element("clipPath", { id: `frame-${name}` }, rectangle(frame, {})),
  );
  const parts = [
    element("title", {}, escapeXml(title)),
    element("desc", {}, escapeXml(`${description}. ${subtitle}`)),
    element("defs", {}, hatching() + clips.join("")),
    rectangle({ minX: 0, minY: 0, maxX: widthPx, maxY: heightPx }, { fill: COLOURS.paper }),
    ...scene.views.map((view) => paintView(view, scene)),
    group("furniture", scene.furniture.map(paintFurniture)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: widthPx,
      height: heightPx,
      viewBox: `0 0 ${widthPx} ${heightPx}`,
      role: "img",
      "aria-label": `${title}. ${description}`,
      lang,
      "font-family": `${FONT_FAMILY}, sans-serif`,
      fill: COLOURS.ink,
    },
    `\n${parts.join("\n")}\n`,
  )}\n`;
}

function paintView(view: MapView, { lang }: Scene): string {
  const { name, frame } = view;
  const clipped = [
    rectangle(frame, { fill: COLOURS.ground }),
    group("areas", view.areas.map(paintArea)),
    group("borders", [paintBorders(view)]),
    group("links", [...view.links.map(paintCasing), ...view.links.map(paintLink)]),
    ...(view.insetWindow === undefined ? [] : [paintWindow(view.insetWindow)]),
    group("uplinks", view.uplinks.map(paintUplink)),
    group("sites", view.sites.map(paintSite)),
    group("leaders", view.labels.map(paintLeader)),
    group("labels", view.labels.map(paintLabel)),
  ];
  return element(
    "g",
    { id: `map-${name}` },
    `\n${[
      element("g", { "clip-path": `url(#frame-${name})` }, `\n${clipped.join("\n")}\n`),
      paintScale(view),
      ...(view.north === undefined ? [] : [paintNorth(view.north, MAP_TEXTS.north[lang])]),
      ...paintCaption(view),
      rectangle(frame, { fill: "none", stroke: COLOURS.border, "stroke-width": 1 }),
    ].join("\n")}\n`,
  );
}

function paintArea({ name, yes, sites, shade, rings, outlined }: AreaShape): string {
  const d = rings.map((ring) => `M${ring.map((point) => point.join(" ")).join("L")}Z`).join("");
  const fill = fillOf(shade);
  return element(
    "path",
    {
      d,
      fill,
      "fill-rule": "evenodd",
      // A cell's own colour closes the seams between cells of one kecamatan.
      stroke: outlined ? COLOURS.border : fill,
      "stroke-width": outlined ? 0.9 : 0.8,
      "stroke-linejoin": "round",
    },
    element("title", {}, escapeXml(`${name}: ${yes}/${sites}`)),
  );
}

function paintBorders({ borders }: MapView): string {
  if (borders.length === 0) return "";
  return element("path", {
    d: borders.map((line) => `M${line.map((point) => point.join(" ")).join("L")}`).join(""),
    fill: "none",
    stroke: COLOURS.border,
    "stroke-width": 0.9,
    "stroke-dasharray": "4 3",
    "stroke-linecap": "round",
  });
}

/** White under the line, so that it stands off from areas and from lines that it crosses. */
function paintCasing({ medium, stage, core, points }: LinkShape): string {
  if (stage !== "operational") return "";
  const { widthPx } = lineStyle(medium, stage, core);
  return element("polyline", {
    points: pointList(points),
    fill: "none",
    stroke: COLOURS.paper,
    "stroke-width": tenth(widthPx + 1.8),
    "stroke-opacity": 0.75,
    "stroke-linejoin": "round",
    "stroke-linecap": "round",
  });
}

function paintLink({ ids, medium, stage, core, points }: LinkShape): string {
  return element(
    "polyline",
    { points: pointList(points), ...strokeOf(medium, stage, core) },
    element("title", {}, escapeXml(ids.join(", "))),
  );
}

function strokeOf(...look: Parameters<typeof lineStyle>) {
  const { colour, widthPx, dash, opacity } = lineStyle(...look);
  return {
    fill: "none",
    stroke: colour,
    "stroke-width": widthPx,
    "stroke-dasharray": dash.length === 0 ? undefined : dash.join(" "),
    "stroke-opacity": opacity === 1 ? undefined : opacity,
    "stroke-linejoin": "round",
    "stroke-linecap": dash.length === 0 ? "round" : "butt",
  };
}

function paintUplink({ name, medium, stage, core, from, to, radiusPx }: UplinkShape): string {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const along = (pixels: number): Point => [
    tenth(from[0] + ux * pixels),
    tenth(from[1] + uy * pixels),
  ];
  const tip = length - radiusPx - 1.5;
  const { colour } = lineStyle(medium, stage, core);
  const [headX, headY] = along(tip - 5);
  const head: Point[] = [
    along(tip),
    [tenth(headX - uy * 3.2), tenth(headY + ux * 3.2)],
    [tenth(headX + uy * 3.2), tenth(headY - ux * 3.2)],
  ];
  return element(
    "g",
    {},
    element("title", {}, escapeXml(name)) +
      element("polyline", {
        points: pointList([from, along(tip - 4)]),
        ...strokeOf(medium, stage, core),
      }) +
      element("polygon", { points: pointList(head), fill: colour }) +
      paintGlobe(to, radiusPx),
  );
}

function paintGlobe([x, y]: Point, radius: number): string {
  const stroke = { fill: "none", stroke: COLOURS.quietInk, "stroke-width": 1 };
  return (
    element("circle", { ...stroke, cx: x, cy: y, r: radius, fill: COLOURS.paper }) +
    element("ellipse", { ...stroke, cx: x, cy: y, rx: tenth(radius * 0.45), ry: radius }) +
    element("path", { ...stroke, d: `M${tenth(x - radius)} ${y}h${tenth(2 * radius)}` })
  );
}

/** What an inset shows is faded on the map that it enlarges. */
function paintWindow({ box, letter }: NonNullable<MapView["insetWindow"]>): string {
  return (
    rectangle(box, {
      fill: COLOURS.paper,
      "fill-opacity": 0.45,
      stroke: COLOURS.inset,
      "stroke-width": 1.2,
    }) +
    element(
      "text",
      {
        x: tenth(box.minX + 5),
        y: tenth(box.minY + 15),
        "font-size": TEXT_PX.heading,
        ...halo(3),
      },
      escapeXml(letter),
    )
  );
}

function paintSite({ ids, kind, at, name, certainty, cutOff, pale, dot }: SiteMark): string {
  const { colour, radiusPx } = MARKS[kind];
  const title = element("title", {}, escapeXml(name));
  const [x, y] = at;
  if (dot) {
    return element(
      "circle",
      { cx: x, cy: y, r: DOT_PX, fill: cutOff ? COLOURS.alarm : colour },
      title,
    );
  }
  const stack = ids.length > 1 ? outline(kind, [tenth(x + 2), tenth(y - 2)], "known", true) : "";
  const count = countText(ids.length);
  const figure =
    count === ""
      ? ""
      : element(
          "text",
          {
            x: tenth(x + radiusPx + 4.5),
            y: tenth(y + 3.5),
            "font-size": TEXT_PX.small,
            fill: colour,
            ...halo(2.4),
          },
          escapeXml(count),
        );
  return element(
    "g",
    { opacity: pale ? 0.5 : undefined },
    title +
      stack +
      outline(kind, at, certainty, false) +
      (cutOff ? alarm(at, radiusPx) : "") +
      figure,
  );
}

const CORE_KINDS: ReadonlySet<SiteKind> = new Set(["datacentre", "pop"]);

function outline(
  kind: SiteKind,
  [x, y]: Point,
  certainty: Certainty,
  behind: boolean,
  radiusPx: number = MARKS[kind].radiusPx,
): string {
  const { outline: shape, colour } = MARKS[kind];
  const look = {
    fill: certainty === "known" && !behind ? colour : COLOURS.paper,
    stroke: colour,
    "stroke-width": behind ? 0.9 : MARK_STROKE_PX[CORE_KINDS.has(kind) ? "core" : "other"],
    "stroke-dasharray": certainty === "area-only" ? AREA_ONLY_DASH.join(" ") : undefined,
    "stroke-linejoin": "round",
  };
  return shape === "circle"
    ? element("circle", { cx: x, cy: y, r: radiusPx, ...look })
    : element("polygon", {
        points: pointList(
          shape.map(([dx, dy]): Point => [tenth(x + dx * radiusPx), tenth(y + dy * radiusPx)]),
        ),
        ...look,
      });
}

/** A red ring and a cross at its shoulder: the cross says it where red is not seen. */
function alarm([x, y]: Point, radiusPx: number): string {
  const r = radiusPx + 3;
  const [cx, cy, arm] = [x + r * 0.72, y - r * 0.72, 2.4];
  const cross = [
    `M${tenth(cx - arm)} ${tenth(cy - arm)}L${tenth(cx + arm)} ${tenth(cy + arm)}`,
    `M${tenth(cx - arm)} ${tenth(cy + arm)}L${tenth(cx + arm)} ${tenth(cy - arm)}`,
  ].join("");
  const line = { fill: "none", stroke: COLOURS.alarm, "stroke-width": 1.6 };
  return (
    element("circle", { cx: x, cy: y, r: tenth(r), ...line }) +
    element("circle", { cx: tenth(cx), cy: tenth(cy), r: 3.8, fill: COLOURS.paper }) +
    element("path", { d: cross, ...line, "stroke-linecap": "round" })
  );
}

function paintLabel({
  lines,
  at,
  anchor,
  sizePx,
  lineHeightPx,
  colour,
  heavy,
  what,
}: Label): string {
  const [x, y] = at;
  return lines
    .map(
      (line, i) =>
        element(
          "text",
          {
            x,
            y: tenth(y + i * lineHeightPx),
            "font-size": sizePx,
            "text-anchor": anchor === "start" ? undefined : anchor,
            fill: colour,
            ...halo(what === "area" ? 3.2 : 2.8),
          },
          escapeXml(line),
        ) + (heavy ? weight(line, [x, tenth(y + i * lineHeightPx)], anchor, sizePx, colour) : ""),
    )
    .join("");
}

function paintLeader({ leader }: Label): string {
  if (leader === undefined) return "";
  return element("polyline", {
    points: pointList(leader),
    fill: "none",
    stroke: COLOURS.quietInk,
    "stroke-width": 0.7,
  });
}

const halo = (widthPx: number) => ({
  stroke: COLOURS.paper,
  "stroke-width": widthPx,
  "stroke-opacity": 0.88,
  "stroke-linejoin": "round",
  "paint-order": "stroke",
});

/** Only one weight of the font is shipped: a thin stroke of the letters' own colour makes them heavier. */
function weight(
  text: string,
  [x, y]: Point,
  anchor: Label["anchor"],
  sizePx: number,
  colour: string,
): string {
  return element(
    "text",
    {
      x,
      y,
      "font-size": sizePx,
      "text-anchor": anchor === "start" ? undefined : anchor,
      fill: colour,
      stroke: colour,
      "stroke-width": tenth(sizePx * 0.035 + 0.05),
      "stroke-linejoin": "round",
      "aria-hidden": "true",
    },
    escapeXml(text),
  );
}

function paintScale({ scaleBar: { at, widthPx, text } }: MapView): string {
  const [x, y] = at;
  const half = tenth(widthPx / 2);
  return element(
    "g",
    {},
    element("rect", {
      x: tenth(x - 1),
      y: tenth(y - 6),
      width: tenth(widthPx + 2),
      height: 6,
      fill: COLOURS.paper,
      stroke: COLOURS.ink,
      "stroke-width": 0.8,
    }) +
      element("rect", { x, y: tenth(y - 5), width: half, height: 4, fill: COLOURS.ink }) +
      element(
        "text",
        { x: tenth(x + widthPx + 8), y, "font-size": TEXT_PX.small, ...halo(2.4) },
        escapeXml(text),
      ),
  );
}

function paintNorth([x, y]: Point, letter: string): string {
  return element(
    "g",
    {},
    element("path", { d: `M${x} ${tenth(y - 26)}l7 26l-7 -6Z`, fill: COLOURS.ink }) +
      element("path", {
        d: `M${x} ${tenth(y - 26)}l-7 26l7 -6Z`,
        fill: COLOURS.paper,
        stroke: COLOURS.ink,
        "stroke-width": 0.9,
        "stroke-linejoin": "round",
      }) +
      element(
        "text",
        { x, y: tenth(y - 30), "font-size": TEXT_PX.body, "text-anchor": "middle", ...halo(2.4) },
        escapeXml(letter),
      ),
  );
}

function paintCaption({ caption }: MapView): string[] {
  if (caption === undefined) return [];
  const { box, text } = caption;
  return [
    rectangle(box, { fill: COLOURS.paper, stroke: COLOURS.border, "stroke-width": 1 }),
    element(
      "text",
      { x: tenth(box.minX + 10), y: tenth(box.minY + 17), "font-size": TEXT_PX.heading },
      escapeXml(text),
    ),
  ];
}

function paintFurniture(item: Furniture): string {
  switch (item.type) {
    case "text": {
      const { text, at, anchor, sizePx, colour, heavy } = item;
      return element(
        "text",
        {
          x: at[0],
          y: at[1],
          "font-size": sizePx,
          "text-anchor": anchor === "start" ? undefined : anchor,
          fill: colour === COLOURS.ink ? undefined : colour,
          stroke: heavy ? colour : undefined,
          "stroke-width": heavy ? tenth(sizePx * 0.025 + 0.05) : undefined,
        },
        escapeXml(text),
      );
    }
    case "badge":
      return rectangle(item.box, { fill: COLOURS.badge, rx: 3 });
    case "rule":
      return element("line", {
        x1: item.from[0],
        y1: item.from[1],
        x2: item.to[0],
        y2: item.to[1],
        stroke: COLOURS.rule,
      });
    case "symbol":
      return paintSymbol(item.symbol, item.at);
  }
}

/** The largest mark that fits a line of the legend. */
const LEGEND_MARK_PX = 7;

function paintSymbol(symbol: LegendSymbol, at: Point): string {
  const [x, y] = at;
  switch (symbol.type) {
    case "shade":
      return rectangle(
        { minX: x - 11, minY: y - 6, maxX: x + 11, maxY: y + 6 },
        { fill: fillOf(symbol.shade), stroke: COLOURS.border, "stroke-width": 0.8 },
      );
    case "mark": {
      const radiusPx = Math.min(LEGEND_MARK_PX, MARKS[symbol.kind].radiusPx);
      return (
        outline(symbol.kind, at, symbol.certainty, false, radiusPx) +
        (symbol.cutOff ? alarm(at, radiusPx) : "")
      );
    }
    case "line":
      return element("polyline", {
        points: pointList([
          [tenth(x - 12), y],
          [tenth(x + 13), y],
        ]),
        ...strokeOf(symbol.medium, symbol.stage, symbol.core),
      });
    case "globe":
      return paintGlobe(at, 6.5);
  }
}

const fillOf = (shade: Shade) => (shade === "none" ? "url(#hatch)" : SHADES[shade]);

function hatching(): string {
  return element(
    "pattern",
    {
      id: "hatch",
      width: 6,
      height: 6,
      patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(45)",
    },
    element("rect", { width: 6, height: 6, fill: COLOURS.paper }) +
      element("rect", { width: 1.4, height: 6, fill: COLOURS.rule }),
  );
}

function group(name: string, children: readonly string[]): string {
  return element("g", { class: name }, children.filter((child) => child !== "").join("\n"));
}

function rectangle(
  { minX, minY, maxX, maxY }: Box,
  attributes: Readonly<Record<string, string | number>>,
): string {
  const size = { width: tenth(maxX - minX), height: tenth(maxY - minY) };
  return element("rect", { x: tenth(minX), y: tenth(minY), ...size, ...attributes });
}

const pointList = (points: readonly Point[]) => points.map((point) => point.join(",")).join(" ");
