import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { bridges } from "../../src/graph/bridges.ts";
import { components } from "../../src/graph/components.ts";
import { buildGraph, type Graph } from "../../src/graph/csr.ts";
import { shortestPaths } from "../../src/graph/dijkstra.ts";
import { disjointPair } from "../../src/graph/disjoint-pair.ts";
import { ones } from "./random-graphs.ts";

/** Files of https://github.com/piotrjurkiewicz/topohub, each with statistics of its own. */
const FOLDER = path.resolve(import.meta.dirname, "../../../shared/data/cases/topohub");
const FILES = ["sndlib/polska", "sndlib/germany50", "topozoo/Biznet", "gabriel/25/0"];

interface Topology {
  graph: { stats: Record<string, number>; demands: Record<string, Record<string, number>> };
  nodes: { id: number | string }[];
  edges: { source: number | string; target: number | string; dist: number }[];
}

describe.skipIf(!existsSync(FOLDER)).each(FILES)("topohub %s", (name) => {
  const { stats, graph, lengths, demandOf } = read(name);

  test("nodes, links and degrees", () => {
    const degrees = Array.from(
      { length: graph.nodeCount },
      (_, node) => graph.offsets[node + 1]! - graph.offsets[node]!,
    );
    const mean = sum(degrees) / degrees.length;
    const variance = sum(degrees.map((degree) => (degree - mean) ** 2)) / degrees.length;
    expect(components(graph).count).toBe(1);
    expect([graph.nodeCount, graph.linkCount]).toEqual([stats["nodes"], stats["links"]]);
    expect([Math.min(...degrees), Math.max(...degrees)]).toEqual([
      stats["min_degree"],
      stats["max_degree"],
    ]);
    expect(mean).toBeCloseTo(stats["avg_degree"]!, 2);
    expect(Math.abs(Math.sqrt(variance) - stats["std_degree"]!)).toBeLessThan(0.011);
  });

  test("diameter in length and in links", () => {
    const longest = (weights: Float64Array): number =>
      Math.max(
        ...Array.from({ length: graph.nodeCount }, (_, node) =>
          Math.max(...shortestPaths(graph, weights, [node]).distance),
        ),
      );
    // Their sum is of unrounded lengths: up to half a hundredth apart for each link.
    expect(Math.abs(longest(lengths) - stats["diameter_len"]!)).toBeLessThan(0.1);
    expect(longest(ones(graph))).toBe(stats["diameter_hops"]);
  });

  test("disjoint paths of all pairs, and whether there are two", () => {
    const weighted = new Mean();
    let most = 0;
    let allHaveTwo = true;
    for (let from = 0; from < graph.nodeCount; from++) {
      for (let to = from + 1; to < graph.nodeCount; to++) {
        const count = disjointPathCount(graph, from, to);
        const pair = disjointPair(graph, lengths, from, [to], { mode: "link" });
        expect(pair !== undefined).toBe(count >= 2);
        weighted.add(count, demandOf(from, to));
        most = Math.max(most, count);
        if (count < 2) allHaveTwo = false;
      }
    }
    expect(most).toBe(stats["max_adp_num"]);
    expect(weighted.value()).toBeCloseTo(stats["avg_adp_num"]!, 2);
    expect(bridges(graph).isBridge.includes(1)).toBe(!allHaveTwo);
  });

  test("links of the shortest paths", () => {
    const weighted = new Mean();
    for (let from = 0; from < graph.nodeCount; from++) {
      const { distance } = shortestPaths(graph, ones(graph), [from]);
      for (let to = from + 1; to < graph.nodeCount; to++) {
        weighted.add(distance[to]!, demandOf(from, to));
      }
    }
    expect(weighted.value()).toBeCloseTo(stats["avg_sdp_hops"]!, 2);
  });
});

/** Topohub's averages over pairs are weighted by their demand, or equally if a file has none. */
class Mean {
  private sum = 0;
  private weight = 0;
  add(value: number, weight: number): void {
    this.sum += value * weight;
    this.weight += weight;
  }
  value(): number {
    return this.sum / this.weight;
  }
}

function read(name: string): {
  stats: Record<string, number>;
  graph: Graph;
  lengths: Float64Array;
  demandOf: (a: number, b: number) => number;
} {
  const file = path.join(FOLDER, `${name}.json`);
  // Vitest runs the body of a skipped suite too, to list its tests.
  if (!existsSync(file)) {
    const graph = buildGraph(0, [], []);
    return { stats: {}, graph, lengths: ones(graph), demandOf: () => 1 };
  }
  const topology = JSON.parse(readFileSync(file, "utf8")) as Topology;
  const { stats, demands } = topology.graph;
  const ids = topology.nodes.map(({ id }) => String(id));
  const graph = buildGraph(
    topology.nodes.length,
    topology.edges.map(({ source }) => ids.indexOf(String(source))),
    topology.edges.map(({ target }) => ids.indexOf(String(target))),
  );
  const hasDemands = Object.keys(demands).length > 0;
  const demandOf = (a: number, b: number): number =>
    hasDemands ? (demands[ids[a]!]?.[ids[b]!] ?? demands[ids[b]!]?.[ids[a]!] ?? 0) : 1;
  return { stats, graph, lengths: Float64Array.from(topology.edges, ({ dist }) => dist), demandOf };
}

/** How many paths without a common link join two nodes: augmenting breadth-first, link by link. */
function disjointPathCount(graph: Graph, from: number, to: number): number {
  // Flow along a link: 1 from its first end, -1 from its second.
  const flow = new Int8Array(graph.linkCount);
  for (let count = 0; ; count++) {
    const cameBy = new Map<number, number>([[from, -1]]);
    for (const at of cameBy.keys()) {
      for (let arc = graph.offsets[at]!; arc < graph.offsets[at + 1]!; arc++) {
        const link = graph.arcLink[arc]!;
        const out = graph.linkFrom[link] === at ? 1 : -1;
        const other = graph.arcNode[arc]!;
        if (flow[link] !== out && !cameBy.has(other)) cameBy.set(other, link);
      }
    }
    if (!cameBy.has(to)) return count;
    for (let at = to; at !== from;) {
      const link = cameBy.get(at)!;
      const before = graph.linkFrom[link] === at ? graph.linkTo[link]! : graph.linkFrom[link]!;
      flow[link]! += graph.linkFrom[link] === before ? 1 : -1;
      at = before;
    }
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
