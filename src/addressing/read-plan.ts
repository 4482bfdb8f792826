import { comparePrefixes, type Prefix } from "../ip/prefix.ts";
import type { AddressPool } from "../model/network.ts";
import type { AddressLock, LockedBlock } from "./address-lock.ts";
import type { AddressPlan } from "./address-plan.ts";
import { keptNumbers, numberKey } from "./allocate-numbers.ts";
import type { Demands } from "./demand.ts";
import { keptAddresses } from "./kept-addresses.ts";
import { compareBlocks } from "./lock-order.ts";
import { poolTable } from "./pool-table.ts";

/**
 * What a lock says for the demands. An owner whose entry no longer fits (another kecamatan, a pool that
 * is gone, somebody else's place) has nothing until the lock is written anew. O(entries · log entries).
 */
export function readPlan(
  lock: AddressLock,
  demands: Demands,
  pools: Iterable<AddressPool>,
): AddressPlan {
  const { kept, blocks } = keptAddresses(poolTable(pools), demands.addresses, lock);
  const numbers = keptNumbers(demands.numbers, lock.numbers).kept;
  const used = new Set<LockedBlock>();
  const prefixes = new Map<string, Prefix[]>();
  for (const { owner, prefix } of kept.values()) {
    const block = blocks.around(prefix);
    if (block !== undefined) used.add(block);
    prefixes.set(owner, [...(prefixes.get(owner) ?? []), prefix].sort(comparePrefixes));
  }
  return {
    prefixes: (owner) => prefixes.get(owner) ?? [],
    number: (scope, owner) => numbers.get(numberKey(scope, owner))?.number,
    blocks: [...used].sort(compareBlocks),
  };
}
