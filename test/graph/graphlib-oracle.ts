import { alg, Graph as GraphlibGraph } from "graphlib";
import type { Alive, Graph } from "../../src/graph/csr.ts";
import { isUsable } from "./random-graphs.ts";

/**
 * What is alive as graphlib's multigraph; each link is named by its index, its label the weight.
 */
export function toGraphlib(graph: Graph, weights: Float64Array, alive: Alive): GraphlibGraph {
  const copy = new GraphlibGraph({ directed: false, multigraph: true });
  for (let node = 0; node < graph.nodeCount; node++) {
    if (alive.nodes?.[node] !== 0) copy.setNode(String(node));
  }
  for (let link = 0; link < graph.linkCount; link++) {
    if (!isUsable(graph, link, alive)) continue;
    const [from, to] = [graph.linkFrom[link]!, graph.linkTo[link]!];
    copy.setEdge(String(from), String(to), weights[link], String(link));
  }
  return copy;
}

/** By node, the distance from `source` as graphlib's Dijkstra finds it. */
export function graphlibDistances(copy: GraphlibGraph, source: number, size: number): number[] {
  const distances = Array.from({ length: size }, () => Infinity);
  if (!copy.hasNode(String(source))) return distances;
  const found = alg.dijkstra(
    copy,
    String(source),
    (edge) => copy.edge(edge) as number,
    (node) => copy.nodeEdges(node) ?? [],
  );
  for (const [node, { distance }] of Object.entries(found)) distances[Number(node)] = distance;
  return distances;
}

/** The components as sorted lists of nodes, in the order of their least nodes. */
export function graphlibComponents(copy: GraphlibGraph): number[][] {
  return alg
    .components(copy)
    .map((nodes) => nodes.map(Number).sort((a, b) => a - b))
    .sort((a, b) => a[0]! - b[0]!);
}
