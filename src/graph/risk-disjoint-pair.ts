import { reachableFrom } from "./components.ts";
import type { Alive, Graph } from "./csr.ts";
import { pathTo, shortestPaths } from "./dijkstra.ts";
import { disjointPair } from "./disjoint-pair.ts";
import { branch, startPartition } from "./lawler-partition.ts";
import type { Path } from "./path.ts";

/**
 * Which risks take which links and nodes down: link l has the risks `linkRisks[linkOffsets[l]]` to
 * `linkRisks[linkOffsets[l + 1] - 1]`, nodes likewise; risks are 0 .. riskCount - 1.
 */
export interface RiskTable {
  readonly riskCount: number;
  readonly linkOffsets: Uint32Array;
  readonly linkRisks: Uint32Array;
  readonly nodeOffsets: Uint32Array;
  readonly nodeRisks: Uint32Array;
}

export interface RiskDisjointOptions {
  /** By risk: 1 = both paths may have it. */
  readonly exempt?: Uint8Array | undefined;
  /** The two paths must end at different targets. */
  readonly distinctTargets?: boolean | undefined;
  /** True when the caller knows that no single risk that counts is on every path: that test is left out. */
  readonly noSingleRiskCuts?: boolean | undefined;
  /** How many searches of the graph may be spent before giving up; 2,000 unless told. */
  readonly budget?: number | undefined;
}

/**
 * Two paths with no link in common and the risks that both have, ascending. Without `second` no two
 * paths without a common link exist, and `sharedRisks` are those of the only path, each of which
 * takes that path down (not every path: which risks and links cut all of them is for a sweep to say).
 */
export interface RiskSharingPair {
  first: Path;
  second?: Path;
  sharedRisks: number[];
}

export type RiskDisjointResult =
  | { outcome: "disjoint"; first: Path; second: Path }
  | { outcome: "none" | "undecided"; best?: RiskSharingPair };

/**
 * Two paths from `source` to the set `targets` that share no link and no risk that is not exempt. A
 * path's risks are those of its links and of all its nodes but the source, its target included.
 * "disjoint" comes with the two; "none" is a proof that there are none: too few link-disjoint
 * paths, one risk that every path has, or every first path tried; "undecided" means that the budget
 * ran out. With the latter two, `best` is the pair met that shares the fewest risks, then is the
 * shortest in total; where single risks that every path has are the only ones it shares, none
 * shares fewer.
 *
 * The problem is NP-complete (Hu 2003, "Diverse routing in optical mesh networks"), so the worst
 * case is exponential, cut off by the budget: O(budget (n + m) log n + risks' members). First paths
 * come in order of length from Lawler's partition; to each, a second path is one search without its
 * risks, which is exact, and a prefix that kills every second path ends its class.
 */
export function riskDisjointPair(
  graph: Graph,
  weights: Float64Array,
  source: number,
  targets: ArrayLike<number>,
  risks: RiskTable,
  options: RiskDisjointOptions = {},
  alive: Alive = {},
): RiskDisjointResult {
  const search = createSearch(graph, weights, source, targets, risks, options, alive);
  const shortest = findPath(search, -1);
  if (shortest === undefined) return { outcome: "none" };
  const { distinctTargets } = search;

  // Cheap and often enough: pairs that are disjoint without a look at the risks.
  for (const mode of ["link", "node"] as const) {
    const pair = disjointPair(graph, weights, source, targets, { mode, distinctTargets }, alive);
    if (pair !== undefined) {
      if (consider(search, pair.first, pair.second)) return disjoint(search);
    } else if (mode === "link") {
      const sharedRisks = [...countedRisks(search, shortest, shortest.links.length)];
      return {
        outcome: "none",
        best: { first: shortest, sharedRisks: sharedRisks.sort((a, b) => a - b) },
      };
    }
  }

  // A risk that every path has is on the shortest. With such, the answer is no; what remains is to
  // share no more than those, which is the same question with them exempt.
  const unavoidable = options.noSingleRiskCuts ? [] : risksOfEveryPath(search, shortest);
  for (const risk of unavoidable) search.avoided[risk] = 0;
  search.unavoidableCount = unavoidable.length;
  const outcome = enumerate(search);
  if (unavoidable.length > 0) return withBest("none", search);
  return outcome === "disjoint" ? disjoint(search) : withBest(outcome, search);
}

