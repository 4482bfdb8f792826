/**
 * An undirected multigraph in compressed sparse rows. The arcs of node v are the places
 * `offsets[v]` to `offsets[v + 1] - 1` of `arcNode` (the other end) and `arcLink` (by which link).
 * Self links keep their index but have no arcs: no algorithm here can gain or lose by one.
 */
export interface Graph {
  readonly nodeCount: number;
  readonly linkCount: number;
  readonly linkFrom: Uint32Array;
  readonly linkTo: Uint32Array;
  readonly offsets: Uint32Array;
  readonly arcNode: Uint32Array;
  readonly arcLink: Uint32Array;
}

/** Masks over nodes and links: 1 = usable, 0 = as if absent; a missing mask = all usable. */
export interface Alive {
  readonly nodes?: Uint8Array | undefined;
  readonly links?: Uint8Array | undefined;
}

/**
 * The graph of `nodeCount` nodes whose link i joins `linkFrom[i]` and `linkTo[i]`; the arcs of a
 * node are in link order. Copies its input. Throws RangeError on ends of unequal number or out of
 * range. O(n + m), a counting sort.
 */
export function buildGraph(
  nodeCount: number,
  linkFrom: ArrayLike<number>,
  linkTo: ArrayLike<number>,
): Graph {
  const linkCount = linkFrom.length;
  if (linkTo.length !== linkCount) {
    throw new RangeError(`${linkCount} first ends but ${linkTo.length} second ends`);
  }
  const offsets = new Uint32Array(nodeCount + 1);
  for (let link = 0; link < linkCount; link++) {
    const from = linkFrom[link]!;
    const to = linkTo[link]!;
    if (!isNode(from, nodeCount) || !isNode(to, nodeCount)) {
      throw new RangeError(`link ${link} joins ${from} and ${to}, of ${nodeCount} nodes`);
    }
    if (from === to) continue;
    offsets[from + 1]!++;
    offsets[to + 1]!++;
  }
  for (let node = 0; node < nodeCount; node++) offsets[node + 1]! += offsets[node]!;

  const arcNode = new Uint32Array(offsets[nodeCount]!);
  const arcLink = new Uint32Array(offsets[nodeCount]!);
  const next = offsets.slice(0, nodeCount);
  for (let link = 0; link < linkCount; link++) {
    const from = linkFrom[link]!;
    const to = linkTo[link]!;
    if (from === to) continue;
    const there = next[from]!++;
    arcNode[there] = to;
    arcLink[there] = link;
    const back = next[to]!++;
    arcNode[back] = from;
    arcLink[back] = link;
  }
  return {
    nodeCount,
    linkCount,
    linkFrom: Uint32Array.from(linkFrom),
    linkTo: Uint32Array.from(linkTo),
    offsets,
    arcNode,
    arcLink,
  };
}

function isNode(value: number, nodeCount: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < nodeCount;
}
