import { finding, label, type Finding } from "../findings/finding.ts";
import type { PoolId } from "../model/ids.ts";
import type { Link, Network } from "../model/network.ts";
import type { Rule } from "./rule.ts";

/**
 * Capacity that links share, with everything that draws on the pools below it: R402 more guaranteed
 * than there is, R403 more promised than the contention allows, R404 a link before its pool exists.
 * Links state one rate for both directions. O(links · depth of pools).
 */
export const pools: Rule = ({ index: { network, links } }) => {
  const findings: Finding[] = [];
  const drawing = new Map<PoolId, Link[]>();
  for (const link of links) {
    for (const pool of poolAndAbove(network, link.pool)) {
      const users = drawing.get(pool);
      if (users === undefined) drawing.set(pool, [link]);
      else users.push(link);
    }
    const pool = link.pool && network.pools.get(link.pool);
    const starts = link.from ?? network.at;
    if (pool && pool.availableFrom !== undefined && starts < pool.availableFrom) {
      const args = {
        link: link.id,
        pool: pool.id,
        from: starts,
        availableFrom: pool.availableFrom,
      };
      const labels = [label("here", pool.origin.at(["availableFrom"]), {})];
      findings.push(finding("R404", link.origin.at(["pool"]), link.id, args, { labels }));
    }
  }
  for (const [id, users] of drawing) {
    const pool = network.pools.get(id);
    if (pool === undefined) continue;
    const sum = (rate: "cirMbps" | "pirMbps") =>
      users.reduce((total, link) => total + (link[rate] ?? 0), 0);
    const labels = users
      .slice(-3)
      .map((link) => label("depends-on", link.origin.at(["id"]), { id: link.id }));
    for (const direction of ["down", "up"] as const) {
      const capacityMbps = direction === "down" ? pool.downMbps : pool.upMbps;
      const place = pool.origin.at([direction === "down" ? "downMbps" : "upMbps"]);
      const cirMbps = sum("cirMbps");
      if (cirMbps > capacityMbps) {
        const args = { pool: id, direction, cirMbps, capacityMbps };
        findings.push(finding("R402", place, id, args, { labels }));
      }
      const allowedMbps = capacityMbps * pool.contention;
      const pirMbps = sum("pirMbps");
      if (pirMbps > allowedMbps) {
        const args = { pool: id, direction, pirMbps, allowedMbps };
        findings.push(finding("R403", place, id, args, { labels }));
      }
    }
  }
  return findings;
};

function poolAndAbove({ pools: all }: Network, pool: PoolId | undefined): PoolId[] {
  const chain: PoolId[] = [];
  for (let id = pool; id !== undefined && !chain.includes(id); id = all.get(id)?.parent) {
    chain.push(id);
  }
  return chain;
}
