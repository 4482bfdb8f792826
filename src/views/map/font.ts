// A CommonJS bundle, whose names Node cannot see: only the default import holds them.
// oxlint-disable-next-line import/default
import opentype from "opentype.js";

/** The width of a text in pixels at a size. */
export type MeasureText = (text: string, sizePx: number) => number;

/**
 * How wide texts are in a font: the sum of its advances without kerning, which only ever narrows Latin
 * text, so that a box is never too small. What the font lacks counts as wide as it is high, which is at
 * least what any substitute takes. O(length).
 * @param font bytes of a TTF
 */
export function textMeasure(font: Uint8Array): MeasureText {
  // oxlint-disable-next-line import/no-named-as-default-member
  const face = opentype.parse(new Uint8Array(font).buffer);
  const advances = new Map<string, number>();
  const advanceOf = (character: string): number => {
    let advance = advances.get(character);
    if (advance === undefined) {
      const glyph = face.charToGlyph(character);
      advance = glyph.index === 0 ? 1 : (glyph.advanceWidth ?? face.unitsPerEm) / face.unitsPerEm;
      advances.set(character, advance);
    }
    return advance;
  };
  return (text, sizePx) => {
    let width = 0;
    for (const character of text) width += advanceOf(character);
    return width * sizePx;
  };
}

/**
 * A text cut into lines at its spaces so that none is wider than the limit; a single longer word stands
 * alone. With a largest number of lines the rest is an ellipsis. O(length).
 */
export function wrapText(
  text: string,
  sizePx: number,
  widthMaxPx: number,
  measure: MeasureText,
  linesMax = Number.POSITIVE_INFINITY,
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && measure(longer, sizePx) > widthMaxPx) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== "") lines.push(line);
  const kept = lines.slice(0, linesMax).map((each) => shortened(each, sizePx, widthMaxPx, measure));
  const last = kept.at(-1);
  if (lines.length > linesMax && last !== undefined && !last.endsWith("…")) {
    kept[kept.length - 1] = shortened(`${last} …`, sizePx, widthMaxPx, measure);
  }
  return kept;
}

/** The text, or as much of its beginning as fits with an ellipsis. */
function shortened(text: string, sizePx: number, widthMaxPx: number, measure: MeasureText): string {
  if (measure(text, sizePx) <= widthMaxPx) return text;
  let kept = "";
  for (const character of text) {
    if (measure(`${kept}${character}…`, sizePx) > widthMaxPx) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
