import type { Cause } from "../findings/codes.ts";
import { reachableFrom } from "../graph/components.ts";
import type { Alive } from "../graph/csr.ts";
import { riskDisjointPair, type RiskTable } from "../graph/risk-disjoint-pair.ts";
import { aliveFor, hasTunnel, inland, type NetworkIndex } from "../network/network-index.ts";
import { risksBorneBy, risksOfLink, sharedRisks } from "../network/risk-sharing.ts";
import { hasUnknownPath } from "../network/risks.ts";
import { singleLosses, type Losses } from "./losses.ts";

/** Whether two things are apart: proven, disproved, or neither with what the files say. */
export type Answer = "yes" | "no" | "not-proven";

export interface Verdict {
  readonly answer: Answer;
  /** Why not, with "no". */
  readonly cause: Cause | undefined;
  /** Indices of the risks that stand in the way: shared with "no", possibly shared with "not-proven". */
  readonly risks: readonly number[];
  /**
   * Links that stand in the way: with "no" those that alone cut the site off, with "not-proven" those
   * of the best two paths of which nobody has said where they lie.
   */
  readonly links: readonly number[];
}

/** What one site can lose before it is cut off. */
export interface SiteRedundancy {
  readonly reachesCore: boolean;
  readonly reachesInternet: boolean;
  /** Two paths to the core of which no single event takes down both. */
  readonly twoPaths: Verdict;
  /** Any one core site may fail with all that fails with it. */
  readonly secondCore: Verdict;
  /** Two uplinks of different providers that share nothing. */
  readonly secondUplink: Verdict;
}

const YES: Verdict = { answer: "yes", cause: undefined, risks: [], links: [] };
const no = (
  cause: Cause,
  risks: readonly number[] = [],
  links: readonly number[] = [],
): Verdict => ({ answer: "no", cause, risks, links });
const notProven = (risks: readonly number[], links: readonly number[] = []): Verdict => ({
  answer: "not-proven",
  cause: undefined,
  risks,
  links,
});
const NO_PATH = no("no-path");

/**
 * The redundancy of every site, by node. Three-valued: "yes" is a pair of paths that share nothing
 * even if every unknown cable lies in the worst place, "no" a proof that there is no pair even if
 * each lies in the best, "not-proven" all between; also when the exact search (NP-complete, Hu 2003)
 * spends its budget. Most sites are decided by one sweep over all single failures in
 * O((links + members) log groups); the others cost a search each, when they are asked for.
 */
export function redundancy(
  index: NetworkIndex,
  alive: Alive = index.intranet,
  losses: Losses = singleLosses(index, alive),
): readonly SiteRedundancy[] {
  const shared = reachableFrom(index.graph, index.coreNodes, alive);
  const byTunnel = (node: number) => shared[index.internetNode] === 1 && hasTunnel(index, node);
  const withoutInternet = inland(index, alive);
  const single = singlePointsBySite(index, losses);
  const cores = coreFailures(index, losses);
  const uplinks = uplinkVerdicts(index, alive, withoutInternet);
  return index.sites.map((site, node): SiteRedundancy => {
    const { reaches: reachesInternet, verdict: secondUplink } = uplinks(node);
    if (!site.inService || alive.nodes?.[node] === 0 || !(shared[node] === 1 || byTunnel(node))) {
      return {
        reachesCore: false,
        reachesInternet,
        twoPaths: NO_PATH,
        secondCore: NO_PATH,
        secondUplink,
      };
    }
    let twoPaths: Verdict | undefined;
    return {
      reachesCore: true,
      reachesInternet,
      // The one answer that may cost a search is found when it is first asked for.
      get twoPaths() {
        return (twoPaths ??= twoPathsOf(
          index,
          waysToCore(index, alive, withoutInternet, node),
          node,
          single[node],
        ));
      },
      secondCore: cores(node),
      secondUplink,
    };
  });
}

interface SinglePoints {
  readonly risks: number[];
  readonly links: number[];
}

/**
 * For each node what alone cuts it off: certain risks and links; its own risks and the cores' are left
 * out. A risk that takes down one link only is that link.
 */
function singlePointsBySite(index: NetworkIndex, losses: Losses): (SinglePoints | undefined)[] {
  const points: (SinglePoints | undefined)[] = [];
  const at = (node: number) => (points[node] ??= { risks: [], links: [] });
  const isCore = new Set(index.coreNodes);
  index.risks.risks.forEach(({ basis, nodes, links }, risk) => {
    if (basis === "inferred" || nodes.some((node) => isCore.has(node))) return;
    if (nodes.length === 0 && links.length < 2) return;
    const own = new Set(nodes);
    for (const node of losses.ofRisk(risk)) if (!own.has(node)) at(node).risks.push(risk);
  });
  index.links.forEach((_, link) => {
    for (const node of losses.ofLink(link)) at(node).links.push(link);
  });
  return points;
}

