import {
  addressIn,
  BITS,
  contains,
  type IpVersion,
  parseAddress,
  parseInterfaceAddress,
  type Prefix,
} from "../ip/prefix.ts";

/** The prefix that an interface's address like `10.8.0.1/24` lies in. What is no such address is a bug. */
export function prefixOf(interfaceAddress: string): Prefix {
  const parsed = parseInterfaceAddress(interfaceAddress);
  if (parsed === undefined) throw new Error(`not an address with a length: ${interfaceAddress}`);
  const { version, value, length } = parsed;
  const host = BigInt(BITS[version] - length);
  return { version, start: (value >> host) << host, length };
}

/** The address alone of an interface's address: `10.8.0.1`. */
export const bareAddress = (interfaceAddress: string): string =>
  interfaceAddress.slice(0, interfaceAddress.lastIndexOf("/"));

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
