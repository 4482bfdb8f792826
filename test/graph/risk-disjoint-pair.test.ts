import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Path } from "../../src/graph/path.ts";
import {
  type RiskDisjointResult,
  type RiskTable,
  riskDisjointPair,
} from "../../src/graph/risk-disjoint-pair.ts";
import { everyPath, isPath } from "./every-path.ts";
import { type Case, cases, chain, graphOf, grid, ones, RUNS, rows } from "./random-graphs.ts";

const RING = graphOf(4, [
  [0, 1],
  [1, 3],
  [3, 2],
  [2, 0],
]);

test("a ring without risks is a disjoint pair", () => {
  const found = riskDisjointPair(RING, ones(RING), 0, [3], risksOf(RING, 0, [], []));
  expect(found).toEqual({
    outcome: "disjoint",
    first: { nodes: [0, 1, 3], links: [0, 1], length: 2 },
    second: { nodes: [0, 2, 3], links: [3, 2], length: 2 },
  });
});

test("one risk on both sides is a proof of none, and what they share", () => {
  const risks = risksOf(RING, 2, [[0], [1], [], [0]], []);
  const found = riskDisjointPair(RING, ones(RING), 0, [3], risks);
  expect(found.outcome).toBe("none");
  expect(found.outcome === "none" && found.best?.sharedRisks).toEqual([0]);
  const exempt = Uint8Array.of(1, 0);
  expect(riskDisjointPair(RING, ones(RING), 0, [3], risks, { exempt }).outcome).toBe("disjoint");
});

test("the target's risks count, the source's do not", () => {
  const risks = risksOf(RING, 2, [], [[0], [], [], [1]]);
  const atTarget = riskDisjointPair(RING, ones(RING), 0, [3], risks);
  expect(atTarget.outcome === "none" && atTarget.best?.sharedRisks).toEqual([1]);
  expect(riskDisjointPair(RING, ones(RING), 3, [0], risks).outcome).toBe("none");
  expect(riskDisjointPair(RING, ones(RING), 0, [1, 2], risks).outcome).toBe("disjoint");
});

test("a bridge is a proof of none without a second path", () => {
  const graph = chain(3);
  const found = riskDisjointPair(graph, ones(graph), 0, [2], risksOf(graph, 3, [[2], [0]], []));
  expect(found).toEqual({
    outcome: "none",
    best: { first: { nodes: [0, 1, 2], links: [0, 1], length: 2 }, sharedRisks: [0, 2] },
  });
  const apart = graphOf(2, []);
  expect(riskDisjointPair(apart, ones(apart), 0, [1], risksOf(apart, 0, [], []))).toEqual({
    outcome: "none",
  });
});

test("the shortest path has no partner, the third shortest has", () => {
  // Four parallel two-hop ways; risks pair up all but the last two.
  const graph = graphOf(6, [
    [0, 1],
    [1, 5],
    [0, 2],
    [2, 5],
    [0, 3],
    [3, 5],
    [0, 4],
    [4, 5],
  ]);
  const weights = Float64Array.of(1, 1, 2, 2, 3, 3, 4, 4);
  const risks = risksOf(graph, 5, [[0, 1, 2], [], [0, 3], [4], [1, 3], [], [2, 4], []], []);
  const found = riskDisjointPair(graph, weights, 0, [5], risks);
  expect(found.outcome).toBe("disjoint");
  expect(found.outcome === "disjoint" && [found.first.links, found.second.links]).toEqual([
    [4, 5],
    [6, 7],
  ]);
});

