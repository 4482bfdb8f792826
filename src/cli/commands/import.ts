import { readFile } from "node:fs/promises";
import path from "node:path";
import { writeFiles } from "../../io/write-files.ts";
import type { Language, Text } from "../../text/language.ts";
import { shown } from "../../text/safe.ts";
import type { ImportedBoundaries } from "../../formats/boundaries.ts";
import { type Command, type ExitCode, UsageError } from "../command.ts";
import { openNetwork, requireNetwork } from "../open-network.ts";

/** `rajut import boundaries FILE`: real boundaries instead of cells around the sites. */
export const importCommand: Command = {
  usage: "boundaries FILE [NETWORK] [--attribution TEXT]",
  examples: [
    'rajut import boundaries batas-kecamatan.geojson topology/dumai --attribution "BIG 2025"',
  ],
  options: {
    attribution: {
      type: "string",
      placeholder: "TEXT",
      summary: {
        id: "sumber dan lisensi data, dicetak di setiap peta",
        en: "source and licence of the data, printed on every map",
      },
    },
  },
  async run({
    arguments: [what, file, folder],
    options,
    lang,
    today,
    terminal,
  }): Promise<ExitCode> {
    if (what !== "boundaries" || file === undefined) {
      throw new UsageError({
        id: "sebut apa dan dari mana: rajut import boundaries FILE [NETWORK]",
        en: "say what and from where: rajut import boundaries FILE [NETWORK]",
      });
    }
    const opened = await openNetwork(folder, { options, today });
    const network = requireNetwork(opened);
    const { importBoundaries, boundariesText } = await import("../../formats/boundaries.ts");
    const areas = [...network.areas.values()];
    const attribution = options["attribution"];
    const source = typeof attribution === "string" ? attribution : path.basename(file);
    const result = importBoundaries(await readFile(file, "utf8"), areas, shown(source));
    if (result === undefined || result.collection.features.length === 0) {
      throw new UsageError(result === undefined ? notGeoJson(file) : nothingMatched(file, result));
    }
    const content = boundariesText(result.collection);
    await writeFiles(opened.folder, [{ path: "boundaries.geojson", content }]);
    terminal.out(summary(result, `${opened.folder}/boundaries.geojson`, lang));
    return 0;
  },
};

const notGeoJson = (file: string): Text => ({
  id: `${file}: bukan GeoJSON FeatureCollection`,
  en: `${file}: not a GeoJSON FeatureCollection`,
});

const nothingMatched = (
  file: string,
  { unmatched, outside, notPolygons }: ImportedBoundaries,
): Text => ({
  id:
    `${file}: tidak ada poligon yang cocok dengan wilayah jaringan ` +
    `(${unmatched} tanpa kode atau nama yang dikenal, ${outside} bukan derajat WGS 84 di Indonesia, ${notPolygons} bukan poligon)`,
  en:
    `${file}: no polygon matches an area of the network ` +
    `(${unmatched} without a known code or name, ${outside} not WGS 84 degrees in Indonesia, ${notPolygons} no polygons)`,
});

function summary(result: ImportedBoundaries, target: string, lang: Language): string {
  const { byCode, byName, joined, missing, unmatched, outside, notPolygons, swapped } = result;
  const total = result.collection.features.length;
  const lines: (Text | false)[] = [
    {
      id: `${total} batas wilayah: ${byCode.length} cocok menurut kode, ${byName.length} menurut nama, ${joined.length} digabung dari kelurahan/desa`,
      en: `${total} boundaries: ${byCode.length} matched by code, ${byName.length} by name, ${joined.length} joined from kelurahan/desa`,
    },
    missing.length > 0 && {
      id: `kecamatan tanpa batas: ${missing.join(", ")}`,
      en: `kecamatan without a boundary: ${missing.join(", ")}`,
    },
    unmatched + outside + notPolygons > 0 && {
      id: `dilewati: ${unmatched} di luar jaringan, ${outside} bukan derajat WGS 84, ${notPolygons} bukan poligon`,
      en: `passed over: ${unmatched} not of this network, ${outside} not WGS 84 degrees, ${notPolygons} no polygons`,
    },
    swapped && {
      id: "koordinat tertulis [lintang, bujur] dan dibalik",
      en: "coordinates stood as [lat, lon] and were turned",
    },
    { id: "bukan rujukan batas resmi", en: "not a reference for official boundaries" },
  ];
  const said = lines.filter((line) => line !== false).map((line) => line[lang]);
  return `${[...said, target].join("\n")}\n`;
}
