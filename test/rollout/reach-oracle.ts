import type { RolloutNetwork } from "../../src/rollout/rollout-network.ts";

/**
 * Who has a way to a core while some routers are down: each site asks for itself, hop by hop, and may
 * leave by its own tunnel first. Plain and slow, and written without a look at src/rollout.
 */
export function sitesWithWay(network: RolloutNetwork, down: ReadonlySet<string>): Set<string> {
  const withWay = new Set(network.routers.filter((router) => hasWay(network, router, down)));
  for (const { site, by } of network.carried) {
    if (by.some((router) => withWay.has(router))) withWay.add(site);
  }
  return withWay;
}

export function hasWay(
  { cores, links, ownTunnels }: RolloutNetwork,
  from: string,
  down: ReadonlySet<string>,
): boolean {
  if (down.has(from)) return false;
  if (ownTunnels.some(({ router, core }) => router === from && !down.has(core))) return true;
  const seen = new Set([from]);
  for (const at of seen) {
    if (cores.includes(at)) return true;
    for (const { ends } of links) {
      const other = ends[0] === at ? ends[1] : ends[1] === at ? ends[0] : at;
      if (!down.has(other)) seen.add(other);
    }
  }
  return false;
}
