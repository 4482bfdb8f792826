import { CODES, type Code } from "../findings/codes.ts";
import { SEVERITY_WORDS, explainOf, severityOf, titleOf } from "../findings/texts.ts";
import { LANGUAGES, type Language } from "../text/language.ts";
import { visible } from "../text/safe.ts";

const HEADINGS = {
  severity: { id: "Tingkat", en: "Severity" },
  example: { id: "Contoh", en: "Example" },
  range: { id: "Kelompok", en: "Range" },
} as const;

const RANGES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  R0: { id: "berkas dan bentuknya", en: "files and form" },
  R1: { id: "rujukan dan tanggal", en: "references and dates" },
  R2: { id: "letak", en: "geography" },
  R3: { id: "ketahanan", en: "resilience" },
  R4: { id: "media dan kapasitas", en: "media and capacity" },
  R5: { id: "kontrak dan keringanan", en: "contracts and waivers" },
  R6: { id: "alamat dan router", en: "addresses and routers" },
};

/**
 * What `rajut explain CODE` prints: Markdown of one code.
 * @param example a finding as a terminal shows it, or an excerpt of a file
 */
export function explainPage(code: Code, lang: Language, example?: string): string {
  const range = RANGES[code.slice(0, 2)]?.[lang] ?? "";
  return `# ${code}: ${titleOf(code, lang)}\n\n${explainBody(code, lang, range, example)}`;
}

/** The page docs/findings/CODE.md: Indonesian first, then English. */
export function findingDocsPage(code: Code, example?: string): string {
  const [first, ...others] = LANGUAGES.map((lang) => explainPage(code, lang, example));
  // One first-level heading a page.
  const rest = others.map((page) => page.replace(/^# [^:]*: /, "## "));
  return [first, ...rest].join("\n---\n\n");
}

/** The table docs/findings/README.md. */
export function findingDocsIndex(): string {
  const rows = CODES.map((code) => {
    const severity = SEVERITY_WORDS[severityOf(code)];
    return `| [${code}](${code}.md) | ${severity.id} / ${severity.en} | ${titleOf(code, "id")} | ${titleOf(code, "en")} |`;
  });
  const ranges = Object.entries(RANGES).map(
    ([range, { id, en }]) => `- **${range}**: ${id} (*${en}*)`,
  );
  return [
    "# Temuan",
    "",
    "Setiap temuan `rajut check` mempunyai kode. Penjelasan yang sama dicetak oleh `rajut explain KODE`.",
    "",
    "*Every finding of `rajut check` has a code. `rajut explain CODE --lang en` prints the same pages.*",
    "",
    ...ranges,
    "",
    "| kode | tingkat | aturan | rule |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "Halaman ini dibuat dari `src/findings/texts/`; perbarui dengan `UPDATE=1 npm test -- findings-pages`.",
    "",
  ].join("\n");
}

function explainBody(
  code: Code,
  lang: Language,
  range: string,
  example: string | undefined,
): string {
  const severity = SEVERITY_WORDS[severityOf(code)][lang];
  const facts = `${HEADINGS.severity[lang]}: **${severity}** · ${HEADINGS.range[lang]}: ${range}`;
  const shownExample =
    example === undefined ? "" : `\n**${HEADINGS.example[lang]}**\n\n${fenced(example)}\n`;
  return `${facts}\n\n${explainOf(code, lang)}\n${shownExample}`;
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string): string {
  const safe = text
    .split("\n")
    .map((line) => visible(line))
    .join("\n")
    .trimEnd();
  const longest = Math.max(2, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${safe}\n${fence}`;
}
