import type { RoutedNetwork } from "../layer3/routed-network.ts";
import type { AddressLock } from "./address-lock.ts";
import { allocate, type Allocation } from "./allocate.ts";
import { addressDemands } from "./demands.ts";
import { type LockChange, lockChanges } from "./lock-changes.ts";
import { poolUse, type PoolUse } from "./pool-use.ts";

/** A network's lock beside what it should be on the network's day. */
export interface AddressReview {
  readonly allocation: Allocation;
  /** Empty when the lock is up to date. */
  readonly changes: readonly LockChange[];
  /** After the changes. */
  readonly use: readonly PoolUse[];
}

/** What a network needs, what its lock says, and what would change. O(demands + entries · log entries). */
export function addressReview(routed: RoutedNetwork, lock: AddressLock): AddressReview {
  const { addressPools, at, addressHoldDays } = routed.network;
  const demands = addressDemands(routed);
  const allocation = allocate(addressPools.values(), demands, lock, at, addressHoldDays);
  return {
    allocation,
    changes: lockChanges(lock, allocation.lock),
    use: poolUse(addressPools.values(), allocation.lock),
  };
}
