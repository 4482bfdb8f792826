import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { redundancyByKecamatan } from "../analysis/kecamatan.ts";
import { mapGeoJson } from "../formats/map-geojson.ts";
import type { Classification } from "../vocabulary.ts";
import type { Analysis } from "../pipeline.ts";
import type { Language } from "../text/language.ts";
import { paintPng } from "../views/map/png.ts";
import { buildScene } from "../views/map/scene.ts";
import { paintSvg } from "../views/map/svg.ts";

const FONT_FILE = fileURLToPath(import.meta.resolve("../../assets/fonts/NotoSans-Regular.ttf"));

/** A map shows where the core stands and what hangs on one cable: not for everybody. */
const MAP_CLASSIFICATION: Classification = "internal";

/** The forms of a map. PNG is drawn from the SVG, at twice its size, with the shipped font only. */
export const MAP_FORMATS = {
  svg: { mediaType: "image/svg+xml" },
  png: { mediaType: "image/png" },
  geojson: { mediaType: "application/geo+json" },
} as const;
export type MapFormat = keyof typeof MAP_FORMATS;

const PNG_SCALE = 2;

/** The map of an analysed network in the forms asked for. */
export async function drawMap(
  { index, redundancies }: Analysis,
  formats: readonly MapFormat[],
  lang: Language,
  { pngScale = PNG_SCALE }: { readonly pngScale?: number } = {},
): Promise<{ readonly format: MapFormat; readonly content: string | Uint8Array }[]> {
  const kecamatan = redundancyByKecamatan(index, redundancies);
  const input = { index, redundancies, kecamatan };
  const needsPicture = formats.includes("svg") || formats.includes("png");
  const svg = needsPicture
    ? paintSvg(
        buildScene(input, {
          lang,
          font: await readFile(FONT_FILE),
          classification: MAP_CLASSIFICATION,
        }),
      )
    : "";
  return formats.map((format) => {
    switch (format) {
      case "svg":
        return { format, content: svg };
      case "png":
        return { format, content: paintPng(svg, FONT_FILE, pngScale) };
      case "geojson":
        return { format, content: `${JSON.stringify(mapGeoJson(input), undefined, 1)}\n` };
    }
  });
}
