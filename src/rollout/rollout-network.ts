import { ospfCost } from "../config/ospf-cost.ts";
import type { RoutedNetwork } from "../layer3/routed-network.ts";
import { switchedSegments } from "../layer3/switched-segments.ts";
import { compareText } from "../text/order.ts";

/** What the order of a rollout is decided from: who is joined to whom, and what must not be down together. */
export interface RolloutNetwork {
  readonly routers: readonly string[];
  /** To which all others must keep a way. */
  readonly cores: readonly string[];
  /** Links between two routers, over which traffic of third ones goes too. */
  readonly links: readonly RolloutLink[];
  /** A way of one router alone, over a line of its own: none of its neighbours is carried by it. */
  readonly ownTunnels: readonly { readonly router: string; readonly core: string }[];
  /** Sites that do not route, and the routers of which any one carries them. */
  readonly carried: readonly { readonly site: string; readonly by: readonly string[] }[];
  /** Routers of which at most one may be down, beside those that the graph shows. */
  readonly apart: readonly ApartSet[];
}

export interface RolloutLink {
  readonly ends: readonly [string, string];
  /** Of OSPF. */
  readonly cost: number;
}

export interface ApartSet {
  readonly why: "cores" | "uplinks" | "lan" | "service";
  /** Id of the LAN, or the role of the services; empty for the others. */
  readonly of: string;
  readonly routers: readonly string[];
}

/** The routers of a network with everything that joins them. O(sites + links). */
export function rolloutNetwork(routed: RoutedNetwork): RolloutNetwork {
  const { network, routers, links, backups } = routed;
  const inService = [...network.links.values()].filter((link) => link.inService);
  const segments = switchedSegments(network, inService, routers);
  return {
    routers: [...routers.keys()],
    cores: network.core.filter((core) => routers.has(core)),
    links: links.map(({ link, ends, delayUs }) => ({
      ends,
      cost: ospfCost(link.medium, delayUs, link.rateMbps),
    })),
    ownTunnels: backups.map(({ line, core }) => ({ router: line.router, core })),
    carried: segments
      .filter(({ attachments }) => attachments.length > 0)
      .flatMap(({ sites, attachments }) =>
        sites.map(({ id }) => ({ site: id, by: attachments.map(({ router }) => router) })),
      ),
    apart: apartSets(routed),
  };
}

function apartSets({ network, routers, uplinks, lans, lanOfService }: RoutedNetwork): ApartSet[] {
  const ofRole = Map.groupBy(
    [...network.services].flatMap(([id, { role, site }]) =>
      role === undefined || !lanOfService.has(id) ? [] : [{ role, site }],
    ),
    ({ role }) => role,
  );
  const sets: ApartSet[] = [
    { why: "cores", of: "", routers: network.core.filter((core) => routers.has(core)) },
    { why: "uplinks", of: "", routers: uplinks.map(({ router }) => router) },
    ...lans.map(({ owner, attachments }) => ({
      why: "lan" as const,
      of: owner,
      routers: attachments.map(({ router }) => router),
    })),
    ...[...ofRole]
      .sort(([a], [b]) => compareText(a, b))
      .map(([role, services]) => ({
        why: "service" as const,
        of: role,
        routers: services.map(({ site }) => site),
      })),
  ];
  return sets.filter((set) => new Set(set.routers).size > 1);
}
