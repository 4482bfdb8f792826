import { reachableFrom } from "./components.ts";
import type { Alive, Graph } from "./csr.ts";

/**
 * Sets of links and nodes that fail together: group g takes `links[linkOffsets[g]]` to
 * `links[linkOffsets[g + 1] - 1]` and the nodes likewise. Both offsets have groupCount + 1 entries.
 */
export interface FailureGroups {
  readonly linkOffsets: Uint32Array;
  readonly links: Uint32Array;
  readonly nodeOffsets: Uint32Array;
  readonly nodes: Uint32Array;
}

export interface GroupLosses {
  /**
   * Group g loses `lostNodes[lostOffsets[g]]` to `lostNodes[lostOffsets[g + 1] - 1]`, ascending.
   */
  lostOffsets: Uint32Array;
  lostNodes: Uint32Array;
}

/**
 * For every group on its own: the nodes that reach an alive one of `roots` before it fails and none
 * after; a failed node is lost itself, a failed root is gone as a root.
 *
 * O((m + s log g) log n + output log output), s = the links of all groups and of all their nodes,
 * g = groups: no group is ever recounted from nothing. Divide and conquer over the groups keeps
 * united all links that no group of the current range fails, in a union-find that can undo
 * (Westbrook and Tarjan 1989, "Amortized analysis of algorithms for set union with backtracking");
 * the scheme is offline dynamic connectivity (Eppstein 1994, "Offline algorithms for dynamic
 * minimum spanning tree problems").
 */
export function sweepGroups(
  graph: Graph,
  roots: ArrayLike<number>,
  groups: FailureGroups,
  alive: Alive = {},
): GroupLosses {
  const groupCount = groups.linkOffsets.length - 1;
  const failing = failingLinks(graph, groups, alive);
  const reachable = reachableFrom(graph, roots, alive);
  const forest = createForest(graph.nodeCount, roots);

  // While a range of groups is looked at, exactly the links that none of its groups fails are
  // united; a link is one of those it fails where `stamp` has the range's own number.
  const stamp = new Uint32Array(graph.linkCount);
  let stamps = 1;
  for (const link of failing.links) stamp[link] = stamps;
  for (let link = 0; link < graph.linkCount; link++) {
    if (stamp[link] !== stamps && isUsable(graph, link, alive)) unite(forest, graph, link);
  }

  const lostOffsets = new Uint32Array(groupCount + 1);
  const lost = createList();
  const emitted = new Uint32Array(graph.nodeCount);

  const waiting: WaitingRange[] = [];
  if (groupCount > 0) {
    waiting.push({ from: 0, to: groupCount, siblingFrom: 0, siblingTo: 0, height: forest.height });
  }
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
    const { from, to, siblingFrom, siblingTo } = range;
    undoTo(forest, range.height);
    stamps++;
    for (let i = failing.offsets[from]!; i < failing.offsets[to]!; i++) {
      stamp[failing.links[i]!] = stamps;
    }
    for (let i = failing.offsets[siblingFrom]!; i < failing.offsets[siblingTo]!; i++) {
      const link = failing.links[i]!;
      if (stamp[link] !== stamps) unite(forest, graph, link);
    }
    if (to - from > 1) {
      const middle = (from + to) >> 1;
      const height = forest.height;
      waiting.push({ from: middle, to, siblingFrom: from, siblingTo: middle, height });
      waiting.push({ from, to: middle, siblingFrom: middle, siblingTo: to, height });
      continue;
    }
    const start = lost.length;
    listLost(graph, groups, from, failing, reachable, forest, emitted, lost);
    lost.values.subarray(start, lost.length).sort();
    lostOffsets[from + 1] = lost.length;
  }
  return { lostOffsets, lostNodes: lost.values.slice(0, lost.length) };
}

/**
 * A range of groups to look at, the sibling range whose failing links it may keep, and the height
 * of the undo stack in the state of the range that both are halves of.
 */
interface WaitingRange {
  from: number;
  to: number;
  siblingFrom: number;
  siblingTo: number;
  height: number;
}

/** The lost nodes of one group, whose links alone are not united now. */
function listLost(
  graph: Graph,
  groups: FailureGroups,
  group: number,
  failing: LinkLists,
  reachable: Uint8Array,
  forest: Forest,
  emitted: Uint32Array,
  lost: NumberList,
): void {
  const mark = group + 1;
  // A failed node has lost its links and stands alone, a root or not.
  for (let i = groups.nodeOffsets[group]!; i < groups.nodeOffsets[group + 1]!; i++) {
    const node = groups.nodes[i]!;
    if (reachable[node] === 0 || emitted[node] === mark) continue;
    emitted[node] = mark;
    append(lost, node);
  }
  // Whoever lost the roots sits in a piece that some failed link borders: only those are visited.
  for (let i = failing.offsets[group]!; i < failing.offsets[group + 1]!; i++) {
    const link = failing.links[i]!;
    for (let end = 0; end < 2; end++) {
      const node = end === 0 ? graph.linkFrom[link]! : graph.linkTo[link]!;
      if (reachable[node] === 0 || emitted[node] === mark) continue;
      if (forest.rootCount[find(forest, node)]! > 0) continue;
      let member = node;
      do {
        emitted[member] = mark;
        append(lost, member);
        member = forest.nextMember[member]!;
      } while (member !== node);
    }
  }
}

