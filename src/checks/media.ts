import { finding, type Finding } from "../findings/finding.ts";
import type { Link } from "../model/network.ts";
import type { Rule } from "./rule.ts";

/**
 * How long a link of a medium can be without anything in between. Fibre: 80 km is the class of the
 * longest common optics (1000BASE-ZX, 10GBASE-ZR) on ITU-T G.652. Microwave: 60 km, the longest hop
 * in ordinary planning over flat land (ITU-R P.530 covers more, with large antennas). Mobile: 35 km, the reach of a
 * GSM cell by timing advance (3GPP TS 45.010), kept as the limit for all technologies.
 */
const LENGTH_MAX_M: Partial<Record<Link["medium"], number>> = {
  fiber: 80_000,
  microwave: 60_000,
  mobile: 35_000,
};

/** R401: a link longer than its medium can be. A straight length is a lower bound, so it decides too. O(links). */
export const media: Rule = ({ index }) =>
  index.links.flatMap((link, i): Finding[] => {
    const limitM = LENGTH_MAX_M[link.medium];
    if (limitM === undefined || (link.medium === "fiber" && link.regenerated)) return [];
    const { lengthM, basis } = index.geometry[i]!;
    if (lengthM <= limitM) return [];
    const args = {
      link: link.id,
      medium: link.medium,
      lengthM,
      limitM,
      straight: basis === "straight",
    };
    return [finding("R401", link.origin.at(["medium"]), link.id, args)];
  });
