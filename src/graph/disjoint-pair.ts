import type { Alive, Graph } from "./csr.ts";
import { pathTo, shortestPaths } from "./dijkstra.ts";
import { createHeap, popLeast, pushOrLower } from "./heap.ts";
import { comparePaths, type Path } from "./path.ts";

export interface DisjointPair {
  /** The shorter of the two. */
  first: Path;
  second: Path;
  total: number;
}

export interface DisjointOptions {
  /** "link": no link in common; "node": also no node but the source and a common target. */
  readonly mode: "link" | "node";
  /** The two paths must end at different targets. */
  readonly distinctTargets?: boolean | undefined;
}

/**
 * The two disjoint paths of least total length from `source` to the set `targets`, or undefined if
 * there are none. A source that is itself a target has the path without links. `weights` by link,
 * not negative; Infinity = unusable. Paths end at the first target they meet, but for link mode
 * with distinct targets, in which one may run on through the other's end.
 *
 * O((n + m) log n): two searches, the second over what the first leaves, with lengths made
 * non-negative by the first's distances; a link that both use in opposite directions drops out.
 * Suurballe and Tarjan 1984, "A quick method for finding shortest pairs of disjoint paths"; the
 * split of nodes into an entry and an exit as in Bhandari 1999, "Survivable Networks".
 */
export function disjointPair(
  graph: Graph,
  weights: Float64Array,
  source: number,
  targets: ArrayLike<number>,
  options: DisjointOptions,
  alive: Alive = {},
): DisjointPair | undefined {
  const isTarget = new Uint8Array(graph.nodeCount);
  for (let i = 0; i < targets.length; i++) isTarget[targets[i]!] = 1;
  const tree = shortestPaths(graph, weights, [source], alive);
  const shortest = pathToNearest(tree, isTarget);
  if (shortest === undefined) return undefined;

  const detour = residualPath(graph, weights, tree.distance, shortest, isTarget, options, alive);
  if (detour === undefined) return undefined;

  const flow = addFlows(graph, shortest, detour);
  const a = takePath(graph, weights, source, flow);
  const b = takePath(graph, weights, source, flow);
  const [first, second] = comparePaths(a, b) <= 0 ? [a, b] : [b, a];
  return { first, second, total: first.length + second.length };
}

/** The shortest path to a target, cut at the first target on it. */
function pathToNearest(
  tree: ReturnType<typeof shortestPaths>,
  isTarget: Uint8Array,
): Path | undefined {
  let nearest = -1;
  for (let node = 0; node < isTarget.length; node++) {
    if (isTarget[node] === 0) continue;
    if (nearest < 0 || tree.distance[node]! < tree.distance[nearest]!) nearest = node;
  }
  if (nearest < 0) return undefined;
  const path = pathTo(tree, nearest);
  if (path === undefined) return undefined;
  // Links of weight 0 can lead on from one target to another at the same distance.
  const end = path.nodes.findIndex((node) => isTarget[node] === 1);
  return {
    nodes: path.nodes.slice(0, end + 1),
    links: path.links.slice(0, end),
    length: path.length,
  };
}

/** A walk of the second search: links with the node each leads to; back over the first path too. */
interface Walk {
  links: number[];
  nodes: number[];
}

/**
 * The shortest augmenting walk past `used`, or undefined.
 *
 * States 0 .. n - 1 are nodes, or the entries of nodes on `used`; states n .. 2n - 1 are the exits
 * of the nodes inside `used`, in node mode only. Into such an entry one can only go on back along
 * `used`; out of such an exit, freely. In link mode a node on `used` is one state.
 */
