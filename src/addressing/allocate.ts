import type { Day } from "../model/calendar.ts";
import type { AddressPool } from "../model/network.ts";
import type { AddressLock } from "./address-lock.ts";
import { allocateAddresses } from "./allocate-addresses.ts";
import { allocateNumbers } from "./allocate-numbers.ts";
import type { AllocationProblem } from "./allocation-problem.ts";
import type { Demands } from "./demand.ts";
import { poolTable } from "./pool-table.ts";

/** The lock as it should be on a day, and who could not be served. */
export interface Allocation {
  readonly lock: AddressLock;
  readonly problems: readonly AllocationProblem[];
}

/**
 * The lock that meets the demands of a day: what is given stays with its owner, what is no longer asked
 * for is set aside for `holdDays` from its release, what is new gets a free place. Applied to its own
 * result it changes nothing. The order of pools, demands and entries does not matter.
 * O(demands + entries · log entries).
 */
export function allocate(
  pools: Iterable<AddressPool>,
  demands: Demands,
  lock: AddressLock,
  day: Day,
  holdDays: number,
): Allocation {
  const { blocks, addresses, problems } = allocateAddresses(
    poolTable(pools),
    demands.addresses,
    lock,
    day,
    holdDays,
  );
  const numbers = allocateNumbers(demands.numbers, lock.numbers, day, holdDays);
  return {
    lock: { blocks, addresses, numbers: numbers.numbers, origin: lock.origin },
    problems: [...problems, ...numbers.problems],
  };
}
