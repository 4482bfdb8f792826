import type { Alive, Graph } from "../../src/graph/csr.ts";
import type { Path } from "../../src/graph/path.ts";
import { isUsable } from "./random-graphs.ts";

/** Every loopless path from `source` to a target, also through other targets: tiny graphs only. */
export function everyPath(
  graph: Graph,
  weights: Float64Array,
  source: number,
  targets: readonly number[],
  alive: Alive,
): Path[] {
  const found: Path[] = [];
  if (alive.nodes?.[source] === 0) return found;
  const extend = (nodes: number[], links: number[], length: number): void => {
    const at = nodes.at(-1)!;
    if (targets.includes(at)) found.push({ nodes, links, length });
    for (let link = 0; link < graph.linkCount; link++) {
      if (!isUsable(graph, link, alive)) continue;
      const [from, to] = [graph.linkFrom[link]!, graph.linkTo[link]!];
      const other = from === at ? to : to === at ? from : -1;
      if (other < 0 || nodes.includes(other)) continue;
      extend([...nodes, other], [...links, link], length + weights[link]!);
    }
  };
  extend([source], [], 0);
  return found;
}

/** Whether it is a loopless path through what is usable whose length is that of its links. */
export function isPath(graph: Graph, weights: Float64Array, path: Path, alive: Alive): boolean {
  const { nodes, links, length } = path;
  if (nodes.length !== links.length + 1 || new Set(nodes).size !== nodes.length) return false;
  if (nodes.some((node) => alive.nodes?.[node] === 0)) return false;
  let sum = 0;
  for (const [i, link] of links.entries()) {
    const [from, to] = [graph.linkFrom[link]!, graph.linkTo[link]!];
    const [before, after] = [nodes[i]!, nodes[i + 1]!];
    if (!(from === before && to === after) && !(from === after && to === before)) return false;
    if (!isUsable(graph, link, alive)) return false;
    sum += weights[link]!;
  }
  return sum === length;
}
