import * as fc from "fast-check";
import { expect, test } from "vitest";
import { components, reachableFrom } from "../../src/graph/components.ts";
import { graphlibComponents, toGraphlib } from "./graphlib-oracle.ts";
import { cases, chain, graphOf, grid, RUNS, star } from "./random-graphs.ts";

test("two pieces and a dead node", () => {
  const graph = graphOf(5, [
    [3, 4],
    [0, 2],
    [1, 3],
  ]);
  const found = components(graph, { nodes: Uint8Array.of(1, 1, 1, 0, 1) });
  expect(found.count).toBe(3);
  expect([...found.componentOf]).toEqual([0, 1, 0, -1, 2]);
});

test("one node, a star without its middle, a long chain, a grid", () => {
  expect(components(graphOf(1, [[0, 0]])).count).toBe(1);
  expect(components(star(4), { nodes: Uint8Array.of(0, 1, 1, 1, 1) }).count).toBe(4);
  expect(components(chain(100_000)).count).toBe(1);
  expect(components(grid(300, 300)).count).toBe(1);
});

test("a dead source reaches nothing", () => {
  const alive = { nodes: Uint8Array.of(0, 1) };
  expect([...reachableFrom(graphOf(2, [[0, 1]]), [0], alive)]).toEqual([0, 0]);
});

test("components are graphlib's", () => {
  fc.assert(
    fc.property(cases(9, 10), ({ graph, weights, alive }) => {
      const expected = Array.from(graph.offsets.subarray(1), () => -1);
      const pieces = graphlibComponents(toGraphlib(graph, weights, alive));
      for (const [i, nodes] of pieces.entries()) for (const node of nodes) expected[node] = i;
      const found = components(graph, alive);
      expect([...found.componentOf]).toEqual(expected);
      expect(found.count).toBe(pieces.length);
    }),
    RUNS,
  );
});

test("what the sources reach is the graphlib components that hold them", () => {
  fc.assert(
    fc.property(cases(9, 10), ({ graph, weights, alive, sources }) => {
      const expected = Array.from(graph.offsets.subarray(1), () => 0);
      for (const nodes of graphlibComponents(toGraphlib(graph, weights, alive))) {
        if (nodes.some((node) => sources.includes(node)))
          for (const node of nodes) expected[node] = 1;
      }
      expect([...reachableFrom(graph, sources, alive)]).toEqual(expected);
    }),
    RUNS,
  );
});
