import * as fc from "fast-check";
import { expect, test } from "vitest";
import { reachableFrom } from "../../src/graph/components.ts";
import { dominators } from "../../src/graph/dominators.ts";
import { cases, chain, RUNS, star, without } from "./random-graphs.ts";

/** By node: all whose loss parts it from every source, by removing each in turn. */
function parting({ graph, sources, alive }: Parameters<typeof reachedBy>[0], node: number) {
  return Array.from({ length: graph.nodeCount }, (_, other) => other).filter(
    (other) =>
      other !== node &&
      alive.nodes?.[other] !== 0 &&
      reachableFrom(graph, sources, without(graph, alive, [], [other]))[node] === 0,
  );
}
const reachedBy = (some: {
  graph: Parameters<typeof dominators>[0];
  sources: number[];
  alive: NonNullable<Parameters<typeof dominators>[2]>;
}) => reachableFrom(some.graph, some.sources, some.alive);

test("the nodes above a node are those whose loss parts it from all roots", () => {
  fc.assert(
    fc.property(cases(9, 14), (some) => {
      const { reached, above, order } = dominators(some.graph, some.sources, some.alive);
      expect(reached).toEqual(reachedBy(some));
      expect([...order].sort((a, b) => a - b)).toEqual(
        Array.from(reached.keys()).filter((node) => reached[node] === 1),
      );
      for (const node of order) {
        const chainUp: number[] = [];
        for (let at = above[node]!; at >= 0; at = above[at]!) chainUp.push(at);
        expect(
          chainUp.sort((a, b) => a - b),
          `node ${node}`,
        ).toEqual(parting(some, node));
      }
    }),
    RUNS,
  );
});

test("a chain of many nodes does not overflow the stack", () => {
  const { above } = dominators(chain(100_000), [0]);
  expect(above.at(-1)).toBe(99_998);
});

test("a second root saves what hangs between the two", () => {
  expect([...dominators(chain(4), [0, 3]).above]).toEqual([-1, -1, -1, -1]);
  expect([...dominators(star(3), [1, 2]).above]).toEqual([-1, -1, -1, 0]);
});
