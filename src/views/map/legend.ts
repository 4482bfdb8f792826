import type { KecamatanRedundancy } from "../../analysis/kecamatan.ts";
import type { SiteRedundancy } from "../../analysis/redundancy.ts";
import {
  CARRIER_KINDS,
  MEDIA,
  POSITION_SOURCES,
  SITE_KINDS,
  wordsOf,
  type Medium,
} from "../../vocabulary.ts";
import type { Site } from "../../model/network.ts";
import type { NetworkIndex } from "../../network/network-index.ts";
import type { Language } from "../../text/language.ts";
import { formatCount } from "../../text/number.ts";
import { shadeOf, type MapAreas } from "./areas.ts";
import type { LinkLook, MapLines } from "./lines.ts";
import { certaintyOf, type PlacedSite } from "./marks.ts";
import type { LegendEntry, LegendSection } from "./scene-data.ts";
import { SHADES, type Shade, type Stage } from "./style.ts";
import { MAP_SENTENCES, MAP_TEXTS, STAGE_WORDS } from "./texts.ts";

export interface LegendContent {
  readonly index: NetworkIndex;
  readonly redundancies: readonly SiteRedundancy[];
  readonly kecamatan: readonly KecamatanRedundancy[];
  readonly areas: MapAreas;
  readonly lines: MapLines;
  readonly placed: readonly PlacedSite[];
  /** Which sites the map may show at all. */
  readonly shows: (site: Site) => boolean;
}

/** All that the map's signs mean, with the counts behind them; only what the map shows. O(sites + links). */
export function legendOf(content: LegendContent, lang: Language): LegendSection[] {
  return [
    shadeSection(content, lang),
    kecamatanSection(content, lang),
    siteSection(content, lang),
    positionSection(content, lang),
    linkSection(content, lang),
  ].filter(({ entries }) => entries.length > 0);
}

function shadeSection(
  { index, redundancies, kecamatan, areas }: LegendContent,
  lang: Language,
): LegendSection {
  const count = { yes: 0, "not-proven": 0, no: 0 };
  let served = 0;
  index.sites.forEach(({ kind }, node) => {
    if (CARRIER_KINDS.has(kind)) return;
    served++;
    count[redundancies[node]!.twoPaths.answer]++;
  });
  const classes = SHADES.map((_, shade): LegendEntry => ({
    symbol: { type: "shade", shade: shade as Shade },
    text: MAP_SENTENCES.shadeRange(lang, Math.max(0, shade - 1) * 25, shade * 25),
  }));
  const none: LegendEntry = {
    symbol: { type: "shade", shade: "none" },
    text: MAP_TEXTS.noSites[lang],
  };
  const emptyShown = kecamatan.some((row) => row.sites === 0);
  return {
    title: MAP_TEXTS.shadeTitle[lang],
    columns: 2,
    entries: [...classes, ...(emptyShown ? [none] : [])],
    remarks: [
      MAP_SENTENCES.answers(lang, count.yes, count["not-proven"], count.no, served),
      `${sentence(areas.basis === "cells" ? MAP_TEXTS.cells[lang] : MAP_TEXTS.boundaries[lang])}.`,
    ],
  };
}

function kecamatanSection({ kecamatan }: LegendContent, lang: Language): LegendSection {
  return {
    title: MAP_TEXTS.kecamatan[lang],
    columns: kecamatan.length > 9 ? 2 : 1,
    entries: kecamatan.map((row) => ({
      symbol: { type: "shade", shade: shadeOf(row) },
      text: row.area.name,
      figure: `${formatCount(row.twoPathsYes, lang)}/${formatCount(row.sites, lang)}`,
    })),
    remarks: [],
  };
}

