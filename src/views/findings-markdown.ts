import { type Finding, inOrder } from "../findings/finding.ts";
import type { SourceTexts } from "../findings/place.ts";
import { SEVERITY_WORDS, countsOf, helpOf, messageOf } from "../findings/texts.ts";
import type { Language } from "../text/language.ts";
import { placeText } from "./code-frame.ts";

const WORDS = {
  title: { id: "Temuan Rajut", en: "Rajut findings" },
  severity: { id: "tingkat", en: "severity" },
  code: { id: "kode", en: "code" },
  place: { id: "tempat", en: "place" },
  message: { id: "temuan", en: "finding" },
  help: { id: "Bantuan", en: "Help" },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/**
 * The findings as a Markdown table, with the help folded below, for a pull request's comment. What
 * comes from files stands in code spans, where no HTML, link, image, mention or reference is live on
 * GitHub or GitLab.
 */
export function findingsMarkdown(
  findings: readonly Finding[],
  texts: SourceTexts,
  lang: Language,
): string {
  const heading = `## ${WORDS.title[lang]}: ${countsOf(findings, lang)}\n`;
  if (findings.length === 0) return heading;
  const ordered = inOrder(findings);
  const columns = [WORDS.severity, WORDS.code, WORDS.place, WORDS.message];
  const rows = ordered.map((finding) =>
    row([
      SEVERITY_WORDS[finding.severity][lang],
      finding.code,
      codeSpan(placeText(texts, finding.place)),
      prose(messageOf(finding, lang, marked)),
    ]),
  );
  // The same advice is often given many times: say it once a code.
  const advice = new Map(
    ordered.map((finding) => {
      const text = prose(helpOf(finding, lang, marked));
      return [
        `${finding.code} ${text}`,
        `- ${finding.code}: ${text} (\`rajut explain ${finding.code}\`)`,
      ];
    }),
  );
  return [
    heading,
    row(columns.map((word) => word[lang])),
    row(columns.map(() => "---")),
    ...rows,
    "",
    `<details><summary>${WORDS.help[lang]}</summary>`,
    "",
    ...advice.values(),
    "",
    "</details>",
    "",
  ].join("\n");
}

// Noncharacters: `shown` never lets one through from data, so only `marked` writes them.
const DATA_START = "\u{fdd0}";
const DATA_END = "\u{fdd1}";

function marked(value: string): string {
  return DATA_START + value + DATA_END;
}

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** A text with its data in code spans and the rest literal. */
function prose(text: string): string {
  return (
    text
      .split(DATA_START)
      .map((part, index) => {
        if (index === 0) return literal(part);
        const [data = "", rest = ""] = part.split(DATA_END);
        return codeSpan(data) + literal(rest);
      })
      .join("")
      // Quotes around data are there for formats without code spans.
      .replace(/"(?=`)|(?<=`)"/g, "")
  );
}

function literal(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#!~@&$]/g, "\\$&");
}

/**
 * A code span that holds the text as it is. A pipe would end the table's cell even here, and GFM
 * gives it back for `\|`; but a backslash before it could turn that round, so it is written visibly.
 */
function codeSpan(text: string): string {
  if (text === "") return "` `";
  const safe = text.replaceAll("|", "\\u{7c}");
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(safe) ? " " : "";
  return fence + pad + safe + pad + fence;
}
