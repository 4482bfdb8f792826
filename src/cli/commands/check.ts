import { SEVERITIES, type Severity } from "../../findings/codes.ts";
import { isAtLeast } from "../../findings/finding.ts";
import { FINDING_FORMATS, type FindingFormatName } from "../../views/finding-reports.ts";
import { checkedSummary } from "../../views/checked-summary.ts";
import { type Command, type ExitCode, NETWORK_OPTIONS } from "../command.ts";
import { openAndCheck, openNetwork } from "../open-network.ts";

/** `rajut check`: everything that is wrong with a network, in one run. */
export const check: Command = {
  usage: "[NETWORK] [--format text|json|sarif|github|markdown] [--fail-on error|warning|note]",
  examples: [
    "rajut check topology/dumai",
    "rajut check topology/dumai --at 2025-10-01 --lang en",
    "rajut check --format sarif > out/check.sarif",
  ],
  options: {
    ...NETWORK_OPTIONS,
    format: {
      type: "string",
      values: Object.keys(FINDING_FORMATS),
      summary: { id: "bentuk keluaran (bawaan: text)", en: "form of the output (default: text)" },
    },
    "fail-on": {
      type: "string",
      values: SEVERITIES.filter((severity) => severity !== "unsupported"),
      summary: {
        id: "keluar dengan 1 mulai keparahan ini (bawaan: error)",
        en: "exit with 1 from this severity on (default: error)",
      },
    },
  },
  async run({ arguments: [folder], options, lang, today, terminal }): Promise<ExitCode> {
    const opened = await openNetwork(folder, { options, today });
    const { network, texts } = opened;
    const checked = network === undefined ? undefined : await openAndCheck({ ...opened, network });
    const findings = checked?.report.findings ?? opened.findings;
    const format = (options["format"] ?? "text") as FindingFormatName;
    const { width, colour } = terminal;
    terminal.out(
      FINDING_FORMATS[format].write(findings, texts, { lang, width, colour: colour.out }),
    );
    if (format === "text" && checked !== undefined) {
      terminal.out(checkedSummary(checked.analysis, checked.report, lang));
    }
    if (network === undefined) return 2;
    const threshold = (options["fail-on"] ?? "error") as Severity;
    return findings.some((finding) => isAtLeast(finding, threshold)) ? 1 : 0;
  },
};
