import { CODES } from "../findings/codes.ts";
import { finding, type Finding } from "../findings/finding.ts";
import type { Network, Waiver } from "../model/network.ts";
import { nearest } from "../text/nearest.ts";

/** A finding that somebody answers for. */
export interface Waived {
  readonly finding: Finding;
  readonly waiver: Waiver;
}

/**
 * Findings without those that a waiver in force covers (same code, same subject). R510 a waiver that has
 * expired and no longer covers, R511 one that covers nothing, R101 one for a code that does not exist.
 * O(findings + waivers).
 */
export function applyWaivers(
  findings: readonly Finding[],
  { waivers, at }: Pick<Network, "waivers" | "at">,
): { findings: Finding[]; waived: Waived[] } {
  const told: Finding[] = [];
  const inForce = new Map<string, Waiver>();
  for (const waiver of waivers) {
    const { code, subject, owner, until, origin } = waiver;
    if (!CODES.includes(code as Finding["code"])) {
      const args = {
        entity: "finding-code",
        id: code,
        known: CODES,
        ...nearest(code, CODES),
      } as const;
      told.push(finding("R101", origin.at(["code"]), subject, args));
    } else if (until < at) {
      told.push(finding("R510", origin.at(["until"]), subject, { code, subject, owner, until }));
    } else {
      inForce.set(`${code} ${subject}`, waiver);
    }
  }
  const waived: Waived[] = [];
  const kept = findings.filter((one) => {
    const waiver = inForce.get(`${one.code} ${one.subject}`);
    if (waiver !== undefined) waived.push({ finding: one, waiver });
    return waiver === undefined;
  });
  const usedKeys = new Set(waived.map(({ waiver }) => `${waiver.code} ${waiver.subject}`));
  for (const [key, { code, subject, origin }] of inForce) {
    if (!usedKeys.has(key)) {
      told.push(finding("R511", origin.at(["subject"]), subject, { code, subject }));
    }
  }
  return { findings: [...kept, ...told], waived };
}
