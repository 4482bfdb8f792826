import { formatPrefix, parseAddress } from "../../ip/prefix.ts";
import type { AtRouter, ConfigContext } from "../context.ts";
import type { RouterAdvertisement } from "../desired-state.ts";

/**
 * Router advertisements on every LAN with an IPv6 prefix but those of citizens' services, whose servers
 * have fixed addresses. Resolvers are told where they have an IPv6 address. In order of LAN.
 */
export function routerAdvertisements(
  { plan, servers, wiring }: ConfigContext,
  { router, lans }: AtRouter,
): RouterAdvertisement[] {
  const dnsServers = (servers.get("dns") ?? []).filter((one) => parseAddress(one)?.version === 6);
  return lans.flatMap(({ zone, owner }): RouterAdvertisement[] => {
    const prefixes = plan.prefixes(owner).filter(({ version }) => version === 6);
    if (zone === "public" || prefixes.length === 0) return [];
    return [
      {
        interface: wiring.interfaceOf(router.site.id, owner).name,
        prefixes: prefixes.map(formatPrefix),
        dnsServers,
      },
    ];
  });
}
