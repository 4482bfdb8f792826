import type { AddressPlan } from "../addressing/address-plan.ts";
import type { RoutedNetwork } from "../layer3/routed-network.ts";
import { type AtRouter, configContext, type ConfigContext } from "./context.ts";
import type { DesiredState, Feature } from "./desired-state.ts";
import { bgp } from "./features/bgp.ts";
import { firewall } from "./features/firewall.ts";
import {
  aaa,
  backup,
  dhcpRelays,
  dnsServers,
  ntpServers,
  snmp,
  syslogServers,
} from "./features/management.ts";
import { nat } from "./features/nat.ts";
import { ospf } from "./features/ospf.ts";
import { qos } from "./features/qos.ts";
import { routerAdvertisements } from "./features/router-advertisements.ts";
import { staticRoutes } from "./features/static-routes.ts";
import { tunnels } from "./features/tunnels.ts";
import { lines, uplinks } from "./features/uplinks.ts";
import { vrrp } from "./features/vrrp.ts";

/** One function a feature; a feature that is not in the table does not compile. */
const FEATURES: {
  readonly [F in Feature]: (context: ConfigContext, at: AtRouter) => DesiredState[F];
} = {
  ospf,
  bgp,
  uplinks,
  lines,
  tunnels,
  vrrp,
  routerAdvertisements,
  nat,
  firewall,
  qos,
  dhcpRelays,
  dnsServers,
  ntpServers,
  syslogServers,
  snmp,
  aaa,
  backup,
  staticRoutes,
};

/**
 * What every router of a network must be, one after the other in id order, so that a nation's need not
 * be in memory at once. The plan must answer every demand (`addressDemands`); a missing address throws.
 * O(routers + links) beside the proof of the areas.
 */
export function* configure(
  routed: RoutedNetwork,
  plan: AddressPlan,
): Generator<DesiredState, void, undefined> {
  const context = configContext(routed, plan);
  for (const at of context.at.values()) yield stateOf(context, at);
}

function stateOf(context: ConfigContext, at: AtRouter): DesiredState {
  const { site, area } = at.router;
  const features = Object.fromEntries(
    Object.entries(FEATURES).map(([feature, derive]) => [feature, derive(context, at)]),
  ) as Pick<DesiredState, Feature>;
  return {
    version: 1,
    device: site.id,
    siteName: site.name,
    siteKind: site.kind,
    area,
    interfaces: context.wiring.interfacesOf.get(site.id)!,
    ...features,
  };
}