interface Search {
  readonly graph: Graph;
  readonly weights: Float64Array;
  readonly source: number;
  readonly targets: ArrayLike<number>;
  readonly isTarget: Uint8Array;
  readonly risks: RiskTable;
  readonly distinctTargets: boolean;
  readonly alive: Alive;
  /** By risk: 1 if sharing it counts. */
  readonly counted: Uint8Array;
  /** By risk: 1 if the second path must do without it: the counted but the unavoidable ones. */
  readonly avoided: Uint8Array;
  readonly linksOfRisk: Members;
  readonly nodesOfRisk: Members;
  /** What a search may use; what is alive between searches. */
  readonly nodes: Uint8Array;
  readonly links: Uint8Array;
  searchesLeft: number;
  unavoidableCount: number;
  best: { first: Path; second: Path; sharedRisks: number[]; total: number } | undefined;
}

function createSearch(
  graph: Graph,
  weights: Float64Array,
  source: number,
  targets: ArrayLike<number>,
  risks: RiskTable,
  { exempt, distinctTargets = false, budget = 2000 }: RiskDisjointOptions,
  alive: Alive,
): Search {
  const isTarget = new Uint8Array(graph.nodeCount);
  for (let i = 0; i < targets.length; i++) isTarget[targets[i]!] = 1;
  const counted = new Uint8Array(risks.riskCount);
  for (let risk = 0; risk < risks.riskCount; risk++) counted[risk] = exempt?.[risk] === 1 ? 0 : 1;
  return {
    graph,
    weights,
    source,
    targets,
    isTarget,
    risks,
    distinctTargets,
    alive,
    counted,
    avoided: counted.slice(),
    linksOfRisk: invert(risks.riskCount, risks.linkOffsets, risks.linkRisks),
    nodesOfRisk: invert(risks.riskCount, risks.nodeOffsets, risks.nodeRisks),
    nodes: alive.nodes?.slice() ?? new Uint8Array(graph.nodeCount).fill(1),
    links: alive.links?.slice() ?? new Uint8Array(graph.linkCount).fill(1),
    searchesLeft: budget,
    unavoidableCount: 0,
    best: undefined,
  };
}

/**
 * Tries first paths by length until one has a second without an avoided risk ("disjoint": it is
 * `search.best`), all are ruled out, or the budget is spent. That first paths end at the first
 * target they meet loses nothing: of a valid pair at least one path can be cut there, also where
 * targets must be distinct, as then only one can run through the other's end.
 */
function enumerate(search: Search): "disjoint" | "none" | "undecided" {
  const { graph, weights, source, targets } = search;
  const aim = search.unavoidableCount;
  if (search.best !== undefined && search.best.sharedRisks.length <= aim) return "disjoint";
  if (search.searchesLeft <= 0) return "undecided";
  const partition = startPartition(graph, weights, source, targets, search.alive);
  search.searchesLeft--;
  for (let least = partition.classes.pop(); least; least = partition.classes.pop()) {
    const { path, branchAt } = least;
    if (search.searchesLeft <= 0) return "undecided";
    const second = secondPath(search, path);
    if (second !== undefined) {
      consider(search, path, second);
      return "disjoint";
    }
    // A first path without a second is as good a start as any for a pair that shares little.
    if (search.best === undefined || search.best.sharedRisks.length > Math.max(1, aim)) {
      const sharing = leastSharingPath(search, path);
      if (sharing !== undefined) consider(search, path, sharing);
    }
    const before = firstFatalPrefix(search, path, branchAt);
    if (search.searchesLeft < before - branchAt) return "undecided";
    search.searchesLeft -= branch(partition, least, before);
  }
  return "none";
}

