import { Address4, Address6 } from "ip-address";

/**
 * IPv4 and IPv6 addresses and prefixes as numbers; the only place that knows the library behind them.
 * Everywhere else an address is a text in its one canonical form (RFC 5952 for IPv6), so that equal
 * addresses are equal texts and data can be written as JSON.
 */

export type IpVersion = 4 | 6;

/** A network: all addresses that share the first `length` bits of `start`. No host bits are set. */
export interface Prefix {
  readonly version: IpVersion;
  readonly start: bigint;
  readonly length: number;
}

/** Bits of an address. */
export const BITS = { 4: 32, 6: 128 } as const satisfies Record<IpVersion, number>;

/** The address of a text, without a prefix length; undefined when it is none. */
export function parseAddress(text: string): { version: IpVersion; value: bigint } | undefined {
  if (text.includes("/") || text.includes("%")) return undefined;
  const address = read(text);
  return address && { version: address.version, value: address.value };
}

/** The prefix of a text like `10.20.0.0/16`; undefined when it is none or has host bits set. */
export function parsePrefix(text: string): Prefix | undefined {
  const written = parseInterfaceAddress(text);
  if (written === undefined) return undefined;
  const { version, value, length } = written;
  return hostBits(value, version, length) === 0n ? { version, start: value, length } : undefined;
}

/** An address with the length of the prefix that it lies in, like `192.0.2.2/30`; undefined when it is none. */
export function parseInterfaceAddress(
  text: string,
): { version: IpVersion; value: bigint; length: number } | undefined {
  if (!text.includes("/") || text.includes("%")) return undefined;
  return read(text);
}

/** The prefix that an interface's address like `10.8.0.1/24` lies in. Throws on what is no such address: a bug. */
export function prefixOf(interfaceAddress: string): Prefix {
  const parsed = parseInterfaceAddress(interfaceAddress);
  if (parsed === undefined) throw new Error(`not an address with a length: ${interfaceAddress}`);
  const { version, value, length } = parsed;
  return { version, start: value - hostBits(value, version, length), length };
}

/** The address alone of an interface's address: `10.8.0.1`. */
export const bareAddress = (interfaceAddress: string): string =>
  interfaceAddress.slice(0, interfaceAddress.lastIndexOf("/"));

/** The canonical text of an address. */
export function formatAddress(version: IpVersion, value: bigint): string {
  if (version === 6) return Address6.fromBigInt(value).correctForm();
  // Four bytes are no work for a library, and a nation has a million of them.
  const bits = Number(value);
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

/** The canonical text of a prefix. */
export function formatPrefix({ version, start, length }: Prefix): string {
  return `${formatAddress(version, start)}/${length}`;
}

/** The address `offset` places into a prefix, as text. */
export function addressIn({ version, start }: Prefix, offset: bigint): string {
  return formatAddress(version, start + offset);
}

/** The address `offset` places into a prefix with the prefix's own length: what an interface carries. */
export function interfaceAddressIn(prefix: Prefix, offset: bigint): string {
  return `${addressIn(prefix, offset)}/${prefix.length}`;
}

/** How many prefixes of a length fit into a prefix; 0 when they are wider than it. */
export function subPrefixCount({ length }: Prefix, subLength: number): bigint {
  return subLength < length ? 0n : 1n << BigInt(subLength - length);
}

/** The `index`th prefix of a length inside a prefix. */
export function subPrefix({ version, start }: Prefix, subLength: number, index: bigint): Prefix {
  return {
    version,
    start: start + (index << BigInt(BITS[version] - subLength)),
    length: subLength,
  };
}

/** How many addresses a prefix has. */
export const addressCount = ({ version, length }: Prefix): bigint =>
  1n << BigInt(BITS[version] - length);

/** Whether `inner` lies in `outer`, or is it. */
export function contains(outer: Prefix, inner: Prefix): boolean {
  return (
    outer.version === inner.version &&
    outer.length <= inner.length &&
    inner.start >= outer.start &&
    inner.start < outer.start + addressCount(outer)
  );
}

/** Whether two prefixes have an address in common. */
export const overlap = (a: Prefix, b: Prefix): boolean => contains(a, b) || contains(b, a);

/** By version, address and length: the one order of prefixes. */
export function comparePrefixes(a: Prefix, b: Prefix): number {
  if (a.version !== b.version) return a.version - b.version;
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  return a.length - b.length;
}

/** Whether an address or prefix is of the ranges that are for examples only (RFC 5737, RFC 3849). */
export function isDocumentation(text: string): boolean {
  const [address = ""] = text.split("/");
  return Address4.isValid(address)
    ? new Address4(address).isDocumentation()
    : Address6.isValid(address) && new Address6(address).isDocumentation();
}

function hostBits(value: bigint, version: IpVersion, length: number): bigint {
  return value & ((1n << BigInt(BITS[version] - length)) - 1n);
}

function read(text: string): { version: IpVersion; value: bigint; length: number } | undefined {
  // The library tells by throwing; the colon spares it from throwing for every address of the other version.
  try {
    const version = text.includes(":") ? 6 : 4;
    const address = version === 6 ? new Address6(text) : new Address4(text);
    return { version, value: address.bigInt(), length: address.subnetMask };
  } catch {
    return undefined;
  }
}
