import { eastAsianWidth } from "get-east-asian-width";

/** Latin letters, punctuation, arrows and box drawing: one column each, and nearly all that is ever shown. */
const ONE_COLUMN_EACH = /^[\u0020-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u257f]*$/;
const NO_COLUMN = /^[\p{Mark}\p{Format}]$/u;
const graphemes = new Intl.Segmenter();

/**
 * Columns that a text without control characters takes in a terminal: of each grapheme the width of
 * its first character that has one, two for wide ones of East Asia and emoji (Unicode TR 11). O(characters).
 */
export function columnsOf(text: string): number {
  if (ONE_COLUMN_EACH.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) {
    const base = Array.from(segment).find((character) => !NO_COLUMN.test(character));
    if (base !== undefined) columns += eastAsianWidth(base.codePointAt(0)!);
  }
  return columns;
}
