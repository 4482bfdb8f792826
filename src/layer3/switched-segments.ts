import type { LinkId, SiteId } from "../model/ids.ts";
import type { Link, Network, Site } from "../model/network.ts";
import { compareText } from "../text/order.ts";
import { INTERNET } from "../vocabulary.ts";

/** Sites that only switch, joined to each other, and the routers at the edge of them: one cable plant, one set of local networks. */
export interface SwitchedSegment {
  /** In id order. */
  readonly sites: readonly Site[];
  /** In order of router; one router may be joined by two links, of which the first counts. */
  readonly attachments: readonly { readonly router: SiteId; readonly link: LinkId }[];
}

/** The segments of all sites in service that are no routers. O(sites + links). */
export function switchedSegments(
  network: Network,
  links: readonly Link[],
  routers: ReadonlyMap<SiteId, unknown>,
): SwitchedSegment[] {
  const linksOf = new Map<SiteId, Link[]>();
  for (const link of links) {
    for (const end of link.ends) {
      if (end === INTERNET) continue;
      const list = linksOf.get(end);
      if (list === undefined) linksOf.set(end, [link]);
      else list.push(link);
    }
  }
  const seen = new Set<SiteId>();
  const segments: SwitchedSegment[] = [];
  for (const site of network.sites.values()) {
    if (!site.inService || routers.has(site.id) || seen.has(site.id) || !linksOf.has(site.id)) {
      continue;
    }
    segments.push(segmentFrom(site, network, linksOf, routers, seen));
  }
  return segments;
}

function segmentFrom(
  start: Site,
  network: Network,
  linksOf: ReadonlyMap<SiteId, readonly Link[]>,
  routers: ReadonlyMap<SiteId, unknown>,
  seen: Set<SiteId>,
): SwitchedSegment {
  const sites: Site[] = [];
  const attachments = new Map<SiteId, LinkId>();
  const queue = [start.id];
  seen.add(start.id);
  for (const id of queue) {
    sites.push(network.sites.get(id)!);
    for (const { id: link, ends } of linksOf.get(id) ?? []) {
      for (const end of ends) {
        if (end === INTERNET || end === id) continue;
        if (routers.has(end)) {
          const known = attachments.get(end);
          if (known === undefined || compareText(link, known) < 0) attachments.set(end, link);
        } else if (!seen.has(end)) {
          seen.add(end);
          queue.push(end);
        }
      }
    }
  }
  return {
    sites: sites.sort((a, b) => compareText(a.id, b.id)),
    attachments: [...attachments]
      .map(([router, link]) => ({ router, link }))
      .sort((a, b) => compareText(a.router, b.router)),
  };
}
