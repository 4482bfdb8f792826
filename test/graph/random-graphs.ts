import * as fc from "fast-check";
import { type Alive, buildGraph, type Graph } from "../../src/graph/csr.ts";
import type { FailureGroups } from "../../src/graph/failure-sweep.ts";

/** One seed for all properties: a failure on one machine is a failure on every other. */
export const RUNS = { seed: 20261123, numRuns: 1000 } as const;

export interface Case {
  graph: Graph;
  weights: Float64Array;
  alive: Alive;
  sources: number[];
  targets: number[];
}

/**
 * Small multigraphs that are often disconnected, with parallel links, self links and weights of 0;
 * half of them with masks.
 */
export function cases(maxNodes: number, maxLinks: number, minLinks = 0): fc.Arbitrary<Case> {
  return fc.integer({ min: 1, max: maxNodes }).chain((nodeCount) => {
    const node = fc.integer({ min: 0, max: nodeCount - 1 });
    const link = fc.tuple(node, node, fc.integer({ min: 0, max: 4 }));
    return fc
      .array(link, { minLength: minLinks, maxLength: maxLinks, size: "max" })
      .chain((links) =>
        fc.record({
          links: fc.constant(links),
          nodeMask: mask(nodeCount),
          linkMask: mask(links.length),
          sources: fc.array(node, { minLength: 1, maxLength: 3 }),
          targets: fc.array(node, { minLength: 1, maxLength: 3 }),
        }),
      )
      .map(({ links, nodeMask, linkMask, sources, targets }) => ({
        graph: graphOf(nodeCount, links),
        weights: Float64Array.from(links, ([, , weight]) => weight),
        alive: { nodes: nodeMask, links: linkMask },
        sources,
        targets,
      }));
  });
}

/** For each case, up to six groups of up to three links and two nodes, some empty. */
export function groupsFor(graph: Graph): fc.Arbitrary<FailureGroups> {
  return fc
    .array(fc.tuple(some(graph.linkCount, 3), some(graph.nodeCount, 2)), { maxLength: 6 })
    .map((groups) => failureGroups(groups));
}

/** Half of them missing; else about one in eight dead. */
function mask(size: number): fc.Arbitrary<Uint8Array | undefined> {
  return fc.option(
    fc
      .array(fc.integer({ min: 0, max: 7 }), { minLength: size, maxLength: size })
      .map((values) => Uint8Array.from(values, (value) => (value === 0 ? 0 : 1))),
    { nil: undefined, freq: 2 },
  );
}

function some(count: number, maxLength: number): fc.Arbitrary<number[]> {
  if (count === 0) return fc.constant([]);
  return fc.array(fc.integer({ min: 0, max: count - 1 }), { maxLength });
}

export function failureGroups(groups: (readonly [number[], number[]])[]): FailureGroups {
  const links = rows(groups.map(([ofLinks]) => ofLinks));
  const nodes = rows(groups.map(([, ofNodes]) => ofNodes));
  return {
    linkOffsets: links.offsets,
    links: links.values,
    nodeOffsets: nodes.offsets,
    nodes: nodes.values,
  };
}

export function rows(lists: number[][]): { offsets: Uint32Array; values: Uint32Array } {
  const offsets = new Uint32Array(lists.length + 1);
  for (const [i, list] of lists.entries()) offsets[i + 1] = offsets[i]! + list.length;
  return { offsets, values: Uint32Array.from(lists.flat()) };
}

/** Links as [from, to, ...]; what follows is ignored. */
export function graphOf(nodeCount: number, links: readonly (readonly number[])[]): Graph {
  return buildGraph(
    nodeCount,
    Uint32Array.from(links, (link) => link[0]!),
    Uint32Array.from(links, (link) => link[1]!),
  );
}

/** A path graph 0 - 1 - ... of `nodeCount` nodes; link i joins i and i + 1. */
export function chain(nodeCount: number): Graph {
  const from = Uint32Array.from({ length: nodeCount - 1 }, (_, i) => i);
  return buildGraph(
    nodeCount,
    from,
    from.map((node) => node + 1),
  );
}

/** A grid; node = row * width + column; rightward links first. */
export function grid(width: number, height: number): Graph {
  const links: number[][] = [];
  for (let node = 0; node < width * height; node++) {
    if (node % width < width - 1) links.push([node, node + 1]);
  }
  for (let node = 0; node < width * (height - 1); node++) links.push([node, node + width]);
  return graphOf(width * height, links);
}

/** Node 0 in the middle; link i joins it to node i + 1. */
export function star(leaves: number): Graph {
  return graphOf(
    leaves + 1,
    Array.from({ length: leaves }, (_, i) => [0, i + 1]),
  );
}

export function ones(graph: Graph): Float64Array {
  return new Float64Array(graph.linkCount).fill(1);
}

/** The masks with these links and nodes dead as well. */
export function without(graph: Graph, alive: Alive, links: number[], nodes: number[]): Alive {
  const linkMask = alive.links?.slice() ?? new Uint8Array(graph.linkCount).fill(1);
  const nodeMask = alive.nodes?.slice() ?? new Uint8Array(graph.nodeCount).fill(1);
  for (const link of links) linkMask[link] = 0;
  for (const node of nodes) nodeMask[node] = 0;
  return { links: linkMask, nodes: nodeMask };
}

/** Whether a link can be used at all. */
export function isUsable(graph: Graph, link: number, alive: Alive): boolean {
  const ends = [graph.linkFrom[link]!, graph.linkTo[link]!];
  return alive.links?.[link] !== 0 && ends.every((end) => alive.nodes?.[end] !== 0);
}
