import type { AddressPlan } from "../addressing/address-plan.ts";
import { OWNER, SCOPE } from "../addressing/demands.ts";
import { addressIn, formatAddress } from "../ip/prefix.ts";
import type { AreaDesign, RoutedArea } from "../layer3/ospf-areas.ts";
import type { BackupTunnel, Lan, RoutedLine, RoutedNetwork } from "../layer3/routed-network.ts";
import type { RoutedLink, RoutedUplink, Router } from "../layer3/router.ts";
import type { ServiceId, SiteId } from "../model/ids.ts";
import type { ServiceRole } from "../vocabulary.ts";
import { summaries } from "./summaries.ts";
import { wiring, type Wiring } from "./wiring.ts";
import { zonePolicy, type ZonePolicy } from "./zone-policy.ts";

/** What every feature of a router is derived from; made once for a network. */
export interface ConfigContext {
  readonly routed: RoutedNetwork;
  readonly plan: AddressPlan;
  readonly areas: AreaDesign;
  /** By owner of an area: what its border routers tell for it. */
  readonly summaries: ReadonlyMap<string, readonly string[]>;
  readonly wiring: Wiring;
  /** What ends at each router. */
  readonly at: ReadonlyMap<SiteId, AtRouter>;
  /** IPv4 addresses of the servers of a role, in order of service id. */
  readonly servers: ReadonlyMap<ServiceRole, readonly string[]>;
  readonly policy: ZonePolicy;
}

/** What ends at one router, each in its own order. */
export interface AtRouter {
  readonly router: Router;
  readonly links: readonly RoutedLink[];
  readonly lans: readonly Lan[];
  readonly uplinks: readonly RoutedUplink[];
  readonly lines: readonly RoutedLine[];
  /** Tunnels from this site to the cores. */
  readonly spokes: readonly BackupTunnel[];
  /** Tunnels of other sites that come in here. */
  readonly hubs: readonly BackupTunnel[];
}

/** The context of a routed network under a plan in which nothing is missing. O(routers + links) beside the areas. */
export function configContext(routed: RoutedNetwork, plan: AddressPlan): ConfigContext {
  const { areas } = routed;
  const servers = serversByRole(routed, plan);
  return {
    routed,
    plan,
    areas,
    summaries: summaries(routed, areas, plan),
    wiring: wiring(routed, plan),
    at: endsAtRouters(routed),
    servers,
    policy: zonePolicy(routed, plan, servers),
  };
}

function serversByRole(routed: RoutedNetwork, plan: AddressPlan): Map<ServiceRole, string[]> {
  const servers = new Map<ServiceRole, string[]>();
  for (const [id, { role }] of routed.network.services) {
    const address = serverAddress(routed, plan, id);
    if (role === undefined || address === undefined) continue;
    servers.set(role, [...(servers.get(role) ?? []), address]);
  }
  return servers;
}

/** The IPv4 address of a service's server; undefined where its LAN or its number is missing, or the LAN has no IPv4. */
export function serverAddress(
  { lanOfService }: RoutedNetwork,
  plan: AddressPlan,
  service: ServiceId,
): string | undefined {
  const lan = lanOfService.get(service);
  if (lan === undefined) return undefined;
  const host = plan.number(SCOPE.host(lan), OWNER.service(service));
  const prefix = plan.prefixes(lan).find(({ version }) => version === 4);
  return host === undefined || prefix === undefined ? undefined : addressIn(prefix, BigInt(host));
}

/** A router's own address of an IP version, as others name it. */
export function loopback(
  { plan }: ConfigContext,
  router: SiteId,
  version: 4 | 6,
): string | undefined {
  const prefix = plan.prefixes(OWNER.router(router)).find((one) => one.version === version);
  return prefix && formatAddress(version, prefix.start);
}

/** Dotted decimal of an area; undefined is the backbone. */
export function areaNumber({ plan }: ConfigContext, area: RoutedArea | undefined): string {
  const number = area === undefined ? 0 : (plan.number(SCOPE.ospfArea, area.owner) ?? 0);
  return formatAddress(4, BigInt(number));
}

function endsAtRouters(routed: RoutedNetwork): Map<SiteId, AtRouter> {
  const at = new Map(
    Array.from(routed.routers, ([id, router]) => [
      id,
      {
        router,
        links: [] as RoutedLink[],
        lans: [] as Lan[],
        uplinks: routed.uplinks.filter((uplink) => uplink.router === id),
        lines: [] as RoutedLine[],
        spokes: [] as BackupTunnel[],
        hubs: [] as BackupTunnel[],
      },
    ]),
  );
  for (const link of routed.links) for (const end of link.ends) at.get(end)!.links.push(link);
  for (const lan of routed.lans) {
    for (const { router } of lan.attachments) at.get(router)!.lans.push(lan);
  }
  for (const line of routed.lines) at.get(line.router)!.lines.push(line);
  for (const backup of routed.backups) {
    at.get(backup.line.router)!.spokes.push(backup);
    at.get(backup.core)!.hubs.push(backup);
  }
  return at;
}
