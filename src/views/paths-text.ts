import type { DisjointPaths, Hop, NetworkPath, PathWeight } from "../analysis/paths.ts";
import { INTERNET, MEDIA } from "../vocabulary.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import type { Language, Text } from "../text/language.ts";
import { formatMetres } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import { delayText, isAssumedDelay, lengthData, lengthShort, roundedM } from "./measures.ts";
import { indented, textTable } from "./text-table.ts";
import { ANSWER_WORDS, riskRefs, riskText } from "./verdict-text.ts";

/** What was asked: two nodes of the index, and by which measure. */
export interface PathQuestion {
  readonly from: number;
  readonly to: number;
  readonly by: PathWeight;
}

const idOf = ({ sites }: NetworkIndex, node: number): string => sites[node]?.id ?? INTERNET;
const linkIds = ({ links }: NetworkIndex, numbers: readonly number[]) =>
  numbers.map((link) => links[link]!.id);

/** A path as JSON has it: ids for indices, metres and microseconds to one decimal, null for unknown. */
export function pathData(index: NetworkIndex, path: NetworkPath) {
  return {
    /** Sums of what is known; what is not is named beside them. */
    lengthM: roundedM(path.lengthM),
    delayUs: roundedM(path.delayUs),
    estimatedLength: linkIds(index, path.estimatedLength),
    unknownLength: linkIds(index, path.unknownLength),
    estimatedDelay: linkIds(index, path.estimatedDelay),
    unknownDelay: linkIds(index, path.unknownDelay),
    hops: path.hops.map((hop) => ({
      from: idOf(index, hop.from),
      to: idOf(index, hop.to),
      link: index.links[hop.link]!.id,
      medium: index.links[hop.link]!.medium,
      ...hopLength(index, hop),
      delayUs: hop.delayBasis === "unknown" ? null : roundedM(hop.delayUs),
      delayBasis: hop.delayBasis,
      totalLengthM: roundedM(hop.totalLengthM),
      totalDelayUs: roundedM(hop.totalDelayUs),
    })),
  };
}

/** The answer on a disjoint pair as JSON has it. */
export function disjointData(index: NetworkIndex, pair: DisjointPaths) {
  return {
    answer: pair.answer,
    searchedAll: pair.searchedAll,
    sharedRisks: riskRefs(index, pair.sharedRisks),
    unavoidableLinks: linkIds(index, pair.unavoidableLinks),
    possibleRisks: riskRefs(index, pair.possibleRisks),
    linksOfUnknownCourse: linkIds(index, pair.unknownCourse),
    paths: [pair.first, pair.second]
      .filter((path) => path !== undefined)
      .map((path) => pathData(index, path)),
  };
}

/** The shortest paths for people, each with its hops and totals. */
export function pathsText(
  index: NetworkIndex,
  question: PathQuestion,
  paths: readonly NetworkPath[],
  lang: Language,
): string {
  const lines = [headline(index, question, lang)];
  if (paths.length === 0) lines.push(WORDS.noPath[lang]);
  paths.forEach((path, i) => {
    const title = paths.length === 1 ? WORDS.path[lang] : `${WORDS.path[lang]} ${i + 1}`;
    lines.push("", ...pathLines(index, title, path, lang));
  });
  return `${[...lines, ...legend(index, paths, lang)].join("\n")}\n`;
}

/** The disjoint pair for people: the answer first, with what stands in its way, then the two paths. */
export function disjointText(
  index: NetworkIndex,
  question: PathQuestion,
  pair: DisjointPaths,
  lang: Language,
): string {
  const paths = [pair.first, pair.second].filter((path) => path !== undefined);
  const lines = [headline(index, question, lang), "", ...answerLines(index, pair, lang)];
  paths.forEach((path, i) => {
    const title = pair.second === undefined ? WORDS.shortest[lang] : `${WORDS.path[lang]} ${i + 1}`;
    lines.push("", ...pathLines(index, title, path, lang));
  });
  return `${[...lines, ...legend(index, paths, lang)].join("\n")}\n`;
}

function headline(index: NetworkIndex, { from, to, by }: PathQuestion, lang: Language): string {
  const nameOf = (node: number) => {
    const site = index.sites[node];
    return site === undefined ? INTERNET : `${site.id} (${shown(site.name, 60)})`;
  };
  const measure = WORDS[by][lang];
  return `${nameOf(from)} → ${nameOf(to)} · ${measure} · ${index.network.at}`;
}

/** Most things named in a line; the JSON has all. */
const NAMED_MAX = 8;

function answerLines(index: NetworkIndex, pair: DisjointPaths, lang: Language): string[] {
  if (pair.answer === "no-path") {
    return [`${WORDS.question[lang]} ${ANSWER_WORDS.no[lang]}. ${WORDS.noPath[lang]}`];
  }
  const lines = [`${WORDS.question[lang]} ${ANSWER_WORDS[pair.answer][lang]}.`];
  const list = (word: keyof typeof WORDS, things: readonly string[]) => {
    if (things.length === 0) return;
    lines.push(`${WORDS[word][lang]}:`, ...indented(things.slice(0, NAMED_MAX)));
    if (things.length > NAMED_MAX) {
      lines.push(...indented([`… +${things.length - NAMED_MAX} (--json)`]));
    }
  };
  list(pair.second === undefined ? "everyPath" : "shared", [
    ...linkIds(index, pair.unavoidableLinks),
    ...riskRefs(index, pair.sharedRisks).map(riskText),
  ]);
  if (pair.answer === "yes") return lines;
  if (pair.answer === "not-proven") {
    // With an unknown cable every segment may be shared: naming them all says nothing.
    if (pair.unknownCourse.length > 0) list("unknownCourse", linkIds(index, pair.unknownCourse));
    else list("mayShare", riskRefs(index, pair.possibleRisks).map(riskText));
  }
  if (!pair.searchedAll) lines.push(WORDS.budget[lang]);
  return lines;
}

