import * as fc from "fast-check";
import { expect, test } from "vitest";
import { buildGraph } from "../../src/graph/csr.ts";
import { pathTo, shortestPaths } from "../../src/graph/dijkstra.ts";
import { isPath } from "./every-path.ts";
import { graphlibDistances, toGraphlib } from "./graphlib-oracle.ts";
import { cases, chain, graphOf, grid, ones, RUNS, star } from "./random-graphs.ts";

test("of equal paths the one over the smaller node, of parallel links the smaller", () => {
  const graph = graphOf(4, [
    [0, 2],
    [2, 3],
    [0, 1],
    [1, 3],
    [1, 3],
  ]);
  const tree = shortestPaths(graph, ones(graph), [0]);
  expect(pathTo(tree, 3)).toEqual({ nodes: [0, 1, 3], links: [2, 3], length: 2 });
});

test("an unusable link, an unreached node, a path to the source", () => {
  const graph = graphOf(3, [
    [0, 1],
    [0, 1],
  ]);
  const tree = shortestPaths(graph, Float64Array.of(Infinity, 2.5), [0]);
  expect(pathTo(tree, 1)).toEqual({ nodes: [0, 1], links: [1], length: 2.5 });
  expect(pathTo(tree, 2)).toBeUndefined();
  expect(pathTo(tree, 0)).toEqual({ nodes: [0], links: [], length: 0 });
});

test.each([-1, Number.NaN])("refuses the weight %d", (weight) => {
  expect(() => shortestPaths(chain(2), Float64Array.of(weight), [0])).toThrow(RangeError);
});

test("a long chain, a grid, a star", () => {
  const long = chain(100_000);
  const path = pathTo(shortestPaths(long, ones(long), [0]), 99_999)!;
  expect([path.length, path.links.length]).toEqual([99_999, 99_999]);
  const square = grid(300, 300);
  expect(shortestPaths(square, ones(square), [0]).distance.at(-1)).toBe(598);
  const middle = star(5);
  expect([...shortestPaths(middle, ones(middle), [3]).distance]).toEqual([1, 2, 2, 0, 2, 2]);
});

test("distances are graphlib's, and every path is a path of that length", () => {
  fc.assert(
    fc.property(cases(9, 16), ({ graph, weights, alive, sources }) => {
      const copy = toGraphlib(graph, weights, alive);
      const each = sources.map((source) => graphlibDistances(copy, source, graph.nodeCount));
      const expected = Array.from({ length: graph.nodeCount }, (_, node) =>
        Math.min(...each.map((distances) => distances[node]!)),
      );
      const tree = shortestPaths(graph, weights, sources, alive);
      expect([...tree.distance]).toEqual(expected);
      for (let node = 0; node < graph.nodeCount; node++) {
        const path = pathTo(tree, node);
        expect(path === undefined).toBe(expected[node] === Infinity);
        if (path === undefined) continue;
        expect(path.length).toBe(expected[node]);
        expect(isPath(graph, weights, path, alive)).toBe(true);
        expect(sources).toContain(path.nodes[0]);
      }
    }),
    RUNS,
  );
});

test("among equal ways the parent is the smallest node, by its smallest link", () => {
  fc.assert(
    fc.property(cases(7, 16, 8), ({ graph, weights, sources }) => {
      const positive = weights.map((weight) => Math.min(weight + 1, 2));
      const tree = shortestPaths(graph, positive, sources);
      for (let node = 0; node < graph.nodeCount; node++) {
        const ways: [node: number, link: number][] = [];
        for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc++) {
          const [other, link] = [graph.arcNode[arc]!, graph.arcLink[arc]!];
          const length = tree.distance[other]! + positive[link]!;
          if (length === tree.distance[node] && length < Infinity) ways.push([other, link]);
        }
        ways.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        const found = [tree.parentNode[node]!, tree.parentLink[node]!];
        expect(found).toEqual(ways[0] ?? [-1, -1]);
      }
    }),
    RUNS,
  );
});

test("the order of links changes no distance and no parent node", () => {
  const shuffled = cases(9, 16).chain((one) =>
    fc.record({
      one: fc.constant(one),
      order: fc.shuffledSubarray([...one.graph.linkFrom.keys()], {
        minLength: one.graph.linkCount,
      }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ one: { graph, weights, sources }, order }) => {
      const other = buildGraph(
        graph.nodeCount,
        order.map((link) => graph.linkFrom[link]!),
        order.map((link) => graph.linkTo[link]!),
      );
      const before = shortestPaths(graph, weights, sources);
      const after = shortestPaths(
        other,
        Float64Array.from(order, (link) => weights[link]!),
        sources,
      );
      expect(after.distance).toEqual(before.distance);
      expect(after.parentNode).toEqual(before.parentNode);
    }),
    RUNS,
  );
});

test("stopped early, all as near as the node asked for are final", () => {
  fc.assert(
    fc.property(cases(9, 16), ({ graph, weights, alive, sources, targets }) => {
      const all = shortestPaths(graph, weights, sources, alive).distance;
      const some = shortestPaths(graph, weights, sources, alive, targets[0]).distance;
      const radius = all[targets[0]!]!;
      expect(all.every((distance, node) => some[node]! >= distance)).toBe(true);
      expect(some.map((distance) => (distance <= radius ? distance : Infinity))).toEqual(
        all.map((distance) => (distance <= radius ? distance : Infinity)),
      );
    }),
    RUNS,
  );
});
