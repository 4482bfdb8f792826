import { areaOfLevel } from "../network/areas.ts";
import { finding, type Finding } from "../findings/finding.ts";
import { contains, distanceToBorderM } from "../geo/polygon.ts";
import type { Boundary } from "../model/network.ts";
import type { Rule } from "./rule.ts";

/**
 * Sites against real boundaries: R201 outside its kecamatan, R202 undecidable because the position's
 * accuracy circle crosses the border, R209 a kecamatan without a polygon, R210 a polygon that is no
 * area of the network. Only with boundaries at hand; this file loads Turf. O(sites · vertices).
 */
export const boundaries: Rule = ({ index }) => {
  const { network, places } = index;
  const findings: Finding[] = [];
  const byCode = new Map<string, Boundary>();
  const codes = new Set(Array.from(network.areas.values(), ({ code }) => code));
  for (const boundary of network.boundaries) {
    const { code, name, origin } = boundary;
    if (code !== undefined && codes.has(code)) byCode.set(code, boundary);
    else {
      const place = origin.at(["properties"]);
      findings.push(finding("R210", place, origin.file, { code: code ?? "", name: name ?? "" }));
    }
  }
  for (const area of network.areas.values()) {
    if (area.level === "kecamatan" && !byCode.has(area.code)) {
      findings.push(finding("R209", area.origin.at(["code"]), area.id, { area: area.id }));
    }
  }
  for (const site of network.sites.values()) {
    const place = places.get(site.id);
    const area = areaOfLevel(network, site, "kecamatan");
    const boundary = area && byCode.get(area.code);
    // A point that only stands for its area says nothing about the office itself.
    if (!area || !boundary || place?.point === undefined || place.source === undefined) continue;
    const inside = contains(boundary.geometry, place.point);
    const distanceM = distanceToBorderM(boundary.geometry, place.point);
    const at = site.origin.at(site.position === undefined ? ["building"] : ["position"]);
    if (distanceM <= place.accuracyM) {
      const args = { site: site.id, area: area.id, distanceM, accuracyM: place.accuracyM };
      findings.push(finding("R202", at, site.id, args));
    } else if (!inside) {
      const other = [...byCode].find(([, b]) => contains(b.geometry, place.point!));
      const found = other?.[1].name ?? other?.[0];
      const args = {
        site: site.id,
        area: area.id,
        distanceM,
        ...(found !== undefined && { found }),
      };
      findings.push(finding("R201", at, site.id, args));
    }
  }
  return findings;
};
