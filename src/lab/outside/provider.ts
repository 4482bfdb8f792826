import {
  interfaceAddressIn,
  type IpVersion,
  parsePrefix,
  type Prefix,
  subPrefix,
} from "../../ip/prefix.ts";
import type { Cable } from "../cable.ts";
import { type Space } from "../space.ts";

/** Somebody who stands between routers and the lab's internet. */
export interface Provider {
  readonly space: Space;
  /** To the customer, and to the internet. */
  readonly cables: readonly Cable[];
  readonly transfer: Transfer;
  /** What the internet has to send this way, without BGP. */
  readonly prefixes: readonly { readonly version: IpVersion; readonly prefix: string }[];
  /** Where it speaks BGP, and whether with IPv6. */
  readonly bgp: { readonly asn: number; readonly versions: readonly IpVersion[] } | undefined;
}

/** The network between a provider and the internet; the internet has its first address, the provider the second. */
export interface Transfer {
  /** Of the internet's interface. */
  readonly port: string;
  readonly prefix: Readonly<Record<IpVersion, Prefix>>;
}

/** The namespace of everything beyond the providers. */
export const INTERNET_SPACE = "internet";
/** A provider's interface to the internet, and the one to its customer. */
export const UPSTREAM = "upstream";
export const CUSTOMER = "customer";
/** A provider may pass on whole packets however the customer wraps them. */
export const OUTSIDE_MTU = 1500;

/** In the ranges for tests of networks (RFC 2544) and for documentation (RFC 3849), which no network uses. */
const TRANSFERS = { 4: parsePrefix("198.18.0.0/16")!, 6: parsePrefix("2001:db8:ffff::/48")! };

/** The `i`th transfer network. */
export const transferNetwork = (i: number): Transfer => ({
  port: `provider${i}`,
  prefix: {
    4: subPrefix(TRANSFERS[4], 30, BigInt(i)),
    6: subPrefix(TRANSFERS[6], 64, BigInt(i)),
  },
});

/** The address of one side with its length. */
export const transferAddress = (
  { prefix }: Transfer,
  version: IpVersion,
  side: "internet" | "provider",
): string => interfaceAddressIn(prefix[version], side === "internet" ? 1n : 2n);

/** The cable from a provider to the internet. */
export function upstreamCable(space: string, { port }: Transfer): Cable {
  return {
    id: `${space}/${UPSTREAM}`,
    ends: [
      { space, interface: UPSTREAM },
      { space: INTERNET_SPACE, interface: port },
    ],
    mtu: OUTSIDE_MTU,
    carries: space,
    role: "outside",
    medium: undefined,
    wire: undefined,
  };
}