test("a budget that is too small leaves it undecided, with the best so far", () => {
  // Between each two of 7 nodes in a row three ways; each two of the three share a risk of their
  // own with those of all other rows, so no two paths are disjoint, and no one risk shows it.
  const links: number[][] = [];
  const linkRisks: number[][] = [];
  for (let row = 0; row < 6; row++) {
    for (const pair of [
      [0, 1],
      [1, 2],
      [0, 2],
    ]) {
      links.push([row, row + 1]);
      linkRisks.push(pair);
    }
  }
  const graph = graphOf(7, links);
  const risks = risksOf(graph, 3, linkRisks, []);
  const weights = ones(graph);
  const short = riskDisjointPair(graph, weights, 0, [6], risks, { budget: 6 });
  expect(short.outcome).toBe("undecided");
  expect(short.outcome !== "disjoint" && short.best?.sharedRisks.length).toBeGreaterThan(0);
  expect(riskDisjointPair(graph, weights, 0, [6], risks).outcome).toBe("none");
});

test("a risk of every path is a proof of none where trying all paths is too long", () => {
  // Twenty double links in a row: a million paths, and the last two links share a risk.
  const links = Array.from({ length: 40 }, (_, i) => [i >> 1, (i >> 1) + 1]);
  const graph = graphOf(21, links);
  const linkRisks = links.map((_, link) => (link < 38 ? [link >> 2] : [99]));
  const found = riskDisjointPair(graph, ones(graph), 0, [20], risksOf(graph, 100, linkRisks, []), {
    budget: 150,
  });
  expect(found.outcome).toBe("none");
});

test("no risk is shared but those that every path has, however often they occur", () => {
  // Risk 0 is on all three ways, three times on the long two; the short one shares 1 or 2 with
  // them.
  const graph = graphOf(6, [
    [0, 5],
    [0, 1],
    [1, 2],
    [2, 5],
    [0, 3],
    [3, 4],
    [4, 5],
  ]);
  const linkRisks = [[0, 1, 2], [0, 1], [0], [0], [0, 2], [0], [0]];
  const risks = risksOf(graph, 3, linkRisks, []);
  const found = riskDisjointPair(graph, ones(graph), 0, [5], risks);
  expect(found).toMatchObject({ outcome: "none", best: { sharedRisks: [0] } });
});

