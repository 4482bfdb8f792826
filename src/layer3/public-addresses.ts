import { addressCount, addressIn, bareAddress, parsePrefix } from "../ip/prefix.ts";
import type { RoutedUplink } from "./router.ts";

/** Public addresses of an uplink: those for going out, and those on which citizens' services stand. */
export interface PublicAddresses {
  readonly from: string;
  readonly to: string;
  /** The address of the `n`th published service, n from 1. */
  readonly published: (n: number) => string;
  /** How many services have one of their own; Infinity where all share the one there is. */
  readonly publishable: number;
}

/**
 * How an uplink's public addresses are used: the lower half of what the provider gave hides those who
 * go out (RFC 2663), the upper half is for published services, from the end. With one address only,
 * both share it. Undefined while the provider has told nothing.
 */
export function publicAddresses({ link: { access } }: RoutedUplink): PublicAddresses | undefined {
  if (access?.wan === undefined) return undefined;
  const nat = access.nat === undefined ? undefined : parsePrefix(access.nat);
  const count = nat === undefined ? 1n : addressCount(nat);
  if (nat === undefined || count === 1n) {
    const only = bareAddress(access.nat ?? access.wan.address);
    return { from: only, to: only, published: () => only, publishable: Infinity };
  }
  return {
    from: addressIn(nat, 0n),
    to: addressIn(nat, count / 2n - 1n),
    published: (n) => addressIn(nat, count - BigInt(n)),
    publishable: Number(count / 2n),
  };
}
