import type { Alive } from "../graph/csr.ts";
import { reachableFrom } from "../graph/components.ts";
import { kShortestPaths } from "../graph/k-shortest.ts";
import type { Path } from "../graph/path.ts";
import { riskDisjointPair, type RiskTable } from "../graph/risk-disjoint-pair.ts";
import type { LengthBasis } from "../network/link-geometry.ts";
import { aliveFor, hasTunnel, inland, type NetworkIndex } from "../network/network-index.ts";
import { risksBorneBy, sharedRisks } from "../network/risk-sharing.ts";
import { hasUnknownPath } from "../network/risks.ts";
import { isEstimatedLength } from "./inventory.ts";
import type { Answer } from "./redundancy.ts";

export const PATH_WEIGHTS = ["length", "delay"] as const;
export type PathWeight = (typeof PATH_WEIGHTS)[number];

/** One step of a path and what has been passed at its end. */
export interface Hop {
  /** Nodes and link of the index. */
  readonly from: number;
  readonly to: number;
  readonly link: number;
  /** 0 with basis `unknown`. */
  readonly lengthM: number;
  readonly basis: LengthBasis;
  /** True unless the length is stated, or drawn along routes that were surveyed or are official. */
  readonly lengthIsEstimate: boolean;
  readonly delayUs: number;
  readonly delayBasis: DelayBasis;
  readonly totalLengthM: number;
  readonly totalDelayUs: number;
}

/** How a delay is known: from a length of the files, from an estimate, or not at all (then it is 0). */
export type DelayBasis = "computed" | "estimated" | "unknown";

export interface NetworkPath {
  readonly hops: readonly Hop[];
  readonly lengthM: number;
  readonly delayUs: number;
  /** Links whose length is an estimate. */
  readonly estimatedLength: readonly number[];
  /** Links whose length nobody has said; they count as 0 m. */
  readonly unknownLength: readonly number[];
  /** Links whose delay is an estimate by kind (satellite, mobile) or follows from an estimated length. */
  readonly estimatedDelay: readonly number[];
  /** Links without any delay, counted as 0. */
  readonly unknownDelay: readonly number[];
}

/** Whether two paths exist of which no single event takes down both, and the best two there are. */
export interface DisjointPaths {
  /** `no-path` when not even one exists. */
  readonly answer: Answer | "no-path";
  readonly first: NetworkPath | undefined;
  /** Undefined when there are no two paths without a common link. */
  readonly second: NetworkPath | undefined;
  /** Risks that surely take down both of the paths shown; without a second, every path there is. */
  readonly sharedRisks: readonly number[];
  /** Links that every path uses; only without a second. */
  readonly unavoidableLinks: readonly number[];
  /** Risks that may, for all anybody has written. */
  readonly possibleRisks: readonly number[];
  /** Links of the two whose course is unknown. */
  readonly unknownCourse: readonly number[];
  /** False when the exact search (NP-complete) spent its budget: then `not-proven` says nothing of the files. */
  readonly searchedAll: boolean;
}

/**
 * What traffic between two nodes may use: what carries everybody's and the internet lines of the two
 * ends, never a third site's. Between sites only lines with a tunnel, and where neither end has one
 * the internet joins nothing: two cores with an uplink each are not joined by it. Two ends that both
 * tunnel meet at the internet, although in truth the traffic turns round at a core. O(sites + links).
 */
export function pathMask(index: NetworkIndex, from: number, to: number): Alive {
  const { internetNode, intranet } = index;
  const ends = [from, to];
  const tunnelsOnly = !ends.includes(internetNode);
  const tunnels = ends.some((end) => hasTunnel(index, end));
  if (tunnelsOnly && !tunnels) return inland(index, intranet);
  return aliveFor(index, aliveFor(index, intranet, from, { tunnelsOnly }), to, { tunnelsOnly });
}

/**
 * Up to `count` shortest paths without loops, best first. By length, cables come before radio beams
 * to the sky: first as few satellite and mobile links as possible, whose metres mean nothing, then as
 * few links of unknown length, then metres. By delay, what is unknown counts 0. O(count · path · links log sites).
 */
export function shortestNetworkPaths(
  index: NetworkIndex,
  from: number,
  to: number,
  by: PathWeight,
  count: number,
): NetworkPath[] {
  const alive = pathMask(index, from, to);
  const weights = weightsOf(index, by);
  return kShortestPaths(index.graph, weights, from, to, count, alive).map((path) =>
    networkPath(index, path),
  );
}

/**
 * Two paths that share no event but those of their two ends. "yes" even if every cable of unknown
 * course lies in the worst place, "no" even if each lies in the best; the search is that of
 * riskDisjointPair with its budget.
 */
