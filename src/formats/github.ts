import type { Severity } from "../findings/codes.ts";
import { type Finding, inOrder } from "../findings/finding.ts";
import type { SourceTexts } from "../findings/place.ts";
import { helpOf, messageOf, titleOf } from "../findings/texts.ts";
import type { Language } from "../text/language.ts";
import { visible } from "../text/safe.ts";
import { regionOf } from "./finding-region.ts";

/**
 * The findings as GitHub Actions workflow commands, one line each. Data cannot end a line or a
 * property: hidden characters become visible text first, then `%`, CR, LF, `:` and `,` are escaped
 * as actions/toolkit does.
 * @see https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
export function githubCommands(
  findings: readonly Finding[],
  texts: SourceTexts,
  lang: Language,
): string {
  return inOrder(findings)
    .map((finding) => commandOf(finding, texts, lang))
    .join("");
}

const COMMANDS = {
  error: "error",
  warning: "warning",
  note: "notice",
  // What a renderer cannot do needs a person's eye, but the file is not wrong.
  unsupported: "warning",
} as const satisfies Record<Severity, string>;

function commandOf(finding: Finding, texts: SourceTexts, lang: Language): string {
  const { line, column, endLine, endColumn } = regionOf(texts, finding.place);
  const properties = {
    file: finding.place.file.replace(/^(?:\.\/)+/, ""),
    line: String(line),
    col: String(column),
    endLine: String(endLine),
    // GitHub refuses an end column on another line, and an annotation of no width.
    ...(endLine === line && endColumn > column ? { endColumn: String(endColumn - 1) } : {}),
    title: `${finding.code}: ${titleOf(finding.code, lang)}`,
  };
  const list = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapedProperty(value)}`)
    .join(",");
  const message = `${messageOf(finding, lang)}. ${helpOf(finding, lang)}`;
  return `::${COMMANDS[finding.severity]} ${list}::${escapedMessage(message)}\n`;
}

function escapedMessage(text: string): string {
  return visible(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