const hopLength = ({ links, geometry }: NetworkIndex, { link }: Hop) =>
  lengthData(links[link]!, geometry[link]!);

function pathLines(
  index: NetworkIndex,
  title: string,
  path: NetworkPath,
  lang: Language,
): string[] {
  const { hops } = path;
  const heads = HEADS[lang];
  const [first] = hops;
  const rows = hops.map((hop) => {
    const link = index.links[hop.link]!;
    return [
      idOf(index, hop.to),
      link.id,
      MEDIA[link.medium][lang],
      lengthShort(hopLength(index, hop), lang),
      delayCell(hop, lang),
    ];
  });
  const table = textTable(
    heads.map((head, i) => ({ head, right: i > 2 })),
    first === undefined ? rows : [[idOf(index, first.from), "", "", "", ""], ...rows],
  );
  return [`${title}: ${totals(index, path, lang)}`, ...indented(table)];
}

function delayCell(hop: Hop, lang: Language): string {
  const total = delayText(hop.totalDelayUs, lang);
  if (hop.delayBasis === "unknown") return `≥ ${total}`;
  return total;
}

/** `3 tautan, ≈ 12,8 km, ≈ 0,063 ms searah`, with what is missing from the sums. */
function totals(index: NetworkIndex, path: NetworkPath, lang: Language): string {
  const { hops, unknownLength, unknownDelay } = path;
  const isLowerBound = hops.some((hop) => hopLength(index, hop).lengthIsLowerBound);
  const links = {
    id: `${hops.length} tautan`,
    en: hops.length === 1 ? "1 link" : `${hops.length} links`,
  }[lang];
  const mark = (unknown: readonly number[], estimated: readonly number[]) =>
    unknown.length > 0 || isLowerBound ? "≥ " : estimated.length > 0 ? "≈ " : "";
  const length =
    unknownLength.length === hops.length
      ? { id: "panjang tidak diketahui", en: "length unknown" }[lang]
      : mark(unknownLength, path.estimatedLength) + formatMetres(path.lengthM, lang);
  const delay =
    unknownDelay.length === hops.length
      ? { id: "tunda tidak diketahui", en: "delay unknown" }[lang]
      : `${mark(unknownDelay, path.estimatedDelay)}${delayText(path.delayUs, lang)} ${{ id: "searah", en: "one way" }[lang]}`;
  return `${links}, ${length}, ${delay}`;
}

/** What the marks mean, for the marks that occur. */
function legend(index: NetworkIndex, paths: readonly NetworkPath[], lang: Language): string[] {
  const lines: string[] = [];
  const some = (test: (path: NetworkPath) => boolean) => paths.some(test);
  if (some(({ estimatedLength }) => estimatedLength.length > 0)) lines.push(LEGEND.estimate[lang]);
  if (some(({ unknownLength }) => unknownLength.length > 0)) lines.push(LEGEND.unknown[lang]);
  if (some(({ hops }) => hops.some((hop) => hopLength(index, hop).lengthIsLowerBound))) {
    lines.push(LEGEND.straight[lang]);
  }
  const isSky = (link: number) => isAssumedDelay(index.links[link]!);
  if (some(({ estimatedDelay }) => estimatedDelay.some(isSky))) lines.push(LEGEND.delay[lang]);
  return lines.length === 0 ? [] : ["", ...lines];
}

const HEADS = {
  id: ["lokasi", "lewat tautan", "media", "panjang", "tunda sampai sini"],
  en: ["site", "by link", "medium", "length", "delay up to here"],
} as const;

const LEGEND = {
  estimate: {
    id: "≈ perkiraan: rute atau letak kedua ujungnya belum disurvei",
    en: "≈ estimate: its route or the places of its ends have not been surveyed",
  },
  unknown: {
    id: "? tidak tertulis di berkas; jumlahnya tanpa itu (≥)",
    en: "? not in the files; sums are without it (≥)",
  },
  straight: {
    id: "≥ paling sedikit: garis lurus, kabelnya lebih panjang",
    en: "≥ at least: a straight line, the cable is longer",
  },
  delay: {
    id: "tunda satelit dan seluler adalah perkiraan menurut jenisnya",
    en: "delays of satellite and mobile are estimates by their kind",
  },
} as const satisfies Record<string, Text>;

const WORDS = {
  length: { id: "menurut panjang", en: "by length" },
  delay: { id: "menurut tunda", en: "by delay" },
  path: { id: "Jalur", en: "Path" },
  shortest: { id: "Jalur terpendek", en: "The shortest path" },
  noPath: { id: "Tidak ada jalur antara keduanya.", en: "No path joins them." },
  question: {
    id: "Dua jalur yang tidak putus bersama oleh satu gangguan:",
    en: "Two paths of which no single failure takes both:",
  },
  everyPath: { id: "Semua jalur melewati", en: "Every path passes" },
  shared: { id: "Kedua jalur berbagi", en: "Both paths share" },
  mayShare: { id: "Kedua jalur mungkin berbagi", en: "Both paths may share" },
  unknownCourse: {
    id: "Letak kabel tautan ini tidak diketahui",
    en: "Nobody has said where the cable of these lies",
  },
  budget: {
    id: "Pencarian dihentikan sebelum semua pasangan diperiksa.",
    en: "The search stopped before every pair was tried.",
  },
} as const satisfies Record<string, Text>;
