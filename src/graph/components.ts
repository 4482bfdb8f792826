import type { Alive, Graph } from "./csr.ts";

export interface Components {
  count: number;
  /** By node; numbered by their smallest nodes; -1 for a node that is not alive. */
  componentOf: Int32Array;
}

/** The connected components of what is alive. O(n + m), one breadth-first sweep. */
export function components(graph: Graph, alive: Alive = {}): Components {
  const componentOf = new Int32Array(graph.nodeCount).fill(-1);
  const queue = new Uint32Array(graph.nodeCount);
  let count = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (componentOf[node] !== -1 || alive.nodes?.[node] === 0) continue;
    componentOf[node] = count;
    queue[0] = node;
    spread(graph, alive, queue, 1, componentOf, count);
    count++;
  }
  return { count, componentOf };
}

/**
 * By node: 1 if a path of alive nodes and links joins it to one of `sources` (an alive source
 * reaches itself; a source that is not alive reaches nothing). O(n + m).
 */
export function reachableFrom(
  graph: Graph,
  sources: ArrayLike<number>,
  alive: Alive = {},
): Uint8Array {
  const mark = new Int32Array(graph.nodeCount).fill(-1);
  const queue = new Uint32Array(graph.nodeCount);
  let queued = 0;
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i]!;
    if (mark[source] !== -1 || alive.nodes?.[source] === 0) continue;
    mark[source] = 1;
    queue[queued++] = source;
  }
  spread(graph, alive, queue, queued, mark, 1);
  const reached = new Uint8Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) if (mark[node] === 1) reached[node] = 1;
  return reached;
}

/** Gives `label` to all unlabelled nodes that the `queued` nodes in `queue` reach. */
function spread(
  graph: Graph,
  alive: Alive,
  queue: Uint32Array,
  queued: number,
  labelOf: Int32Array,
  label: number,
): void {
  const { offsets, arcNode, arcLink } = graph;
  const { nodes, links } = alive;
  let end = queued;
  for (let head = 0; head < end; head++) {
    const node = queue[head]!;
    for (let arc = offsets[node]!; arc < offsets[node + 1]!; arc++) {
      const other = arcNode[arc]!;
      if (labelOf[other] !== -1) continue;
      if (links !== undefined && links[arcLink[arc]!] === 0) continue;
      if (nodes !== undefined && nodes[other] === 0) continue;
      labelOf[other] = label;
      queue[end++] = other;
    }
  }
}
