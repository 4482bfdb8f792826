import { OWNER } from "../../addressing/demands.ts";
import { addressIn, formatPrefix } from "../../ip/prefix.ts";
import type { AtRouter, ConfigContext } from "../context.ts";
import type { StaticRoute } from "../desired-state.ts";

/** Behind every protocol: a discard route only catches what nothing else knows. */
const DISCARD_DISTANCE = 250;

/** The pools of public addresses that a router with uplinks translates to. */
export const natPools = ({ uplinks }: AtRouter): string[] =>
  uplinks.flatMap(({ link }) => link.access?.nat ?? []);

/**
 * Static routes of a router: the pools that it translates to, of which an address that nobody uses
 * would else travel to and fro between it and the provider; its own prefixes where it announces them, so that they are there to be
 * announced and never loop back to a provider; and the way to the other end of each leased line in
 * which the provider routes.
 */
export function staticRoutes({ routed, plan }: ConfigContext, at: AtRouter): StaticRoute[] {
  const { router, links, uplinks } = at;
  const { asn, ownPrefixes } = routed.network;
  const announces =
    asn !== undefined && uplinks.some(({ link }) => link.access?.peerAsn !== undefined);
  const discard =
    (reason: StaticRoute["reason"]) =>
    (prefix: string): StaticRoute => ({
      prefix,
      gateway: undefined,
      distance: DISCARD_DISTANCE,
      reason,
    });
  const own = announces ? ownPrefixes.map(discard("own-prefix")) : [];
  const pools = natPools(at)
    .filter((pool) => !own.some(({ prefix }) => prefix === pool))
    .map(discard("nat-pool"));
  const underlays = links
    .filter(({ tunnelled }) => tunnelled)
    .flatMap(({ link, ends }): StaticRoute[] => {
      const other = ends[0] === router.site.id ? ends[1] : ends[0];
      const here = plan.prefixes(OWNER.underlay(link.id, router.site.id));
      return plan.prefixes(OWNER.underlay(link.id, other)).flatMap((prefix): StaticRoute[] => {
        const provider = here.find(({ version }) => version === prefix.version);
        return provider === undefined
          ? []
          : [
              {
                prefix: formatPrefix(prefix),
                gateway: addressIn(provider, 1n),
                distance: undefined,
                reason: "underlay",
              },
            ];
      });
    });
  return [...own, ...pools, ...underlays];
}
