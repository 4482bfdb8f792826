import type { Verdict } from "../analysis/redundancy.ts";
import type { Unproven } from "../findings/codes.ts";
import { finding, label, type Finding, type Label } from "../findings/finding.ts";
import type { Site, Standard } from "../model/network.ts";
import { standardsByKind } from "../model/standards.ts";
import type { SiteKind } from "../vocabulary.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import { UNKNOWN_PATH } from "../network/risks.ts";
import type { Rule } from "./rule.ts";

/** How many risks a finding names and points at. */
const NAMED_MAX = 5;
const LABELLED_MAX = 3;

/**
 * Each site against what its kind is owed, answered yes, no or not proven: R301/R302 two paths to the
 * core, R303/R304 a second core, R305/R306 a second uplink by another provider, R308 no path at all,
 * R309 no way to the internet, R310 kinds that no standard names. O(sites).
 */
export const standards: Rule = ({ index, redundancies }) => {
  const findings: Finding[] = [];
  const without = new Map<SiteKind, number>();
  const standardOf = standardsByKind(index.network.standards);
  index.sites.forEach((site, node) => {
    if (!site.inService) return;
    const standard = standardOf.get(site.kind);
    if (standard === undefined) {
      without.set(site.kind, (without.get(site.kind) ?? 0) + 1);
      return;
    }
    if (standard.paths === 0) return;
    const { reachesCore, reachesInternet, twoPaths, secondCore, secondUplink } =
      redundancies[node]!;
    const about = { site: site.id, kind: site.kind };
    const place = site.origin.at(["id"]);
    if (!reachesCore) {
      findings.push(finding("R308", place, site.id, about));
      return;
    }
    if (!reachesInternet) findings.push(finding("R309", place, site.id, about));
    if (standard.paths === 2) {
      findings.push(...verdict(index, site, standard, twoPaths, "paths"));
    }
    if (standard.secondCore) {
      findings.push(...verdict(index, site, standard, secondCore, "secondCore"));
    }
    if (standard.secondUplink && reachesInternet) {
      findings.push(...verdict(index, site, standard, secondUplink, "secondUplink"));
    }
  });
  for (const [kind, sites] of without) {
    const { origin } = index.network;
    findings.push(finding("R310", origin.at(["standards"], "key"), kind, { kind, sites }));
  }
  return findings;
};

function verdict(
  index: NetworkIndex,
  { id, kind, origin }: Site,
  standard: Standard,
  { answer, cause, risks, links }: Verdict,
  field: "paths" | "secondCore" | "secondUplink",
): Finding[] {
  if (answer === "yes") return [];
  const place = origin.at(["id"]);
  const owed = label("standard", standard.origin.at([field]), { kind });
  const about = { site: id, kind };
  if (answer === "no") {
    const labels = [...riskLabels(index, risks), ...linkLabels("shares-risk", index, links), owed];
    const sharedWith = [
      ...risks.map((risk) => index.risks.risks[risk]!.id),
      ...links.map((link) => index.links[link]!.id),
    ].slice(0, NAMED_MAX);
    const reason = { ...about, cause: cause ?? "no-path", sharedWith };
    switch (field) {
      case "paths": {
        const args = { ...reason, needed: standard.paths };
        return [finding("R301", place, id, args, { labels })];
      }
      case "secondCore":
        return [finding("R303", place, id, reason, { labels })];
      case "secondUplink":
        return [finding("R305", place, id, reason, { labels })];
    }
  }
  const unproven = unprovenOf(index, risks, links);
  const labels = [...linkLabels("path-unknown", index, links), owed];
  switch (field) {
    case "paths":
      return [
        finding("R302", place, id, { ...about, needed: standard.paths, ...unproven }, { labels }),
      ];
    case "secondCore":
      return [finding("R304", place, id, { ...about, ...unproven }, { labels })];
    case "secondUplink":
      return [finding("R306", place, id, { ...about, ...unproven }, { labels })];
  }
}

/** What would have to be known: links without a stated path, else the risks that may be shared. */
function unprovenOf(
  index: NetworkIndex,
  risks: readonly number[],
  links: readonly number[],
): Unproven {
  if (links.length > 0) {
    return { links: links.slice(0, NAMED_MAX).map((link) => index.links[link]!.id), risks: [] };
  }
  const names = risks.map((risk) => index.risks.risks[risk]!.id);
  return { links: [], risks: names.filter((id) => id !== UNKNOWN_PATH).slice(0, NAMED_MAX) };
}

function riskLabels(index: NetworkIndex, risks: readonly number[]): Label[] {
  return risks.slice(0, LABELLED_MAX).flatMap((risk) => {
    const { id, origin } = index.risks.risks[risk]!;
    return origin === undefined ? [] : [label("shares-risk", origin.at(["id"]), { risk: id })];
  });
}

function linkLabels(
  key: "path-unknown" | "shares-risk",
  index: NetworkIndex,
  links: readonly number[],
): Label[] {
  return links.slice(0, LABELLED_MAX).map((link) => {
    const { id, origin } = index.links[link]!;
    const place = origin.at(["id"]);
    return key === "path-unknown"
      ? label(key, place, { link: id })
      : label(key, place, { risk: id });
  });
}
