import { courseOf } from "../analysis/inventory.ts";
import type { LinkId } from "../model/ids.ts";
import type { Link, Network } from "../model/network.ts";
import {
  INTERNET,
  LEASED_SERVICES,
  MEDIA,
  ORBITS,
  RISK_BASES,
  RISK_KINDS,
  UPLINK_ROLES,
} from "../vocabulary.ts";
import { hasUnknownPath, UNKNOWN_PATH } from "../network/risks.ts";
import type { Analysis } from "../pipeline.ts";
import type { Language, Text } from "../text/language.ts";
import { formatCount, formatMbps, formatMetres, formatMetresApart } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import {
  delayText,
  isAssumedDelay,
  LENGTH_BASIS_WORDS,
  lengthData,
  lengthShort,
  roundedM,
} from "./measures.ts";
import { siteList, siteTable, sitesCounted } from "./site-list.ts";
import { contactData, contactText, statusText } from "./site-sheet.ts";
import { fieldLines, indented, textTable, wrappedList } from "./text-table.ts";

export type LinkSheet = ReturnType<typeof linkSheet>;

/** All that is known of a link, what it shares with others, and who is lost with it. O(risks' members). */
export function linkSheet({ index, losses }: Analysis, id: LinkId) {
  const { network } = index;
  const link = network.links.get(id)!;
  const number = index.linkOfId.get(id);
  const course = courseOf(index, link);
  const provider = link.provider === undefined ? undefined : network.providers.get(link.provider);
  const contact =
    provider?.contact === undefined ? undefined : network.contacts.get(provider.contact);
  const contract = link.contract === undefined ? undefined : network.contracts.get(link.contract);
  const bears = index.risks.risks.filter((risk) => risk.id !== UNKNOWN_PATH);
  return {
    what: "link",
    id,
    name: link.name ?? null,
    ends: link.ends.map((end) => ({
      id: end,
      name: end === INTERNET ? null : (network.sites.get(end)?.name ?? null),
    })),
    medium: link.medium,
    detail: detailOf(link),
    uplinkRole: link.uplinkRole ?? null,
    tunnel: link.tunnel,
    status: link.status,
    inService: link.inService,
    from: link.from ?? null,
    until: link.until ?? null,
    rateMbps: link.rateMbps ?? null,
    ...lengthData(link, course),
    statedLengthM: link.statedLengthM ?? null,
    delayUs: roundedM(course.delayUs),
    delayIsAssumed: isAssumedDelay(link),
    /** In order from the first end to the second; backwards along a route when `toM` is smaller. */
    routes: course.pieces.map(({ route, fromM, toM }) => ({
      id: route.id,
      name: route.name,
      kind: route.kind,
      positionSource: route.positionSource,
      fromM: roundedM(fromM),
      toM: roundedM(toM),
    })),
    courseIsUnknown: hasUnknownPath(link),
    provider: provider === undefined ? null : { id: provider.id, name: provider.name },
    circuit: link.circuit ?? null,
    contract:
      contract === undefined
        ? null
        : { id: contract.id, from: contract.from, until: contract.until },
    pool: link.pool ?? null,
    contact: contact === undefined ? null : contactData(contact),
    /** Events that take it down, with the other links that go down too; a link alone on a segment shares nothing. */
    sharedRisks:
      number === undefined
        ? []
        : bears
            .filter(({ links, nodes }) => links.includes(number) && links.length + nodes.length > 1)
            .map((risk) => ({
              id: risk.id,
              kind: risk.kind,
              basis: risk.basis,
              name: risk.name,
              otherLinks: risk.links
                .filter((other) => other !== number)
                .map((other) => index.links[other]!.id),
              sites: risk.nodes.map((node) => index.sites[node]!.id),
            })),
    /** How many known segments it may lie in, when nobody has said where it lies. */
    possibleRisks:
      number === undefined
        ? 0
        : bears.filter(({ possibleLinks }) => possibleLinks.includes(number)).length,
    ifItFails: siteList(index, number === undefined ? [] : losses.ofLink(number)),
  };
}

