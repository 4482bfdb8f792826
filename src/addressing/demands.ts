import type { BackupTunnel, Lan, RoutedNetwork } from "../layer3/routed-network.ts";
import type { RoutedLink } from "../layer3/router.ts";
import { publicAddresses } from "../layer3/public-addresses.ts";
import type { SiteId } from "../model/ids.ts";
import type { AddressDemand, Demands, NumberDemand } from "./demand.ts";

/** Names under which addresses and numbers are kept in the lock; the one place that spells them. */
export const OWNER = {
  router: (site: SiteId) => `router/${site}`,
  link: (link: string) => `link/${link}`,
  /** What a provider that routes in between gives one end of a leased line. */
  underlay: (link: string, end: SiteId) => `underlay/${link}/${end}`,
  /** The cable that all local networks of a site share. */
  trunk: (site: SiteId) => `trunk/${site}`,
  service: (service: string) => `service/${service}`,
  /** The interface at a core on which all sites come in. */
  hub: "hub",
} as const;

export const SCOPE = {
  port: (site: SiteId) => `port/${site}`,
  tunnelInterface: (site: SiteId) => `wg/${site}`,
  host: (lan: string) => `host/${lan}`,
  /** Places of citizens' services on the public addresses of an uplink. */
  published: (uplink: string) => `published/${uplink}`,
  ospfArea: "ospf-area",
} as const;

/** Ports are counted from 1; 0 is left to out-of-band management. */
const PORT_LAST = 128;
/** Interfaces for tunnels, wg0 to wg999. */
const TUNNEL_LAST = 999;
/** Servers of a LAN stand from its tenth address on: the first ones are the routers'. */
const HOST_FIRST = 10;
const HOST_LAST = 250;
const PUBLISHED_LAST = 250;

/** Everything in a routed network that must have an address or a number. O(sites + links). */
export function addressDemands(routed: RoutedNetwork): Demands {
  const { routers, areas, links, lans, uplinks, lines, backups, lanOfService } = routed;
  const addresses: AddressDemand[] = [];
  const numbers: NumberDemand[] = [];
  const port = (router: SiteId, owner: string) =>
    numbers.push({ scope: SCOPE.port(router), owner, first: 1, last: PORT_LAST });
  const tunnelInterface = (router: SiteId, owner: string) =>
    numbers.push({ scope: SCOPE.tunnelInterface(router), owner, first: 0, last: TUNNEL_LAST });

  for (const { site, area } of routers.values()) {
    addresses.push({ owner: OWNER.router(site.id), role: "loopback", area });
  }
  for (const routedLink of links) linkDemands(routed, routedLink, addresses, port, tunnelInterface);
  for (const { link, router } of [...uplinks, ...lines]) port(router, OWNER.link(link.id));
  for (const lan of lans) {
    const { owner, zone, kind, area } = lan;
    addresses.push({ owner, role: "lan", area, zone, kind });
  }
  for (const [router, owner] of lanPorts(lans)) port(router, owner);
  for (const backup of backups) backupDemands(routed, backup, addresses, tunnelInterface);
  for (const core of new Set(backups.map((backup) => backup.core))) {
    tunnelInterface(core, OWNER.hub);
  }
  for (const [service, lan] of lanOfService) {
    numbers.push({
      scope: SCOPE.host(lan),
      owner: OWNER.service(service),
      first: HOST_FIRST,
      last: HOST_LAST,
    });
  }
  for (const { id, publish } of routed.network.services.values()) {
    if (publish.length === 0) continue;
    for (const uplink of uplinks) {
      // Beyond its own half of the provider's addresses a service would stand on somebody else's.
      const own = publicAddresses(uplink)?.publishable ?? PUBLISHED_LAST;
      const last = Math.min(own, PUBLISHED_LAST);
      const scope = SCOPE.published(uplink.link.id);
      numbers.push({ scope, owner: OWNER.service(id), first: 1, last });
    }
  }
  for (const { owner } of areas.areas) {
    numbers.push({ scope: SCOPE.ospfArea, owner, first: 1, last: 0xff_ff });
  }
  return { addresses, numbers };
}

function linkDemands(
  { routers }: RoutedNetwork,
  { link, ends, tunnelled }: RoutedLink,
  addresses: AddressDemand[],
  port: (router: SiteId, owner: string) => void,
  tunnelInterface: (router: SiteId, owner: string) => void,
): void {
  const owner = OWNER.link(link.id);
  // The office's end names the kecamatan; between two of a kind the first id does.
  const isHub = (site: SiteId) => /^(?:datacentre|pop)$/.test(routers.get(site)!.site.kind);
  const [near = ends[0]] = ends.filter((end) => !isHub(end)).toSorted();
  addresses.push({ owner, role: "point-to-point", area: routers.get(near)!.area });
  for (const end of ends) {
    port(end, owner);
    if (!tunnelled) continue;
    tunnelInterface(end, owner);
    const { area } = routers.get(end)!;
    addresses.push({ owner: OWNER.underlay(link.id, end), role: "point-to-point", area });
  }
}

function backupDemands(
  { routers }: RoutedNetwork,
  { owner, line }: BackupTunnel,
  addresses: AddressDemand[],
  tunnelInterface: (router: SiteId, owner: string) => void,
): void {
  addresses.push({ owner, role: "tunnel", area: routers.get(line.router)!.area });
  tunnelInterface(line.router, owner);
}

/** The port by which a router is joined to its local networks, once a cable. */
export function lanPort({ attachments }: Lan, router: SiteId): string {
  const link = attachments.find((attachment) => attachment.router === router)?.link;
  return link === undefined ? OWNER.trunk(router) : OWNER.link(link);
}

function lanPorts(lans: readonly Lan[]): [SiteId, string][] {
  const ports = new Map<string, [SiteId, string]>();
  for (const lan of lans) {
    for (const { router } of lan.attachments) {
      const owner = lanPort(lan, router);
      ports.set(`${router} ${owner}`, [router, owner]);
    }
  }
  return [...ports.values()];
}
