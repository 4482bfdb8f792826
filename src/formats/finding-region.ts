import { lineColumn, lineColumnUtf16 } from "../findings/line-column.ts";
import type { Place, SourceTexts } from "../findings/place.ts";

/** A stretch of text by 1-based lines and columns; the end column is after the last character. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/**
 * Where a place is; 1:1 when its text is not at hand.
 * @param columns what a column counts: code points for people and JSON, UTF-16 units for SARIF
 */
export function regionOf(
  texts: SourceTexts,
  place: Place,
  columns: "codePoints" | "utf16" = "codePoints",
): Region {
  const text = texts.get(place.file);
  if (text === undefined) return { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const locate = columns === "utf16" ? lineColumnUtf16 : lineColumn;
  const { line, column } = locate(text, place.start);
  const end = locate(text, Math.max(place.start, place.end));
  return { line, column, endLine: end.line, endColumn: end.column };
}
