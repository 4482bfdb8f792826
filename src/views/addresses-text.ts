import type { AddressReview } from "../addressing/address-review.ts";
import type { LockChange } from "../addressing/lock-changes.ts";
import type { AreaUse, PoolUse } from "../addressing/pool-use.ts";
import type { Network } from "../model/network.ts";
import type { Language, Text } from "../text/language.ts";
import { formatCount, formatDecimal, formatRatioPercent } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import { ADDRESS_ROLES, ZONES } from "../vocabulary.ts";
import { textTable } from "./text-table.ts";

/** Changes shown one by one; the rest is counted. */
const CHANGES_MAX = 40;

const SIGNS = { given: "+", moved: "~", released: "−" } as const satisfies Record<
  LockChange["kind"],
  string
>;

const WORDS = {
  pool: { id: "Pool", en: "Pool" },
  range: { id: "Rentang", en: "Range" },
  use: { id: "Untuk", en: "For" },
  taken: { id: "Terpakai", en: "Taken" },
  free: { id: "Sisa", en: "Free" },
  remark: { id: "Catatan", en: "Remark" },
  blocks: { id: "blok", en: "blocks" },
  full: { id: "habis", en: "full" },
  nearlyFull: { id: "hampir habis", en: "nearly full" },
  held: { id: "disisihkan", en: "set aside" },
} as const satisfies Record<string, Text>;

/** The use of a network's pools by kecamatan and what would change in its lock, for a terminal. */
export function addressesText(network: Network, review: AddressReview, lang: Language): string {
  const word = (key: keyof typeof WORDS) => WORDS[key][lang];
  const columns = [
    { head: word("pool") },
    { head: word("range") },
    { head: word("use") },
    { head: word("taken"), right: true },
    { head: word("free"), right: true },
    { head: "%", right: true },
    { head: word("remark") },
  ];
  const rows = review.use.flatMap((use) => [
    poolRow(use, lang),
    ...use.areas.map((area) => areaRow(network, area, lang)),
  ]);
  const title = `${shown(network.name)} ${lang === "id" ? "per" : "as of"} ${network.at}`;
  return [
    title,
    "",
    ...textTable(columns, rows),
    "",
    ...changeLines(review.changes, lang),
    "",
  ].join("\n");
}

/** The same as data; counts beyond 2^53 are the nearest number that JSON has. */
export function addressesData({ use, changes, allocation }: AddressReview) {
  return {
    upToDate: changes.length === 0,
    pools: use.map(({ pool: { pool }, areas, isNearlyFull, ...its }) => ({
      id: pool.id,
      role: pool.role,
      zone: pool.zone,
      kinds: pool.kinds,
      prefix: pool.prefix,
      blockLength: pool.blockLength,
      blocks: { taken: its.blocksTaken, free: its.blocksFree, total: its.blocksTotal },
      ratio: its.blocksRatio,
      nearlyFull: isNearlyFull,
      areas: areas.map(({ area, blocks, inUse, held, total, ratio, isNearlyFull: isFull }) => ({
        area,
        blocks,
        inUse,
        held,
        total,
        ratio,
        nearlyFull: isFull,
      })),
    })),
    changes,
    unserved: allocation.problems,
  };
}

function poolRow(
  { pool: { pool }, blocksTaken, blocksFree, blocksRatio, isNearlyFull }: PoolUse,
  lang: Language,
): string[] {
  const zone = pool.zone === undefined ? "" : ` ${ZONES[pool.zone][lang]}`;
  const kinds = pool.kinds === undefined ? "" : ` (${pool.kinds.join(", ")})`;
  const remark = blocksFree === 0 ? "full" : "nearlyFull";
  return [
    pool.id,
    pool.prefix,
    `${ADDRESS_ROLES[pool.role][lang]}${zone}${kinds}`,
    `${formatCount(blocksTaken, lang)} ${WORDS.blocks[lang]}`,
    amount(blocksFree, lang),
    formatRatioPercent(blocksRatio, lang).replace(" %", ""),
    isNearlyFull ? WORDS[remark][lang] : "",
  ];
}

function areaRow(network: Network, use: AreaUse, lang: Language): string[] {
  const { area, blocks, inUse, held, total, ratio, isNearlyFull } = use;
  const name = network.areas.get(area as never)?.name ?? area;
  const taken = inUse + held;
  const remarks = [
    ...(isNearlyFull ? [WORDS[taken >= total ? "full" : "nearlyFull"][lang]] : []),
    ...(held > 0 ? [`${formatCount(held, lang)} ${WORDS.held[lang]}`] : []),
  ];
  return [
    `  ${shown(name)}`,
    `  ${formatCount(blocks, lang)} ${WORDS.blocks[lang]}`,
    "",
    formatCount(taken, lang),
    amount(Math.max(0, total - taken), lang),
    formatRatioPercent(ratio, lang).replace(" %", ""),
    remarks.join(", "),
  ];
}

/** 2^63 prefixes are not counted by anybody; small numbers are. */
function amount(count: number, lang: Language): string {
  return count < 1e9
    ? formatCount(count, lang)
    : `2^${formatDecimal(Math.round(Math.log2(count)), lang, 0)}`;
}

function changeLines(changes: readonly LockChange[], lang: Language): string[] {
  if (changes.length === 0) {
    return [
      {
        id: "addresses.lock.yaml sesuai dengan jaringan",
        en: "addresses.lock.yaml fits the network",
      }[lang],
    ];
  }
  const count = (kind: LockChange["kind"]) =>
    `${SIGNS[kind]} ${formatCount(changes.filter((change) => change.kind === kind).length, lang)}`;
  const rest = changes.length - CHANGES_MAX;
  // What moves or goes concerns somebody who is there already, so it is shown first.
  const order = { moved: 0, released: 1, given: 2 };
  const shownFirst = changes.toSorted((a, b) => order[a.kind] - order[b.kind]);
  return [
    {
      id: `perubahan: ${count("given")} diberi, ${count("moved")} pindah, ${count("released")} dilepas`,
      en: `changes: ${count("given")} given, ${count("moved")} moved, ${count("released")} released`,
    }[lang],
    ...shownFirst.slice(0, CHANGES_MAX).map(changeLine),
    ...(rest > 0
      ? [
          {
            id: `  dan ${formatCount(rest, lang)} lagi (semua: --format json)`,
            en: `  and ${formatCount(rest, lang)} more (all: --format json)`,
          }[lang],
        ]
      : []),
  ];
}

function changeLine({ kind, owner, of, before, after }: LockChange): string {
  const values = [before, after].filter((value) => value !== undefined).join(" → ");
  return `  ${SIGNS[kind]} ${shown(owner)}  ${shown(of)}  ${values}`;
}
