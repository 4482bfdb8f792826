import { daysBetween, type Day } from "../model/calendar.ts";
import { sortedBy } from "../text/order.ts";
import type { LockedNumber } from "./address-lock.ts";
import type { AllocationProblem } from "./allocation-problem.ts";
import type { NumberDemand } from "./demand.ts";
import { compareNumbers } from "./lock-order.ts";

/** Numbers after a day's demands are met as far as they can be. */
export interface NumberAllocation {
  readonly numbers: LockedNumber[];
  readonly problems: AllocationProblem[];
}

/** Under which the number of an owner in a scope is found. */
export const numberKey = (scope: string, owner: string): string => `${scope} ${owner}`;

/**
 * What the lock has stays while it lies in the demand's range, what nobody asks for any more is set
 * aside, and the rest gets the lowest free number of its scope: people count ports.
 * O(demands + entries · log entries + numbers taken).
 */
export function allocateNumbers(
  demands: readonly NumberDemand[],
  entries: readonly LockedNumber[],
  day: Day,
  holdDays: number,
): NumberAllocation {
  const { kept, taken } = keptNumbers(demands, entries);
  const numbers = Array.from(kept.values(), ({ scope, owner, number }): LockedNumber => ({
    scope,
    owner,
    number,
  }));
  const known = new Set(kept.values());
  for (const entry of [...entries].sort(compareNumbers)) {
    const { scope, owner, number, released = day } = entry;
    const isHeld = !known.has(entry) && daysBetween(released, day) < holdDays;
    if (isHeld && take(taken, scope, number)) numbers.push({ scope, owner, number, released });
  }
  const unserved = new Map<string, AllocationProblem & { owners: string[] }>();
  const next = new Map<string, number>();
  for (const { scope, owner, first, last } of inOwnerOrder(demands)) {
    if (kept.has(numberKey(scope, owner))) continue;
    const from = `${first} ${scope}`;
    let number = next.get(from) ?? first;
    while (number <= last && !take(taken, scope, number)) number++;
    next.set(from, number);
    if (number <= last) numbers.push({ scope, owner, number });
    else if (unserved.has(scope)) unserved.get(scope)!.owners.push(owner);
    else unserved.set(scope, { kind: "numbers-exhausted", scope, first, last, owners: [owner] });
  }
  return { numbers: numbers.sort(compareNumbers), problems: [...unserved.values()] };
}

/** The numbers of a lock that their owners keep, in order; one in use goes before one that was given back. */
export function keptNumbers(
  demands: readonly NumberDemand[],
  entries: readonly LockedNumber[],
): { kept: Map<string, LockedNumber>; taken: Map<string, Set<number>> } {
  const kept = new Map<string, LockedNumber>();
  const taken = new Map<string, Set<number>>();
  const byKey = Map.groupBy([...entries].sort(compareNumbers), ({ scope, owner }) =>
    numberKey(scope, owner),
  );
  const ordered = inOwnerOrder(demands);
  for (const isReleased of [false, true]) {
    for (const { scope, owner, first, last } of ordered) {
      const key = numberKey(scope, owner);
      for (const entry of byKey.get(key) ?? []) {
        if ((entry.released !== undefined) !== isReleased || kept.has(key)) continue;
        if (entry.number < first || entry.number > last) continue;
        if (take(taken, scope, entry.number)) kept.set(key, entry);
      }
    }
  }
  return { kept, taken };
}

/** Demands in order of scope and owner, each once. */
function inOwnerOrder(demands: readonly NumberDemand[]): NumberDemand[] {
  const unique = new Map(demands.map((one) => [numberKey(one.scope, one.owner), one]));
  return sortedBy(unique.values(), ({ scope, owner }) => numberKey(scope, owner));
}

/** Takes a number of a scope; false where it is taken. */
function take(taken: Map<string, Set<number>>, scope: string, number: number): boolean {
  let numbers = taken.get(scope);
  if (numbers === undefined) taken.set(scope, (numbers = new Set()));
  if (numbers.has(number)) return false;
  numbers.add(number);
  return true;
}
