import type { IpVersion } from "../ip/prefix.ts";
import type { AddressRole, Zone } from "../vocabulary.ts";

/** Why some owners got nothing; owners in order. */
export type AllocationProblem =
  | {
      /** No pool of the role and zone, of either IP version. */
      readonly kind: "no-pool";
      readonly role: AddressRole;
      readonly zone: Zone | undefined;
      readonly owners: readonly string[];
    }
  | {
      /** The pools that would do are full. */
      readonly kind: "exhausted";
      readonly version: IpVersion;
      readonly pools: readonly string[];
      readonly owners: readonly string[];
    }
  | {
      /** All numbers of a scope are taken. */
      readonly kind: "numbers-exhausted";
      readonly scope: string;
      readonly first: number;
      readonly last: number;
      readonly owners: readonly string[];
    };
