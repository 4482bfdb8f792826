import * as fc from "fast-check";
import { expect, test } from "vitest";
import { disjointPair } from "../../src/graph/disjoint-pair.ts";
import type { Path } from "../../src/graph/path.ts";
import { everyPath, isPath } from "./every-path.ts";
import { cases, chain, graphOf, grid, ones, RUNS, star } from "./random-graphs.ts";

/** The shortest path 0-1-2-3 uses the middle link that both best paths must do without. */
const TRAP = graphOf(4, [
  [0, 1],
  [1, 2],
  [2, 3],
  [0, 2],
  [1, 3],
]);
const TRAP_WEIGHTS = Float64Array.of(1, 1, 1, 3, 3);

test("the trap: both paths avoid the shortest path's middle", () => {
  for (const mode of ["link", "node"] as const) {
    const pair = disjointPair(TRAP, TRAP_WEIGHTS, 0, [3], { mode })!;
    expect(pair.first).toEqual({ nodes: [0, 1, 3], links: [0, 4], length: 4 });
    expect(pair.second).toEqual({ nodes: [0, 2, 3], links: [3, 2], length: 4 });
    expect(pair.total).toBe(8);
  }
});

test("two triangles in a row: disjoint by links, not by nodes", () => {
  const graph = graphOf(5, [
    [0, 1],
    [1, 2],
    [0, 2],
    [2, 3],
    [3, 4],
    [2, 4],
  ]);
  expect(disjointPair(graph, ones(graph), 0, [4], { mode: "link" })?.total).toBe(6);
  expect(disjointPair(graph, ones(graph), 0, [4], { mode: "node" })).toBeUndefined();
});

test("one target may serve both, unless targets must be distinct", () => {
  const graph = graphOf(3, [
    [0, 1],
    [0, 1],
    [0, 2],
  ]);
  const weights = Float64Array.of(1, 1, 9);
  const total = (distinctTargets: boolean, mode: "link" | "node"): number | undefined =>
    disjointPair(graph, weights, 0, [1, 2, 1], { mode, distinctTargets })?.total;
  expect([total(false, "link"), total(false, "node")]).toEqual([2, 2]);
  expect([total(true, "link"), total(true, "node")]).toEqual([10, 10]);
});

test("with distinct targets a link-disjoint path may run on through the other's end", () => {
  const graph = graphOf(3, [
    [0, 1],
    [0, 1],
    [1, 2],
  ]);
  const pair = disjointPair(graph, ones(graph), 0, [1, 2], {
    mode: "link",
    distinctTargets: true,
  })!;
  expect([pair.first.links, pair.second.links]).toEqual([[0], [1, 2]]);
  expect(
    disjointPair(graph, ones(graph), 0, [1, 2], { mode: "node", distinctTargets: true }),
  ).toBeUndefined();
});

test("a source that is a target, a dead source, no target, an unusable link", () => {
  const graph = graphOf(2, [
    [0, 1],
    [0, 1],
  ]);
  const at = { nodes: [0], links: [], length: 0 };
  expect(disjointPair(graph, ones(graph), 0, [0], { mode: "node" })).toEqual({
    first: at,
    second: at,
    total: 0,
  });
  const distinct = { mode: "node", distinctTargets: true } as const;
  expect(disjointPair(graph, ones(graph), 0, [0, 1], distinct)?.total).toBe(1);
  const dead = { nodes: Uint8Array.of(0, 1) };
  expect(disjointPair(graph, ones(graph), 0, [1], { mode: "link" }, dead)).toBeUndefined();
  expect(disjointPair(graph, ones(graph), 0, [], { mode: "link" })).toBeUndefined();
  const weights = Float64Array.of(1, Infinity);
  expect(disjointPair(graph, weights, 0, [1], { mode: "link" })).toBeUndefined();
});

test("a loop of links without length is cut out", () => {
  // 0 to 4; the shortest path 0-2-1-3-4 goes from 2 to 3 by two links of weight 0, the second
  // search back from 3 to 2 by a third, which undoes neither.
  const graph = graphOf(5, [
    [2, 1],
    [1, 3],
    [3, 2],
    [0, 2],
    [3, 4],
    [0, 3],
    [2, 4],
  ]);
  const weights = Float64Array.of(0, 0, 0, 1, 1, 2, 2);
  const pair = disjointPair(graph, weights, 0, [4], { mode: "link" })!;
  expect([pair.first.links, pair.second.links]).toEqual([
    [3, 6],
    [5, 4],
  ]);
  expect([pair.first.nodes, pair.second.nodes]).toEqual([
    [0, 2, 4],
    [0, 3, 4],
  ]);
});

test("a long ring, a grid, a star", () => {
  const half = chain(100_000);
  expect(disjointPair(half, ones(half), 0, [99_999], { mode: "link" })).toBeUndefined();
  const middle = disjointPair(half, ones(half), 30_000, [0, 99_999], { mode: "node" })!;
  expect([middle.first.length, middle.second.length]).toEqual([30_000, 69_999]);
  const square = grid(200, 200);
  const corners = disjointPair(square, ones(square), 0, [199 * 200 + 199], { mode: "node" })!;
  expect(corners.total).toBe(2 * 398);
  expect(disjointPair(star(3), ones(star(3)), 1, [2, 3], { mode: "link" })).toBeUndefined();
});

test("the total is the least of all disjoint pairs, and the pair is one", () => {
  const asked = fc.record({
    one: fc.oneof(cases(6, 10), cases(6, 10, 8)),
    mode: fc.constantFrom("link" as const, "node" as const),
    distinctTargets: fc.boolean(),
  });
  fc.assert(
    fc.property(asked, ({ one, mode, distinctTargets }) => {
      const { graph, weights, alive, sources, targets } = one;
      const paths = everyPath(graph, weights, sources[0]!, targets, alive);
      let least = Infinity;
      for (const a of paths) {
        for (const b of paths) {
          if (a.length + b.length < least && areDisjoint(a, b, mode, distinctTargets)) {
            least = a.length + b.length;
          }
        }
      }
      const pair = disjointPair(
        graph,
        weights,
        sources[0]!,
        targets,
        { mode, distinctTargets },
        alive,
      );
      expect(pair?.total ?? Infinity).toBe(least);
      if (pair === undefined) return;
      const { first, second, total } = pair;
      for (const path of [first, second]) {
        expect(isPath(graph, weights, path, alive)).toBe(true);
        expect(path.nodes[0]).toBe(sources[0]);
        expect(targets).toContain(path.nodes.at(-1));
      }
      expect(areDisjoint(first, second, mode, distinctTargets)).toBe(true);
      expect([first.length + second.length, first.length <= second.length]).toEqual([total, true]);
    }),
    { ...RUNS, numRuns: 4000 },
  );
});

function areDisjoint(a: Path, b: Path, mode: "link" | "node", distinctTargets: boolean): boolean {
  const [endOfA, endOfB] = [a.nodes.at(-1)!, b.nodes.at(-1)!];
  if (distinctTargets && endOfA === endOfB) return false;
  if (a.links.some((link) => b.links.includes(link))) return false;
  if (mode === "link") return true;
  return a.nodes
    .slice(1)
    .every((node) => !b.nodes.includes(node) || (node === endOfA && node === endOfB));
}
