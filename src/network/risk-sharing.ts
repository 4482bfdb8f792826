import type { Path } from "../graph/path.ts";
import type { RiskTable } from "../graph/risk-disjoint-pair.ts";

/** Risks that take a link down, ascending. */
export const risksOfLink = ({ linkOffsets, linkRisks }: RiskTable, link: number): Uint32Array =>
  linkRisks.subarray(linkOffsets[link], linkOffsets[link + 1]);

const risksOfNode = ({ nodeOffsets, nodeRisks }: RiskTable, node: number): Uint32Array =>
  nodeRisks.subarray(nodeOffsets[node], nodeOffsets[node + 1]);

/**
 * By risk: 1 for what the nodes bear. Two paths that begin or end at the same node share its risks
 * whatever else they do, so those count for nothing. O(risks + risks of the nodes).
 */
export function risksBorneBy(table: RiskTable, nodes: Iterable<number>): Uint8Array {
  const borne = new Uint8Array(table.riskCount);
  for (const node of nodes) for (const risk of risksOfNode(table, node)) borne[risk] = 1;
  return borne;
}

/** Risks of their links and nodes that both paths have, ascending, without the exempt. O(risks of both). */
export function sharedRisks(table: RiskTable, a: Path, b: Path, exempt: Uint8Array): number[] {
  const risksOf = ({ nodes, links }: Path) =>
    new Set([
      ...links.flatMap((link) => [...risksOfLink(table, link)]),
      ...nodes.flatMap((node) => [...risksOfNode(table, node)]),
    ]);
  const other = risksOf(b);
  return [...risksOf(a)]
    .filter((risk) => other.has(risk) && exempt[risk] === 0)
    .sort((x, y) => x - y);
}
