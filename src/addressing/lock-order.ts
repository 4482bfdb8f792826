import { comparePrefixes } from "../ip/prefix.ts";
import { compareText } from "../text/order.ts";
import type { LockedAddress, LockedBlock, LockedNumber } from "./address-lock.ts";

/**
 * The one order of a lock's entries: what lines in the file follow, and where two contradict each other
 * the first keeps what it has.
 */

export function compareBlocks(a: LockedBlock, b: LockedBlock): number {
  return (
    compareText(a.pool, b.pool) ||
    compareText(a.area, b.area) ||
    comparePrefixes(a.prefix, b.prefix)
  );
}

export function compareAddresses(a: LockedAddress, b: LockedAddress): number {
  return (
    compareText(a.owner, b.owner) ||
    comparePrefixes(a.prefix, b.prefix) ||
    // Of two lines for the same, the one in use comes first, then what was given back last.
    compareText(b.released ?? "~", a.released ?? "~") ||
    compareText(a.pool, b.pool)
  );
}

export function compareNumbers(a: LockedNumber, b: LockedNumber): number {
  return (
    compareText(a.scope, b.scope) ||
    compareText(a.owner, b.owner) ||
    a.number - b.number ||
    compareText(b.released ?? "~", a.released ?? "~")
  );
}
