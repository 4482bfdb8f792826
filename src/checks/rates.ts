import { finding, type Finding } from "../findings/finding.ts";
import { standardsByKind } from "../model/standards.ts";
import type { Rule } from "./rule.ts";

/** R405: the widest link of a site is narrower than its kind is owed. Sites without stated rates are passed over. O(sites + links). */
export const rates: Rule = ({ index: { network, sites, links, graph } }) => {
  const widest = new Float64Array(sites.length + 1);
  links.forEach(({ rateMbps, pirMbps }, link) => {
    for (const node of [graph.linkFrom[link]!, graph.linkTo[link]!]) {
      widest[node] = Math.max(widest[node]!, rateMbps ?? pirMbps ?? 0);
    }
  });
  const standardOf = standardsByKind(network.standards);
  return sites.flatMap((site, node): Finding[] => {
    const neededMbps = standardOf.get(site.kind)?.rateMbps;
    const rateMbps = widest[node]!;
    if (!site.inService || neededMbps === undefined || rateMbps === 0 || rateMbps >= neededMbps) {
      return [];
    }
    const args = { site: site.id, kind: site.kind, rateMbps, neededMbps };
    return [finding("R405", site.origin.at(["id"]), site.id, args)];
  });
};
