import type { Prefix } from "../ip/prefix.ts";

/** Who has which address and number: what the lock file says of the demands of a network on a day. */
export interface AddressPlan {
  /** The prefixes of an owner, IPv4 first; empty when it has none yet. */
  prefixes(owner: string): readonly Prefix[];
  /** The number of an owner in a scope; undefined when it has none yet. */
  number(scope: string, owner: string): number | undefined;
  /** Every block in which somebody of a kecamatan is, with the pool it is from; in order of pool, area and prefix. */
  readonly blocks: readonly {
    readonly pool: string;
    readonly area: string;
    readonly prefix: Prefix;
  }[];
}
