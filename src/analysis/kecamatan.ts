import type { AreaId } from "../model/ids.ts";
import type { Area } from "../model/network.ts";
import { areaOfLevel } from "../network/areas.ts";
import { CARRIER_KINDS } from "../vocabulary.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import type { SiteRedundancy } from "./redundancy.ts";

/** How the sites of a kecamatan stand. Denominator: its served sites (no PoP, tower or cabinet). */
export interface KecamatanRedundancy {
  readonly area: Area;
  readonly sites: number;
  readonly reachCore: number;
  /** Two paths to the core proven apart. */
  readonly twoPathsYes: number;
  readonly twoPathsNotProven: number;
  readonly twoPathsNo: number;
}

/** One row a kecamatan, in order of code. O(sites). */
export function redundancyByKecamatan(
  index: NetworkIndex,
  redundancies: readonly SiteRedundancy[],
): KecamatanRedundancy[] {
  const rows = new Map<
    AreaId,
    { -readonly [K in keyof KecamatanRedundancy]: KecamatanRedundancy[K] }
  >();
  for (const area of index.network.areas.values()) {
    if (area.level !== "kecamatan") continue;
    rows.set(area.id, {
      area,
      sites: 0,
      reachCore: 0,
      twoPathsYes: 0,
      twoPathsNotProven: 0,
      twoPathsNo: 0,
    });
  }
  index.sites.forEach((site, node) => {
    const area = areaOfLevel(index.network, site, "kecamatan");
    const row = area && rows.get(area.id);
    if (!row || CARRIER_KINDS.has(site.kind)) return;
    const { reachesCore, twoPaths } = redundancies[node]!;
    row.sites++;
    if (reachesCore) row.reachCore++;
    if (twoPaths.answer === "yes") row.twoPathsYes++;
    else if (twoPaths.answer === "no") row.twoPathsNo++;
    else row.twoPathsNotProven++;
  });
  return [...rows.values()].sort((a, b) => (a.area.code < b.area.code ? -1 : 1));
}