test("a risk of the source does not cut it off", () => {
  // Both cheap pairs share a risk; of the valid pair one path has a risk that the source has too.
  const graph = graphOf(2, [
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  const risks = risksOf(graph, 2, [[0, 1], [0], [1]], [[1]]);
  const found = riskDisjointPair(graph, Float64Array.of(1, 1, 9), 0, [1], risks);
  expect(found).toMatchObject({
    outcome: "disjoint",
    first: { links: [1] },
    second: { links: [2] },
  });
});

test("of pairs that share equally many risks the best is the shortest in total", () => {
  const graph = graphOf(2, [
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  const risks = risksOf(
    graph,
    6,
    [
      [0, 1, 2, 3],
      [0, 1, 4, 5],
      [2, 3, 4, 5],
    ],
    [],
  );
  const found = riskDisjointPair(graph, Float64Array.of(1, 2, 3), 0, [1], risks);
  expect(found).toMatchObject({
    outcome: "none",
    best: { first: { links: [0] }, second: { links: [1] }, sharedRisks: [0, 1] },
  });
});

test("a source that is a target has the path without links", () => {
  const graph = graphOf(2, [[0, 1]]);
  const risks = risksOf(graph, 1, [[0]], [[0], [0]]);
  const at = { nodes: [0], links: [], length: 0 };
  const ask = (targets: number[], distinctTargets: boolean): RiskDisjointResult =>
    riskDisjointPair(graph, ones(graph), 0, targets, risks, { distinctTargets });
  expect(ask([0, 1], false)).toEqual({ outcome: "disjoint", first: at, second: at });
  expect(ask([0, 1], true)).toMatchObject({ outcome: "disjoint", second: { links: [0] } });
  expect(ask([0], true)).toEqual({ outcome: "none", best: { first: at, sharedRisks: [] } });
});

test("a grid whose rows and columns are risks", () => {
  const size = 60;
  const graph = grid(size, size);
  const linkRisks = [...graph.linkFrom.keys()].map((link) => {
    const from = graph.linkFrom[link]!;
    const isAcross = graph.linkTo[link] === from + 1;
    return [isAcross ? Math.floor(from / size) : size + (from % size)];
  });
  const risks = risksOf(graph, 2 * size, linkRisks, []);
  const found = riskDisjointPair(graph, ones(graph), 0, [size * size - 1], risks);
  expect(found.outcome).toBe("disjoint");
});

interface Asked extends Case {
  risks: RiskTable;
  exempt: Uint8Array;
  distinctTargets: boolean;
}

const asked: fc.Arbitrary<Asked> = fc.oneof(cases(6, 10), cases(5, 11, 9)).chain((one) => {
  const risk = fc.integer({ min: 0, max: 7 });
  const lists = (size: number, maxLength: number): fc.Arbitrary<number[][]> =>
    fc.array(fc.array(risk, { maxLength }), { minLength: size, maxLength: size });
  return fc
    .record({
      linkRisks: lists(one.graph.linkCount, 2),
      nodeRisks: lists(one.graph.nodeCount, 1),
      sparse: fc.boolean(),
      exempt: fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: 8, maxLength: 8 }),
      distinctTargets: fc.boolean(),
    })
    .map(({ linkRisks, nodeRisks, sparse, exempt, distinctTargets }) => {
      const risks = risksOf(one.graph, 8, linkRisks, sparse ? [] : nodeRisks);
      return Object.assign({ risks, exempt: Uint8Array.from(exempt), distinctTargets }, one);
    });
});

test("the answer is that of trying all pairs of paths, the witness is one", () => {
  const outcomes = { disjoint: 0, none: 0, undecided: 0 };
  fc.assert(
    fc.property(asked, (one) => {
      const { graph, weights, alive, sources, targets, risks, exempt, distinctTargets } = one;
      const options = { exempt, distinctTargets, budget: 1e9 };
      const found = riskDisjointPair(graph, weights, sources[0]!, targets, risks, options, alive);
      const truth = everyPair(one);
      outcomes[found.outcome]++;
      expect(found.outcome).toBe(truth.fewestShared === 0 ? "disjoint" : "none");
      expect(faults(one, found, truth)).toEqual([]);
    }),
    { ...RUNS, numRuns: 4000 },
  );
  // The property is worth something only if both answers are common.
  expect(Math.min(outcomes.disjoint, outcomes.none)).toBeGreaterThan(500);
});

test("whatever the budget, what is claimed is true", () => {
  fc.assert(
    fc.property(asked, fc.integer({ min: 0, max: 12 }), (one, budget) => {
      const { graph, weights, alive, sources, targets, risks, exempt, distinctTargets } = one;
      const options = { exempt, distinctTargets, budget };
      const found = riskDisjointPair(graph, weights, sources[0]!, targets, risks, options, alive);
      if (found.outcome === "undecided") return;
      expect(found.outcome).toBe(everyPair(one).fewestShared === 0 ? "disjoint" : "none");
    }),
    { ...RUNS, numRuns: 2000 },
  );
});

/** What is wrong with the witness or with the best pair. */
function faults(one: Asked, found: RiskDisjointResult, truth: Truth): string[] {
  if (found.outcome === "disjoint") {
    const { first, second } = found;
    const shared = sharedRisks(one, first, second);
    return [...pairFaults(one, first, second), ...shared.map((risk) => `shares risk ${risk}`)];
  }
  if (found.best === undefined) return truth.pathCount === 0 ? [] : ["no best"];
  const { first, second = first } = found.best;
  const wrong: string[] = [];
  if (String(found.best.sharedRisks) !== String(sharedRisks(one, first, second))) {
    wrong.push("other risks are shared");
  }
  if (found.best.second === undefined) {
    if (truth.fewestShared !== Infinity) wrong.push("there is a second");
    return [...wrong, ...pathFaults(one, first)];
  }
  // As few as can be wherever only risks that all paths have need to be shared.
  const isLeast = found.best.sharedRisks.length === truth.fewestShared;
  if (truth.fewestShared === truth.onEveryPath && !isLeast) wrong.push("not the least");
  return [...wrong, ...pairFaults(one, first, second)];
}

function pairFaults(one: Asked, first: Path, second: Path): string[] {
  const wrong = [...pathFaults(one, first), ...pathFaults(one, second)];
  if (first.links.some((link) => second.links.includes(link))) wrong.push("shares a link");
  if (one.distinctTargets && first.nodes.at(-1) === second.nodes.at(-1)) wrong.push("same target");
  return wrong;
}

function pathFaults({ graph, weights, alive, sources, targets }: Asked, path: Path): string[] {
  const wrong = isPath(graph, weights, path, alive) ? [] : ["no path"];
  if (path.nodes[0] !== sources[0]) wrong.push("other source");
  if (!targets.includes(path.nodes.at(-1)!)) wrong.push("no target");
  return wrong;
}

interface Truth {
  pathCount: number;
  /** By the link-disjoint pair that shares the fewest risks; Infinity if there is no such pair. */
  fewestShared: number;
  onEveryPath: number;
}

function everyPair(one: Asked): Truth {
  const { graph, weights, alive, sources, targets, distinctTargets } = one;
  const paths = everyPath(graph, weights, sources[0]!, targets, alive);
  // As bits: links from 0, risks from 0.
  const links = paths.map((path) => path.links.reduce((bits, link) => bits | (1 << link), 0));
  const risks = paths.map((path) =>
    [...pathRisks(one, path)].reduce((bits, risk) => bits | (1 << risk), 0),
  );
  let fewestShared = Infinity;
  for (let a = 0; a < paths.length; a++) {
    for (let b = a; b < paths.length; b++) {
      if ((links[a]! & links[b]!) !== 0) continue;
      if (distinctTargets && paths[a]!.nodes.at(-1) === paths[b]!.nodes.at(-1)) continue;
      fewestShared = Math.min(fewestShared, ones32(risks[a]! & risks[b]!));
    }
  }
  const onEveryPath = paths.length === 0 ? 0 : ones32(risks.reduce((all, bits) => all & bits, ~0));
  return { pathCount: paths.length, fewestShared, onEveryPath };
}

function ones32(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function sharedRisks(one: Asked, first: Path, second: Path): number[] {
  const ofSecond = pathRisks(one, second);
  return [...pathRisks(one, first)].filter((risk) => ofSecond.has(risk)).sort((a, b) => a - b);
}

function pathRisks({ risks, exempt }: Asked, path: Path): Set<number> {
  const ofLinks = path.links.flatMap((link) =>
    Array.from(risks.linkRisks.subarray(risks.linkOffsets[link], risks.linkOffsets[link + 1])),
  );
  const ofNodes = path.nodes
    .slice(1)
    .flatMap((node) =>
      Array.from(risks.nodeRisks.subarray(risks.nodeOffsets[node], risks.nodeOffsets[node + 1])),
    );
  return new Set([...ofLinks, ...ofNodes].filter((risk) => exempt[risk] !== 1));
}

/** The table of these lists by link and by node; missing ones are empty. */
function risksOf(
  { linkCount, nodeCount }: { linkCount: number; nodeCount: number },
  riskCount: number,
  linkRisks: number[][],
  nodeRisks: number[][],
): RiskTable {
  const byLink = rows(Array.from({ length: linkCount }, (_, link) => linkRisks[link] ?? []));
  const byNode = rows(Array.from({ length: nodeCount }, (_, node) => nodeRisks[node] ?? []));
  return {
    riskCount,
    linkOffsets: byLink.offsets,
    linkRisks: byLink.values,
    nodeOffsets: byNode.offsets,
    nodeRisks: byNode.values,
  };
}
