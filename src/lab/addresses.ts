import {
  addressIn,
  BITS,
  contains,
  type IpVersion,
  parseAddress,
  prefixOf,
  type Prefix,
} from "../ip/prefix.ts";

/** Whether an address lies in a prefix. */
export const holds = (prefix: Prefix, address: string): boolean =>
  contains(prefix, prefixOf(hostPrefix(address)));

/** 4 or 6. What is no address is a bug. */
export function versionOf(address: string): IpVersion {
  const parsed = parseAddress(address);
  if (parsed === undefined) throw new Error(`not an address: ${address}`);
  return parsed.version;
}

/** The prefix of one address alone: `192.0.2.1/32`. */
export const hostPrefix = (address: string): string => `${address}/${BITS[versionOf(address)]}`;

/** All addresses from the first to the last. O(count): for pools of a few dozen. */
export function addressRange(from: string, to: string): string[] {
  const [first, last] = [prefixOf(hostPrefix(from)), prefixOf(hostPrefix(to))];
  const count = Math.max(0, Number(last.start - first.start) + 1);
  return Array.from({ length: count }, (_, i) => addressIn(first, BigInt(i)));
}
