import type { Alive, Graph } from "./csr.ts";
import { shortestPaths } from "./dijkstra.ts";
import { comparePaths, type Path } from "./path.ts";

/**
 * All loopless paths from `source` to their first target, as a growing set of disjoint classes,
 * each known by its least path. A caller pops classes in order and branches them as far as it wants
 * to.
 */
export interface Partition {
  readonly graph: Graph;
  readonly weights: Float64Array;
  readonly targets: ArrayLike<number>;
  readonly isTarget: Uint8Array;
  /** What a search may use; the base between searches. */
  readonly nodes: Uint8Array;
  readonly links: Uint8Array;
  /** Greatest path first, so that the least is at the end. */
  readonly classes: PathClass[];
}

/** The paths that begin like `path` up to its node `branchAt` and leave it by no `barred` link. */
export interface PathClass {
  readonly path: Path;
  readonly branchAt: number;
  readonly barred: readonly number[];
}

/**
 * A partition with one class, all paths, or none where no path exists. One path search.
 * Lawler 1972, "A procedure for computing the K best solutions to discrete optimization problems
 * and its application to the shortest path problem", on Yen 1971, "Finding the K shortest loopless
 * paths in a network".
 */
export function startPartition(
  graph: Graph,
  weights: Float64Array,
  source: number,
  targets: ArrayLike<number>,
  alive: Alive = {},
): Partition {
  const isTarget = new Uint8Array(graph.nodeCount);
  for (let i = 0; i < targets.length; i++) isTarget[targets[i]!] = 1;
  const partition: Partition = {
    graph,
    weights,
    targets,
    isTarget,
    nodes: alive.nodes?.slice() ?? new Uint8Array(graph.nodeCount).fill(1),
    links: alive.links?.slice() ?? new Uint8Array(graph.linkCount).fill(1),
    classes: [],
  };
  if (partition.nodes[source] === 1) {
    addClass(partition, { nodes: [source], links: [], length: 0 }, 0, []);
  }
  return partition;
}

/**
 * Splits what is left of a popped class without its own path: for each node of the path from
 * `branchAt` on and before node number `before`, the paths that leave it there by another link.
 * Those that follow the path still further are given up unless `before` is the path's last node.
 * Returns the number of path searches, each O((n + m) log n).
 */
export function branch(partition: Partition, popped: PathClass, before: number): number {
  const { path, branchAt } = popped;
  const { nodes } = partition;
  for (let at = 0; at < branchAt; at++) nodes[path.nodes[at]!] = 0;
  let searches = 0;
  for (let at = branchAt; at < before; at++) {
    const barred = at === branchAt ? [...popped.barred, path.links[at]!] : [path.links[at]!];
    if (addClass(partition, path, at, barred)) searches++;
    nodes[path.nodes[at]!] = 0;
  }
  for (let at = 0; at < Math.max(branchAt, before); at++) nodes[path.nodes[at]!] = 1;
  return searches;
}

/**
 * Finds the least path of a class and, if it has one, files the class. The prefix's nodes before
 * `branchAt` are masked already. False if no search was needed, as along a chain.
 */
function addClass(
  partition: Partition,
  prefix: Path,
  branchAt: number,
  barred: readonly number[],
): boolean {
  const { graph, weights, isTarget, nodes, links } = partition;
  const spur = prefix.nodes[branchAt]!;
  for (const link of barred) links[link] = 0;
  const isOpen = isTarget[spur] === 1 || hasOpenArc(partition, spur);
  if (isOpen) {
    // From the targets towards the spur: what is left to go at every node is what the choice of
    // the least link list needs.
    const { distance } = shortestPaths(graph, weights, partition.targets, { nodes, links }, spur);
    if (distance[spur] !== Infinity) {
      const rest = leastLinkList(partition, distance, spur);
      const all = prefix.links.slice(0, branchAt).concat(rest.links);
      // Summed from the source in every class, so that equal link lists have equal lengths.
      let length = 0;
      for (const link of all) length += weights[link]!;
      const path = {
        nodes: prefix.nodes.slice(0, branchAt).concat(rest.nodes),
        links: all,
        length,
      };
      file(partition.classes, { path, branchAt, barred });
    }
  }
  for (const link of barred) links[link] = 1;
  return isOpen;
}

function hasOpenArc({ graph, nodes, links }: Partition, node: number): boolean {
  for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc++) {
    if (links[graph.arcLink[arc]!] === 1 && nodes[graph.arcNode[arc]!] === 1) return true;
  }
  return false;
}

/**
 * The least link list among the shortest loopless paths from `from` to a target. Of the links that
 * lie on a shortest path, the least is right unless it has weight 0 and the way on from its end
 * must come back: those few are probed.
 */
function leastLinkList(
  partition: Partition,
  distance: Float64Array,
  from: number,
): { nodes: number[]; links: number[] } {
  const { graph, weights, isTarget, nodes, links } = partition;
  const visited = new Set([from]);
  const path = { nodes: [from], links: [] as number[] };
  let at = from;
  while (isTarget[at] === 0) {
    let next = -1;
    for (let arc = graph.offsets[at]!; arc < graph.offsets[at + 1]!; arc++) {
      const link = graph.arcLink[arc]!;
      const other = graph.arcNode[arc]!;
      if (links[link] === 0 || nodes[other] === 0 || visited.has(other)) continue;
      if (distance[other]! + weights[link]! !== distance[at]!) continue;
      if (distance[other] === distance[at] && !descends(partition, distance, other, visited)) {
        continue;
      }
      path.links.push(link);
      next = other;
      break;
    }
    if (next < 0) throw new Error("a shortest path tree that leads nowhere");
    path.nodes.push(next);
    visited.add(next);
    at = next;
  }
  return path;
}

/** Whether links of weight 0 lead from `from`, past no visited node, to a target or downhill. */
function descends(
  partition: Partition,
  distance: Float64Array,
  from: number,
  visited: ReadonlySet<number>,
): boolean {
  const { graph, weights, isTarget, nodes, links } = partition;
  const level = distance[from]!;
  const probed = new Set([from]);
  // A Set is walked in order of insertion and includes what is added on the way.
  for (const node of probed) {
    if (isTarget[node] === 1) return true;
    for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc++) {
      const link = graph.arcLink[arc]!;
      const other = graph.arcNode[arc]!;
      if (links[link] === 0 || nodes[other] === 0 || visited.has(other)) continue;
      if (distance[other]! + weights[link]! !== level) continue;
      if (distance[other]! < level) return true;
      probed.add(other);
    }
  }
  return false;
}

/** Keeps the classes in order; a binary search, since few of many classes are ever moved. */
function file(classes: PathClass[], added: PathClass): void {
  let low = 0;
  let high = classes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePaths(classes[middle]!.path, added.path) > 0) low = middle + 1;
    else high = middle;
  }
  classes.splice(low, 0, added);
}
