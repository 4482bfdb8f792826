import { sweepGroups } from "../graph/failure-sweep.ts";
import type { Standing } from "./standing.ts";

/** How many ways a router has to the cores that share no link and no router in between; 2 is two or more. */
export type PathCount = 0 | 1 | 2;

/**
 * By router. A tunnel over a line of its own is one way. By Menger's theorem there are two ways over links
 * exactly where no single link and no single router before the cores parts them. A core has what it needs.
 * O((routers + links) log² (routers + links)).
 */
export function pathCounts(at: Standing): PathCount[] {
  const { graph, ids, isCore, isIslander, byTunnelOnly, tunnelCores } = at;
  const { linkCount, nodeCount } = graph;
  const cores = ids.flatMap((_, node) => (isCore[node] === 1 ? [node] : []));
  const between = ids.flatMap((_, node) => (isCore[node] === 1 ? [] : [node]));
  const groups = linkCount + between.length;
  const { lostNodes, lostOffsets } = sweepGroups(graph, cores, {
    linkOffsets: Uint32Array.from({ length: groups + 1 }, (_, i) => Math.min(i, linkCount)),
    links: Uint32Array.from({ length: linkCount }, (_, link) => link),
    nodeOffsets: Uint32Array.from({ length: groups + 1 }, (_, i) => Math.max(0, i - linkCount)),
    nodes: Uint32Array.from(between),
  });
  const hangsByOne = new Uint8Array(nodeCount);
  for (let group = 0; group < groups; group++) {
    const failed = group < linkCount ? -1 : between[group - linkCount];
    for (let i = lostOffsets[group]!; i < lostOffsets[group + 1]!; i++) {
      if (lostNodes[i] !== failed) hangsByOne[lostNodes[i]!] = 1;
    }
  }
  return ids.map((_, node) => {
    if (isIslander[node] === 1) return 0;
    if (byTunnelOnly[node] === 1) return 1;
    return hangsByOne[node] === 1 && tunnelCores[node]!.length === 0 ? 1 : 2;
  });
}
