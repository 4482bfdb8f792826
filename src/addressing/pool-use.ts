import { addressCount, subPrefixCount } from "../ip/prefix.ts";
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
  /** Over the threshold, and the pool has no further block for it. */
  readonly isNearlyFull: boolean;
}

/** The use of every pool, in id order. O(entries + pools²). */
export function poolUse(pools: Iterable<AddressPool>, lock: AddressLock): PoolUse[] {
  const entries = addressesByBlock(lock);
  const blocks = Map.groupBy(lock.blocks, ({ pool }) => pool);
  const all = poolTable(pools).pools.map((pool) => {
    const own = blocks.get(pool.id) ?? [];
    const blocksTotal = Number(pool.blockCount);
    const blocksRatio = blocksTotal === 0 ? 1 : own.length / blocksTotal;
    const noFurther = own.length >= blocksTotal;
    const areas = Array.from(
      Map.groupBy(own, ({ area }) => area),
      ([area, its]) => areaUse(pool, area, its, entries, noFurther),
    ).sort((a, b) => compareText(a.area, b.area));
    return { pool, blocksTaken: own.length, blocksTotal, blocksRatio, areas };
  });
  return all.map((one) => ({
    ...one,
    isNearlyFull:
      one.blocksRatio >= NEARLY_FULL_RATIO &&
      !all.some((other) => isAlike(one.pool, other.pool) && other.blocksRatio < NEARLY_FULL_RATIO),
  }));
}

function areaUse(
  { givenLength }: PreparedPool,
  area: string,
  blocks: readonly LockedBlock[],
  entries: ReadonlyMap<LockedBlock, readonly LockedAddress[]>,
  noFurther: boolean,
): AreaUse {
  const own = blocks.flatMap((block) => entries.get(block) ?? []);
  const held = own.filter(({ released }) => released !== undefined).length;
  const sum = (items: readonly (LockedBlock | LockedAddress)[]) =>
    items.reduce((total, { prefix }) => total + addressCount(prefix), 0n);
  const ratio = Number((sum(own) * 10_000n) / sum(blocks)) / 10_000;
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
    isNearlyFull: ratio >= NEARLY_FULL_RATIO && noFurther,
  };
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
