import type { Alive, Graph } from "./csr.ts";

export interface Bridges {
  /** By link: 1 if its loss alone splits a component. */
  isBridge: Uint8Array;
  /** By node: 1 if its loss alone splits the rest of its component. */
  isCutNode: Uint8Array;
}

/**
 * The bridges and cut nodes of what is alive. Parallel links are no bridges. O(n + m), one
 * iterative depth-first search. Hopcroft and Tarjan 1973, "Algorithm 447: efficient algorithms for
 * graph manipulation"; Tarjan 1974, "A note on finding the bridges of a graph".
 */
export function bridges(graph: Graph, alive: Alive = {}): Bridges {
  const { nodeCount, offsets, arcNode, arcLink } = graph;
  const { nodes, links } = alive;
  const isBridge = new Uint8Array(graph.linkCount);
  const isCutNode = new Uint8Array(nodeCount);
  // 0 = not seen yet; else the place in preorder, from 1.
  const order = new Uint32Array(nodeCount);
  const low = new Uint32Array(nodeCount);
  const parentLink = new Int32Array(nodeCount).fill(-1);
  const nextArc = offsets.slice(0, nodeCount);
  const stack = new Uint32Array(nodeCount);
  let seen = 0;

  for (let start = 0; start < nodeCount; start++) {
    if (order[start] !== 0 || (nodes !== undefined && nodes[start] === 0)) continue;
    order[start] = low[start] = ++seen;
    stack[0] = start;
    let depth = 1;
    let startChildren = 0;
    while (depth > 0) {
      const node = stack[depth - 1]!;
      if (nextArc[node]! < offsets[node + 1]!) {
        const arc = nextArc[node]!++;
        const link = arcLink[arc]!;
        const other = arcNode[arc]!;
        // By link, not by node: a parallel link back to the parent is a way around.
        if (link === parentLink[node]) continue;
        if (links !== undefined && links[link] === 0) continue;
        if (nodes !== undefined && nodes[other] === 0) continue;
        if (order[other] === 0) {
          order[other] = low[other] = ++seen;
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
      if (low[node]! < low[parent]!) low[parent] = low[node]!;
      if (low[node]! > order[parent]!) isBridge[parentLink[node]!] = 1;
      if (parent === start) startChildren++;
      else if (low[node]! >= order[parent]!) isCutNode[parent] = 1;
    }
    if (startChildren > 1) isCutNode[start] = 1;
  }
  return { isBridge, isCutNode };
}
