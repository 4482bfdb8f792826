import { courseOf, placeBasis } from "../analysis/inventory.ts";
import type { AreaId, ContactId, SiteId } from "../model/ids.ts";
import type { Area, Link, Network, Site } from "../model/network.ts";
import {
  AREA_LEVELS,
  INTERNET,
  MEDIA,
  POSITION_SOURCES,
  SITE_KINDS,
  STATUSES,
} from "../vocabulary.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import type { Analysis } from "../pipeline.ts";
import type { Language, Text } from "../text/language.ts";
import { formatDecimal, formatMetres } from "../text/number.ts";
import { sortedBy } from "../text/order.ts";
import { shown } from "../text/safe.ts";
import { delayText, isAssumedDelay, lengthData, lengthShort, roundedM } from "./measures.ts";
import { siteList, siteTable, sitesCounted } from "./site-list.ts";
import { fieldLines, indented, textTable } from "./text-table.ts";
import { verdictData, verdictText } from "./verdict-text.ts";

export type SiteSheet = ReturnType<typeof siteSheet>;

/** All that is known of a site, what it can lose, and what is lost with it. O(links + risks). */
export function siteSheet({ index, losses, redundancies }: Analysis, id: SiteId) {
  const { network, places } = index;
  const node = index.nodeOfSite.get(id)!;
  const site = network.sites.get(id)!;
  const { reachesCore, reachesInternet, twoPaths, secondCore, secondUplink } = redundancies[node]!;
  const own = index.risks.risks.findIndex((risk) => risk.id === `site:${id}`);
  const lost = site.inService ? losses.ofRisk(own).filter((other) => other !== node) : [];
  const links = [...network.links.values()].filter(({ ends }) => ends.includes(id));
  return {
    what: "site",
    id,
    name: site.name,
    kind: site.kind,
    isCore: network.core.includes(id),
    status: site.status,
    inService: site.inService,
    from: site.from ?? null,
    until: site.until ?? null,
    organisation: site.organisation ?? null,
    areas: areaChain(network, site.area).map(({ id: area, level, code, name }) => ({
      id: area,
      level,
      code,
      name,
    })),
    position: positionData(network, site, places.get(id)),
    building: buildingData(index, site),
    autonomyH: site.autonomyH ?? null,
    powerFeeder: site.powerFeeder ?? null,
    services: [...network.services.values()]
      .filter((service) => service.site === id)
      .map(({ id: service, name }) => ({ id: service, name })),
    links: links.map((link) => linkRow(index, link, id)),
    contacts: contactsOf(network, site, links),
    redundancy: {
      reachesCore,
      reachesInternet,
      twoPaths: verdictData(index, twoPaths),
      secondCore: verdictData(index, secondCore),
      secondUplink: verdictData(index, secondUplink),
    },
    ifItFails: siteList(index, lost),
  };
}

/** The area of a site and those above it, innermost first. */
function areaChain(network: Network, innermost: AreaId): Area[] {
  const chain: Area[] = [];
  for (
    let area = network.areas.get(innermost);
    area !== undefined && !chain.includes(area);
    area = area.parent === undefined ? undefined : network.areas.get(area.parent)
  ) {
    chain.push(area);
  }
  return chain;
}

function positionData(
  network: Network,
  site: Site,
  place: NetworkIndex["places"] extends ReadonlyMap<SiteId, infer P> ? P | undefined : never,
) {
  const building = site.building === undefined ? undefined : network.buildings.get(site.building);
  const { position, location } = building ?? site;
  const [lon, lat] = place?.point ?? [null, null];
  return {
    source: placeBasis(place),
    lon,
    lat,
    accuracyM: place?.point === undefined ? null : roundedM(place.accuracyM),
    basis: position?.basis ?? null,
    hint: location?.hint ?? null,
    ofBuilding: building !== undefined,
  };
}

function buildingData({ network, sites }: NetworkIndex, { id, building: in_ }: Site) {
  const building = in_ === undefined ? undefined : network.buildings.get(in_);
  if (building === undefined) return null;
  return {
    id: building.id,
    name: building.name,
    cableEntries: building.cableEntries ?? null,
    autonomyH: building.autonomyH ?? null,
    powerFeeder: building.powerFeeder ?? null,
    otherSites: sites
      .filter((other) => other.building === building.id && other.id !== id)
      .map(({ id: other, name }) => ({ id: other, name })),
  };
}

function linkRow(index: NetworkIndex, link: Link, here: SiteId) {
  const { network } = index;
  const [a, b] = link.ends;
  const to = a === here ? b : a;
  const course = courseOf(index, link);
  const contract = link.contract === undefined ? undefined : network.contracts.get(link.contract);
  return {
    id: link.id,
    to,
    toName: to === INTERNET ? null : (network.sites.get(to)?.name ?? null),
    medium: link.medium,
    status: link.status,
    inService: link.inService,
    ...lengthData(link, course),
    delayUs: roundedM(course.delayUs),
    delayIsAssumed: isAssumedDelay(link),
    rateMbps: link.rateMbps ?? null,
    provider: link.provider ?? null,
    circuit: link.circuit ?? null,
    contract: link.contract ?? null,
    contractUntil: contract?.until ?? null,
  };
}

