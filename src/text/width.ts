import { eastAsianWidth } from "get-east-asian-width";

/** Letters of the Latin, Greek and Cyrillic blocks: one column each, and nearly all that is ever shown. */
const ONE_COLUMN_EACH = /^[\u0020-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u257f\u2026\u00b7]*$/;
const NO_COLUMN = /^[\p{Mark}\p{Format}]$/u;

/**
 * Columns that a text without control characters takes in a terminal: two for wide characters of East
 * Asia (Unicode TR 11), none for marks that stand on another. O(characters).
 */
export function columnsOf(text: string): number {
  if (ONE_COLUMN_EACH.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (!NO_COLUMN.test(character)) columns += eastAsianWidth(character.codePointAt(0)!);
  }
  return columns;
}