function siteSection({ index, placed, shows }: LegendContent, lang: Language): LegendSection {
  const cutOff = placed.filter((site) => site.cutOff).length;
  const kinds = wordsOf(SITE_KINDS).flatMap((kind): LegendEntry[] => {
    const count = index.sites.filter((site) => site.kind === kind && shows(site)).length;
    return count === 0
      ? []
      : [
          {
            symbol: { type: "mark", kind, certainty: "known", cutOff: false },
            text: sentence(SITE_KINDS[kind][lang]),
            figure: formatCount(count, lang),
          },
        ];
  });
  const lost: LegendEntry = {
    symbol: { type: "mark", kind: "kelurahan", certainty: "known", cutOff: true },
    text: sentence(MAP_TEXTS.cutOff[lang]),
    figure: formatCount(cutOff, lang),
  };
  return {
    title: MAP_TEXTS.sites[lang],
    columns: 2,
    entries: cutOff > 0 ? [...kinds, lost] : kinds,
    remarks: [],
  };
}

function positionSection({ index, shows }: LegendContent, lang: Language): LegendSection {
  const places = index.sites.filter(shows).map(({ id }) => index.places.get(id)!);
  const entry = (
    source: keyof typeof POSITION_SOURCES | undefined,
    text: string,
  ): LegendEntry[] => {
    const count = places.filter(
      (place) => place.source === source && place.point !== undefined,
    ).length;
    const symbol = {
      type: "mark",
      kind: "kelurahan",
      certainty: certaintyOf(source),
      cutOff: false,
    } as const;
    return count === 0 ? [] : [{ symbol, text: sentence(text), figure: formatCount(count, lang) }];
  };
  const unplaced = places.filter(({ point }) => point === undefined).length;
  return {
    title: MAP_TEXTS.positions[lang],
    columns: 1,
    entries: [
      ...wordsOf(POSITION_SOURCES).flatMap((source) =>
        entry(source, POSITION_SOURCES[source][lang]),
      ),
      ...entry(undefined, MAP_TEXTS.areaOnly[lang]),
      ...(unplaced === 0
        ? []
        : [
            {
              symbol: undefined,
              text: sentence(MAP_TEXTS.unplaced[lang]),
              figure: formatCount(unplaced, lang),
            },
          ]),
    ],
    remarks: [],
  };
}

function linkSection({ lines: { lines, uplinks } }: LegendContent, lang: Language): LegendSection {
  const looks: LinkLook[] = [...lines, ...uplinks];
  const count = (is: (look: LinkLook) => boolean) =>
    lines.reduce((sum, line) => sum + (is(line) ? line.ids.length : 0), 0) +
    uplinks.filter(is).length;
  const line = (
    medium: Medium,
    stage: Stage,
    core: boolean,
    text: string,
    figure?: number,
  ): LegendEntry => ({
    symbol: { type: "line", medium, stage, core },
    text: sentence(text),
    ...(figure === undefined ? {} : { figure: formatCount(figure, lang) }),
  });
  const media = wordsOf(MEDIA).filter((medium) => looks.some((look) => look.medium === medium));
  const stages = wordsOf(STAGE_WORDS).filter((stage) => looks.some((look) => look.stage === stage));
  const coreMedium = looks.find(({ core }) => core)?.medium;
  const first = media[0] ?? "fiber";
  return {
    title: MAP_TEXTS.links[lang],
    columns: 2,
    entries: [
      ...(coreMedium === undefined
        ? []
        : [
            line(
              coreMedium,
              "operational",
              true,
              MAP_TEXTS.core[lang],
              count(({ core }) => core),
            ),
          ]),
      ...media.map((medium) =>
        line(
          medium,
          "operational",
          false,
          MEDIA[medium][lang],
          count((look) => look.medium === medium),
        ),
      ),
      // A map on which everything is in operation needs no word for it.
      ...(stages.length > 1 ? stages.filter((stage) => stage !== "operational") : []).map((stage) =>
        line(
          first,
          stage,
          false,
          STAGE_WORDS[stage][lang],
          count((look) => look.stage === stage),
        ),
      ),
      ...(uplinks.length === 0
        ? []
        : [
            {
              symbol: { type: "globe" } as const,
              text: sentence(MAP_TEXTS.internet[lang]),
              figure: formatCount(uplinks.length, lang),
            },
          ]),
    ],
    remarks: [],
  };
}

/** With a capital, as a line of its own begins. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
