import { losesEveryCore } from "../analysis/failure-impact.ts";
import { linksOfProvider } from "../analysis/inventory.ts";
import { resolveScenario } from "../analysis/scenario.ts";
import { daysBetween } from "../model/calendar.ts";
import type { ProviderId } from "../model/ids.ts";
import type { Network } from "../model/network.ts";
import { MEDIA, POOL_KINDS, PROVIDER_KINDS, STATUSES } from "../vocabulary.ts";
import type { Analysis } from "../pipeline.ts";
import type { Language, Text } from "../text/language.ts";
import { formatCount, formatMbps } from "../text/number.ts";
import { sortedBy } from "../text/order.ts";
import { shown } from "../text/safe.ts";
import { siteList, siteTable, sitesCounted } from "./site-list.ts";
import { contactData, contactText } from "./site-sheet.ts";
import { fieldLines, indented, textTable } from "./text-table.ts";

export type ProviderSheet = ReturnType<typeof providerSheet>;

/** A provider with its contracts, links and pools, and who is lost when its network fails. O(sites + links). */
export function providerSheet({ index }: Analysis, id: ProviderId) {
  const { network } = index;
  const provider = network.providers.get(id)!;
  const contact =
    provider.contact === undefined ? undefined : network.contacts.get(provider.contact);
  const contracts = [...network.contracts.values()].filter((contract) => contract.provider === id);
  const failed = resolveScenario(index, [`provider:${id}`]);
  return {
    what: "provider",
    id,
    name: provider.name,
    kind: provider.kind,
    contact: contact === undefined ? null : contactData(contact),
    contracts: sortedBy(contracts, ({ until, id: contract }) => `${until} ${contract}`).map(
      (contract) => ({
        id: contract.id,
        number: contract.number ?? null,
        from: contract.from,
        until: contract.until,
        /** Negative when it has ended on the network's day. */
        daysLeft: daysBetween(network.at, contract.until),
        isRunning: contract.from <= network.at && network.at <= contract.until,
        successor: contract.successor ?? null,
      }),
    ),
    links: linksOfProvider(network, id).map((link) => ({
      id: link.id,
      ends: link.ends,
      medium: link.medium,
      status: link.status,
      inService: link.inService,
      uplinkRole: link.uplinkRole ?? null,
      circuit: link.circuit ?? null,
      contract: link.contract ?? null,
      rateMbps: link.rateMbps ?? null,
    })),
    pools: [...network.pools.values()]
      .filter((pool) => pool.provider === id)
      .map(({ id: pool, name, kind, downMbps, upMbps }) => ({
        id: pool,
        name,
        kind,
        downMbps,
        upMbps,
      })),
    ifItFails: siteList(index, losesEveryCore(index, failed)),
  };
}

/** A provider's sheet for people. */
export function providerSheetText(sheet: ProviderSheet, network: Network, lang: Language): string {
  const w = (word: keyof typeof WORDS) => WORDS[word][lang];
  const { contact, contracts, links, pools, ifItFails } = sheet;
  const lines = [
    `${sheet.id}  ${shown(sheet.name)}`,
    "",
    ...fieldLines([
      [w("kind"), PROVIDER_KINDS[sheet.kind][lang]],
      [w("call"), contact === null ? w("noContact") : contactText(contact)],
    ]),
    "",
    `${w("contracts")}:`,
    ...indented(contracts.length === 0 ? [w("none")] : contractTable(contracts, lang)),
    "",
    `${w("links")} (${formatCount(links.length, lang)}):`,
    ...indented(links.length === 0 ? [w("none")] : linkTable(links, lang)),
    ...(pools.length === 0 ? [] : ["", `${w("pools")}:`, ...indented(poolLines(pools, lang))]),
    "",
    `${w("ifItFails")}: ${sitesCounted(ifItFails, lang)}`,
    ...(ifItFails.total === 0 ? [] : indented(siteTable(ifItFails.sites, network, lang))),
    ...(links.some(({ medium }) => medium === "fiber") ? [w("fibre")] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function contractTable(contracts: ProviderSheet["contracts"], lang: Language): string[] {
  const heads = CONTRACT_HEADS[lang];
  return textTable(
    heads.map((head, i) => ({ head, right: i === 4 })),
    contracts.map(({ id, number, from, until, daysLeft, isRunning, successor }) => [
      id,
      number === null ? "–" : shown(number, 40),
      from,
      until,
      isRunning
        ? formatCount(daysLeft, lang)
        : daysLeft < 0
          ? { id: "berakhir", en: "ended" }[lang]
          : { id: "belum mulai", en: "not begun" }[lang],
      successor ?? "–",
    ]),
  );
}

function linkTable(links: ProviderSheet["links"], lang: Language): string[] {
  const heads = LINK_HEADS[lang];
  return textTable(
    heads.map((head, i) => ({ head, right: i === 4 })),
    links.map(({ id, ends, medium, status, circuit, contract, rateMbps }) => [
      id,
      ends.join(" – "),
      MEDIA[medium][lang],
      STATUSES[status][lang],
      rateMbps === null ? "" : formatMbps(rateMbps, lang),
      circuit === null ? "–" : shown(circuit, 40),
      contract ?? "–",
    ]),
  );
}

function poolLines(pools: ProviderSheet["pools"], lang: Language): string[] {
  return fieldLines(
    pools.map(({ id, name, kind, downMbps, upMbps }) => [
      id,
      `${shown(name, 60)} · ${POOL_KINDS[kind][lang]} · ↓ ${formatMbps(downMbps, lang)} ↑ ${formatMbps(upMbps, lang)}`,
    ]),
  );
}

const CONTRACT_HEADS = {
  id: ["kontrak", "nomor", "mulai", "berakhir", "sisa hari", "penerus"],
  en: ["contract", "number", "from", "until", "days left", "successor"],
} as const;
const LINK_HEADS = {
  id: ["tautan", "antara", "media", "status", "laju", "sirkuit", "kontrak"],
  en: ["link", "between", "medium", "status", "rate", "circuit", "contract"],
} as const;

const WORDS = {
  kind: { id: "jenis", en: "kind" },
  call: { id: "hubungi", en: "call" },
  noContact: { id: "belum ada narahubung di berkas", en: "the files name no contact" },
  contracts: { id: "Kontrak", en: "Contracts" },
  links: { id: "Tautan dan sirkuit", en: "Links and circuits" },
  pools: { id: "Kapasitas bersama", en: "Pools" },
  none: { id: "tidak ada", en: "none" },
  ifItFails: {
    id: "Bila jaringan penyedia ini gagal, kehilangan semua inti",
    en: "If this provider's network fails, these lose every core",
  },
  fibre: {
    id: "Serat milik daerah yang hanya dirawatnya tidak ikut dihitung.",
    en: "The regency's own fibre that it only maintains is not counted.",
  },
} as const satisfies Record<string, Text>;
