import { OWNER, SCOPE } from "../../addressing/demands.ts";
import { publicAddresses } from "../../layer3/public-addresses.ts";
import type { RoutedUplink } from "../../layer3/router.ts";
import { type AtRouter, type ConfigContext, loopback, serverAddress } from "../context.ts";
import type { Nat, PublishedService } from "../desired-state.ts";

/**
 * Address translation of a router with uplinks: one pool of public addresses a provider, and every
 * published service on each of them. Where its server stands behind another router, the client's
 * address is replaced by this router's, since the answer would else leave by another provider; the
 * server then sees this router and not the client. Undefined without a usable uplink.
 */
export function nat(context: ConfigContext, { uplinks, router }: AtRouter): Nat | undefined {
  const usable = uplinks.flatMap((uplink) => {
    const addresses = publicAddresses(uplink);
    const name = context.wiring.interfaceOf(router.site.id, OWNER.link(uplink.link.id)).name;
    return addresses === undefined ? [] : [{ uplink, addresses, name }];
  });
  if (usable.length === 0) return undefined;
  return {
    sources: usable.map(({ addresses: { from, to }, name }) => ({ interface: name, from, to })),
    published: usable.flatMap(({ uplink, addresses, name }) =>
      publishedOn(context, uplink, addresses.published, name),
    ),
  };
}

function publishedOn(
  context: ConfigContext,
  { link, router }: RoutedUplink,
  addressOf: (n: number) => string,
  name: string,
): PublishedService[] {
  const { routed, plan } = context;
  return [...routed.network.services].flatMap(([id, service]) => {
    const server = serverAddress(routed, plan, id);
    const place = plan.number(SCOPE.published(link.id), OWNER.service(service.id));
    if (server === undefined || place === undefined) return [];
    const answerTo = service.site === router ? undefined : loopback(context, router, 4);
    return service.publish.map(({ protocol, port }) => ({
      service: service.id,
      uplink: link.id,
      interface: name,
      publicAddress: addressOf(place),
      protocol,
      port,
      server,
      answerTo,
    }));
  });
}
