import type { Language } from "../text/language.ts";
import { shown, visible } from "../text/safe.ts";
import { type Code, CODE_SEVERITY, type Severity } from "./codes.ts";
import type { Finding, Label } from "./finding.ts";
import type { FindingText } from "./texts/finding-text.ts";
import { LABEL_TEXTS } from "./texts/labels.ts";
import { R0_TEXTS } from "./texts/r0-files.ts";
import { R1_TEXTS } from "./texts/r1-references.ts";
import { R2_TEXTS } from "./texts/r2-geography.ts";
import { R3_TEXTS } from "./texts/r3-resilience.ts";
import { R4_TEXTS } from "./texts/r4-capacity.ts";
import { R5_TEXTS } from "./texts/r5-contracts.ts";
import { R60_TEXTS } from "./texts/r60-addresses.ts";
import { R61_TEXTS } from "./texts/r61-routers.ts";
import { isModelWord } from "./texts/words.ts";

/** Every code's texts; a missing code or language does not compile. */
const TEXTS = {
  ...R0_TEXTS,
  ...R1_TEXTS,
  ...R2_TEXTS,
  ...R3_TEXTS,
  ...R4_TEXTS,
  ...R5_TEXTS,
  ...R60_TEXTS,
  ...R61_TEXTS,
} satisfies { readonly [C in Code]: FindingText<C> };

/** The words for severities, as terminals and tables print them. */
export const SEVERITY_WORDS = {
  error: { id: "galat", en: "error", plural: "errors" },
  warning: { id: "peringatan", en: "warning", plural: "warnings" },
  note: { id: "catatan", en: "note", plural: "notes" },
  unsupported: { id: "tidak didukung", en: "unsupported", plural: "unsupported" },
} as const satisfies Record<Severity, Readonly<Record<Language | "plural", string>>>;

/** Marks a value that came from a file inside a text, for a format that must tell data from prose. */
export type MarkData = (value: string) => string;

/** The rule that the code stands for, in one short line. */
export function titleOf(code: Code, lang: Language): string {
  return TEXTS[code].title[lang];
}

/**
 * What is wrong here. Values are made visible and cut by `shown` before they reach any text.
 * @param mark wraps every value that came from a file
 */
export function messageOf(finding: Finding, lang: Language, mark: MarkData = asIs): string {
  return sayOf(finding.code, "message", lang)(safeValue(finding.args, mark));
}

/** What to do about it; values as in `messageOf`. */
export function helpOf(finding: Finding, lang: Language, mark: MarkData = asIs): string {
  return sayOf(finding.code, "help", lang)(safeValue(finding.args, mark));
}

/** Why the rule exists, what exactly is compared, and what it cannot know. */
export function explainOf(code: Code, lang: Language): string {
  return TEXTS[code].explain[lang];
}

/** What a label at a related place says; values as in `messageOf`. */
export function labelTextOf(label: Label, lang: Language, mark: MarkData = asIs): string {
  const say = LABEL_TEXTS[label.key][lang] as (args: unknown) => string;
  return say(safeValue(label.args, mark));
}

/** "2 galat, 3 peringatan, 1 catatan", severities without findings left out; without any, "tidak ada temuan". */
export function countsOf(findings: readonly Finding[], lang: Language): string {
  const parts = (["error", "unsupported", "warning", "note"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    const word = SEVERITY_WORDS[severity];
    return count === 0
      ? []
      : [`${count} ${lang === "en" && count !== 1 ? word.plural : word[lang]}`];
  });
  if (parts.length > 0) return parts.join(", ");
  return lang === "id" ? "tidak ada temuan" : "no findings";
}

/** The severity that a code has unless a check raises it. */
export function severityOf(code: Code): Severity {
  return CODE_SEVERITY[code];
}

const asIs: MarkData = (value) => value;

// One lookup for all codes: that each takes its own args is proven where TEXTS is declared.
function sayOf(code: Code, part: "message" | "help", lang: Language): (args: unknown) => string {
  return TEXTS[code][part][lang] as (args: unknown) => string;
}

/** The arguments with every text made safe, so that no message can forget to. */
function safeValue(value: unknown, mark: MarkData): unknown {
  if (typeof value === "string") {
    const safe = shown(value);
    return isModelWord(safe) ? safe : mark(safe);
  }
  if (Array.isArray(value)) return value.map((item) => safeValue(item, mark));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      // A reason is a schema's own sentence in both languages, not a value from a file.
      key === "reason" ? [key, visibleText(item)] : [keyOf(key, mark), safeValue(item, mark)],
    ),
  );
}

// Names of arguments are ours; keys such as R307's kinds may not be.
function keyOf(key: string, mark: MarkData): string {
  return /^[A-Za-z]+$/.test(key) || isModelWord(key) ? key : mark(shown(key));
}

function visibleText(value: unknown): unknown {
  return Object.fromEntries(
    Object.entries(value as Record<string, string>).map(([lang, text]) => [lang, visible(text)]),
  );
}
