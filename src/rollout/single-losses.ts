import { cutOff, type Standing } from "./standing.ts";

/** Sites as numbers: routers first, then the carried ones in their order. */
export interface SingleLosses {
  /** By router: the other sites that are cut off while it alone is down, ascending. */
  readonly of: readonly (readonly number[])[];
}

/** O(routers × (routers + links + carried sites)). */
export function singleLosses(at: Standing): SingleLosses {
  const count = at.ids.length;
  const up = new Uint8Array(count).fill(1);
  const before = cutSites(at, up);
  const wasCut = new Set(before);
  return {
    of: at.ids.map((_, router) => {
      up[router] = 0;
      const lost = cutSites(at, up).filter((site) => !wasCut.has(site));
      up[router] = 1;
      return lost;
    }),
  };
}

function cutSites(at: Standing, up: Uint8Array): number[] {
  const { routers, carried } = cutOff(at, up);
  const sites: number[] = [];
  routers.forEach((is, node) => {
    if (is === 1) sites.push(node);
  });
  carried.forEach((is, place) => {
    if (is === 1) sites.push(at.ids.length + place);
  });
  return sites;
}

/** The id of a site by its number. */
export function siteId({ ids, carried }: Standing, site: number): string {
  return site < ids.length ? ids[site]! : carried[site - ids.length]!.site;
}
