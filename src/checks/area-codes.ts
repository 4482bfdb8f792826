import { finding, label, type Finding } from "../findings/finding.ts";
import type { AreaLevel, SiteKind } from "../vocabulary.ts";
import type { Rule } from "./rule.ts";

/** The level of area that an office is the office of. */
const OFFICE_LEVEL: Partial<Record<SiteKind, AreaLevel>> = {
  kecamatan: "kecamatan",
  kelurahan: "kelurahan",
  desa: "desa",
};

/** Dots in the code of each level. */
const CODE_PARTS: Record<AreaLevel, number> = { regency: 2, kecamatan: 3, kelurahan: 4, desa: 4 };

/**
 * Areas against the official table: R104 a code that is not in it, R105 a code that is not under its
 * parent's, R106 another name, R107 a code or a parent of the wrong level; R115 an office in an area of
 * another level. A version that has ended is not compared: the table is of today. O(areas + sites).
 */
export const areaCodes: Rule = ({ index: { network }, officialAreas }) => {
  const findings: Finding[] = [];
  for (const area of network.areas.values()) {
    const { id, code, name, level, origin } = area;
    const parent = area.parent === undefined ? undefined : network.areas.get(area.parent);
    const wrongLevel =
      code.split(".").length !== CODE_PARTS[level] ||
      (level === "kelurahan" && !/\.1\d{3}$/.test(code)) ||
      (level === "desa" && !/\.2\d{3}$/.test(code)) ||
      (parent !== undefined && CODE_PARTS[parent.level] !== CODE_PARTS[level] - 1);
    if (wrongLevel) {
      const args = { area: code, level, parentLevel: parent?.level ?? "" };
      findings.push(finding("R107", origin.at(["level"]), id, args));
    }
    const above = parent?.code ?? network.areaCode;
    if (code !== above && !code.startsWith(`${above}.`)) {
      const labels = parent ? [label("area", parent.origin.at(["code"]), { id: parent.id })] : [];
      findings.push(finding("R105", origin.at(["code"]), id, { code, parent: above }, { labels }));
    }
    if (officialAreas === undefined || area.until !== undefined) continue;
    const official = officialAreas.get(code);
    if (official === undefined) {
      findings.push(finding("R104", origin.at(["code"]), id, { code }));
    } else if (level !== "regency" && official.toLowerCase() !== name.toLowerCase()) {
      findings.push(finding("R106", origin.at(["name"]), id, { code, found: name, official }));
    }
  }
  for (const { id, kind, area, origin } of network.sites.values()) {
    const level = OFFICE_LEVEL[kind];
    const found = network.areas.get(area)?.level;
    if (level !== undefined && found !== undefined && found !== level) {
      const args = { site: id, kind, area, level: found };
      findings.push(finding("R115", origin.at(["area"]), id, args));
    }
  }
  return findings;
};
