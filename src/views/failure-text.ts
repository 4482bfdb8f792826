import type { FailureImpact } from "../analysis/failure-impact.ts";
import { kecamatanOf } from "../analysis/inventory.ts";
import type { Scenario } from "../analysis/scenario.ts";
import type { Network } from "../model/network.ts";
import { type SiteKind, SITE_KINDS, wordsOf } from "../vocabulary.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import type { Language, Text } from "../text/language.ts";
import { formatCount } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import { andMore, kindsText, siteList, siteTable, type SiteList } from "./site-list.ts";
import { indented, textTable, wrappedList } from "./text-table.ts";

export type FailureData = ReturnType<typeof failureData>;

/** What fails and who loses what, as JSON has it. O(sites + links). */
export function failureData(index: NetworkIndex, scenario: Scenario, impact: FailureImpact) {
  const linkIds = (links: readonly number[]) => links.map((link) => index.links[link]!.id);
  return {
    failed: {
      asked: scenario.items.map(({ asked, kind, id, name, nodes, links }) => ({
        asked,
        kind,
        id,
        name,
        sites: nodes.length,
        links: links.length,
      })),
      links: linkIds(scenario.links),
      /** Cables of unknown course that may lie there too; taken to survive. */
      possibleLinks: linkIds(scenario.possibleLinks),
      /** In service before; they stand in none of the lists below. */
      sites: siteList(index, impact.failed),
    },
    sitesInService: impact.inService,
    coresLeft: impact.coresLeft.map((node) => index.sites[node]!.id),
    losesCore: siteList(index, impact.losesCore),
    /** Some of these lose every core as well. */
    losesInternet: siteList(index, impact.losesInternet),
    losesRedundancy: siteList(index, impact.losesRedundancy),
  };
}

/** Who is cut off, for people: a sentence with the numbers, then tables. */
export function failureText(data: FailureData, network: Network, lang: Language): string {
  const { losesCore, losesInternet, losesRedundancy, failed } = data;
  const cutOff = new Set(losesCore.sites.map(({ id }) => id));
  const onlyInternet = losesInternet.sites.filter(({ id }) => !cutOff.has(id));
  const lines = [verdict(data, onlyInternet.length, lang), "", ...failedLines(data, lang)];
  const total = losesCore.total + losesInternet.total + losesRedundancy.total + failed.sites.total;
  if (total > 0) {
    lines.push("", ...kindTable(data, lang), "", ...kecamatanTable(data, network, lang));
  }
  const section = (word: keyof typeof WORDS, sites: SiteList["sites"]) => {
    if (sites.length === 0) return;
    lines.push(
      "",
      `${WORDS[word][lang]} (${formatCount(sites.length, lang)}):`,
      ...indented(siteTable(sites, network, lang)),
    );
  };
  section("core", losesCore.sites);
  section("onlyInternet", onlyInternet);
  section("redundancy", losesRedundancy.sites);
  section("failed", failed.sites.sites);
  return `${lines.join("\n")}\n`;
}

function verdict(data: FailureData, onlyInternet: number, lang: Language): string {
  const { failed, losesCore, losesRedundancy, coresLeft, sitesInService } = data;
  const names = failed.asked.map(({ asked }) => asked).join(" + ");
  const count = (value: number) => formatCount(value, lang);
  const kinds = losesCore.total === 0 ? "" : ` (${kindsText(losesCore.byKind, lang)})`;
  const of = count(sitesInService);
  const noCore = coresLeft.length === 0;
  if (lang === "id") {
    const parts = [
      losesCore.total === 0
        ? "tidak ada lokasi lain yang kehilangan inti"
        : `${count(losesCore.total)} dari ${of} lokasi kehilangan semua inti${kinds}`,
      onlyInternet === 0 ? undefined : `${count(onlyInternet)} lagi kehilangan internet`,
      losesRedundancy.total === 0
        ? undefined
        : `${count(losesRedundancy.total)} kehilangan jalur cadangannya`,
      failed.sites.total === 0 ? undefined : `${count(failed.sites.total)} lokasi gagal sendiri`,
      noCore ? "tidak ada inti yang tersisa" : undefined,
    ];
    return `Bila ${names} gagal: ${parts.filter((part) => part !== undefined).join("; ")}.`;
  }
  const site = (value: number) => `${count(value)} ${value === 1 ? "site" : "sites"}`;
  const parts = [
    losesCore.total === 0
      ? "no other site loses the core"
      : `${count(losesCore.total)} of ${of} sites ${losesCore.total === 1 ? "loses" : "lose"} every core${kinds}`,
    onlyInternet === 0 ? undefined : `${count(onlyInternet)} more lose the internet`,
    losesRedundancy.total === 0
      ? undefined
      : `${site(losesRedundancy.total)} without a second path from then on`,
    failed.sites.total === 0 ? undefined : `${site(failed.sites.total)} down by themselves`,
    noCore ? "no core is left" : undefined,
  ];
  return `If ${names} ${failed.asked.length === 1 ? "fails" : "fail"}: ${parts.filter((part) => part !== undefined).join("; ")}.`;
}

const WIDTH = 96;
/** Most links named in a text; the JSON has all. */
const LINKS_MAX = 16;

