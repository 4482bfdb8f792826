import { styleText } from "node:util";
import type { Severity } from "../findings/codes.ts";
import { type Finding, inOrder } from "../findings/finding.ts";
import type { SourceTexts } from "../findings/place.ts";
import { SEVERITY_WORDS, countsOf, helpOf, labelTextOf, messageOf } from "../findings/texts.ts";
import type { Language } from "../text/language.ts";
import { formatCount } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import { FRAME_WIDTH, type FrameLine, frame, placeText } from "./code-frame.ts";

/** How findings are shown on a terminal. */
export interface TerminalOptions {
  readonly lang: Language;
  readonly colour: boolean;
  /** Columns of the excerpts. */
  readonly width?: number;
}

/** From this many findings of one code on, only the first `FULL_MAX` are shown in full. */
export const MANY = 20;
export const FULL_MAX = 10;
/** And past this many of one code only their number: a list of 10⁵ lines is read by programs, from JSON. */
export const LINES_MAX = 500;

/**
 * The findings in their order, each with its excerpt, and a closing line that counts them. Of more
 * than `MANY` findings of one code the first `FULL_MAX` are shown in full and each of the others on
 * one line, up to `LINES_MAX`; how many are left out is said, and JSON has all. No control byte but LF leaves this function, and SGR when coloured.
 */
export function findingsTerminal(
  findings: readonly Finding[],
  texts: SourceTexts,
  { lang, colour, width = FRAME_WIDTH }: TerminalOptions,
): string {
  const style = colour ? coloured : plain;
  const totals = Map.groupBy(findings, ({ code }) => code);
  const seen = new Map<string, number>();
  let report = "";
  let lastWasShort = false;
  for (const finding of inOrder(findings)) {
    const count = (seen.get(finding.code) ?? 0) + 1;
    seen.set(finding.code, count);
    const isShort = totals.get(finding.code)!.length > MANY && count > FULL_MAX;
    if (isShort) {
      const total = totals.get(finding.code)!.length;
      if (count <= LINES_MAX) report += shortLine(finding, texts, lang, style);
      else if (count === total) report += restLine(finding.code, total - LINES_MAX, lang);
    } else {
      if (lastWasShort) report += "\n";
      report += `${block(finding, texts, { lang, width }, style)}\n`;
    }
    lastWasShort = isShort;
  }
  if (lastWasShort) report += "\n";
  return `${report}${style("bold", countsOf(findings, lang))}\n`;
}

type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

const plain: Style = (_format, text) => text;
// The caller has decided on colour; styleText must not look at the stream or the environment.
const coloured: Style = (format, text) => styleText(format, text, { validateStream: false });

const SEVERITY_COLOURS = {
  error: "red",
  warning: "yellow",
  note: "cyan",
  unsupported: "magenta",
} as const satisfies Record<Severity, Parameters<typeof styleText>[0]>;

function title(finding: Finding, lang: Language, style: Style): string {
  const word = `${SEVERITY_WORDS[finding.severity][lang]}[${finding.code}]`;
  return style(["bold", SEVERITY_COLOURS[finding.severity]], word);
}

function shortLine(finding: Finding, texts: SourceTexts, lang: Language, style: Style): string {
  return `${title(finding, lang, style)}: ${placeText(texts, finding.place)}  ${shown(finding.subject)}\n`;
}

function restLine(code: string, rest: number, lang: Language): string {
  const count = formatCount(rest, lang);
  return {
    id: `… ${count} ${code} lagi; semuanya: --format json\n`,
    en: `… ${count} more ${code}; all of them: --format json\n`,
  }[lang];
}

function block(
  finding: Finding,
  texts: SourceTexts,
  { lang, width }: { lang: Language; width: number },
  style: Style,
): string {
  const marks = [
    { place: finding.place },
    ...finding.labels.map((label) => ({
      place: label.place,
      remark: labelTextOf(label, lang),
    })),
  ];
  const lines = frame(texts, marks, { width });
  const blank = " ".repeat(lines[0]?.gutter.length ?? 1);
  const help = lang === "id" ? "bantuan" : "help";
  const see = lang === "id" ? "lihat" : "see";
  return [
    `${title(finding, lang, style)}: ${style("bold", messageOf(finding, lang))}`,
    ...lines.map((line) => frameLine(line, finding.severity, style)),
    `${blank}${style("blue", "=")} ${style("bold", `${help}:`)} ${helpOf(finding, lang)}; ${see} \`rajut explain ${finding.code}\``,
    "",
  ].join("\n");
}

function frameLine(
  { kind, gutter, text, remark }: FrameLine,
  severity: Severity,
  style: Style,
): string {
  if (kind === "head") return `${gutter}${style("blue", "┌─")} ${text}`;
  const bar = style("blue", `${gutter}│`);
  if (kind === "source") return text === "" ? bar : `${bar} ${text}`;
  const mark = remark === undefined ? text : text === "" ? `= ${remark}` : `${text} ${remark}`;
  return `${bar} ${style(kind === "primary" ? SEVERITY_COLOURS[severity] : "blue", mark)}`;
}
