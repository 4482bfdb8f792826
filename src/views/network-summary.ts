import {
  ANSWERS,
  LENGTH_BASES,
  PLACE_BASES,
  type Answers,
  type Inventory,
} from "../analysis/inventory.ts";
import type { Network } from "../model/network.ts";
import {
  MEDIA,
  POSITION_SOURCES,
  SITE_KINDS,
  STATUSES,
  UPLINK_ROLES,
  wordsOf,
} from "../vocabulary.ts";
import type { Language, Text } from "../text/language.ts";
import { formatCount, formatMbps, formatMetres, formatRatioPercent } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import { LENGTH_BASIS_WORDS, roundedM } from "./measures.ts";
import { fieldLines, indented, textTable } from "./text-table.ts";
import { ANSWER_WORDS } from "./verdict-text.ts";

/** The inventory as JSON has it; maps become records, sites and links their ids. */
export function summaryData(inventory: Inventory, network: Network) {
  const { sites, links, redundancy } = inventory;
  return {
    what: "summary",
    sites: { ...sites, byKecamatan: Object.fromEntries(sites.byKecamatan) },
    links: {
      ...links,
      lengthM: {
        byMedium: Object.fromEntries(
          Object.entries(links.lengthM.byMedium).map(([medium, m]) => [medium, roundedM(m)]),
        ),
      },
    },
    routes: inventory.routes,
    routesByPositionSource: inventory.routesByPositionSource,
    providers: inventory.providers,
    core: inventory.core.map((id) => {
      const { name, kind, inService } = network.sites.get(id)!;
      return { id, name, kind, inService };
    }),
    uplinks: inventory.uplinks.map(({ link, role }) => ({
      id: link.id,
      role,
      site: link.ends[0],
      provider: link.provider ?? null,
      rateMbps: link.rateMbps ?? null,
      status: link.status,
      inService: link.inService,
    })),
    redundancy: {
      servedSites: redundancy.servedSites,
      reachCore: redundancy.reachCore,
      reachInternet: redundancy.reachInternet,
      twoPaths: redundancy.twoPaths,
      servedWithoutKecamatan: redundancy.servedWithoutKecamatan,
      byStandard: redundancy.byStandard.map(({ standard, ...counts }) => ({
        kinds: standard.kinds,
        asks: {
          paths: standard.paths,
          secondCore: standard.secondCore,
          secondUplink: standard.secondUplink,
        },
        sites: counts.sites,
        met: counts.met,
        paths: counts.paths ?? null,
        secondCore: counts.secondCore ?? null,
        secondUplink: counts.secondUplink ?? null,
      })),
      byKecamatan: redundancy.byKecamatan.map(({ area, ...row }) => ({ id: area.id, ...row })),
    },
  };
}

/** One page on a network: what there is, how well it is known, and what it can lose. */
export function summaryText(inventory: Inventory, network: Network, lang: Language): string {
  const count = (value: number) => formatCount(value, lang);
  const w = (word: keyof typeof WORDS) => WORDS[word][lang];
  return `${[
    `${shown(network.name)} (${network.id}, ${network.areaCode}) · ${w("at")} ${network.at}`,
    "",
    ...fieldLines([
      [w("sites"), sitesLine(inventory, lang)],
      [w("places"), placesLine(inventory, lang)],
      [w("links"), linksLine(inventory, lang)],
      [w("routes"), routesLine(inventory, lang)],
      [w("providers"), count(inventory.providers)],
    ]),
    "",
    `${w("core")}:`,
    ...indented(
      fieldLines(inventory.core.map((id) => [id, shown(network.sites.get(id)!.name, 60)])),
    ),
    `${w("uplinks")}:`,
    ...indented(fieldLines(inventory.uplinks.map(({ link }) => [link.id, uplinkLine(link, lang)]))),
    "",
    `${w("kinds")}:`,
    ...indented(kindTable(inventory, lang)),
    "",
    `${w("media")}:`,
    ...indented(mediumTable(inventory, lang)),
    "",
    ...redundancyLines(inventory, lang),
    "",
    ...standardLines(inventory, lang),
    w("more"),
  ].join("\n")}\n`;
}

