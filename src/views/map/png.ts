import { Resvg } from "@resvg/resvg-js";
import { COLOURS, FONT_FAMILY } from "./style.ts";

/**
 * The SVG as a PNG, drawn with the one font that it was measured with and no other of the machine's, so
 * that it is the same everywhere. About a third of a second for a map.
 * @param fontFile path of the TTF: resvg reads it itself and takes no bytes
 * @param scale pixels of the PNG for one of the SVG; 3 gives A3 at 290 dpi
 */
export function paintPng(svg: string, fontFile: string, scale = 1): Uint8Array {
  const image = new Resvg(svg, {
    background: COLOURS.paper,
    fitTo: { mode: "zoom", value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile],
      defaultFontFamily: FONT_FAMILY,
      sansSerifFamily: FONT_FAMILY,
    },
  });
  return new Uint8Array(image.render().asPng());
}
