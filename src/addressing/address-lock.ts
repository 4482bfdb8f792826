import type { Origin } from "../findings/place.ts";
import type { Prefix } from "../ip/prefix.ts";
import type { Day } from "../model/calendar.ts";

/**
 * Who has which address and number, kept beside the network's files so that what was once given stays.
 * Names are as written: an owner, pool or area may long be gone from the network.
 */
export interface AddressLock {
  readonly blocks: readonly LockedBlock[];
  readonly addresses: readonly LockedAddress[];
  readonly numbers: readonly LockedNumber[];
  /** Where the file was read; undefined for a lock that is not written yet. */
  readonly origin: Origin | undefined;
}

/** A part of a pool that one kecamatan has for itself. */
export interface LockedBlock {
  readonly pool: string;
  readonly area: string;
  readonly prefix: Prefix;
  readonly origin?: Origin;
}

export interface LockedAddress {
  readonly owner: string;
  readonly pool: string;
  readonly prefix: Prefix;
  /** The day since which nobody uses it; it is kept aside for a while. */
  readonly released?: Day;
  readonly origin?: Origin;
}

export interface LockedNumber {
  readonly scope: string;
  readonly owner: string;
  readonly number: number;
  readonly released?: Day;
  readonly origin?: Origin;
}

/** The lock of a network that has none yet. */
export const EMPTY_LOCK: AddressLock = {
  blocks: [],
  addresses: [],
  numbers: [],
  origin: undefined,
};
