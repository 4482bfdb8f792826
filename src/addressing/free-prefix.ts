import { addressCount, contains, type Prefix, subPrefix, subPrefixCount } from "../ip/prefix.ts";
import { placementHash } from "./placement-hash.ts";
import type { PrefixMap } from "./prefix-map.ts";

/** Low bits of an IPv6 address that name a host. */
const HOST_BITS = 64n;

/**
 * The first free prefix of a length inside another, looked for from where the name's hash points on,
 * round to where it began (linear probing); undefined when there is none. Not the next free one: so
 * two branches that each add something nearly always choose differently. O(taken inside).
 */
export function freePrefix(
  outer: Prefix,
  length: number,
  name: string,
  taken: PrefixMap<unknown>,
): Prefix | undefined {
  const count = subPrefixCount(outer, length);
  if (count === 0n) return undefined;
  const first = BigInt(placementHash(name)) % count;
  for (let tried = 0n; tried < count;) {
    const index = (first + tried) % count;
    const candidate = subPrefix(outer, length, index);
    const holder = taken.covering(candidate)?.prefix;
    if (holder !== undefined) {
      if (contains(holder, outer)) return undefined;
      tried += behind(outer, length, holder) - index;
    } else if (isAnycast(candidate) || taken.overlaps(candidate)) tried++;
    else return candidate;
  }
  return undefined;
}

/** The index of the first candidate behind a prefix: one that is wider than them is passed in one step. */
function behind(outer: Prefix, length: number, { start, length: own }: Prefix): bigint {
  const size = addressCount({ ...outer, length });
  return (start - outer.start) / size + (1n << BigInt(length - own));
}

/** Single addresses that IPv6 gives to any router of a network (RFC 4291, 2.6.1), so never to one (RFC 6164, 5). */
function isAnycast({ version, start, length }: Prefix): boolean {
  return version === 6 && length > 64 && start % (1n << HOST_BITS) === 0n;
}
