import { contains, type IpVersion, type Prefix, subPrefix, addressCount } from "../ip/prefix.ts";
import { sortedBy } from "../text/order.ts";
import type { AddressLock, LockedAddress } from "./address-lock.ts";
import { blockBook, type BlockBook } from "./block-book.ts";
import type { AddressDemand } from "./demand.ts";
import { compareAddresses, compareBlocks } from "./lock-order.ts";
import { type PoolTable, type PreparedPool, serves } from "./pool-table.ts";
import { type PrefixMap, prefixMap } from "./prefix-map.ts";

/** What of a lock still holds for the demands of a day. */
export interface KeptAddresses {
  /** By `demandKey`. */
  readonly kept: Map<string, LockedAddress>;
  readonly blocks: BlockBook;
  /** The owner of every address that is taken. */
  readonly taken: PrefixMap<string>;
}

/** Under which an owner's address of an IP version is found. */
export const demandKey = (version: IpVersion, owner: string): string => `${version} ${owner}`;

/** Demands in order of owner, each owner once. */
export function inOwnerOrder(demands: readonly AddressDemand[]): AddressDemand[] {
  return sortedBy(new Map(demands.map((one) => [one.owner, one])).values(), ({ owner }) => owner);
}

/**
 * The entries of a lock that their owners keep: in a pool of the demand's role and zone, in a block of
 * its kecamatan, and not overlapping what somebody before it in order keeps; an address in use goes before
 * one that was given back and is asked for again. A block whose line was lost (a merge) is known again
 * by its addresses. O(entries · log entries).
 */
export function keptAddresses(
  table: PoolTable,
  demands: readonly AddressDemand[],
  lock: AddressLock,
): KeptAddresses {
  const blocks = blockBook();
  for (const block of [...lock.blocks].sort(compareBlocks)) {
    const pool = table.get(block.pool);
    if (pool !== undefined && contains(pool.prefix, block.prefix)) blocks.claim(block);
  }
  const kept = new Map<string, LockedAddress>();
  const taken = prefixMap<string>();
  const entries = Map.groupBy([...lock.addresses].sort(compareAddresses), ({ owner }) => owner);
  const ordered = inOwnerOrder(demands);
  for (const isReleased of [false, true]) {
    for (const demand of ordered) {
      for (const entry of entries.get(demand.owner) ?? []) {
        const key = demandKey(entry.prefix.version, demand.owner);
        if ((entry.released !== undefined) !== isReleased || kept.has(key)) continue;
        if (!fits(entry, demand, table, blocks) || !taken.add(entry.prefix, entry.owner)) continue;
        kept.set(key, entry);
      }
    }
  }
  return { kept, blocks, taken };
}

function fits(
  { pool: id, prefix }: LockedAddress,
  demand: AddressDemand,
  table: PoolTable,
  blocks: BlockBook,
): boolean {
  const pool = table.get(id);
  if (pool === undefined || !serves(pool, demand, prefix)) return false;
  const block = blocks.around(prefix);
  if (block !== undefined) return block.pool === id && block.area === demand.area;
  const lost = blockAround(pool, prefix);
  return lost !== undefined && blocks.claim({ pool: id, area: demand.area, prefix: lost });
}

/** The block of a pool that a prefix would lie in. */
function blockAround({ pool, prefix: outer, misfit }: PreparedPool, prefix: Prefix) {
  const { blockLength } = pool;
  if (misfit !== undefined || prefix.length < blockLength) return undefined;
  const size = addressCount({ ...outer, length: blockLength });
  return subPrefix(outer, blockLength, (prefix.start - outer.start) / size);
}
