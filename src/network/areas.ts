import type { AreaId } from "../model/ids.ts";
import type { Area, Network, Site } from "../model/network.ts";

/** The area of a level that a site lies in, by climbing from its own area. */
export function areaOfLevel(network: Network, site: Site, level: Area["level"]): Area | undefined {
  return climb(network, site).find((area) => area.level === level);
}

/** The kecamatan of a site; what lies above all where it is in none; its own area where nobody wrote down any. */
export function kecamatanOf(network: Network, site: Site): AreaId {
  const areas = climb(network, site);
  return (areas.find(({ level }) => level === "kecamatan") ?? areas.at(-1))?.id ?? site.area;
}

/** A site's area and those above it, innermost first. Areas that name each other as parents end it. */
function climb(network: Network, site: Site): Area[] {
  const areas: Area[] = [];
  const seen = new Set<AreaId>();
  for (let id: AreaId | undefined = site.area; id !== undefined && !seen.has(id);) {
    seen.add(id);
    const area = network.areas.get(id);
    if (area !== undefined) areas.push(area);
    id = area?.parent;
  }
  return areas;
}
