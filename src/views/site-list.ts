import { areaOfLevel } from "../network/areas.ts";
import { countBy, kecamatanOf } from "../analysis/inventory.ts";
import type { Network } from "../model/network.ts";
import { CARRIER_KINDS, SITE_KINDS, type SiteKind, wordsOf } from "../vocabulary.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import type { Language } from "../text/language.ts";
import { formatCount } from "../text/number.ts";
import { compareText } from "../text/order.ts";
import { shown } from "../text/safe.ts";
import { textTable } from "./text-table.ts";

/** A site as lists name it. */
export interface SiteRef {
  readonly id: string;
  readonly name: string;
  readonly kind: SiteKind;
  /** Id of its kecamatan, when it is known. */
  readonly kecamatan: string | null;
}

/** Sites with their counts; every kind and every kecamatan has a number. */
export interface SiteList {
  readonly total: number;
  /** Those that are served and not only carry. */
  readonly served: number;
  readonly byKind: Readonly<Record<SiteKind, number>>;
  readonly byKecamatan: Readonly<Record<string, number>>;
  readonly withoutKecamatan: number;
  /** In id order. */
  readonly sites: readonly SiteRef[];
}

/** Longest list of sites in a text; the whole of it is in the JSON. */
const ROWS_MAX = 60;
const NAME_MAX = 44;

/** The sites of nodes in id order. O(nodes). */
export function siteRefs({ network, sites }: NetworkIndex, nodes: Iterable<number>): SiteRef[] {
  return Array.from(nodes, (node) => {
    const site = sites[node]!;
    const kecamatan = areaOfLevel(network, site, "kecamatan")?.id ?? null;
    return { id: site.id, name: site.name, kind: site.kind, kecamatan };
  }).sort((a, b) => compareText(a.id, b.id));
}

/** The sites of nodes with their counts. O(nodes + areas). */
export function siteList(index: NetworkIndex, nodes: Iterable<number>): SiteList {
  const sites = siteRefs(index, nodes);
  const byKecamatan = new Map<string, number>(kecamatanOf(index.network).map(({ id }) => [id, 0]));
  let withoutKecamatan = 0;
  for (const { kecamatan } of sites) {
    if (kecamatan === null) withoutKecamatan++;
    else byKecamatan.set(kecamatan, byKecamatan.get(kecamatan)! + 1);
  }
  return {
    total: sites.length,
    served: sites.filter(({ kind }) => !CARRIER_KINDS.has(kind)).length,
    byKind: countBy(wordsOf(SITE_KINDS), sites, ({ kind }) => kind),
    byKecamatan: Object.fromEntries(byKecamatan),
    withoutKecamatan,
    sites,
  };
}

/** `2 puskesmas, 5 kantor lurah`: the kinds that occur, most important first. */
export function kindsText(byKind: Readonly<Record<SiteKind, number>>, lang: Language): string {
  return wordsOf(SITE_KINDS)
    .filter((kind) => byKind[kind] > 0)
    .map((kind) => {
      const count = formatCount(byKind[kind], lang);
      return lang === "id"
        ? `${count} ${SITE_KINDS[kind].id}`
        : `${count} × ${SITE_KINDS[kind].en}`;
    })
    .join(", ");
}

/** `7 lokasi (2 puskesmas, 5 kantor lurah)`, or a word for none. */
export function sitesCounted({ total, byKind }: SiteList, lang: Language): string {
  if (total === 0) return lang === "id" ? "tidak ada lokasi" : "no site";
  const noun = lang === "id" ? "lokasi" : total === 1 ? "site" : "sites";
  return `${formatCount(total, lang)} ${noun} (${kindsText(byKind, lang)})`;
}

/** A table of sites, most important kinds first; a long one is cut and says so. */
export function siteTable(
  sites: readonly SiteRef[],
  network: Network,
  lang: Language,
  rowsMax: number = ROWS_MAX,
): string[] {
  const order = new Map(wordsOf(SITE_KINDS).map((kind, place) => [kind, place]));
  const sorted = [...sites].sort(
    (a, b) => order.get(a.kind)! - order.get(b.kind)! || compareText(a.id, b.id),
  );
  const words = HEADS[lang];
  const lines = textTable(
    words.map((head) => ({ head })),
    sorted
      .slice(0, rowsMax)
      .map(({ id, name, kind, kecamatan }) => [
        id,
        shown(name, NAME_MAX),
        SITE_KINDS[kind][lang],
        kecamatanName(network, kecamatan),
      ]),
  );
  return [...lines, ...andMore(sorted.length - rowsMax, lang)];
}

/** The line that says how many are not shown; none when all are. */
export function andMore(rest: number, lang: Language): string[] {
  if (rest <= 0) return [];
  const count = formatCount(rest, lang);
  return [
    lang === "id" ? `… dan ${count} lagi; semuanya: --json` : `… and ${count} more; all: --json`,
  ];
}

/** The name of a kecamatan by id; a dash when it is not known. */
export function kecamatanName(network: Network, id: string | null): string {
  const area =
    id === null ? undefined : (network.areas as ReadonlyMap<string, { name: string }>).get(id);
  return area === undefined ? "–" : shown(area.name, NAME_MAX);
}

const HEADS = {
  id: ["lokasi", "nama", "jenis", "kecamatan"],
  en: ["site", "name", "kind", "kecamatan"],
} as const satisfies Record<Language, readonly string[]>;
