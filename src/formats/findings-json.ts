import { type Finding, type Label, inOrder } from "../findings/finding.ts";
import type { Place, SourceTexts } from "../findings/place.ts";
import { helpOf, labelTextOf, messageOf } from "../findings/texts.ts";
import { SEVERITIES } from "../findings/codes.ts";
import { safeJson } from "../text/safe.ts";
import { regionOf } from "./finding-region.ts";

/** Version of the JSON below; a field is added without a new version, never removed or renamed. */
export const FINDINGS_JSON_VERSION = 1;

/**
 * The findings as JSON for programs: English, never translated; lines and columns 1-based, columns
 * in code points. Values in `args`, `subject` and `file` are exactly those of the files.
 */
export function findingsJson(findings: readonly Finding[], texts: SourceTexts): string {
  const counts = Object.fromEntries(
    SEVERITIES.map((severity) => [
      severity,
      findings.filter((finding) => finding.severity === severity).length,
    ]),
  );
  return safeJson({
    version: FINDINGS_JSON_VERSION,
    tool: "rajut",
    findings: inOrder(findings).map((finding) => entryOf(finding, texts)),
    counts,
  });
}

function entryOf(finding: Finding, texts: SourceTexts) {
  return {
    code: finding.code,
    severity: finding.severity,
    subject: finding.subject,
    message: messageOf(finding, "en"),
    help: helpOf(finding, "en"),
    args: finding.args,
    ...placeOf(finding.place, texts),
    labels: finding.labels.map((label) => labelEntryOf(label, texts)),
  };
}

function labelEntryOf(label: Label, texts: SourceTexts) {
  return {
    key: label.key,
    message: labelTextOf(label, "en"),
    args: label.args,
    ...placeOf(label.place, texts),
  };
}

function placeOf(place: Place, texts: SourceTexts) {
  return { file: place.file, ...regionOf(texts, place) };
}