/** The shortest path without the first one's links and avoided risks. */
function secondPath(search: Search, first: Path): Path | undefined {
  const undo = remove(search, first, first.links.length);
  const path = findPath(search, search.distinctTargets ? first.nodes.at(-1)! : -1);
  undo();
  return path;
}

/**
 * A path without the first one's links that has few of its risks: a link costs its weight and, for
 * each risk in common on it and half on each of its ends, more than any path. A path that meets a
 * risk twice pays twice, so another may share fewer: to find that one is NP-hard again.
 */
function leastSharingPath(search: Search, first: Path): Path | undefined {
  const { graph, weights, risks } = search;
  const shared = countedRisks(search, first, first.links.length);
  let penalty = 1;
  for (const weight of weights) if (weight !== Infinity) penalty += weight;
  const count = (from: number, to: number, list: Uint32Array): number => {
    let sum = 0;
    for (let i = from; i < to; i++) if (shared.has(list[i]!)) sum++;
    return sum;
  };
  const ofNode = (node: number): number =>
    count(risks.nodeOffsets[node]!, risks.nodeOffsets[node + 1]!, risks.nodeRisks) / 2;
  const penalised = weights.map((weight, link) => {
    const ofLink = count(risks.linkOffsets[link]!, risks.linkOffsets[link + 1]!, risks.linkRisks);
    const ofEnds = ofNode(graph.linkFrom[link]!) + ofNode(graph.linkTo[link]!);
    return weight + penalty * (ofLink + ofEnds);
  });
  for (const link of first.links) search.links[link] = 0;
  const found = findPath(search, search.distinctTargets ? first.nodes.at(-1)! : -1, penalised);
  for (const link of first.links) search.links[link] = 1;
  if (found === undefined) return undefined;
  let length = 0;
  for (const link of found.links) length += weights[link]!;
  return { nodes: found.nodes, links: found.links, length };
}

/** The shortest path to a target other than `except`, through what is usable now. One search. */
function findPath(search: Search, except: number, weights = search.weights): Path | undefined {
  search.searchesLeft--;
  const { graph, source, isTarget, nodes, links } = search;
  const tree = shortestPaths(graph, weights, [source], { nodes, links });
  let nearest = -1;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (isTarget[node] === 0 || node === except) continue;
    if (nearest < 0 || tree.distance[node]! < tree.distance[nearest]!) nearest = node;
  }
  return nearest < 0 ? undefined : pathTo(tree, nearest);
}

/** The avoided risks that every path has, ascending. */
function risksOfEveryPath(search: Search, shortest: Path): number[] {
  const found: number[] = [];
  for (const risk of countedRisks(search, shortest, shortest.links.length)) {
    const gone = { links: [] as number[], nodes: [] as number[] };
    removeRisk(search, risk, gone);
    if (!reachesTarget(search)) found.push(risk);
    restore(search, gone);
  }
  return found.sort((a, b) => a - b);
}

/**
 * The least number of the path's links, above `from`, that with their risks leave no second path,
 * or the number of all its links. What a prefix kills, a longer one kills: a binary search.
 */
function firstFatalPrefix(search: Search, path: Path, from: number): number {
  let alive = from;
  let fatal = path.links.length;
  while (fatal - alive > 1) {
    const middle = (alive + fatal) >> 1;
    const undo = remove(search, path, middle);
    if (reachesTarget(search)) alive = middle;
    else fatal = middle;
    undo();
  }
  return fatal;
}

function reachesTarget(search: Search): boolean {
  search.searchesLeft--;
  const { graph, source, targets, nodes, links } = search;
  const reached = reachableFrom(graph, [source], { nodes, links });
  for (let i = 0; i < targets.length; i++) if (reached[targets[i]!] === 1) return true;
  return false;
}

