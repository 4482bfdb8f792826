import { addressCount, type Prefix, subPrefixCount } from "../ip/prefix.ts";
import type { AddressPool } from "../model/network.ts";
import { compareText } from "../text/order.ts";
import type { AddressLock, LockedAddress, LockedBlock } from "./address-lock.ts";
import { poolTable, type PreparedPool } from "./pool-table.ts";
import { prefixMap } from "./prefix-map.ts";

/** From this part on that is taken, the end is foretold. */
export const NEARLY_FULL_RATIO = 0.8;

/** How much of a pool is taken, in blocks. */
export interface PoolUse {
  readonly pool: PreparedPool;
  readonly blocksTaken: number;
  readonly blocksTotal: number;
  readonly blocksFree: number;
  /** Taken part of its addresses. */
  readonly blocksRatio: number;
  /** In id order. */
  readonly areas: readonly AreaUse[];
  /** At or over the threshold, and no other pool for the same demands has more room. */
  readonly isNearlyFull: boolean;
}

/** How much of what one kecamatan has of a pool is taken, in what the pool gives out. */
export interface AreaUse {
  readonly area: string;
  readonly blocks: number;
  readonly inUse: number;
  /** Given back and not yet free again. */
  readonly held: number;
  readonly total: number;
  /** Taken part of the addresses of its blocks. */
  readonly ratio: number;
  /** At or over the threshold, and no pool for the same demands has a block left. */
  readonly isNearlyFull: boolean;
}

/** The use of every pool, in id order. O(entries + pools²). */
export function poolUse(pools: Iterable<AddressPool>, lock: AddressLock): PoolUse[] {
  const entries = addressesByBlock(lock);
  const blocks = Map.groupBy(lock.blocks, ({ pool }) => pool);
  const all = poolTable(pools).pools.map((pool) => {
    const own = blocks.get(pool.id) ?? [];
    const size = addressCount(pool.prefix);
    // Blocks may be of another length than the pool gives now, so addresses are counted.
    const taken = sizeOf(own);
    const blockSize = addressCount({ ...pool.prefix, length: pool.pool.blockLength });
    return {
      pool,
      own,
      blocksTaken: own.length,
      blocksTotal: Number(pool.blockCount),
      blocksFree: taken > size ? 0 : Number((size - taken) / blockSize),
      blocksRatio: ratioOf(taken, size),
    };
  });
  return all.map(({ own, ...use }) => {
    const alike = all.filter(({ pool }) => isAlike(use.pool, pool));
    const hasFurther = [use, ...alike].some((one) => one.blocksFree > 0);
    const byArea = Map.groupBy(own, ({ area }) => area);
    const areas = Array.from(byArea, ([area, its]) =>
      areaUse(use.pool, area, its, entries, hasFurther),
    );
    return {
      ...use,
      areas: areas.sort((a, b) => compareText(a.area, b.area)),
      isNearlyFull:
        use.pool.misfit === undefined &&
        [use, ...alike].every((one) => one.blocksRatio >= NEARLY_FULL_RATIO),
    };
  });
}

function areaUse(
  { givenLength }: PreparedPool,
  area: string,
  blocks: readonly LockedBlock[],
  entries: ReadonlyMap<LockedBlock, readonly LockedAddress[]>,
  hasFurther: boolean,
): AreaUse {
  const own = blocks.flatMap((block) => entries.get(block) ?? []);
  const held = own.filter(({ released }) => released !== undefined).length;
  const ratio = ratioOf(sizeOf(own), sizeOf(blocks));
  const total = blocks.reduce(
    (count, { prefix }) => count + subPrefixCount(prefix, givenLength),
    0n,
  );
  return {
    area,
    blocks: blocks.length,
    inUse: own.length - held,
    held,
    total: Number(total),
    ratio,
    isNearlyFull: ratio >= NEARLY_FULL_RATIO && !hasFurther,
  };
}

/** How many addresses prefixes hold together. */
function sizeOf(entries: readonly { readonly prefix: Prefix }[]): bigint {
  return entries.reduce((total, { prefix }) => total + addressCount(prefix), 0n);
}

/** A part of a whole to four places, one at most. */
function ratioOf(part: bigint, whole: bigint): number {
  return part >= whole ? 1 : Number((part * 10_000n) / whole) / 10_000;
}

function addressesByBlock({ blocks, addresses }: AddressLock): Map<LockedBlock, LockedAddress[]> {
  const around = prefixMap<LockedBlock>();
  for (const block of blocks) around.add(block.prefix, block);
  const found = new Map<LockedBlock, LockedAddress[]>();
  for (const entry of addresses) {
    const block = around.covering(entry.prefix)?.value;
    if (block === undefined) continue;
    const known = found.get(block);
    if (known === undefined) found.set(block, [entry]);
    else known.push(entry);
  }
  return found;
}

/** Whether two pools serve the same demands, so that one takes over when the other is full. */
function isAlike(a: PreparedPool, b: PreparedPool): boolean {
  const key = ({ pool: { role, zone, kinds }, prefix, misfit }: PreparedPool) =>
    misfit === undefined &&
    `${prefix.version} ${role} ${zone ?? ""} ${[...(kinds ?? [])].sort(compareText).join(" ")}`;
  return a.id !== b.id && key(a) !== false && key(a) === key(b);
}
