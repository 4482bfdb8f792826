/** Lines of a text: LF and CRLF end a line, as in every editor; a lone CR does not. */
export interface LineTable {
  /** Offset of each line's first character. */
  readonly starts: readonly number[];
  /** Offsets after each surrogate pair: two UTF-16 units that are one character. */
  readonly pairs: readonly number[];
}

/**
 * Line and column of an offset, 1-based, the column in code points; an offset beyond the text is its
 * end. O(text) for a new text, then O(log lines).
 */
export function lineColumn(text: string, offset: number): { line: number; column: number } {
  const at = clamped(text, offset);
  const { starts, pairs } = lineTable(text);
  const line = countUpTo(starts, at);
  const start = starts[line - 1]!;
  const extra = countUpTo(pairs, at) - countUpTo(pairs, start);
  return { line, column: at - start - extra + 1 };
}

/** Like `lineColumn`, with the column in UTF-16 units, as SARIF and editors count. */
export function lineColumnUtf16(text: string, offset: number): { line: number; column: number } {
  const at = clamped(text, offset);
  const { starts } = lineTable(text);
  const line = countUpTo(starts, at);
  return { line, column: at - starts[line - 1]! + 1 };
}

/** Where a 1-based line begins and where it ends, its line break not included. */
export function lineBounds(text: string, line: number): { start: number; end: number } {
  const { starts } = lineTable(text);
  const start = starts[line - 1] ?? text.length;
  const next = starts[line];
  if (next === undefined) return { start, end: text.length };
  return { start, end: text[next - 2] === "\r" && next - 2 >= start ? next - 2 : next - 1 };
}

/** The line table of a text, computed once for the texts seen lately. */
export function lineTable(text: string): LineTable {
  const known = recent.get(text);
  if (known !== undefined) return known;
  // A whole network's files fit; a long-lived process must not keep every text it ever saw.
  if (recent.size >= RECENT_MAX || recentUnits + text.length > RECENT_UNITS_MAX) {
    recent.clear();
    recentUnits = 0;
  }
  const table = tableOf(text);
  recent.set(text, table);
  recentUnits += text.length;
  return table;
}

const RECENT_MAX = 512;
const RECENT_UNITS_MAX = 64 * 1024 * 1024;
const recent = new Map<string, LineTable>();
let recentUnits = 0;

function tableOf(text: string): LineTable {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const pairs: number[] = [];
  for (const match of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) pairs.push(match.index + 2);
  return { starts, pairs };
}

function clamped(text: string, offset: number): number {
  return Math.max(0, Math.min(text.length, Math.trunc(offset) || 0));
}

/** How many of the ascending numbers are at most `limit`. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
