import type { Inventory } from "../analysis/inventory.ts";
import type { SinglePoint } from "../analysis/single-points.ts";
import { countsOf, messageOf } from "../findings/texts.ts";
import type { Analysis, CheckReport } from "../pipeline.ts";
import type { Language } from "../text/language.ts";
import { shown } from "../text/safe.ts";
import { checkedSummary } from "./checked-summary.ts";
import { placeText } from "./code-frame.ts";
import { summaryText } from "./network-summary.ts";
import type { SourceTexts } from "../findings/place.ts";

/** How many of the worst findings and single points the overview shows; all stand in the files. */
const SHOWN_MAX = 6;

const WORDS = {
  worst: { id: "Yang paling mendesak", en: "Most pressing" },
  single: { id: "Titik kegagalan tunggal terbesar", en: "Largest single points of failure" },
  more: { id: "lagi di", en: "more in" },
  sites: { id: "lokasi bergantung", en: "sites depend on it" },
  written: { id: "Ditulis", en: "Written" },
} as const;

/**
 * What one run has found, on one page: what there is, what is wrong first, what most depends on, what was not
 * asked, and where the files are.
 */
export function overviewText(
  { index }: Pick<Analysis, "index">,
  report: CheckReport,
  inventory: Inventory,
  points: readonly SinglePoint[],
  written: readonly string[],
  texts: SourceTexts,
  lang: Language,
): string {
  const { network } = index;
  const errors = report.findings.filter(({ severity }) => severity === "error");
  const findingsFile = written.find((path) => path.endsWith(".txt")) ?? "";
  const more = (count: number) =>
    count > SHOWN_MAX ? [`  … ${count - SHOWN_MAX} ${WORDS.more[lang]} ${findingsFile}`] : [];
  return [
    summaryText(inventory, network, lang).trimEnd(),
    "",
    `${WORDS.worst[lang]} (${countsOf(report.findings, lang)}):`,
    ...errors
      .slice(0, SHOWN_MAX)
      .flatMap((finding) => [
        `  ${finding.code} ${messageOf(finding, lang)}`,
        `       ${placeText(texts, finding.place)}`,
      ]),
    ...more(errors.length),
    "",
    `${WORDS.single[lang]}:`,
    ...points
      .slice(0, SHOWN_MAX)
      .map(
        ({ id, served }) =>
          `  ${String(served.length).padStart(3)} ${WORDS.sites[lang]}: ${shown(id)}`,
      ),
    ...more(points.length),
    "",
    checkedSummary({ index }, report, lang).trimEnd(),
    "",
    `${WORDS.written[lang]}:`,
    ...written.map((path) => `  ${path}`),
    "",
  ].join("\n");
}