export function disjointPaths(
  index: NetworkIndex,
  from: number,
  to: number,
  by: PathWeight,
): DisjointPaths {
  const alive = pathMask(index, from, to);
  const weights = weightsOf(index, by);
  const { certain, possible } = index.risks;
  const search = (table: RiskTable) =>
    riskDisjointPair(
      index.graph,
      weights,
      from,
      [to],
      table,
      { exempt: risksBorneBy(table, [from, to]) },
      alive,
    );
  const result = (
    answer: DisjointPaths["answer"],
    first: Path | undefined,
    second: Path | undefined,
    searchedAll = true,
  ): DisjointPaths => {
    const needed =
      first === undefined || second !== undefined
        ? { links: [], risks: [] }
        : onEveryPath(index, alive, from, to, first);
    const both = [...(first?.links ?? []), ...(second?.links ?? [])];
    const shared = (table: RiskTable) =>
      first === undefined || second === undefined
        ? []
        : sharedRisks(table, first, second, risksBorneBy(table, [from, to]));
    const sure = second === undefined ? needed.risks : shared(certain);
    const isSure = new Set(sure);
    return {
      answer,
      first: first && networkPath(index, first),
      second: second && networkPath(index, second),
      sharedRisks: sure,
      unavoidableLinks: needed.links,
      possibleRisks: shared(possible).filter((risk) => !isSure.has(risk)),
      unknownCourse: [...new Set(both)]
        .filter((link) => hasUnknownPath(index.links[link]!))
        .sort((a, b) => a - b),
      searchedAll,
    };
  };

  const worst = search(possible);
  if (worst.outcome === "disjoint") return result("yes", worst.first, worst.second);
  const best = search(certain);
  if (best.outcome === "none") {
    const { first, second } = best.best ?? {};
    return first === undefined
      ? result("no-path", undefined, undefined)
      : result("no", first, second);
  }
  const searchedAll = worst.outcome === "none" && best.outcome !== "undecided";
  // The pair that may share least, unless it surely shares something and another does not.
  const { first, second } = worst.best ?? {};
  const isApart =
    first !== undefined &&
    second !== undefined &&
    sharedRisks(certain, first, second, risksBorneBy(certain, [from, to])).length === 0;
  if (isApart) return result("not-proven", first, second, searchedAll);
  const pair = best.outcome === "disjoint" ? best : best.best;
  return result("not-proven", pair?.first, pair?.second, searchedAll);
}

/** Weights by link. Kinds of ignorance are levels above all metres, so that fewer always wins. */
function weightsOf(index: NetworkIndex, by: PathWeight): Float64Array {
  if (by === "delay") return index.delayUs;
  const unknown = index.lengthM.reduce((sum, lengthM) => sum + lengthM, 0) + 1;
  const sky = unknown * (index.links.length + 1);
  return Float64Array.from(index.links, ({ medium }, link) => {
    if (medium === "satellite" || medium === "mobile") return sky;
    return index.lengthM[link]! + (index.geometry[link]!.basis === "unknown" ? unknown : 0);
  });
}

function networkPath(index: NetworkIndex, { nodes, links }: Path): NetworkPath {
  let totalLengthM = 0;
  let totalDelayUs = 0;
  const hops = links.map((link, i): Hop => {
    const { lengthM, basis, delayUs } = index.geometry[link]!;
    totalLengthM += lengthM;
    totalDelayUs += delayUs;
    return {
      from: nodes[i]!,
      to: nodes[i + 1]!,
      link,
      lengthM,
      basis,
      lengthIsEstimate: isEstimatedLength(index.geometry[link]!),
      delayUs,
      delayBasis: delayBasisOf(index, link),
      totalLengthM,
      totalDelayUs,
    };
  });
  const linksWhere = (test: (hop: Hop) => boolean) => hops.filter(test).map(({ link }) => link);
  return {
    hops,
    lengthM: totalLengthM,
    delayUs: totalDelayUs,
    estimatedLength: linksWhere(({ lengthIsEstimate }) => lengthIsEstimate),
    unknownLength: linksWhere(({ basis }) => basis === "unknown"),
    estimatedDelay: linksWhere(({ delayBasis }) => delayBasis === "estimated"),
    unknownDelay: linksWhere(({ delayBasis }) => delayBasis === "unknown"),
  };
}

function delayBasisOf({ links, geometry }: NetworkIndex, link: number): DelayBasis {
  const { medium } = links[link]!;
  if (medium === "satellite" || medium === "mobile") return "estimated";
  if (geometry[link]!.basis === "unknown") return "unknown";
  return isEstimatedLength(geometry[link]!) ? "estimated" : "computed";
}

/** Links and certain risks of one path without which no other is left either, ascending. O(path · links). */
function onEveryPath(
  index: NetworkIndex,
  alive: Alive,
  from: number,
  to: number,
  path: Path,
): { links: number[]; risks: number[] } {
  const { graph, risks } = index;
  const table = risks.certain;
  const cuts = (nodes: readonly number[], links: readonly number[]) => {
    const left = {
      nodes: Uint8Array.from(alive.nodes ?? new Uint8Array(graph.nodeCount).fill(1)),
      links: Uint8Array.from(alive.links ?? new Uint8Array(graph.linkCount).fill(1)),
    };
    for (const node of nodes) if (node !== from && node !== to) left.nodes[node] = 0;
    for (const link of links) left.links[link] = 0;
    return reachableFrom(graph, [from], left)[to] === 0;
  };
  const exempt = risksBorneBy(table, [from, to]);
  return {
    links: path.links.filter((link) => cuts([], [link])).sort((a, b) => a - b),
    risks: sharedRisks(table, path, path, exempt).filter((risk) =>
      cuts(risks.risks[risk]!.nodes, risks.risks[risk]!.links),
    ),
  };
}