/** Whom to call: the site's own contact, then those of the providers of its links. */
function contactsOf(network: Network, site: Site, links: readonly Link[]) {
  const providers = new Set(links.flatMap(({ provider }) => provider ?? []));
  const asked: [ContactId | undefined, string][] = [
    [site.contact, site.id],
    ...sortedBy(providers, String).map((id): [ContactId | undefined, string] => [
      network.providers.get(id)?.contact,
      id,
    ]),
  ];
  return asked.flatMap(([id, of]) => {
    const contact = id === undefined ? undefined : network.contacts.get(id);
    return contact === undefined ? [] : [{ of, ...contactData(contact) }];
  });
}

/** A contact as data. */
export function contactData(contact: {
  id: string;
  name: string;
  role?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
  hours?: string | undefined;
}) {
  const { id, name, role, phone, email, hours } = contact;
  return {
    id,
    name,
    role: role ?? null,
    phone: phone ?? null,
    email: email ?? null,
    hours: hours ?? null,
  };
}

/** `NOC Penyedia A · gangguan uplink utama · 24 jam`. */
export function contactText({
  name,
  role,
  phone,
  email,
  hours,
}: ReturnType<typeof contactData>): string {
  return [name, role, phone, email, hours]
    .filter((part) => part !== null)
    .map((part) => shown(part))
    .join(" · ");
}

/** A site's sheet for people. */
export function siteSheetText(sheet: SiteSheet, network: Network, lang: Language): string {
  const w = (word: keyof typeof WORDS) => WORDS[word][lang];
  const { building, redundancy, ifItFails } = sheet;
  const lines = [
    `${sheet.id}  ${shown(sheet.name)}`,
    "",
    ...fieldLines([
      [w("kind"), SITE_KINDS[sheet.kind][lang] + (sheet.isCore ? ` · ${w("core")}` : "")],
      [w("status"), statusText(sheet, lang)],
      [
        w("area"),
        sheet.areas
          .map(({ level, name, code }) => `${AREA_LEVELS[level][lang]} ${shown(name)} (${code})`)
          .join(", "),
      ],
      [w("position"), positionText(sheet, lang)],
      [w("building"), building === null ? undefined : buildingText(building, lang)],
      [w("power"), powerText(sheet, lang)],
      [w("organisation"), sheet.organisation ?? undefined],
      [w("services"), joined(sheet.services.map(({ id, name }) => `${id} (${shown(name, 60)})`))],
      ...sheet.contacts.map(({ of, ...contact }, i): [string, string] => [
        i === 0 ? w("call") : "",
        `${of === sheet.id ? "" : `${of}: `}${contactText(contact)}`,
      ]),
    ]),
    "",
    `${w("links")}:`,
    ...indented(sheet.links.length === 0 ? [w("none")] : linkTable(sheet.links, lang)),
    "",
    `${w("redundancy")}:`,
    ...indented(
      fieldLines([
        [w("reachesCore"), yesNo(redundancy.reachesCore, lang)],
        [w("reachesInternet"), yesNo(redundancy.reachesInternet, lang)],
        [w("twoPaths"), verdictText(redundancy.twoPaths, lang)],
        [w("secondCore"), verdictText(redundancy.secondCore, lang)],
        [w("secondUplink"), verdictText(redundancy.secondUplink, lang)],
      ]),
    ),
    "",
    `${w("ifItFails")}: ${sitesCounted(ifItFails, lang)}`,
    ...(ifItFails.total === 0 ? [] : indented(siteTable(ifItFails.sites, network, lang))),
  ];
  return `${lines.join("\n")}\n`;
}

const joined = (parts: readonly string[]) => (parts.length === 0 ? undefined : parts.join(", "));
const yesNo = (value: boolean, lang: Language) =>
  value ? { id: "ya", en: "yes" }[lang] : { id: "tidak", en: "no" }[lang];

