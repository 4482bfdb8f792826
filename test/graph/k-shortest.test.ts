import * as fc from "fast-check";
import { expect, test } from "vitest";
import { kShortestPaths } from "../../src/graph/k-shortest.ts";
import type { Path } from "../../src/graph/path.ts";
import { everyPath } from "./every-path.ts";
import { cases, chain, graphOf, grid, ones, RUNS, star } from "./random-graphs.ts";

test("parallel links are different paths, in the order of their links", () => {
  const graph = graphOf(3, [
    [0, 1],
    [1, 2],
    [1, 2],
    [0, 2],
  ]);
  const paths = kShortestPaths(graph, Float64Array.of(1, 1, 1, 3), 0, 2, 9);
  expect(paths).toEqual([
    { nodes: [0, 1, 2], links: [0, 1], length: 2 },
    { nodes: [0, 1, 2], links: [0, 2], length: 2 },
    { nodes: [0, 2], links: [3], length: 3 },
  ]);
});

test("from a node to itself, to an unreachable node, none asked for", () => {
  const graph = graphOf(3, [
    [0, 1],
    [0, 0],
  ]);
  const weights = ones(graph);
  expect(kShortestPaths(graph, weights, 0, 0, 5)).toEqual([{ nodes: [0], links: [], length: 0 }]);
  expect(kShortestPaths(graph, weights, 0, 2, 5)).toEqual([]);
  expect(kShortestPaths(graph, weights, 0, 1, 0)).toEqual([]);
  expect(kShortestPaths(graph, Float64Array.of(Infinity, 1), 0, 1, 5)).toEqual([]);
});

test("a long chain has one path, a star too, a grid as many as one asks for", () => {
  const long = chain(100_000);
  expect(kShortestPaths(long, ones(long), 0, 99_999, 3).length).toBe(1);
  expect(kShortestPaths(star(4), ones(star(4)), 2, 4, 3).length).toBe(1);
  const square = grid(40, 40);
  const paths = kShortestPaths(square, ones(square), 0, 40 * 40 - 1, 10);
  expect(paths.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 78));
  // Rightward links come first, so the least path goes right as long as it can.
  expect(paths[0]!.links.slice(0, 39)).toEqual(Array.from({ length: 39 }, (_, i) => i));
});

test("the k shortest are the first k of all paths by length and links", () => {
  const asked = fc.record({ one: cases(6, 11, 4), k: fc.integer({ min: 1, max: 60 }) });
  fc.assert(
    fc.property(asked, ({ one: { graph, weights, alive, sources, targets }, k }) => {
      const [from, to] = [sources[0]!, targets[0]!];
      const all = everyPath(graph, weights, from, [to], alive).sort(byLengthAndLinks);
      expect(kShortestPaths(graph, weights, from, to, k, alive)).toEqual(all.slice(0, k));
    }),
    RUNS,
  );
});

test("through many links of weight 0 the order holds too", () => {
  fc.assert(
    fc.property(cases(6, 11, 7), ({ graph, weights, alive, sources, targets }) => {
      const mostly0 = weights.map((weight) => (weight === 4 ? 1 : 0));
      const [from, to] = [sources[0]!, targets[0]!];
      const all = everyPath(graph, mostly0, from, [to], alive).sort(byLengthAndLinks);
      expect(kShortestPaths(graph, mostly0, from, to, 5, alive)).toEqual(all.slice(0, 5));
    }),
    RUNS,
  );
});

function byLengthAndLinks(a: Path, b: Path): number {
  const differing = a.links.findIndex((link, i) => link !== b.links[i]);
  return a.length - b.length || (a.links[differing] ?? 0) - (b.links[differing] ?? 0);
}