function residualPath(
  graph: Graph,
  weights: Float64Array,
  distance: Float64Array,
  used: Path,
  isTarget: Uint8Array,
  { mode, distinctTargets = false }: DisjointOptions,
  alive: Alive,
): Walk | undefined {
  const { nodeCount, offsets, arcNode, arcLink } = graph;
  const { nodes, links } = alive;
  const source = used.nodes[0]!;
  const usedEnd = used.nodes.at(-1)!;
  const isUsed = new Uint8Array(graph.linkCount);
  const linkBack = new Int32Array(nodeCount).fill(-1);
  const nodeBack = new Int32Array(nodeCount).fill(-1);
  for (const [i, link] of used.links.entries()) {
    isUsed[link] = 1;
    linkBack[used.nodes[i + 1]!] = link;
    nodeBack[used.nodes[i + 1]!] = used.nodes[i]!;
  }
  const split = mode === "node";
  // No target is farther than the virtual sink behind all targets; neither may a potential be.
  const sink = used.length;
  const potential = (node: number): number => Math.min(distance[node]!, sink);

  const best = new Float64Array(2 * nodeCount).fill(Infinity);
  const parentState = new Int32Array(2 * nodeCount).fill(-1);
  const parentLink = new Int32Array(2 * nodeCount).fill(-1);
  const settled = new Uint8Array(2 * nodeCount);
  const heap = createHeap(2 * nodeCount);
  const relax = (from: number, state: number, link: number, length: number): void => {
    if (settled[state] === 1 || length >= best[state]!) return;
    best[state] = length;
    parentState[state] = from;
    parentLink[state] = link;
    pushOrLower(heap, state, length);
  };
  best[source] = 0;
  pushOrLower(heap, source, 0);

  for (let state = popLeast(heap); state >= 0; state = popLeast(heap)) {
    settled[state] = 1;
    const isExit = state >= nodeCount;
    const node = isExit ? state - nodeCount : state;
    const here = best[state]!;
    if (isTarget[node] === 1 && !(distinctTargets && node === usedEnd)) {
      return walkTo(nodeCount, parentState, parentLink, state);
    }
    if (linkBack[node]! >= 0) {
      // Undoing the used link into this node costs what going it saved: nothing, in reduced terms.
      const before = nodeBack[node]!;
      const onto = split && before !== source ? nodeCount + before : before;
      relax(state, onto, linkBack[node]!, here);
      if (split && !isExit) continue;
    }
    for (let arc = offsets[node]!; arc < offsets[node + 1]!; arc++) {
      const link = arcLink[arc]!;
      const other = arcNode[arc]!;
      if (isUsed[link] === 1) continue;
      if (links !== undefined && links[link] === 0) continue;
      if (nodes !== undefined && nodes[other] === 0) continue;
      if (weights[link] === Infinity) continue;
      // In this order the rounded difference cannot be negative: the potential is the least of
      // such rounded sums.
      const reduced = potential(node) + weights[link]! - potential(other);
      relax(state, other, link, here + reduced);
    }
  }
  return undefined;
}

function walkTo(
  nodeCount: number,
  parentState: Int32Array,
  parentLink: Int32Array,
  end: number,
): Walk {
  const nodes: number[] = [];
  const links: number[] = [];
  for (let state = end; parentState[state]! >= 0; state = parentState[state]!) {
    nodes.push(state >= nodeCount ? state - nodeCount : state);
    links.push(parentLink[state]!);
  }
  return { nodes: nodes.toReversed(), links: links.toReversed() };
}

/** What is left to be walked: by node the links leaving it, and how many paths end there. */
interface Flow {
  linksOut: Map<number, number[]>;
  ends: Map<number, number>;
}

/** The path and the walk together, without the links they go in opposite directions. */
function addFlows(graph: Graph, path: Path, walk: Walk): Flow {
  const onPath = new Set(path.links);
  const undone = new Set(walk.links.filter((link) => onPath.has(link)));
  const flow: Flow = { linksOut: new Map(), ends: new Map() };
  const add = (from: number, link: number): void => {
    if (undone.has(link)) return;
    const out = flow.linksOut.get(from);
    if (out === undefined) flow.linksOut.set(from, [link]);
    else out.push(link);
  };
  for (const [i, link] of path.links.entries()) add(path.nodes[i]!, link);
  for (const [i, link] of walk.links.entries()) add(otherEnd(graph, link, walk.nodes[i]!), link);
  // Popped from the end: the smallest link first.
  for (const out of flow.linksOut.values()) out.sort((a, b) => b - a);
  for (const end of [path.nodes.at(-1)!, walk.nodes.at(-1) ?? path.nodes[0]!]) {
    flow.ends.set(end, (flow.ends.get(end) ?? 0) + 1);
  }
  return flow;
}

/** Takes one path out of the flow; a loop, which can only have length 0, is cut out of it. */
function takePath(graph: Graph, weights: Float64Array, source: number, flow: Flow): Path {
  const nodes = [source];
  const links: number[] = [];
  const placeOf = new Map([[source, 0]]);
  let at = source;
  while ((flow.ends.get(at) ?? 0) === 0) {
    const link = flow.linksOut.get(at)?.pop();
    if (link === undefined) throw new Error(`a flow that stops at node ${at}`);
    at = otherEnd(graph, link, at);
    const seenAt = placeOf.get(at);
    if (seenAt === undefined) {
      placeOf.set(at, nodes.length);
      nodes.push(at);
      links.push(link);
      continue;
    }
    for (const node of nodes.splice(seenAt + 1)) placeOf.delete(node);
    links.length = seenAt;
  }
  flow.ends.set(at, flow.ends.get(at)! - 1);
  let length = 0;
  for (const link of links) length += weights[link]!;
  return { nodes, links, length };
}

function otherEnd(graph: Graph, link: number, end: number): number {
  const from = graph.linkFrom[link]!;
  return from === end ? graph.linkTo[link]! : from;
}