/** A status with its dates, and whether it counts on the network's day. */
export function statusText(
  thing: {
    status: keyof typeof STATUSES;
    inService: boolean;
    from: string | null;
    until: string | null;
  },
  lang: Language,
): string {
  const { status, inService, from, until } = thing;
  return [
    STATUSES[status][lang],
    from === null ? undefined : `${{ id: "mulai", en: "from" }[lang]} ${from}`,
    until === null ? undefined : `${{ id: "sampai", en: "until" }[lang]} ${until}`,
    inService
      ? undefined
      : { id: "tidak dipakai pada hari itu", en: "not in service on that day" }[lang],
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

function positionText({ position }: SiteSheet, lang: Language): string {
  const { source, lon, lat, accuracyM, basis, hint, ofBuilding } = position;
  const why = [basis, hint].filter((part) => part !== null).map((part) => shown(part));
  const tail = why.length === 0 ? "" : `; ${why.join("; ")}`;
  if (lon === null || lat === null || accuracyM === null) {
    return `${{ id: "tidak diketahui", en: "unknown" }[lang]}${tail}`;
  }
  const point = `${formatDecimal(lat, "en", 5)}, ${formatDecimal(lon, "en", 5)}`;
  const within = `± ${formatMetres(accuracyM, lang)}`;
  if (source === "area" || source === "none") {
    return {
      id: `hanya wilayahnya; wakilnya ${point} (${within})${tail}`,
      en: `only its area; represented by ${point} (${within})${tail}`,
    }[lang];
  }
  const of = ofBuilding ? { id: ", letak gedung", en: ", of the building" }[lang] : "";
  return `${point} (${POSITION_SOURCES[source][lang]}, ${within}${of})${tail}`;
}

function buildingText(building: NonNullable<SiteSheet["building"]>, lang: Language): string {
  const { id, name, cableEntries, otherSites } = building;
  const entries =
    cableEntries === null
      ? undefined
      : {
          id: `${cableEntries} jalan masuk kabel`,
          en: cableEntries === 1 ? "1 cable entry" : `${cableEntries} cable entries`,
        }[lang];
  const others =
    otherSites.length === 0
      ? undefined
      : `${{ id: "bersama", en: "with" }[lang]} ${otherSites.map((site) => site.id).join(", ")}`;
  return [`${id} (${shown(name, 60)})`, entries, others]
    .filter((part) => part !== undefined)
    .join("; ");
}

function powerText(sheet: SiteSheet, lang: Language): string | undefined {
  const autonomyH = sheet.autonomyH ?? sheet.building?.autonomyH ?? null;
  const feeder = sheet.powerFeeder ?? sheet.building?.powerFeeder ?? null;
  const hours = autonomyH === null ? undefined : formatDecimal(autonomyH, lang, 1);
  return joined(
    [
      feeder === null ? undefined : `${{ id: "penyulang", en: "feeder" }[lang]} ${feeder}`,
      hours === undefined
        ? undefined
        : { id: `bertahan ${hours} jam tanpa listrik`, en: `lasts ${hours} h without the grid` }[
            lang
          ],
    ].filter((part) => part !== undefined),
  );
}

function linkTable(links: SiteSheet["links"], lang: Language): string[] {
  const heads = LINK_HEADS[lang];
  return textTable(
    heads.map((head, i) => ({ head, right: i === 4 || i === 5 })),
    links.map((link) => [
      link.id,
      link.to,
      MEDIA[link.medium][lang],
      STATUSES[link.status][lang],
      lengthShort(link, lang),
      delayCell(link, lang),
      joined(
        [
          link.provider,
          link.circuit === null ? null : shown(link.circuit),
          link.contract === null
            ? null
            : link.contract + (link.contractUntil === null ? "" : ` → ${link.contractUntil}`),
        ].filter((part) => part !== null),
      ) ?? "",
    ]),
  );
}

function delayCell(
  { delayUs, delayIsAssumed, lengthM, lengthIsEstimate }: SiteSheet["links"][number],
  lang: Language,
): string {
  if (delayIsAssumed) return `≈ ${delayText(delayUs, lang)}`;
  if (lengthM === null) return "?";
  return `${lengthIsEstimate ? "≈ " : ""}${delayText(delayUs, lang)}`;
}

const LINK_HEADS = {
  id: ["tautan", "ke", "media", "status", "panjang", "tunda searah", "penyedia, sirkuit, kontrak"],
  en: ["link", "to", "medium", "status", "length", "one-way delay", "provider, circuit, contract"],
} as const;

const WORDS = {
  kind: { id: "jenis", en: "kind" },
  core: { id: "inti", en: "core" },
  status: { id: "status", en: "status" },
  area: { id: "wilayah", en: "area" },
  position: { id: "letak", en: "position" },
  building: { id: "gedung", en: "building" },
  power: { id: "listrik", en: "power" },
  organisation: { id: "induk organisasi", en: "organisation above" },
  services: { id: "layanan", en: "services" },
  call: { id: "hubungi", en: "call" },
  links: { id: "Tautan", en: "Links" },
  none: { id: "tidak ada", en: "none" },
  redundancy: { id: "Ketahanan", en: "Redundancy" },
  reachesCore: { id: "terhubung ke inti", en: "reaches a core" },
  reachesInternet: { id: "terhubung ke internet", en: "reaches the internet" },
  twoPaths: { id: "dua jalur terpisah ke inti", en: "two separate paths to the core" },
  secondCore: { id: "bertahan bila satu inti gagal", en: "survives the failure of one core" },
  secondUplink: { id: "dua uplink terpisah", en: "two separate uplinks" },
  ifItFails: {
    id: "Bila lokasi ini gagal, ikut kehilangan semua inti",
    en: "If this site fails, these lose every core too",
  },
} as const satisfies Record<string, Text>;
