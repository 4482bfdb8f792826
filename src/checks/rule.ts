import type { AddressLock } from "../addressing/address-lock.ts";
import type { Losses } from "../analysis/losses.ts";
import type { SiteRedundancy } from "../analysis/redundancy.ts";
import type { Finding } from "../findings/finding.ts";
import type { RoutedNetwork } from "../layer3/routed-network.ts";
import type { NetworkIndex } from "../network/network-index.ts";

/** What a rule may look at. */
export interface CheckInput {
  readonly index: NetworkIndex;
  /** By node. */
  readonly redundancies: readonly SiteRedundancy[];
  readonly losses: Losses;
  /** The network as routers see it; made when first asked for, and once. */
  readonly routed: () => RoutedNetwork;
  /** Names by code; undefined where the table is not at hand. */
  readonly officialAreas: ReadonlyMap<string, string> | undefined;
  /** Undefined where it is not at hand or cannot be read. */
  readonly addressLock: AddressLock | undefined;
}

/** One question about a network. It reads only its input and finds everything that is wrong, in any order. */
export type Rule = (input: CheckInput) => Finding[];
