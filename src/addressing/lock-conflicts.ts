import { addressCount, comparePrefixes, type Prefix } from "../ip/prefix.ts";
import { compareText } from "../text/order.ts";
import type { AddressLock, LockedAddress, LockedBlock, LockedNumber } from "./address-lock.ts";
import { compareAddresses, compareBlocks, compareNumbers } from "./lock-order.ts";

/** Two entries of a lock that cannot both hold; the first in the order of entries comes first. */
export type LockConflict =
  | { readonly what: "block"; readonly entries: readonly [LockedBlock, LockedBlock] }
  | { readonly what: "address"; readonly entries: readonly [LockedAddress, LockedAddress] }
  | { readonly what: "number"; readonly entries: readonly [LockedNumber, LockedNumber] };

/**
 * Owners in use that overlap or share a number of a scope, and blocks of different kecamatan or pools
 * that overlap: what a merge of two branches can leave. Of an entry that meets several, one is told.
 * O(entries · log entries).
 */
export function lockConflicts({ blocks, addresses, numbers }: AddressLock): LockConflict[] {
  return [
    ...overlapping(blocks, ({ pool, area }) => `${pool} ${area}`).map((pair): LockConflict => ({
      what: "block",
      entries: ordered(pair, compareBlocks),
    })),
    ...overlapping(addresses.filter(isInUse), ({ owner }) => owner).map((pair): LockConflict => ({
      what: "address",
      entries: ordered(pair, compareAddresses),
    })),
    ...sharing(numbers.filter(isInUse)).map((entries): LockConflict => ({
      what: "number",
      entries,
    })),
  ];
}

const isInUse = ({ released }: { readonly released?: unknown }) => released === undefined;

function ordered<T>([a, b]: [T, T], compare: (a: T, b: T) => number): [T, T] {
  return compare(a, b) <= 0 ? [a, b] : [b, a];
}

/** Each entry with the one before it in address order that reaches into it, when they have different holders. */
function overlapping<T extends { readonly prefix: Prefix }>(
  entries: readonly T[],
  holderOf: (entry: T) => string,
): [T, T][] {
  const sorted = [...entries].sort(
    (a, b) => comparePrefixes(a.prefix, b.prefix) || compareText(holderOf(a), holderOf(b)),
  );
  const pairs: [T, T][] = [];
  // Prefixes either nest or are apart, so those that reach this far are a stack.
  const open: T[] = [];
  for (const entry of sorted) {
    while (open.length > 0 && endsBefore(open.at(-1)!.prefix, entry.prefix)) open.pop();
    const other = open.findLast((one) => holderOf(one) !== holderOf(entry));
    if (other !== undefined) pairs.push([other, entry]);
    open.push(entry);
  }
  return pairs;
}

function endsBefore(a: Prefix, b: Prefix): boolean {
  return a.version !== b.version || a.start + addressCount(a) <= b.start;
}

function sharing(numbers: readonly LockedNumber[]): [LockedNumber, LockedNumber][] {
  const holders = new Map<string, LockedNumber>();
  return [...numbers].sort(compareNumbers).flatMap((entry): [LockedNumber, LockedNumber][] => {
    const key = `${entry.number} ${entry.scope}`;
    const holder = holders.get(key);
    if (holder === undefined) holders.set(key, entry);
    return holder === undefined || holder.owner === entry.owner ? [] : [[holder, entry]];
  });
}
