import type { KecamatanRedundancy } from "../../analysis/kecamatan.ts";
import type { SiteRedundancy } from "../../analysis/redundancy.ts";
import type { LonLat } from "../../geo/line.ts";
import type { Network, Site } from "../../model/network.ts";
import { CARRIER_KINDS, CLASSIFICATIONS, type Classification } from "../../vocabulary.ts";
import type { NetworkIndex } from "../../network/network-index.ts";
import type { Language } from "../../text/language.ts";
import { mapAreas } from "./areas.ts";
import { divideSheet, zoomOf } from "./focus.ts";
import { textMeasure } from "./font.ts";
import { furnish, sheetParts } from "./furniture.ts";
import { legendOf } from "./legend.ts";
import { mapLines, type MapLines } from "./lines.ts";
import { certaintyOf, type PlacedSite } from "./marks.ts";
import type { Box, Scene } from "./scene-data.ts";
import type { Projection } from "./projection.ts";
import { formatDay, MAP_SENTENCES, MAP_TEXTS } from "./texts.ts";
import { buildView } from "./view.ts";

export interface MapInput {
  readonly index: NetworkIndex;
  /** By node, as `redundancy` gives them. */
  readonly redundancies: readonly SiteRedundancy[];
  readonly kecamatan: readonly KecamatanRedundancy[];
}

export interface MapOptions {
  readonly lang: Language;
  /** Bytes of the TTF that the map will be drawn with; labels are measured in it. */
  readonly font: Uint8Array;
  /** Who may see the map. One for the public shows the offices served, and neither core nor links. */
  readonly classification: Classification;
  /** Default 1600 × 1131: A3 or A4 lying. */
  readonly widthPx?: number;
  readonly heightPx?: number;
}

/**
 * The map of a network as plain data, measured, placed and worded: kecamatan shaded by their share of
 * sites with two proven paths, every link and site, labels that meet nothing, legend and notes. The
 * same input gives the same scene. O(n log n) in sites, link points and boundary points.
 */
export function buildScene(input: MapInput, options: MapOptions): Scene {
  const { index, redundancies, kecamatan } = input;
  const { lang, widthPx = 1600, heightPx = 1131 } = options;
  const { network } = index;
  const measure = textMeasure(options.font);
  const parts = sheetParts(widthPx, heightPx);
  const isPublic = options.classification === "publik";
  // Cells and lines would give away what they surround and lead to, so they are left out from the start.
  const shows = (site: Site) => !isPublic || !isInfrastructure(network, site);
  const areas = mapAreas(index, kecamatan, shows);
  const lines = isPublic ? NO_LINES : mapLines(index);
  const sites = placedSites(index, redundancies).filter(({ site }) => shows(site));
  const extent: LonLat[] = [
    ...sites.map(({ at }) => at),
    ...areas.areas.flatMap(({ rings }) => rings.flat()),
  ];
  const projections = divideSheet(
    extent,
    sites.map(({ at }) => at),
    parts.maps,
  );
  const content = { network, areas, lines, sites };
  const built = viewsOf(projections, lang).map(({ projection, ...options }) =>
    buildView(content, projection, { ...options, lang, measure }),
  );
  const dropped = built.reduce((sum, each) => sum + each.dropped, 0);
  const legend = legendOf(
    { index, redundancies, kecamatan, areas, lines, placed: sites, shows },
    lang,
  );
  const approximate = sites.filter(({ certainty }) => certainty !== "known").length;
  const unplaced = index.sites.filter(shows).length - sites.length;
  const notes = [
    MAP_SENTENCES.approximate(lang, approximate, sites.length),
    ...note(lang, MAP_SENTENCES.unplaced, unplaced),
    ...note(lang, MAP_SENTENCES.straight, lines.straight),
    ...note(lang, MAP_SENTENCES.onePlace, lines.onePlace),
    ...note(lang, MAP_SENTENCES.undrawn, lines.undrawn),
    ...note(lang, MAP_SENTENCES.areasMissing, kecamatan.length - areas.areas.length),
    ...note(lang, MAP_SENTENCES.dropped, dropped),
  ];
  const words = {
    title: network.name,
    subtitle: [
      MAP_TEXTS.purpose[lang],
      `${MAP_TEXTS.state[lang]} ${formatDay(network.at, lang)}`,
      MAP_TEXTS.standard[lang],
    ].join(" · "),
    classification: `${MAP_TEXTS.classification[lang]}: ${CLASSIFICATIONS[options.classification][lang]}`,
    notes,
    attributions: [
      ...network.attribution,
      ...areas.attributions.map((text) => `${text} (${MAP_TEXTS.boundaries[lang]})`),
      MAP_TEXTS.madeBy[lang],
    ],
    legend,
  };
  return {
    lang,
    widthPx,
    heightPx,
    ...words,
    description: MAP_SENTENCES.description(
      lang,
      network.name,
      index.sites.filter(shows).length,
      isPublic ? 0 : network.links.size,
    ),
    views: built.map(({ view }) => view),
    furniture: furnish(parts, { ...words, notesTitle: MAP_TEXTS.notes[lang] }, measure),
  };
}

const NO_LINES: MapLines = { lines: [], uplinks: [], straight: 0, onePlace: 0, undrawn: 0 };

/** What a public map must not place: the core and whatever carries traffic for others. */
function isInfrastructure({ core }: Network, { id, kind }: Site): boolean {
  return CARRIER_KINDS.has(kind) || core.includes(id);
}

function note(
  lang: Language,
  words: (lang: Language, count: number) => string,
  count: number,
): string[] {
  return count === 0 ? [] : [words(lang, count)];
}

const NAMES = ["main", "inset-a", "inset-b"] as const;
const LETTERS = ["", "A", "B"] as const;

/** What tells the maps of a sheet apart: each shows where the next one looks. */
function viewsOf(projections: readonly Projection[], lang: Language) {
  const [main] = projections;
  return projections.map((projection, i) => {
    const next = projections[i + 1];
    const times = MAP_SENTENCES.enlarged(lang, zoomOf(main!, projection));
    return {
      projection,
      name: NAMES[i]!,
      caption: i === 0 ? undefined : `${LETTERS[i]} · ${times}`,
      insetWindow: next && { box: windowOf(projection, next), letter: LETTERS[i + 1]! },
    };
  });
}

function windowOf(outer: Projection, inner: Projection): Box {
  const { frame } = inner;
  const [minX, minY] = outer.toPixel(inner.toLonLat([frame.minX, frame.minY]));
  const [maxX, maxY] = outer.toPixel(inner.toLonLat([frame.maxX, frame.maxY]));
  return { minX, minY, maxX, maxY };
}

function placedSites(
  { sites, places }: NetworkIndex,
  redundancies: readonly SiteRedundancy[],
): PlacedSite[] {
  return sites.flatMap((site, node) => {
    const { point, source } = places.get(site.id)!;
    return point === undefined
      ? []
      : [
          {
            site,
            at: point,
            certainty: certaintyOf(source),
            // What is not in service yet is not cut off.
            cutOff: site.inService && !redundancies[node]!.reachesCore,
          },
        ];
  });
}