function twoPathsOf(
  index: NetworkIndex,
  usable: Alive,
  node: number,
  single: SinglePoints | undefined,
): Verdict {
  if (single !== undefined) return no("single-point", single.risks, single.links);
  const targets = index.coreNodes.filter((core) => core !== node);
  // The only core has nowhere to go: it meets the standard by being there.
  if (targets.length === 0) return YES;
  const { certain, possible } = index.risks;
  // Both paths begin at the site and may end at the same core.
  const exemptFor = (table: RiskTable) => risksBorneBy(table, [node, ...targets]);
  const pairIn = (table: RiskTable, noSingleRiskCuts: boolean) =>
    riskDisjointPair(
      index.graph,
      index.lengthM,
      node,
      targets,
      table,
      { exempt: exemptFor(table), noSingleRiskCuts },
      usable,
    );
  // The sweep has seen to single risks, but for a core itself, which is a root of it.
  const best = pairIn(certain, targets.length === index.coreNodes.length);
  if (best.outcome !== "disjoint") {
    const shared = best.best?.sharedRisks ?? [];
    if (best.outcome === "undecided") return notProven(shared);
    // Without a second path the risks are only those of the first: they explain nothing.
    return no("no-disjoint-pair", best.best?.second === undefined ? [] : shared);
  }
  const maybe = sharedRisks(possible, best.first, best.second, exemptFor(possible));
  // Mostly the pair that is apart for certain shares nothing even in the worst case.
  if (maybe.length === 0 || pairIn(possible, false).outcome === "disjoint") return YES;
  return notProven(maybe, unknownAmong(index, [...best.first.links, ...best.second.links]));
}

/**
 * What may carry a site's traffic to the core. The internet joins a site to a core only through the
 * site's own tunnel or uplink; two cores do not back each other up through it.
 */
function waysToCore(
  index: NetworkIndex,
  alive: Alive,
  withoutInternet: Alive,
  node: number,
): Alive {
  const { graph, internetNode, coreNodes } = index;
  const hostsUplink = graph.arcNode
    .subarray(graph.offsets[node], graph.offsets[node + 1])
    .includes(internetNode);
  return hasTunnel(index, node) || (hostsUplink && !coreNodes.includes(node))
    ? aliveFor(index, alive, node, { tunnelsOnly: true })
    : withoutInternet;
}

function unknownAmong({ links }: NetworkIndex, used: readonly number[]): number[] {
  return [...new Set(used)].filter((link) => hasUnknownPath(links[link]!)).sort((a, b) => a - b);
}

/** Whether a site keeps a core when any one core fails with everything that fails with it. */
function coreFailures(index: NetworkIndex, losses: Losses): (node: number) => Verdict {
  if (index.coreNodes.length < 2) return () => NO_PATH;
  const isCore = new Set(index.coreNodes);
  const certain = new Map<number, number[]>();
  const inferred = new Map<number, number[]>();
  index.risks.risks.forEach(({ basis, nodes }, risk) => {
    if (!nodes.some((node) => isCore.has(node))) return;
    const own = new Set(nodes);
    for (const node of losses.ofRisk(risk)) {
      if (own.has(node)) continue;
      const into = basis === "inferred" ? inferred : certain;
      const list = into.get(node);
      if (list === undefined) into.set(node, [risk]);
      else list.push(risk);
    }
  });
  return (node) => {
    const cut = certain.get(node);
    if (cut !== undefined) return no("single-point", cut);
    const maybe = inferred.get(node);
    return maybe === undefined ? YES : notProven(maybe);
  };
}

/** Whether a site reaches the internet by two providers; sites that reach the same lines share the answer. */
function uplinkVerdicts(
  index: NetworkIndex,
  alive: Alive,
  withoutInternet: Alive,
): (node: number) => { reaches: boolean; verdict: Verdict } {
  const { graph, internetNode, links, ownLines } = index;
  const uplinks: { link: number; reached: Uint8Array }[] = [];
  links.forEach(({ uplinkRole }, link) => {
    if (uplinkRole === undefined || alive.links?.[link] === 0) return;
    const [from, to] = [graph.linkFrom[link]!, graph.linkTo[link]!];
    const host = from === internetNode ? to : from;
    if (alive.nodes?.[host] === 0) return;
    uplinks.push({ link, reached: reachableFrom(graph, [host], withoutInternet) });
  });
  const known = new Map<string, Verdict>();
  return (node) => {
    const lines = [
      ...uplinks.filter(({ reached }) => reached[node] === 1).map(({ link }) => link),
      ...(alive.nodes?.[node] === 0 ? [] : (ownLines.get(node) ?? [])),
    ];
    const key = lines.join();
    let verdict = known.get(key);
    if (verdict === undefined) known.set(key, (verdict = linesApart(index, lines)));
    return { reaches: lines.length > 0, verdict };
  };
}

/** The best answer over all pairs of lines. */
function linesApart(index: NetworkIndex, lines: readonly number[]): Verdict {
  if (lines.length === 0) return NO_PATH;
  let best: Verdict | undefined;
  for (let a = 0; a < lines.length; a++) {
    for (let b = a + 1; b < lines.length; b++) {
      const certain = sharedByLinks(index.risks.certain, lines[a]!, lines[b]!);
      const possible = sharedByLinks(index.risks.possible, lines[a]!, lines[b]!);
      if (possible.length === 0) return YES;
      if (certain.length === 0) {
        if (best?.answer !== "not-proven") {
          best = notProven(possible, unknownAmong(index, [lines[a]!, lines[b]!]));
        }
      } else {
        best ??= no("single-point", certain);
      }
    }
  }
  return best ?? no("single-point", [...risksOfLink(index.risks.certain, lines[0]!)]);
}

function sharedByLinks(table: RiskTable, a: number, b: number): number[] {
  const other = new Set(risksOfLink(table, b));
  return [...risksOfLink(table, a)].filter((risk) => other.has(risk));
}
