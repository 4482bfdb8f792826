import type { Alive, Graph } from "./csr.ts";

export interface Dominators {
  /** By node: whether one of the roots reaches it. */
  reached: Uint8Array;
  /**
   * By node: the nearest other node that lies on every path to it from every root; -1 where there is none.
   * Those further off are found by going on from it.
   */
  above: Int32Array;
  /** The reached nodes, each behind the one above it. */
  order: Uint32Array;
}

/**
 * Whose loss alone parts which nodes from all roots. O(n + m): one iterative depth-first search from an
 * imagined node that is joined to every root. Low points: Tarjan 1972, "Depth-first search and linear
 * graph algorithms"; in an undirected graph a node is parted by exactly those ancestors whose child on
 * the way to it has no link to higher up, so no search for dominators in general is needed.
 */
export function dominators(graph: Graph, roots: ArrayLike<number>, alive: Alive = {}): Dominators {
  const { nodeCount, offsets, arcNode, arcLink } = graph;
  const { nodes, links } = alive;
  const isRoot = new Uint8Array(nodeCount);
  for (let i = 0; i < roots.length; i++) isRoot[roots[i]!] = 1;
  // Places in preorder; the imagined node has 1, a node that is not seen yet 0.
  const place = new Uint32Array(nodeCount);
  const low = new Uint32Array(nodeCount);
  const parent = new Int32Array(nodeCount).fill(-1);
  const nextArc = offsets.slice(0, nodeCount);
  const stack = new Uint32Array(nodeCount);
  const order = new Uint32Array(nodeCount);
  let seen = 0;
  const enter = (node: number) => {
    order[seen] = node;
    place[node] = ++seen + 1;
    low[node] = isRoot[node] === 1 ? 1 : place[node];
  };

  for (let i = 0; i < roots.length; i++) {
    const root = roots[i]!;
    if (place[root] !== 0 || nodes?.[root] === 0) continue;
    enter(root);
    stack[0] = root;
    for (let depth = 1; depth > 0;) {
      const node = stack[depth - 1]!;
      if (nextArc[node]! >= offsets[node + 1]!) {
        depth--;
        const before = parent[node]!;
        if (before >= 0 && low[node]! < low[before]!) low[before] = low[node]!;
        continue;
      }
      const arc = nextArc[node]!++;
      const other = arcNode[arc]!;
      if (links?.[arcLink[arc]!] === 0 || nodes?.[other] === 0) continue;
      if (place[other] === 0) {
        enter(other);
        parent[other] = node;
        stack[depth++] = other;
      } else if (place[other]! < low[node]!) low[node] = place[other]!;
    }
  }

  const above = new Int32Array(nodeCount).fill(-1);
  const reached = new Uint8Array(nodeCount);
  for (let i = 0; i < seen; i++) {
    const node = order[i]!;
    const before = parent[node]!;
    reached[node] = 1;
    if (before >= 0) above[node] = low[node]! >= place[before]! ? before : above[before]!;
  }
  return { reached, above, order: order.subarray(0, seen) };
}
