import * as fc from "fast-check";
import { expect, test } from "vitest";
import { buildGraph } from "../../src/graph/csr.ts";
import { cases, graphOf, RUNS } from "./random-graphs.ts";

test("a triangle with a parallel and a self link", () => {
  const graph = graphOf(3, [
    [0, 1],
    [1, 2],
    [2, 0],
    [1, 0],
    [1, 1],
  ]);
  expect([...graph.offsets]).toEqual([0, 3, 6, 8]);
  expect([...graph.arcNode]).toEqual([1, 2, 1, 0, 2, 0, 1, 0]);
  expect([...graph.arcLink]).toEqual([0, 2, 3, 0, 1, 3, 1, 2]);
  expect(graph.linkCount).toBe(5);
});

test("no nodes, no links", () => {
  expect([...buildGraph(0, [], []).offsets]).toEqual([0]);
});

test.each([
  [2, [0], [2]],
  [2, [0], [-1]],
  [2, [0.5], [1]],
  [0, [0], [0]],
  [2, [0, 1], [1]],
])("refuses %j nodes with ends %j and %j", (nodeCount, from, to) => {
  expect(() => buildGraph(nodeCount, from, to)).toThrow(RangeError);
});

test("the input may change afterwards", () => {
  const from = Uint32Array.of(0);
  const graph = buildGraph(2, from, Uint32Array.of(1));
  from[0] = 1;
  expect(graph.linkFrom[0]).toBe(0);
});

test("every link but self links is two arcs, in link order at each node", () => {
  fc.assert(
    fc.property(cases(8, 16), ({ graph }) => {
      const expected: number[][] = Array.from({ length: graph.nodeCount }, () => []);
      for (let link = 0; link < graph.linkCount; link++) {
        const [from, to] = [graph.linkFrom[link]!, graph.linkTo[link]!];
        if (from === to) continue;
        expected[from]!.push(link, to);
        expected[to]!.push(link, from);
      }
      for (let node = 0; node < graph.nodeCount; node++) {
        const found: number[] = [];
        for (let arc = graph.offsets[node]!; arc < graph.offsets[node + 1]!; arc++) {
          found.push(graph.arcLink[arc]!, graph.arcNode[arc]!);
        }
        expect(found).toEqual(expected[node]);
      }
    }),
    RUNS,
  );
});
