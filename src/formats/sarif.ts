import type { Log, PhysicalLocation, ReportingDescriptor, Result, Run } from "sarif";
import type { Code, Severity } from "../findings/codes.ts";
import { type Finding, inOrder } from "../findings/finding.ts";
import type { Place, SourceTexts } from "../findings/place.ts";
import {
  explainOf,
  helpOf,
  labelTextOf,
  messageOf,
  severityOf,
  titleOf,
} from "../findings/texts.ts";
import type { Language } from "../text/language.ts";
import { sortedBy } from "../text/order.ts";
import { safeJson, shown } from "../text/safe.ts";
import { regionOf } from "./finding-region.ts";

/**
 * The findings as SARIF 2.1.0 (OASIS), for code scanning. Columns count UTF-16 units; places are
 * percent-encoded URIs relative to the root of the checkout, never absolute paths.
 */
export function sarif(findings: readonly Finding[], texts: SourceTexts, lang: Language): string {
  const ordered = inOrder(findings);
  const codes = sortedBy(new Set(ordered.map(({ code }) => code)), (code) => code);
  const ruleIndex = new Map(codes.map((code, index) => [code, index]));
  const fingerprint = fingerprints();
  const run: Run = {
    tool: { driver: { name: "rajut", rules: codes.map((code) => ruleOf(code, lang)) } },
    language: lang,
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { [ROOT]: { description: { text: "The root of the checkout." } } },
    results: ordered.map((finding) =>
      resultOf(finding, texts, lang, {
        ruleIndex: ruleIndex.get(finding.code)!,
        partialFingerprints: { [FINGERPRINT]: fingerprint(finding) },
      }),
    ),
  };
  const log: Log = {
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [run],
  };
  return safeJson(log);
}

const ROOT = "%SRCROOT%";
const FINGERPRINT = "rajutCodeAndSubject/v1";

const LEVELS = {
  error: "error",
  warning: "warning",
  note: "note",
  unsupported: "warning",
} as const satisfies Record<Severity, Result.level>;

function ruleOf(code: Code, lang: Language): ReportingDescriptor {
  const page = `docs/findings/${code}.md`;
  const explanation = explainOf(code, lang);
  return {
    id: code,
    name: code,
    shortDescription: { text: titleOf(code, lang) },
    fullDescription: { text: explanation },
    // helpUri must be absolute and there is no address to give, so the page is named in the text.
    help: {
      text: `${explanation} (${page}; rajut explain ${code})`,
      markdown: `${explanation}\n\n\`${page}\` · \`rajut explain ${code}\``,
    },
    defaultConfiguration: { level: LEVELS[severityOf(code)] },
  };
}

function resultOf(
  finding: Finding,
  texts: SourceTexts,
  lang: Language,
  identity: Pick<Result, "ruleIndex" | "partialFingerprints">,
): Result {
  const { code, severity, place, labels } = finding;
  const message = `${messageOf(finding, lang)}. ${helpOf(finding, lang)}`;
  return {
    ruleId: code,
    ...identity,
    level: LEVELS[severity],
    message: { text: withoutLinks(message) },
    locations: [{ physicalLocation: physicalLocationOf(place, texts) }],
    ...(labels.length === 0
      ? {}
      : {
          relatedLocations: labels.map((label, index) => ({
            id: index + 1,
            physicalLocation: physicalLocationOf(label.place, texts),
            message: { text: withoutLinks(labelTextOf(label, lang)) },
          })),
        }),
  };
}

function physicalLocationOf(place: Place, texts: SourceTexts): PhysicalLocation {
  const { line, column, endLine, endColumn } = regionOf(texts, place, "utf16");
  return {
    artifactLocation: { uri: relativeUri(place.file), uriBaseId: ROOT },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  };
}

/**
 * A path as a relative URI reference: each segment percent-encoded, so that no `:` makes a scheme of
 * it. An absolute path would tell where the checkout lies (and whose it is), so only its name stays.
 */
function relativeUri(file: string): string {
  const path = file.toWellFormed().replaceAll("\\", "/");
  const isAbsolute = /^(?:\/|[A-Za-z]:)/.test(path);
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  return (isAbsolute ? segments.slice(-1) : segments)
    .map((segment) => encodeURIComponent(segment))
    .join("/");
}

/** `[text](target)` in a plain message is a link (SARIF 3.11.6); data must not make one. */
function withoutLinks(text: string): string {
  return text.includes("](") ? text.replace(/[\\[\]]/g, "\\$&") : text;
}

/** Code and subject, with a count where both occur again, so that results stay apart. */
function fingerprints(): (finding: Finding) => string {
  const seen = new Map<string, number>();
  return ({ code, subject }) => {
    const key = `${code}:${shown(subject, 200)}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}#${count}`;
  };
}