/** What only this medium has: the service of a leased line, the orbit of a satellite. */
function detailOf(link: Link): string | null {
  if (link.medium === "leased-line") return link.service;
  if (link.medium === "satellite") return link.orbit;
  if (link.medium === "mobile") return link.technology;
  if (link.medium === "microwave" && link.frequencyGhz !== undefined) {
    return `${link.frequencyGhz} GHz`;
  }
  return null;
}

/** A link's sheet for people. */
export function linkSheetText(sheet: LinkSheet, network: Network, lang: Language): string {
  const w = (word: keyof typeof WORDS) => WORDS[word][lang];
  const { contract, contact, provider, ifItFails } = sheet;
  const detailWords: Readonly<Record<string, Text>> = { ...LEASED_SERVICES, ...ORBITS };
  const detail =
    sheet.detail === null ? "" : ` · ${detailWords[sheet.detail]?.[lang] ?? sheet.detail}`;
  const role = sheet.uplinkRole === null ? "" : ` · uplink ${UPLINK_ROLES[sheet.uplinkRole][lang]}`;
  const lines = [
    `${sheet.id}${sheet.name === null ? "" : `  ${shown(sheet.name)}`}`,
    "",
    ...fieldLines([
      ...sheet.ends.map(({ id, name }, i): [string, string] => [
        i === 0 ? w("between") : "",
        name === null ? id : `${id} (${shown(name, 60)})`,
      ]),
      [w("medium"), MEDIA[sheet.medium][lang] + detail + role],
      [w("status"), statusText(sheet, lang)],
      [w("rate"), sheet.rateMbps === null ? undefined : formatMbps(sheet.rateMbps, lang)],
      [w("length"), lengthText(sheet, lang)],
      [w("delay"), delayLine(sheet, lang)],
      [
        w("provider"),
        provider === null ? undefined : `${provider.id} (${shown(provider.name, 60)})`,
      ],
      [w("circuit"), sheet.circuit === null ? undefined : shown(sheet.circuit)],
      [
        w("contract"),
        contract === null ? undefined : `${contract.id}, ${contract.from} → ${contract.until}`,
      ],
      [w("pool"), sheet.pool ?? undefined],
      [w("call"), contact === null ? undefined : contactText(contact)],
    ]),
    "",
    `${w("routes")}:`,
    ...indented(
      sheet.routes.length > 0
        ? routeTable(sheet, lang)
        : [sheet.courseIsUnknown ? w("unknownCourse") : w("none")],
    ),
    "",
    `${w("shared")}:`,
    ...indented(sharedLines(sheet, lang)),
    "",
    sheet.inService
      ? `${w("ifItFails")}: ${sitesCounted(ifItFails, lang)}`
      : `${w("ifItFails")}: ${w("notInService")}`,
    ...(ifItFails.total === 0 ? [] : indented(siteTable(ifItFails.sites, network, lang))),
  ];
  return `${lines.join("\n")}\n`;
}

/** The length used, where it comes from, and what the files state when that is something else. */
function lengthText(sheet: LinkSheet, lang: Language): string {
  const basis = LENGTH_BASIS_WORDS[sheet.lengthBasis][lang];
  if (sheet.lengthM === null) return basis;
  const estimate =
    sheet.lengthIsEstimate && sheet.lengthBasis === "drawn"
      ? { id: "; rutenya belum disurvei", en: "; its routes are not surveyed" }[lang]
      : "";
  if (sheet.lengthBasis !== "drawn" || sheet.statedLengthM === null) {
    return `${lengthShort(sheet, lang)} (${basis}${estimate})`;
  }
  const [drawn, stated] = formatMetresApart(sheet.lengthM, sheet.statedLengthM, lang);
  const mark = sheet.lengthIsEstimate ? "≈ " : "";
  return {
    id: `${mark}${drawn} (${basis}${estimate}); tertulis ${stated}`,
    en: `${mark}${drawn} (${basis}${estimate}); ${stated} stated`,
  }[lang];
}

