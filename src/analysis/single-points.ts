import type { NetworkIndex } from "../network/network-index.ts";
import { CARRIER_KINDS, type SiteKind } from "../vocabulary.ts";
import { singleLosses, type Losses } from "./losses.ts";

/** Something whose failure alone cuts sites off from every core. */
export interface SinglePoint {
  readonly what: "link" | "site" | "risk";
  /** Index of the link, node or risk. */
  readonly item: number;
  readonly id: string;
  /** Nodes that lose every core, the failed one left out, ascending. */
  readonly lost: readonly number[];
  /** Those of them that are places served, not PoPs, towers or cabinets. */
  readonly served: readonly number[];
  /** Others whose failure cuts off the same sites. */
  readonly sameLoss: readonly { readonly what: "link" | "site" | "risk"; readonly id: string }[];
}

/** Fewer dependent sites than this are an ordinary spur, not a finding. */
export const DEPENDENTS_MIN = 3;

/**
 * All single points of failure on which at least three served sites depend, most first; those that cut off the
 * same sites stand together under the first of them (site, link, risk; then by id).
 * O((links + members) log groups + output).
 */
export function singlePoints(
  index: NetworkIndex,
  losses: Losses = singleLosses(index),
): SinglePoint[] {
  const candidates: Omit<SinglePoint, "sameLoss">[] = [];
  const add = (what: SinglePoint["what"], item: number, id: string, lost: ArrayLike<number>) => {
    const dependents = Array.from(lost).filter((node) => !(what === "site" && node === item));
    const served = dependents.filter((node) => !CARRIER_KINDS.has(index.sites[node]!.kind));
    if (served.length >= DEPENDENTS_MIN)
      candidates.push({ what, item, id, lost: dependents, served });
  };
  index.risks.risks.forEach(({ kind, basis, nodes, links, id }, risk) => {
    if (basis === "inferred") return;
    if (kind === "site") add("site", nodes[0]!, index.sites[nodes[0]!]!.id, losses.ofRisk(risk));
    // What takes down one thing only is that thing's own failure.
    else if (nodes.length + links.length > 1) add("risk", risk, id, losses.ofRisk(risk));
  });
  index.links.forEach(({ id }, link) => add("link", link, id, losses.ofLink(link)));

  const order = { site: 0, link: 1, risk: 2 } as const;
  const groups = Map.groupBy(candidates, ({ what, item, lost }) => {
    // The site that fails is itself cut off when the link before it fails: same loss.
    const all = what === "site" ? [...lost, item].sort((a, b) => a - b) : lost;
    return all.join();
  });
  return [...groups.values()]
    .map((group): SinglePoint => {
      const [first, ...rest] = group.sort(
        (a, b) => order[a.what] - order[b.what] || (a.id < b.id ? -1 : 1),
      );
      return { ...first!, sameLoss: rest.map(({ what, id }) => ({ what, id })) };
    })
    .sort((a, b) => b.served.length - a.served.length || (a.id < b.id ? -1 : 1));
}

/** How many sites of each kind, in the vocabulary's order of importance. */
export function countByKind(
  index: NetworkIndex,
  nodes: readonly number[],
): Partial<Record<SiteKind, number>> {
  const counts: Partial<Record<SiteKind, number>> = {};
  for (const node of nodes) {
    const { kind } = index.sites[node]!;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