/** Remembers the pair if it is the best so far; true if it shares no risk that counts. */
function consider(search: Search, first: Path, second: Path): boolean {
  const ofFirst = countedRisks(search, first, first.links.length);
  const ofSecond = countedRisks(search, second, second.links.length);
  const sharedRisks = [...ofFirst].filter((risk) => ofSecond.has(risk)).sort((a, b) => a - b);
  const total = first.length + second.length;
  const { best } = search;
  if (
    best === undefined ||
    sharedRisks.length < best.sharedRisks.length ||
    (sharedRisks.length === best.sharedRisks.length && total < best.total)
  ) {
    search.best = { first, second, sharedRisks, total };
  }
  return sharedRisks.length === 0;
}

function disjoint({ best }: Search): RiskDisjointResult {
  return { outcome: "disjoint", first: best!.first, second: best!.second };
}

function withBest(outcome: "none" | "undecided", { best }: Search): RiskDisjointResult {
  const { first, second, sharedRisks } = best!;
  return { outcome, best: { first, second, sharedRisks } };
}

/** The counted risks of the path's first `linkCount` links and of the nodes these lead to. */
function countedRisks(search: Search, path: Path, linkCount: number): Set<number> {
  const { risks, counted } = search;
  const found = new Set<number>();
  const addAll = (from: number, to: number, list: Uint32Array): void => {
    for (let i = from; i < to; i++) if (counted[list[i]!] === 1) found.add(list[i]!);
  };
  for (let i = 0; i < linkCount; i++) {
    const link = path.links[i]!;
    const node = path.nodes[i + 1]!;
    addAll(risks.linkOffsets[link]!, risks.linkOffsets[link + 1]!, risks.linkRisks);
    addAll(risks.nodeOffsets[node]!, risks.nodeOffsets[node + 1]!, risks.nodeRisks);
  }
  return found;
}

interface Gone {
  links: number[];
  nodes: number[];
}

/** Takes away the path's first `linkCount` links and all that has their avoided risks. */
function remove(search: Search, path: Path, linkCount: number): () => void {
  const gone: Gone = { links: [], nodes: [] };
  for (let i = 0; i < linkCount; i++) removeLink(search, path.links[i]!, gone);
  for (const risk of countedRisks(search, path, linkCount)) {
    if (search.avoided[risk] === 1) removeRisk(search, risk, gone);
  }
  return () => restore(search, gone);
}

function removeRisk(search: Search, risk: number, gone: Gone): void {
  const { linksOfRisk, nodesOfRisk } = search;
  for (let i = linksOfRisk.offsets[risk]!; i < linksOfRisk.offsets[risk + 1]!; i++) {
    removeLink(search, linksOfRisk.members[i]!, gone);
  }
  for (let i = nodesOfRisk.offsets[risk]!; i < nodesOfRisk.offsets[risk + 1]!; i++) {
    const node = nodesOfRisk.members[i]!;
    // Both paths start at the source whatever its risks.
    if (node === search.source || search.nodes[node] === 0) continue;
    search.nodes[node] = 0;
    gone.nodes.push(node);
  }
}

function removeLink(search: Search, link: number, gone: Gone): void {
  if (search.links[link] === 0) return;
  search.links[link] = 0;
  gone.links.push(link);
}

function restore(search: Search, gone: Gone): void {
  for (const link of gone.links) search.links[link] = 1;
  for (const node of gone.nodes) search.nodes[node] = 1;
}

interface Members {
  offsets: Uint32Array;
  members: Uint32Array;
}

/** From the risks of each thing to the things of each risk. */
function invert(riskCount: number, offsets: Uint32Array, risksOf: Uint32Array): Members {
  const inverse = new Uint32Array(riskCount + 1);
  for (const risk of risksOf) inverse[risk + 1]!++;
  for (let risk = 0; risk < riskCount; risk++) inverse[risk + 1]! += inverse[risk]!;
  const next = inverse.slice(0, riskCount);
  const members = new Uint32Array(risksOf.length);
  for (let thing = 0; thing + 1 < offsets.length; thing++) {
    for (let i = offsets[thing]!; i < offsets[thing + 1]!; i++) {
      members[next[risksOf[i]!]!++] = thing;
    }
  }
  return { offsets: inverse, members };
}