interface LinkLists {
  offsets: Uint32Array;
  links: Uint32Array;
}

/** By group: its usable links and those of its nodes, each once. */
function failingLinks(graph: Graph, groups: FailureGroups, alive: Alive): LinkLists {
  const groupCount = groups.linkOffsets.length - 1;
  const offsets = new Uint32Array(groupCount + 1);
  const seenIn = new Uint32Array(graph.linkCount);
  const list = createList();
  for (let group = 0; group < groupCount; group++) {
    const take = (link: number): void => {
      if (seenIn[link] === group + 1 || !isUsable(graph, link, alive)) return;
      seenIn[link] = group + 1;
      append(list, link);
    };
    for (let i = groups.linkOffsets[group]!; i < groups.linkOffsets[group + 1]!; i++) {
      take(groups.links[i]!);
    }
    for (let i = groups.nodeOffsets[group]!; i < groups.nodeOffsets[group + 1]!; i++) {
      const node = groups.nodes[i]!;
      for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc++) {
        take(graph.arcLink[arc]!);
      }
    }
    offsets[group + 1] = list.length;
  }
  return { offsets, links: list.values.slice(0, list.length) };
}

function isUsable(graph: Graph, link: number, alive: Alive): boolean {
  if (alive.links?.[link] === 0) return false;
  const from = graph.linkFrom[link]!;
  const to = graph.linkTo[link]!;
  return from !== to && alive.nodes?.[from] !== 0 && alive.nodes?.[to] !== 0;
}

/** Union-find by size whose unions can be undone, last first: so no path compression. */
interface Forest {
  readonly parent: Uint32Array;
  readonly size: Uint32Array;
  /** By representative: how many roots its set holds. */
  readonly rootCount: Uint32Array;
  /** Members of a set in a circle; joining two circles, and parting them, is one swap. */
  readonly nextMember: Uint32Array;
  /** The representatives that unions hung below another, in order. */
  readonly undo: Uint32Array;
  height: number;
}

function createForest(nodeCount: number, roots: ArrayLike<number>): Forest {
  const rootCount = new Uint32Array(nodeCount);
  for (let i = 0; i < roots.length; i++) rootCount[roots[i]!] = 1;
  return {
    parent: Uint32Array.from({ length: nodeCount }, (_, node) => node),
    size: new Uint32Array(nodeCount).fill(1),
    rootCount,
    nextMember: Uint32Array.from({ length: nodeCount }, (_, node) => node),
    undo: new Uint32Array(nodeCount),
    height: 0,
  };
}

function find(forest: Forest, node: number): number {
  let at = node;
  while (forest.parent[at] !== at) at = forest.parent[at]!;
  return at;
}

function unite(forest: Forest, graph: Graph, link: number): void {
  let large = find(forest, graph.linkFrom[link]!);
  let small = find(forest, graph.linkTo[link]!);
  if (large === small) return;
  if (forest.size[large]! < forest.size[small]!) [large, small] = [small, large];
  forest.parent[small] = large;
  forest.size[large]! += forest.size[small]!;
  forest.rootCount[large]! += forest.rootCount[small]!;
  swapNext(forest.nextMember, large, small);
  forest.undo[forest.height++] = small;
}

function undoTo(forest: Forest, height: number): void {
  while (forest.height > height) {
    const small = forest.undo[--forest.height]!;
    const large = forest.parent[small]!;
    swapNext(forest.nextMember, large, small);
    forest.rootCount[large]! -= forest.rootCount[small]!;
    forest.size[large]! -= forest.size[small]!;
    forest.parent[small] = small;
  }
}

function swapNext(nextMember: Uint32Array, a: number, b: number): void {
  const next = nextMember[a]!;
  nextMember[a] = nextMember[b]!;
  nextMember[b] = next;
}

interface NumberList {
  values: Uint32Array;
  length: number;
}

function createList(): NumberList {
  return { values: new Uint32Array(64), length: 0 };
}

function append(list: NumberList, value: number): void {
  if (list.length === list.values.length) {
    const grown = new Uint32Array(2 * list.length);
    grown.set(list.values);
    list.values = grown;
  }
  list.values[list.length++] = value;
}
