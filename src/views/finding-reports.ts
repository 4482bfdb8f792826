import type { Finding } from "../findings/finding.ts";
import type { SourceTexts } from "../findings/place.ts";
import { findingsJson } from "../formats/findings-json.ts";
import { githubCommands } from "../formats/github.ts";
import { sarif } from "../formats/sarif.ts";
import type { Text } from "../text/language.ts";
import { findingsMarkdown } from "./findings-markdown.ts";
import { type TerminalOptions, findingsTerminal } from "./findings-terminal.ts";

/** One way to write findings down: findings and the texts they point into, to one text. */
export interface FindingFormat {
  readonly summary: Text;
  readonly mediaType: string;
  readonly write: (
    findings: readonly Finding[],
    texts: SourceTexts,
    options: TerminalOptions,
  ) => string;
}

/** The formats that `--format` offers. */
export const FINDING_FORMATS = {
  text: {
    summary: { id: "untuk dibaca di terminal", en: "to read on a terminal" },
    mediaType: "text/plain",
    write: findingsTerminal,
  },
  json: {
    summary: { id: "JSON berversi untuk program", en: "versioned JSON for programs" },
    mediaType: "application/json",
    write: findingsJson,
  },
  sarif: {
    summary: { id: "SARIF 2.1.0 untuk code scanning", en: "SARIF 2.1.0 for code scanning" },
    mediaType: "application/sarif+json",
    write: (findings, texts, { lang }) => sarif(findings, texts, lang),
  },
  github: {
    summary: { id: "anotasi GitHub Actions", en: "GitHub Actions annotations" },
    mediaType: "text/plain",
    write: (findings, texts, { lang }) => githubCommands(findings, texts, lang),
  },
  markdown: {
    summary: {
      id: "tabel untuk komentar pull request",
      en: "a table for a pull request's comment",
    },
    mediaType: "text/markdown",
    write: (findings, texts, { lang }) => findingsMarkdown(findings, texts, lang),
  },
} as const satisfies Record<string, FindingFormat>;
export type FindingFormatName = keyof typeof FINDING_FORMATS;
