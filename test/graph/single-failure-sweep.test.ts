import * as fc from "fast-check";
import { expect, test } from "vitest";
import { reachableFrom } from "../../src/graph/components.ts";
import { sweepSingles } from "../../src/graph/single-failure-sweep.ts";
import { cases, chain, graphOf, grid, RUNS, star, without } from "./random-graphs.ts";

test("a chain between two roots is safe from links, its tail is not", () => {
  const graph = graphOf(4, [
    [0, 1],
    [1, 2],
    [1, 3],
  ]);
  const found = sweepSingles(graph, [0, 2]);
  expect([...found.linkLostCount]).toEqual([0, 0, 1]);
  expect([...found.nodeLostCount]).toEqual([1, 2, 1, 1]);
});

test("one node, no root, a dead root, a root named twice", () => {
  expect([...sweepSingles(graphOf(1, [[0, 0]]), [0]).nodeLostCount]).toEqual([1]);
  expect([...sweepSingles(chain(2), []).nodeLostCount]).toEqual([0, 0]);
  const dead = { nodes: Uint8Array.of(0, 1) };
  expect([...sweepSingles(chain(2), [0], dead).nodeLostCount]).toEqual([0, 0]);
  expect([...sweepSingles(chain(2), [0, 0]).linkLostCount]).toEqual([1]);
});

test("a long chain, a grid, a star", () => {
  const long = sweepSingles(chain(100_000), [0]);
  expect([long.linkLostCount[0], long.nodeLostCount[1]]).toEqual([99_999, 99_999]);
  const square = sweepSingles(grid(300, 300), [0]);
  expect(square.linkLostCount.every((count) => count === 0)).toBe(true);
  expect(square.nodeLostCount.subarray(1).every((count) => count === 1)).toBe(true);
  expect([...sweepSingles(star(3), [1]).nodeLostCount]).toEqual([3, 4, 1, 1]);
});

test("counts are those of removing each link and node by hand", () => {
  fc.assert(
    fc.property(cases(9, 14), ({ graph, alive, sources }) => {
      const count = (links: number[], nodes: number[]): number =>
        reachableFrom(graph, sources, without(graph, alive, links, nodes)).filter(
          (mark) => mark === 1,
        ).length;
      const before = count([], []);
      const found = sweepSingles(graph, sources, alive);
      const links = [...found.linkLostCount.keys()].map((link) => before - count([link], []));
      const nodes = [...found.nodeLostCount.keys()].map((node) => before - count([], [node]));
      expect([...found.linkLostCount]).toEqual(links);
      expect([...found.nodeLostCount]).toEqual(nodes);
    }),
    { ...RUNS, numRuns: 3000 },
  );
});
