import type { Link, Network } from "../../src/model/network.ts";
import { INTERNET } from "../../src/vocabulary.ts";

/** Ids of sites and links that are gone. */
export interface Gone {
  readonly sites: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}

/**
 * Sites that reach one of `goals`, by walking from each site over names: no index, no masks. A site's
 * own internet lines serve only itself; to a core they count with a tunnel only.
 */
export function sitesReaching(
  network: Network,
  goal: "core" | "internet",
  gone: Gone,
): Set<string> {
  const goals = new Set<string>(
    goal === "core" ? network.core.filter((id) => isUp(network, gone, id)) : [INTERNET],
  );
  const links = [...network.links.values()].filter(
    ({ id, inService }) => inService && !gone.links.has(id),
  );
  const reaching = new Set<string>();
  for (const { id } of network.sites.values()) {
    if (isUp(network, gone, id) && walk(network, links, goal, gone, id, goals)) reaching.add(id);
  }
  return reaching;
}

function isUp({ sites }: Network, gone: Gone, id: string): boolean {
  const site = (sites as ReadonlyMap<string, { inService: boolean }>).get(id);
  return site !== undefined && site.inService && !gone.sites.has(id);
}

function walk(
  network: Network,
  links: readonly Link[],
  goal: "core" | "internet",
  gone: Gone,
  start: string,
  goals: ReadonlySet<string>,
): boolean {
  const seen = new Set([start]);
  const queue = [start];
  for (let here = queue.pop(); here !== undefined; here = queue.pop()) {
    if (goals.has(here)) return true;
    for (const { ends, uplinkRole, tunnel } of links) {
      const [a, b] = ends;
      if (a !== here && b !== here) continue;
      const own = (a === INTERNET || b === INTERNET) && uplinkRole === undefined;
      const mine = a === start || b === start;
      if (own && !(mine && (tunnel || goal === "internet"))) continue;
      const there = a === here ? b : a;
      if (seen.has(there) || (there !== INTERNET && !isUp(network, gone, there))) continue;
      seen.add(there);
      queue.push(there);
    }
  }
  return false;
}
