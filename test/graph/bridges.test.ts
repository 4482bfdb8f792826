import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bridges } from "../../src/graph/bridges.ts";
import { components } from "../../src/graph/components.ts";
import { cases, chain, graphOf, grid, isUsable, RUNS, star, without } from "./random-graphs.ts";

test("two triangles joined by one link, then by two", () => {
  const links = [
    [0, 1],
    [1, 2],
    [2, 0],
    [2, 3],
    [3, 4],
    [4, 5],
    [5, 3],
  ];
  const one = bridges(graphOf(6, links));
  expect([...one.isBridge]).toEqual([0, 0, 0, 1, 0, 0, 0]);
  expect([...one.isCutNode]).toEqual([0, 0, 1, 1, 0, 0]);
  const two = bridges(graphOf(6, [...links, [2, 3]]));
  expect([...two.isBridge]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect([...two.isCutNode]).toEqual([0, 0, 1, 1, 0, 0]);
});

test("a self link is no bridge and makes no cut node", () => {
  const found = bridges(
    graphOf(2, [
      [0, 0],
      [0, 1],
    ]),
  );
  expect([...found.isBridge]).toEqual([0, 1]);
  expect([...found.isCutNode]).toEqual([0, 0]);
});

test("a long chain is all bridges, a grid has none, a star hangs on its middle", () => {
  const long = bridges(chain(100_000));
  expect(long.isBridge.every((flag) => flag === 1)).toBe(true);
  expect(long.isCutNode.indexOf(0, 1)).toBe(99_999);
  const square = bridges(grid(300, 300));
  expect(square.isBridge.includes(1) || square.isCutNode.includes(1)).toBe(false);
  expect([...bridges(star(3)).isCutNode]).toEqual([1, 0, 0, 0]);
});

test("bridges and cut nodes are those whose removal makes more components", () => {
  fc.assert(
    fc.property(cases(9, 14), ({ graph, alive }) => {
      const found = bridges(graph, alive);
      const { count } = components(graph, alive);
      for (let link = 0; link < graph.linkCount; link++) {
        const rest = components(graph, without(graph, alive, [link], [])).count;
        const splits = isUsable(graph, link, alive) && rest > count;
        expect(found.isBridge[link]).toBe(splits ? 1 : 0);
      }
      for (let node = 0; node < graph.nodeCount; node++) {
        const rest = components(graph, without(graph, alive, [], [node])).count;
        expect(found.isCutNode[node]).toBe(rest > count ? 1 : 0);
      }
    }),
    RUNS,
  );
});
