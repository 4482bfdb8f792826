import type { Alive, Graph } from "./csr.ts";
import { createHeap, popLeast, pushOrLower } from "./heap.ts";
import type { Path } from "./path.ts";

export interface ShortestPathTree {
  /** By node; Infinity where no source reaches. */
  distance: Float64Array;
  /** By node: the link and the node before it on its path; -1 for sources and the unreached. */
  parentLink: Int32Array;
  parentNode: Int32Array;
}

/**
 * The forest of shortest paths from the nearest of `sources` (all at distance 0; those not alive
 * do not count) to every node. `weights` by link, not negative; a link of weight Infinity is
 * unusable. Equal paths: the one whose last node, then last link, has the smaller index, among
 * those settled earlier, so the order of links changes no distance and no parent node.
 * With `until` the search ends once every node as near as that node is final; distances beyond it
 * are then only upper bounds. Throws RangeError on a negative or NaN weight that it meets.
 * O((n + m) log n). Dijkstra 1959, "A note on two problems in connexion with graphs".
 */
export function shortestPaths(
  graph: Graph,
  weights: Float64Array,
  sources: ArrayLike<number>,
  alive: Alive = {},
  until = -1,
): ShortestPathTree {
  const { nodeCount, offsets, arcNode, arcLink } = graph;
  const { nodes, links } = alive;
  const distance = new Float64Array(nodeCount).fill(Infinity);
  const parentLink = new Int32Array(nodeCount).fill(-1);
  const parentNode = new Int32Array(nodeCount).fill(-1);
  const settled = new Uint8Array(nodeCount);
  const heap = createHeap(nodeCount);

  for (let i = 0; i < sources.length; i++) {
    const source = sources[i]!;
    if (nodes !== undefined && nodes[source] === 0) continue;
    distance[source] = 0;
    pushOrLower(heap, source, 0);
  }

  for (let node = popLeast(heap); node >= 0; node = popLeast(heap)) {
    const here = distance[node]!;
    if (until >= 0 && here > distance[until]!) break;
    settled[node] = 1;
    for (let arc = offsets[node]!; arc < offsets[node + 1]!; arc++) {
      const other = arcNode[arc]!;
      // A settled node keeps its parent even at a tie: over links of weight 0 the two would
      // otherwise become each other's parents.
      if (settled[other] === 1) continue;
      const link = arcLink[arc]!;
      if (links !== undefined && links[link] === 0) continue;
      if (nodes !== undefined && nodes[other] === 0) continue;
      const weight = weights[link]!;
      if (!(weight >= 0)) throw new RangeError(`link ${link} has weight ${weight}`);
      const there = here + weight;
      const known = distance[other]!;
      if (there > known) continue;
      if (there === known) {
        // Nodes settle in an order that links do not influence, and a node's arcs are in link
        // order: among equals only a smaller node may take over, never a later link of the same;
        // and none over a link of weight Infinity, since -1 is smaller still.
        if (parentNode[other]! <= node) continue;
      } else {
        distance[other] = there;
        pushOrLower(heap, other, there);
      }
      parentLink[other] = link;
      parentNode[other] = node;
    }
  }
  return { distance, parentLink, parentNode };
}

/** The tree's path from its source to `node`, or undefined if unreached. O(path). */
export function pathTo(tree: ShortestPathTree, node: number): Path | undefined {
  const length = tree.distance[node];
  if (length === undefined || length === Infinity) return undefined;
  const nodes = [node];
  const links: number[] = [];
  let at = node;
  while (tree.parentNode[at]! >= 0) {
    links.push(tree.parentLink[at]!);
    at = tree.parentNode[at]!;
    nodes.push(at);
  }
  return { nodes: nodes.toReversed(), links: links.toReversed(), length };
}
