import { writeFiles } from "../../io/write-files.ts";
import { type Command, type ExitCode, NETWORK_OPTIONS } from "../command.ts";
import { drawMap, MAP_FORMATS, type MapFormat } from "../draw-map.ts";
import { openAnalysis, openNetwork, requireNetwork } from "../open-network.ts";

/** `rajut map`: the network on a map, as a drawing or as data. */
export const map: Command = {
  usage: "[NETWORK] [--format svg|png|geojson] [--out FOLDER]",
  examples: [
    "rajut map topology/dumai",
    "rajut map topology/dumai --format png --lang en",
    "rajut map topology/dumai --at 2026-08-01 --out out/2026",
  ],
  options: {
    ...NETWORK_OPTIONS,
    format: {
      type: "string",
      values: Object.keys(MAP_FORMATS),
      summary: { id: "bentuk peta (bawaan: semuanya)", en: "form of the map (default: all)" },
    },
    out: {
      type: "string",
      placeholder: "FOLDER",
      summary: {
        id: "folder tujuan (bawaan: out/JARINGAN)",
        en: "target folder (default: out/NETWORK)",
      },
    },
  },
  async run({ arguments: [folder], options, lang, today, terminal }): Promise<ExitCode> {
    const network = requireNetwork(await openNetwork(folder, { options, today }));
    const analysis = await openAnalysis(network);
    const asked = options["format"] as MapFormat | undefined;
    const formats = asked === undefined ? (Object.keys(MAP_FORMATS) as MapFormat[]) : [asked];
    const drawn = await drawMap(analysis, formats, lang);
    const out = typeof options["out"] === "string" ? options["out"] : `out/${network.id}`;
    const files = drawn.map(({ format, content }) => ({ path: `map.${format}`, content }));
    await writeFiles(out, files);
    terminal.out(files.map(({ path }) => `${out}/${path}\n`).join(""));
    return 0;
  },
};
