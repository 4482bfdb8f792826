import type { Alive, Graph } from "./csr.ts";

export interface SingleLosses {
  /** By link: how many nodes reach no root once it alone fails. */
  linkLostCount: Uint32Array;
  /** By node: how many nodes, itself among them, reach no root once it alone fails. */
  nodeLostCount: Uint32Array;
}

/**
 * For every single link and every single node: the number of nodes that reach an alive one of
 * `roots` now and would not after its failure. A failed root is gone as a root. O(n + m): one
 * depth-first search from a virtual node joined to all roots, in which what hangs below a bridge or
 * a cut node is what its failure takes along (Hopcroft and Tarjan 1973, see bridges.ts).
 */
export function sweepSingles(
  graph: Graph,
  roots: ArrayLike<number>,
  alive: Alive = {},
): SingleLosses {
  const { nodeCount, offsets, arcNode, arcLink } = graph;
  const { nodes, links } = alive;
  const linkLostCount = new Uint32Array(graph.linkCount);
  const nodeLostCount = new Uint32Array(nodeCount);
  const isRoot = new Uint8Array(nodeCount);
  for (let i = 0; i < roots.length; i++) isRoot[roots[i]!] = 1;

  // 0 = not seen yet (in `low`: the virtual node); else the place in preorder, from 1.
  const order = new Uint32Array(nodeCount);
  const low = new Uint32Array(nodeCount);
  const size = new Uint32Array(nodeCount);
  const parentLink = new Int32Array(nodeCount).fill(-1);
  const nextArc = offsets.slice(0, nodeCount);
  const stack = new Uint32Array(nodeCount);
  let seen = 0;

  for (let start = 0; start < nodeCount; start++) {
    if (isRoot[start] === 0 || order[start] !== 0) continue;
    if (nodes !== undefined && nodes[start] === 0) continue;
    // This root hangs below the virtual node by a tree arc, so it does not reach around itself.
    order[start] = low[start] = ++seen;
    size[start] = nodeLostCount[start] = 1;
    stack[0] = start;
    let depth = 1;
    while (depth > 0) {
      const node = stack[depth - 1]!;
      if (nextArc[node]! < offsets[node + 1]!) {
        const arc = nextArc[node]!++;
        const link = arcLink[arc]!;
        const other = arcNode[arc]!;
        if (link === parentLink[node]) continue;
        if (links !== undefined && links[link] === 0) continue;
        if (nodes !== undefined && nodes[other] === 0) continue;
        if (order[other] === 0) {
          order[other] = ++seen;
          // A root met on the way has an arc of its own back to the virtual node.
          low[other] = isRoot[other] === 1 ? 0 : seen;
          size[other] = nodeLostCount[other] = 1;
          parentLink[other] = link;
          stack[depth++] = other;
        } else if (order[other]! < low[node]!) {
          low[node] = order[other]!;
        }
        continue;
      }
      depth--;
      if (depth === 0) continue;
      const parent = stack[depth - 1]!;
      size[parent]! += size[node]!;
      if (low[node]! < low[parent]!) low[parent] = low[node]!;
      if (low[node]! > order[parent]!) linkLostCount[parentLink[node]!] = size[node]!;
      if (low[node]! >= order[parent]!) nodeLostCount[parent]! += size[node]!;
    }
  }
  return { linkLostCount, nodeLostCount };
}
