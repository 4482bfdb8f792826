import { finding, label, type Finding } from "../findings/finding.ts";
import type { Link } from "../model/network.ts";
import { INTERNET, type Status } from "../vocabulary.ts";
import type { Rule } from "./rule.ts";

/** Statuses in which a site cannot carry anything. */
const NOT_IN_USE: ReadonlySet<Status> = new Set(["proposed", "inactive", "decommissioned"]);

/**
 * R110 a link from a site to itself, R111 links of one medium between the same two sites, R112 a
 * site without any link, R114 a link in use at a site that is not. O(sites + links).
 */
export const connections: Rule = ({ index: { network } }) => {
  const findings: Finding[] = [];
  const first = new Map<string, Link>();
  const linked = new Set<string>();
  for (const link of network.links.values()) {
    const [a, b] = link.ends;
    linked.add(a).add(b);
    if (a === b) {
      findings.push(finding("R110", link.origin.at(["ends"]), link.id, { link: link.id, site: a }));
      continue;
    }
    const pair = `${link.medium} ${[a, b].sort().join(" ")}`;
    const other = first.get(pair);
    if (other === undefined) first.set(pair, link);
    else {
      const labels = [label("here", other.origin.at(["ends"]), {})];
      const args = { link: link.id, other: other.id, medium: link.medium };
      findings.push(finding("R111", link.origin.at(["ends"]), link.id, args, { labels }));
    }
    if (link.status !== "operational") continue;
    for (const end of link.ends) {
      const site = end === INTERNET ? undefined : network.sites.get(end);
      // By its status only: whether the dates fit is told by R109.
      if (site === undefined || !NOT_IN_USE.has(site.status)) continue;
      const labels = [label("site", site.origin.at(["status"]), { id: site.id })];
      const args = {
        subject: link.id,
        status: link.status,
        other: site.id,
        otherStatus: site.status,
      };
      findings.push(finding("R114", link.origin.at(["status"]), link.id, args, { labels }));
    }
  }
  for (const { id, origin } of network.sites.values()) {
    if (!linked.has(id)) findings.push(finding("R112", origin.at(["id"]), id, { site: id }));
  }
  return findings;
};
