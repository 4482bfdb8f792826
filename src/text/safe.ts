/**
 * Values from files are hostile: a name may hold escape sequences that rewrite a terminal, or
 * characters that turn the direction of what follows (Trojan Source, CVE-2021-42574).
 */

/** What never reaches a reader as it is: `UNSAFE_CHARACTER`'s list, and what only hides or marks text. */
const HIDDEN =
  // Hidden and combining characters are the point of this expression.
  // oxlint-disable-next-line no-misleading-character-class
  /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** Longest value shown in a message, in characters. */
export const SHOWN_LENGTH_MAX = 120;

/** The text with every control, hidden or direction-changing character and lone surrogate written as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escaped);
}

/**
 * A value from a file as it may stand in a message: visible, and cut with an ellipsis.
 * @param length longest result in characters, the ellipsis not counted; an escape is never cut in two
 */
export function shown(value: string, length: number = SHOWN_LENGTH_MAX): string {
  let result = "";
  let count = 0;
  // A name can be as long as a file: look no further than what fits.
  for (const character of value.slice(0, 2 * length + 2)) {
    const safe = visible(character);
    count += safe.length === 2 ? 1 : safe.length;
    if (count > length) return `${result}…`;
    result += safe;
  }
  return result;
}

/**
 * JSON with two spaces and a final LF, in which such characters are `\uXXXX`, so that a log or a
 * terminal that prints the file is as safe as the reader that parses it. Parses to the same value.
 */
export function safeJson(value: unknown): string {
  // Between values JSON.stringify writes LF only; inside them it has escaped LF already.
  return `${JSON.stringify(value, undefined, 2).replace(HIDDEN, (character) =>
    character === "\n" ? character : unitEscapes(character),
  )}\n`;
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

function unitEscapes(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
