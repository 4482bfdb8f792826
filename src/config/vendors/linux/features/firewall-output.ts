import type { DesiredState } from "../../../desired-state.ts";
import { anyInterface, chain, type NftChain } from "../syntax/nft-text.ts";

/** What the router itself may say: anything, but that it is a router only to the LANs that it is one for. */
export function output({ routerAdvertisements: all }: DesiredState): NftChain {
  const elsewhere =
    all.length === 0 ? "" : `oifname != ${anyInterface(all.map((one) => one.interface))} `;
  return chain("output", "type filter hook output priority filter; policy accept;", [
    `${elsewhere}icmpv6 type nd-router-advert drop`,
  ]);
}