function sitesLine({ sites, redundancy }: Inventory, lang: Language): string {
  const [total, served] = [sites.total, sites.served].map((value) => formatCount(value, lang));
  const waiting = sites.total - sites.inService;
  const rest =
    waiting === 0
      ? ""
      : { id: `; ${waiting} belum beroperasi`, en: `; ${waiting} not in service` }[lang];
  const reach = formatCount(redundancy.reachCore, lang);
  return {
    id: `${total}: ${served} dilayani (${reach} terhubung ke inti), lainnya hanya meneruskan${rest}`,
    en: `${total}: ${served} served (${reach} connected to the core), the others only carry${rest}`,
  }[lang];
}

function placesLine({ sites: { byPositionSource, total } }: Inventory, lang: Language): string {
  const known = byPositionSource.surveyed + byPositionSource.official;
  const words = PLACE_BASES.filter((basis) => byPositionSource[basis] > 0).map(
    (basis) => `${formatCount(byPositionSource[basis], lang)} ${PLACE_WORDS[basis][lang]}`,
  );
  const estimates = formatCount(total - known, lang);
  const all = formatCount(total, lang);
  return {
    id: `${estimates} dari ${all} letak adalah perkiraan atau tidak diketahui (${words.join(", ")})`,
    en: `${estimates} of ${all} positions are estimates or unknown (${words.join(", ")})`,
  }[lang];
}

function linksLine({ links }: Inventory, lang: Language): string {
  const statuses = wordsOf(STATUSES)
    .filter((status) => links.byStatus[status] > 0)
    .map((status) => `${formatCount(links.byStatus[status], lang)} ${STATUSES[status][lang]}`);
  const [total, up, alone] = [links.total, links.inService, links.irreplaceable].map((value) =>
    formatCount(value, lang),
  );
  return {
    id: `${total}: ${up} dipakai pada hari itu, ${alone} di antaranya tanpa pengganti (status: ${statuses.join(", ")})`,
    en: `${total}: ${up} in service on that day, ${alone} of them without another way (status: ${statuses.join(", ")})`,
  }[lang];
}

function routesLine({ routes, routesByPositionSource: by }: Inventory, lang: Language): string {
  const estimates = formatCount(routes - by.surveyed - by.official, lang);
  return {
    id: `${formatCount(routes, lang)}: ${estimates} di antaranya belum disurvei, jadi panjangnya perkiraan`,
    en: `${formatCount(routes, lang)}: ${estimates} of them not surveyed, so their lengths are estimates`,
  }[lang];
}

function uplinkLine(link: Inventory["uplinks"][number]["link"], lang: Language): string {
  return [
    UPLINK_ROLES[link.uplinkRole!][lang],
    link.ends[0],
    link.provider,
    link.rateMbps === undefined ? undefined : formatMbps(link.rateMbps, lang),
    link.inService ? undefined : STATUSES[link.status][lang],
  ]
    .filter((part) => part !== undefined)
    .join(" · ");
}

function kindTable({ sites }: Inventory, lang: Language): string[] {
  const kinds = wordsOf(SITE_KINDS).filter((kind) => sites.byKind[kind] > 0);
  return fieldLines(
    kinds.map((kind) => [SITE_KINDS[kind][lang], formatCount(sites.byKind[kind], lang)]),
  );
}

function mediumTable({ links }: Inventory, lang: Language): string[] {
  const heads = MEDIUM_HEADS[lang];
  const media = wordsOf(MEDIA).filter((medium) => links.byMedium[medium] > 0);
  const bases = LENGTH_BASES.filter((basis) => links.byLengthBasis[basis] > 0).map(
    (basis) =>
      `${formatCount(links.byLengthBasis[basis], lang)} ${LENGTH_BASIS_WORDS[basis][lang]}`,
  );
  return [
    ...textTable(
      [{ head: heads[0] }, { head: heads[1], right: true }, { head: heads[2], right: true }],
      media.map((medium) => {
        const lengthM = links.lengthM.byMedium[medium];
        return [
          MEDIA[medium][lang],
          formatCount(links.byMedium[medium], lang),
          lengthM === 0 ? "–" : formatMetres(lengthM, lang),
        ];
      }),
    ),
    `${WORDS.lengths[lang]}: ${bases.join(", ")}`,
  ];
}

