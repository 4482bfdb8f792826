import * as fc from "fast-check";
import { expect, test } from "vitest";
import { reachableFrom } from "../../src/graph/components.ts";
import { type Alive, buildGraph, type Graph } from "../../src/graph/csr.ts";
import {
  type FailureGroups,
  type GroupLosses,
  sweepGroups,
} from "../../src/graph/failure-sweep.ts";
import {
  cases,
  chain,
  failureGroups,
  graphOf,
  grid,
  groupsFor,
  RUNS,
  star,
  without,
} from "./random-graphs.ts";

test("a ring of five with a tail: one cut, two cuts, a node, the root, nothing", () => {
  const graph = graphOf(6, [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [4, 0],
    [2, 5],
  ]);
  const groups = failureGroups([
    [[0], []],
    [[0, 3], []],
    [[], [2]],
    [[], [0]],
    [[], []],
    [[5], [5]],
  ]);
  expect(lists(sweepGroups(graph, [0], groups))).toEqual([
    [],
    [1, 2, 3, 5],
    [2, 5],
    [0, 1, 2, 3, 4, 5],
    [],
    [5],
  ]);
});

test("no groups, one lone root that fails, a dead root, nodes that no root reached before", () => {
  const one = graphOf(1, []);
  expect([...sweepGroups(one, [0], failureGroups([])).lostOffsets]).toEqual([0]);
  expect(lists(sweepGroups(one, [0, 0], failureGroups([[[], [0, 0]]])))).toEqual([[0]]);
  const pair = graphOf(2, [[0, 1]]);
  const dead: Alive = { nodes: Uint8Array.of(0, 1) };
  expect(lists(sweepGroups(pair, [0], failureGroups([[[0], [1]]]), dead))).toEqual([[]]);
  expect(lists(sweepGroups(pair, [], failureGroups([[[0], []]])))).toEqual([[]]);
});

test("a long chain with a root at each end, a grid, a star", () => {
  // Both sides of a stretch fail: the stretch is lost, here 900 times up to 900 nodes.
  const groups = failureGroups(Array.from({ length: 900 }, (_, i) => [[100 * i, 101 * i + 1], []]));
  const losses = lists(sweepGroups(chain(100_000), [0, 99_999], groups));
  expect(losses.map((lost) => [lost[0], lost.at(-1), lost.length])).toEqual(
    Array.from({ length: 900 }, (_, i) => [100 * i + 1, 101 * i + 1, i + 1]),
  );
  // The two links of a corner; then a whole column, which leaves what lies right of it.
  const column = Array.from({ length: 300 }, (_, row) => row * 300 + 297);
  const corner = failureGroups([
    [[0, 299 * 300], []],
    [[], column],
  ]);
  const ofGrid = lists(sweepGroups(grid(300, 300), [150], corner));
  expect(ofGrid[0]).toEqual([0]);
  expect(ofGrid[1]!.length).toBe(900);
  const arms = failureGroups([
    [[], [0]],
    [[2], []],
  ]);
  expect(lists(sweepGroups(star(4), [1], arms))).toEqual([[0, 2, 3, 4], [3]]);
});

const sweeps = cases(9, 14).chain((one) =>
  fc.record({ one: fc.constant(one), groups: groupsFor(one.graph) }),
);

test("losses are those of removing each group by hand", () => {
  fc.assert(
    fc.property(sweeps, ({ one: { graph, alive, sources }, groups }) => {
      expect(lists(sweepGroups(graph, sources, groups, alive))).toEqual(
        byRemoval(graph, sources, groups, alive),
      );
    }),
    { ...RUNS, numRuns: 3000 },
  );
});

test("one more link never loses a node that held on without it", () => {
  const withLink = sweeps.chain((sweep) =>
    fc.record({
      sweep: fc.constant(sweep),
      from: fc.integer({ min: 0, max: sweep.one.graph.nodeCount - 1 }),
      to: fc.integer({ min: 0, max: sweep.one.graph.nodeCount - 1 }),
    }),
  );
  fc.assert(
    fc.property(withLink, ({ sweep: { one, groups }, from, to }) => {
      const { graph, sources } = one;
      const nodes = one.alive.nodes;
      const more = buildGraph(graph.nodeCount, [...graph.linkFrom, from], [...graph.linkTo, to]);
      const reached = reachableFrom(graph, sources, { nodes });
      const before = lists(sweepGroups(graph, sources, groups, { nodes }));
      const after = lists(sweepGroups(more, sources, groups, { nodes }));
      for (const [group, lost] of after.entries()) {
        for (const node of lost) {
          expect(reached[node] === 0 || before[group]!.includes(node)).toBe(true);
        }
      }
    }),
    RUNS,
  );
});

function lists({ lostOffsets, lostNodes }: GroupLosses): number[][] {
  return Array.from({ length: lostOffsets.length - 1 }, (_, group) => [
    ...lostNodes.subarray(lostOffsets[group], lostOffsets[group + 1]),
  ]);
}

function byRemoval(graph: Graph, roots: number[], groups: FailureGroups, alive: Alive): number[][] {
  const before = reachableFrom(graph, roots, alive);
  return Array.from({ length: groups.linkOffsets.length - 1 }, (_, group) => {
    const links = groups.links.subarray(groups.linkOffsets[group], groups.linkOffsets[group + 1]);
    const nodes = groups.nodes.subarray(groups.nodeOffsets[group], groups.nodeOffsets[group + 1]);
    const after = reachableFrom(graph, roots, without(graph, alive, [...links], [...nodes]));
    return [...before.keys()].filter((node) => before[node] === 1 && after[node] === 0);
  });
}
