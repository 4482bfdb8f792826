import { countByKind, singlePoints as findSinglePoints } from "../analysis/single-points.ts";
import { finding, label } from "../findings/finding.ts";
import type { Origin } from "../findings/place.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import type { Rule } from "./rule.ts";

/** R307: what alone cuts three served sites or more off from every core. O((links + members) log groups). */
export const singlePoints: Rule = ({ index, losses }) =>
  findSinglePoints(index, losses).map(({ what, item, id, served, sameLoss }) => {
    const origin = originOf(index, what, item) ?? index.network.origin;
    const labels = sameLoss.slice(0, 3).flatMap((same) => {
      const at =
        same.what === "site"
          ? index.network.sites.get(same.id as never)?.origin
          : same.what === "link"
            ? index.network.links.get(same.id as never)?.origin
            : undefined;
      return at === undefined ? [] : [label("same-loss", at.at(["id"]), { id: same.id })];
    });
    const args = { what, id, served: served.length, byKind: countByKind(index, served) };
    return finding("R307", origin.at(["id"]), id, args, { labels });
  });

function originOf(
  { links, sites, risks }: NetworkIndex,
  what: "link" | "site" | "risk",
  item: number,
): Origin | undefined {
  switch (what) {
    case "link":
      return links[item]!.origin;
    case "site":
      return sites[item]!.origin;
    case "risk":
      return risks.risks[item]!.origin;
  }
}
