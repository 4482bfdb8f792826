import { inventory } from "../../analysis/inventory.ts";
import { singlePoints } from "../../analysis/single-points.ts";
import { writeFiles, type OutputFile } from "../../io/write-files.ts";
import { FINDING_FORMATS } from "../../views/finding-reports.ts";
import { summaryData } from "../../views/network-summary.ts";
import { overviewText } from "../../views/overview.ts";
import { queryDocument } from "../../views/query-document.ts";
import { safeJson } from "../../text/safe.ts";
import { type Command, type ExitCode, NETWORK_OPTIONS } from "../command.ts";
import { drawMap, MAP_FORMATS, type MapFormat } from "../draw-map.ts";
import { openAndCheck, openNetwork } from "../open-network.ts";

/** Width of findings written to a file, whatever the terminal. */
const FILE_WIDTH = 100;

/** `rajut overview`: the main job in one go; what `npm start` runs. */
export const overview: Command = {
  usage: "[NETWORK] [--at YYYY-MM-DD]",
  examples: ["rajut overview topology/dumai", "rajut overview topology/dumai --lang en"],
  options: { ...NETWORK_OPTIONS },
  async run({ arguments: [folder], options, lang, today, terminal }): Promise<ExitCode> {
    const opened = await openNetwork(folder, { options, today });
    const { network, texts } = opened;
    const style = { lang, width: terminal.width, colour: terminal.colour.out };
    if (network === undefined) {
      terminal.out(FINDING_FORMATS.text.write(opened.findings, texts, style));
      return 2;
    }
    const { analysis, report } = await openAndCheck({ ...opened, network });
    const counts = inventory(analysis.index, analysis.redundancies);
    const maps = await drawMap(analysis, Object.keys(MAP_FORMATS) as MapFormat[], lang);
    const findings = report.findings;
    const plain = { lang, width: FILE_WIDTH, colour: false };
    const files: OutputFile[] = [
      { path: "check.txt", content: FINDING_FORMATS.text.write(findings, texts, plain) },
      { path: "check.json", content: FINDING_FORMATS.json.write(findings, texts) },
      { path: "check.sarif", content: FINDING_FORMATS.sarif.write(findings, texts, plain) },
      {
        path: "summary.json",
        content: safeJson(queryDocument("show", network, summaryData(counts, network))),
      },
      ...maps.map(({ format, content }) => ({ path: `map.${format}`, content })),
    ];
    const out = `out/${network.id}`;
    const written = [...files.map(({ path }) => `${out}/${path}`), `${out}/summary.txt`];
    const points = singlePoints(analysis.index, analysis.losses);
    const text = overviewText(analysis, report, counts, points, written, texts, lang);
    await writeFiles(out, [...files, { path: "summary.txt", content: text }]);
    terminal.out(text);
    return 0;
  },
};