function redundancyLines({ redundancy }: Inventory, lang: Language): string[] {
  const { servedSites, servedWithoutKecamatan, twoPaths, byKecamatan } = redundancy;
  const share = (value: number) =>
    servedSites === 0 ? "" : ` (${formatRatioPercent(value / servedSites, lang)})`;
  const answers = ANSWERS.map(
    (answer) =>
      `${ANSWER_WORDS[answer][lang]} ${formatCount(twoPaths[answer], lang)}${share(twoPaths[answer])}`,
  );
  const of = formatCount(servedSites, lang);
  const heads = KECAMATAN_HEADS[lang];
  return [
    {
      id: `Dua jalur terpisah ke inti, dari ${of} lokasi yang dilayani: ${answers.join(" · ")}`,
      en: `Two separate paths to the core, of ${of} served sites: ${answers.join(" · ")}`,
    }[lang],
    ...indented(
      textTable(
        heads.map((head, i) => ({ head, right: i > 0 })),
        byKecamatan.map((row) => [
          shown(row.area.name, 40),
          ...[row.sites, row.reachCore, row.twoPathsYes, row.twoPathsNotProven, row.twoPathsNo].map(
            (value) => formatCount(value, lang),
          ),
        ]),
      ),
    ),
    ...(servedWithoutKecamatan === 0
      ? []
      : indented([
          {
            id: `kecamatan tidak diketahui: ${formatCount(servedWithoutKecamatan, lang)} lokasi`,
            en: `kecamatan unknown: ${formatCount(servedWithoutKecamatan, lang)} of the sites`,
          }[lang],
        ])),
  ];
}

function standardLines({ redundancy: { byStandard } }: Inventory, lang: Language): string[] {
  const rows = byStandard.filter(({ sites }) => sites > 0);
  if (rows.length === 0) return [];
  const heads = STANDARD_HEADS[lang];
  const met = ({ yes, "not-proven": unproven, no }: Answers) =>
    [yes, unproven, no].map((value) => formatCount(value, lang));
  return [
    `${WORDS.standards[lang]}:`,
    ...indented(
      textTable(
        heads.map((head, i) => ({ head, right: i > 1 })),
        rows.map(({ standard, sites, met: answers }) => [
          standard.kinds.map((kind) => SITE_KINDS[kind][lang]).join(", "),
          asksText(standard, lang),
          formatCount(sites, lang),
          ...met(answers),
        ]),
      ),
    ),
    "",
  ];
}

function asksText(
  {
    paths,
    secondCore,
    secondUplink,
  }: { paths: number; secondCore: boolean; secondUplink: boolean },
  lang: Language,
): string {
  const parts = {
    id: [`${paths} jalur`, secondCore && "inti kedua", secondUplink && "uplink kedua"],
    en: [
      paths === 1 ? "1 path" : `${paths} paths`,
      secondCore && "second core",
      secondUplink && "second uplink",
    ],
  }[lang];
  return parts.filter((part) => part !== false).join(", ");
}

const PLACE_WORDS = {
  ...POSITION_SOURCES,
  area: { id: "hanya wilayahnya", en: "known by area only" },
  none: { id: "tidak diketahui", en: "unknown" },
} as const satisfies Record<(typeof PLACE_BASES)[number], Text>;

const WORDS = {
  at: { id: "keadaan per", en: "as of" },
  sites: { id: "lokasi", en: "sites" },
  places: { id: "letak", en: "positions" },
  links: { id: "tautan", en: "links" },
  routes: { id: "rute", en: "routes" },
  providers: { id: "penyedia", en: "providers" },
  core: { id: "Inti", en: "Core" },
  uplinks: { id: "Uplink", en: "Uplinks" },
  kinds: { id: "Lokasi menurut jenis", en: "Sites by kind" },
  media: { id: "Tautan menurut media", en: "Links by medium" },
  lengths: { id: "asal panjang", en: "where lengths come from" },
  standards: { id: "Standar jaringan ini", en: "The network's standards" },
  more: {
    id: "Rinci: rajut show site|link|route|provider ID · mengapa: rajut check",
    en: "More: rajut show site|link|route|provider ID · why: rajut check",
  },
} as const satisfies Record<string, Text>;

const MEDIUM_HEADS = {
  id: ["media", "tautan", "panjang yang dipakai"],
  en: ["medium", "links", "length in service"],
} as const;
const KECAMATAN_HEADS = {
  id: ["kecamatan", "dilayani", "ke inti", "ya", "belum terbukti", "tidak"],
  en: ["kecamatan", "served", "reach core", "yes", "not proven", "no"],
} as const;
const STANDARD_HEADS = {
  id: ["untuk", "meminta", "lokasi", "ya", "belum terbukti", "tidak"],
  en: ["for", "asks", "sites", "yes", "not proven", "no"],
} as const;
