import { finding, label, type Finding } from "../findings/finding.ts";
import { daysBetween } from "../model/calendar.ts";
import type { Contract, Link } from "../model/network.ts";
import type { Rule } from "./rule.ts";

/** Days before the end at which somebody must act: a tender, a negotiation, a signature. */
const THRESHOLDS = [30, 60, 90] as const;

/**
 * Contracts on the day: R501 one that ends within 90, 60 or 30 days with none to follow, R502 a gap
 * before its successor, R503 one that has ended under a link in service, R506 one that ends with the
 * fiscal year and none to follow; R504 a hired link without a contract, R505 a contract with another
 * provider. O(contracts + links).
 */
export const contracts: Rule = ({ index: { network, links } }) => {
  const findings: Finding[] = [];
  const used = Map.groupBy(
    links.filter(({ contract }) => contract !== undefined),
    ({ contract }) => contract!,
  );
  for (const contract of network.contracts.values()) {
    findings.push(...endOf(contract, network.contracts, network.at, used.get(contract.id) ?? []));
  }
  for (const link of links) {
    const { id, medium, contract: contractId, provider, origin } = link;
    const contract = contractId && network.contracts.get(contractId);
    if (!contract) {
      if (medium !== "fiber" && medium !== "microwave") {
        findings.push(finding("R504", origin.at(["id"]), id, { link: id, medium }));
      }
    } else if (provider !== undefined && contract.provider !== provider) {
      const args = {
        contract: contract.id,
        provider: contract.provider,
        link: id,
        linkProvider: provider,
      };
      const labels = [label("here", contract.origin.at(["provider"]), {})];
      findings.push(finding("R505", origin.at(["contract"]), id, args, { labels }));
    }
  }
  return findings;
};

function endOf(
  { id, until, successor, origin }: Contract,
  all: ReadonlyMap<string, Contract>,
  at: Contract["from"],
  links: readonly Link[],
): Finding[] {
  const days = daysBetween(at, until);
  const next = successor === undefined ? undefined : all.get(successor);
  const place = origin.at(["until"]);
  const labels = links
    .slice(0, 3)
    .map((link) => label("depends-on", link.origin.at(["id"]), { id: link.id }));
  if (next !== undefined) {
    const gap = daysBetween(until, next.from) - 1;
    if (gap <= 0 || at >= next.from) return [];
    const args = { contract: id, next: next.id, until, from: next.from, days: gap };
    return [finding("R502", place, id, args, { labels })];
  }
  // What no link in service rests on may end.
  if (links.length === 0) return [];
  if (days < 0)
    return [finding("R503", place, id, { contract: id, until, days: -days }, { labels })];
  const threshold = THRESHOLDS.find((limit) => days <= limit);
  if (threshold !== undefined) {
    return [finding("R501", place, id, { contract: id, until, days, threshold }, { labels })];
  }
  return until === `${at.slice(0, 4)}-12-31`
    ? [finding("R506", place, id, { contract: id, until }, { labels })]
    : [];
}