function failedLines({ failed }: FailureData, lang: Language): string[] {
  const heads = FAILED_HEADS[lang];
  const lines = [
    `${WORDS.what[lang]}:`,
    ...indented(
      textTable(
        heads.map((head, i) => ({ head, right: i > 2 })),
        failed.asked.map(({ id, kind, name, sites, links }) => [
          id,
          KIND_WORDS[kind][lang],
          name === id ? "" : shown(name, 44),
          formatCount(sites, lang),
          formatCount(links, lang),
        ]),
      ),
    ),
  ];
  const idle = failed.asked.filter(({ sites, links }) => sites + links === 0);
  if (idle.length > 0) {
    lines.push(`${WORDS.idle[lang]}: ${idle.map(({ asked }) => asked).join(", ")}`);
  }
  const list = (word: "links" | "possible", ids: readonly string[]) => {
    if (ids.length === 0) return;
    const rest = ids.length - LINKS_MAX;
    lines.push(
      `${WORDS[word][lang]} (${formatCount(ids.length, lang)}):`,
      ...indented([...wrappedList(ids.slice(0, LINKS_MAX), WIDTH), ...andMore(rest, lang)]),
    );
  };
  // Links that were asked for by name need no second naming.
  const named = new Set(failed.asked.flatMap(({ kind, id }) => (kind === "link" ? [id] : [])));
  if (failed.links.some((id) => !named.has(id))) list("links", failed.links);
  list("possible", failed.possibleLinks);
  return lines;
}

function kindTable(data: FailureData, lang: Language): string[] {
  const lists = listsOf(data);
  const kinds = wordsOf(SITE_KINDS).filter((kind: SiteKind) =>
    lists.some(({ byKind }) => byKind[kind] > 0),
  );
  return countTable(
    WORDS.kind[lang],
    kinds.map((kind) => [SITE_KINDS[kind][lang], lists.map(({ byKind }) => byKind[kind])]),
    lists,
    lang,
  );
}

function kecamatanTable(data: FailureData, network: Network, lang: Language): string[] {
  const lists = listsOf(data);
  const rows = kecamatanOf(network).map(({ id, name }): [string, number[]] => [
    shown(name, 44),
    lists.map(({ byKecamatan }) => byKecamatan[id] ?? 0),
  ]);
  rows.push([WORDS.elsewhere[lang], lists.map(({ withoutKecamatan }) => withoutKecamatan)]);
  return countTable(
    WORDS.kecamatan[lang],
    rows.filter(([, counts]) => counts.some((value) => value > 0)),
    lists,
    lang,
  );
}

const listsOf = ({ losesCore, losesInternet, losesRedundancy, failed }: FailureData) => [
  losesCore,
  losesInternet,
  losesRedundancy,
  failed.sites,
];

function countTable(
  first: string,
  rows: readonly (readonly [string, readonly number[]])[],
  lists: readonly SiteList[],
  lang: Language,
): string[] {
  const cells = (values: readonly number[]) =>
    values.map((value) => (value === 0 ? "–" : formatCount(value, lang)));
  // A column of nothing but dashes only takes room.
  const has = (_: unknown, column: number) => lists[column]!.total > 0;
  const heads = COUNT_HEADS[lang].filter(has);
  return textTable(
    [{ head: first }, ...heads.map((head) => ({ head, right: true }))],
    [
      ...rows.map(([name, values]) => [name, ...cells(values.filter(has))]),
      [WORDS.total[lang], ...cells(lists.map(({ total }) => total).filter(has))],
    ],
  );
}

const KIND_WORDS = {
  site: { id: "lokasi", en: "site" },
  link: { id: "tautan", en: "link" },
  route: { id: "rute", en: "route" },
  provider: { id: "penyedia", en: "provider" },
  risk: { id: "risiko bersama", en: "shared risk" },
  area: { id: "wilayah", en: "area" },
  building: { id: "gedung", en: "building" },
  pool: { id: "kapasitas bersama", en: "pool" },
} as const satisfies Record<Scenario["items"][number]["kind"], Text>;

const FAILED_HEADS = {
  id: ["gagal", "sebagai", "nama", "lokasi", "tautan"],
  en: ["fails", "as", "name", "sites", "links"],
} as const;
const COUNT_HEADS = {
  id: ["kehilangan inti", "kehilangan internet", "kehilangan cadangan", "gagal sendiri"],
  en: ["lose the core", "lose the internet", "lose redundancy", "down themselves"],
} as const;

const WORDS = {
  what: { id: "Yang gagal bersama", en: "What fails together" },
  idle: {
    id: "Tidak menambah apa pun, karena tidak dipakai pada hari itu",
    en: "These add nothing: not in service on that day",
  },
  links: { id: "Tautan yang putus", en: "Links that go down" },
  possible: {
    id: "Dianggap selamat, padahal letak kabelnya tidak diketahui",
    en: "Taken to survive, though nobody has said where their cables lie",
  },
  kind: { id: "jenis", en: "kind" },
  kecamatan: { id: "kecamatan", en: "kecamatan" },
  elsewhere: { id: "kecamatan tidak diketahui", en: "kecamatan unknown" },
  total: { id: "jumlah", en: "total" },
  core: { id: "Kehilangan semua inti", en: "Lose every core" },
  onlyInternet: {
    id: "Masih terhubung ke inti, kehilangan internet",
    en: "Keep a core, lose the internet",
  },
  redundancy: {
    id: "Masih terhubung, tetapi tanpa jalur cadangan",
    en: "Still connected, without a second path",
  },
  failed: { id: "Gagal sendiri", en: "Down themselves" },
} as const satisfies Record<string, Text>;