function delayLine({ delayUs, delayIsAssumed, lengthM }: LinkSheet, lang: Language): string {
  if (delayIsAssumed) {
    return `≈ ${delayText(delayUs, lang)} (${{ id: "perkiraan menurut jenisnya", en: "estimated by its kind" }[lang]})`;
  }
  if (lengthM === null)
    return { id: "tidak diketahui, karena panjangnya tidak", en: "unknown, as is its length" }[
      lang
    ];
  return `${delayText(delayUs, lang)} (${{ id: "dari panjangnya", en: "from its length" }[lang]})`;
}

function routeTable({ routes }: LinkSheet, lang: Language): string[] {
  const heads = ROUTE_HEADS[lang];
  return textTable(
    heads.map((head, i) => ({ head, right: i > 1 })),
    routes.map(({ id, name, fromM, toM }) => [
      id,
      shown(name, 44),
      formatCount(fromM, lang),
      formatCount(toM, lang),
      formatMetres(Math.abs(toM - fromM), lang),
    ]),
  );
}

const WIDTH = 92;

function sharedLines({ sharedRisks, possibleRisks }: LinkSheet, lang: Language): string[] {
  const kinds: Readonly<Record<string, Text>> = {
    ...RISK_KINDS,
    site: { id: "lokasi", en: "site" },
  };
  const lines = sharedRisks.flatMap(({ id, kind, basis, name, otherLinks, sites }) => [
    `${id} · ${kinds[kind]?.[lang] ?? kind} · ${RISK_BASES[basis][lang]}${name === id ? "" : ` · ${shown(name, 80)}`}`,
    ...indented(wrappedList([...otherLinks, ...sites], WIDTH)),
  ]);
  if (possibleRisks > 0) {
    const count = formatCount(possibleRisks, lang);
    lines.push(
      {
        id: `mungkin juga salah satu dari ${count} ruas, karena letak kabelnya tidak diketahui`,
        en: `perhaps also any of ${count} segments, since nobody has said where the cable lies`,
      }[lang],
    );
  }
  return lines.length === 0 ? [WORDS.none[lang]] : lines;
}

const ROUTE_HEADS = {
  id: ["rute", "nama", "dari (m)", "sampai (m)", "panjang"],
  en: ["route", "name", "from (m)", "to (m)", "length"],
} as const;

const WORDS = {
  between: { id: "antara", en: "between" },
  medium: { id: "media", en: "medium" },
  status: { id: "status", en: "status" },
  rate: { id: "laju", en: "rate" },
  length: { id: "panjang", en: "length" },
  delay: { id: "tunda searah", en: "one-way delay" },
  provider: { id: "penyedia", en: "provider" },
  circuit: { id: "sirkuit", en: "circuit" },
  contract: { id: "kontrak", en: "contract" },
  pool: { id: "kapasitas bersama", en: "pool" },
  call: { id: "hubungi", en: "call" },
  routes: { id: "Rute yang dilalui, berurutan", en: "Routes on its way, in order" },
  unknownCourse: {
    id: "tidak diketahui: belum ada yang menyebut letak kabelnya",
    en: "unknown: nobody has said where the cable lies",
  },
  none: { id: "tidak ada", en: "none" },
  shared: {
    id: "Putus bersama tautan atau lokasi lain bila",
    en: "Fails together with other links or sites on",
  },
  ifItFails: {
    id: "Bila tautan ini putus, kehilangan semua inti",
    en: "If this link fails, these lose every core",
  },
  notInService: {
    id: "tautan ini tidak dipakai pada hari itu",
    en: "this link is not in service on that day",
  },
} as const satisfies Record<string, Text>;
