import { losesEveryCore } from "../analysis/failure-impact.ts";
import { resolveScenario } from "../analysis/scenario.ts";
import type { RouteId } from "../model/ids.ts";
import type { Network } from "../model/network.ts";
import { POSITION_SOURCES, ROUTE_KINDS } from "../vocabulary.ts";
import type { Analysis } from "../pipeline.ts";
import type { Language, Text } from "../text/language.ts";
import { formatCount, formatMetres } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import { roundedM } from "./measures.ts";
import { siteList, siteTable, sitesCounted } from "./site-list.ts";
import { statusText } from "./site-sheet.ts";
import { fieldLines, indented, textTable, wrappedList } from "./text-table.ts";

export type RouteSheet = ReturnType<typeof routeSheet>;

/** A route cut into the segments that one dig can take down, and who is lost. O(risks + links). */
export function routeSheet({ index, losses }: Analysis, id: RouteId) {
  const { network } = index;
  const route = network.routes.get(id)!;
  const isEstimate = route.positionSource !== "surveyed" && route.positionSource !== "official";
  const prefix = `segment:${id}:`;
  const segments = index.risks.risks.flatMap((risk, place) => {
    if (risk.kind !== "segment" || !risk.id.startsWith(prefix)) return [];
    const [fromM, toM] = risk.id.slice(prefix.length).split("-").map(Number);
    return [
      {
        id: risk.id,
        fromM: fromM!,
        toM: toM!,
        links: risk.links.map((link) => index.links[link]!.id),
        sitesLost: losses.ofRisk(place).length,
      },
    ];
  });
  const cut = resolveScenario(index, [`route:${id}`]);
  return {
    what: "route",
    id,
    name: route.name,
    kind: route.kind,
    status: route.status,
    from: route.from ?? null,
    until: route.until ?? null,
    lengthM: roundedM(index.routeLengthM.get(id)!),
    lengthIsEstimate: isEstimate,
    positionSource: route.positionSource,
    accuracyM: route.accuracyM,
    segments: segments.sort((a, b) => a.fromM - b.fromM),
    links: cut.links.map((link) => index.links[link]!.id),
    /** Links that follow it but are not in service on the day. */
    otherLinks: [...network.links.values()]
      .filter(({ inService, via }) => !inService && via?.some((piece) => piece.route === id))
      .map((link) => link.id),
    /** Cables of unknown course, which may lie here too. */
    possibleLinks: cut.possibleLinks.map((link) => index.links[link]!.id),
    ifItIsCut: siteList(index, losesEveryCore(index, cut)),
  };
}

/** A route's sheet for people. */
export function routeSheetText(sheet: RouteSheet, network: Network, lang: Language): string {
  const w = (word: keyof typeof WORDS) => WORDS[word][lang];
  const source = POSITION_SOURCES[sheet.positionSource][lang];
  const lines = [
    `${sheet.id}  ${shown(sheet.name)}`,
    "",
    ...fieldLines([
      [w("kind"), ROUTE_KINDS[sheet.kind][lang]],
      [w("status"), statusText({ ...sheet, inService: true }, lang)],
      [w("length"), (sheet.lengthIsEstimate ? "≈ " : "") + formatMetres(sheet.lengthM, lang)],
      [w("position"), `${source}, ± ${formatMetres(sheet.accuracyM, lang)}`],
    ]),
    "",
    `${w("segments")}:`,
    ...indented(sheet.segments.length === 0 ? [w("none")] : segmentTable(sheet, lang)),
    ...notes(sheet, lang),
    "",
    `${w("ifItIsCut")}: ${sitesCounted(sheet.ifItIsCut, lang)}`,
    ...(sheet.ifItIsCut.total === 0
      ? []
      : indented(siteTable(sheet.ifItIsCut.sites, network, lang))),
  ];
  return `${lines.join("\n")}\n`;
}

const LINKS_WIDTH = 60;
/** More links of unknown course than this are only counted. */
const NAMED_MAX = 6;

function segmentTable({ segments }: RouteSheet, lang: Language): string[] {
  const heads = HEADS[lang];
  return textTable(
    heads.map((head, i) => ({ head, right: i > 0 && i < 4 })),
    segments.flatMap(({ id, fromM, toM, links, sitesLost }) => {
      const [first = "", ...more] = wrappedList(links, LINKS_WIDTH);
      return [
        [id, formatCount(fromM, lang), formatCount(toM, lang), formatCount(sitesLost, lang), first],
        ...more.map((line) => ["", "", "", "", line]),
      ];
    }),
  );
}

function notes({ otherLinks, possibleLinks }: RouteSheet, lang: Language): string[] {
  const lines: string[] = [];
  if (otherLinks.length > 0) {
    lines.push(`${WORDS.other[lang]}: ${otherLinks.join(", ")}`);
  }
  if (possibleLinks.length > 0) {
    const count = formatCount(possibleLinks.length, lang);
    const named = possibleLinks.length > NAMED_MAX ? "--json" : possibleLinks.join(", ");
    lines.push(`${count} ${WORDS.possible[lang]}: ${named}`);
  }
  return lines.flatMap((line) => wrapAtWords(line));
}

function wrapAtWords(line: string): string[] {
  const [head = "", ...rest] = line.split(", ");
  return wrappedList([head, ...rest], 98);
}

const HEADS = {
  id: ["ruas", "dari (m)", "sampai (m)", "lokasi putus", "tautan di dalamnya"],
  en: ["segment", "from (m)", "to (m)", "sites lost", "links in it"],
} as const;

const WORDS = {
  kind: { id: "jenis", en: "kind" },
  status: { id: "status", en: "status" },
  length: { id: "panjang", en: "length" },
  position: { id: "letak", en: "position" },
  segments: { id: "Ruas yang dipakai", en: "Segments in use" },
  none: { id: "tidak dipakai satu tautan pun", en: "no link uses it" },
  other: { id: "belum atau tidak dipakai", en: "not in service" },
  possible: {
    id: "tautan yang letak kabelnya tidak diketahui mungkin lewat sini juga",
    en: "links of unknown course may lie here too",
  },
  ifItIsCut: {
    id: "Bila seluruh rute ini putus, kehilangan semua inti",
    en: "If all of this route is cut, these lose every core",
  },
} as const satisfies Record<string, Text>;
