import { formatPrefix } from "../ip/prefix.ts";
import { compareText } from "../text/order.ts";
import type { AddressLock } from "./address-lock.ts";

/** One owner that has something else after the lock is written. */
export interface LockChange {
  readonly kind: "given" | "released" | "moved";
  /** An address of an IP version, a number of a scope, or a block of a pool. */
  readonly what: "address" | "number" | "block";
  /** The owner; of a block its area. */
  readonly owner: string;
  /** The pool of an address or block, the scope of a number. */
  readonly of: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * How two locks differ in what is in use, in order of kind of thing, owner and value. What only leaves
 * the time of being kept aside is no change: a lock does not grow stale by the calendar alone.
 * O(entries · log entries).
 */
export function lockChanges(before: AddressLock, after: AddressLock): LockChange[] {
  const old = uses(before);
  const now = uses(after);
  const changes: LockChange[] = [];
  for (const [key, was] of old) {
    const is = now.get(key);
    // Of several for one owner (a merge) one at most stays.
    const stays = is !== undefined && was.some(({ value }) => value === is[0]!.value);
    was.forEach(({ value, ...rest }, i) => {
      if (stays && value === is[0]!.value) return;
      if (is !== undefined && !stays && i === 0) {
        changes.push({ kind: "moved", ...rest, of: is[0]!.of, before: value, after: is[0]!.value });
      } else if (rest.what !== "block") {
        changes.push({ kind: "released", ...rest, before: value, after: undefined });
      }
    });
  }
  for (const [key, [is]] of now) {
    if (old.has(key)) continue;
    const { value, ...rest } = is!;
    changes.push({ kind: "given", ...rest, before: undefined, after: value });
  }
  return changes.sort(
    (a, b) =>
      compareText(a.what, b.what) ||
      compareText(a.owner, b.owner) ||
      compareText(a.of, b.of) ||
      compareText(a.before ?? "", b.before ?? "") ||
      compareText(a.after ?? "", b.after ?? ""),
  );
}

interface Use {
  readonly what: LockChange["what"];
  readonly owner: string;
  readonly of: string;
  readonly value: string;
}

/** What is in use, by what may be there once. */
function uses({ blocks, addresses, numbers }: AddressLock): Map<string, Use[]> {
  const all = new Map<string, Use[]>();
  const add = (key: string, use: Use) => {
    const known = all.get(key);
    if (known === undefined) all.set(key, [use]);
    else if (!known.some(({ value }) => value === use.value)) known.push(use);
  };
  for (const { pool, area, prefix } of blocks) {
    const value = formatPrefix(prefix);
    add(`block ${pool} ${area} ${value}`, { what: "block", owner: area, of: pool, value });
  }
  for (const { owner, pool, prefix, released } of addresses) {
    if (released !== undefined) continue;
    const value = formatPrefix(prefix);
    add(`address ${prefix.version} ${owner}`, { what: "address", owner, of: pool, value });
  }
  for (const { scope, owner, number, released } of numbers) {
    if (released !== undefined) continue;
    add(`number ${scope} ${owner}`, { what: "number", owner, of: scope, value: `${number}` });
  }
  return all;
}
