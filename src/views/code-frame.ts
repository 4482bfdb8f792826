import { columnsOf } from "../text/width.ts";
import { lineBounds, lineColumn } from "../findings/line-column.ts";
import type { Place, SourceTexts } from "../findings/place.ts";
import { shown, visible } from "../text/safe.ts";

/** A place to point at; the first one given to `frame` is the primary. */
export interface Mark {
  readonly place: Place;
  /** Said beside the underline; already safe to show. */
  readonly remark?: string;
}

/** One line of a frame: the gutter holds a line number or nothing, the text is safe to print. */
export interface FrameLine {
  readonly kind: "head" | "source" | "primary" | "related";
  readonly gutter: string;
  readonly text: string;
  /** Beside an underline. */
  readonly remark?: string;
}

/** Columns of an excerpt when nobody says otherwise. */
export const FRAME_WIDTH = 80;

/**
 * An excerpt of the files around the places: one block a file, the primary's first, its lines in
 * order. Tabs are four spaces; hidden characters are visible; a long line is cut to a window around
 * what it is shown for. A place of no length at the very beginning speaks of the whole file, so
 * nothing of it is shown. O(places · (log lines + width)) after the first look at a text.
 */
export function frame(
  texts: SourceTexts,
  marks: readonly Mark[],
  { width = FRAME_WIDTH }: { width?: number } = {},
): FrameLine[] {
  const located = joined(marks).map((mark, index) => locate(texts, mark, index === 0));
  const files = [...new Set(located.map(({ place }) => place.file))];
  const gutterWidth = Math.max(
    1,
    ...located.map((mark) => (mark.bounds === undefined ? 0 : String(mark.line).length)),
  );
  const room = Math.max(20, width - gutterWidth - 2);
  return files.flatMap((file) =>
    blockOf(
      located.filter(({ place }) => place.file === file),
      " ".repeat(gutterWidth),
      room,
    ),
  );
}

/** `path:line:column` of a place, safe to show; 1:1 when the text is not at hand. */
export function placeText(texts: SourceTexts, place: Place): string {
  const text = texts.get(place.file);
  const { line, column } =
    text === undefined ? { line: 1, column: 1 } : lineColumn(text, place.start);
  return `${shown(place.file, 400)}:${line}:${column}`;
}

interface Located extends Mark {
  readonly isPrimary: boolean;
  readonly text: string;
  readonly head: string;
  readonly line: number;
  /** Of the line; undefined when there is nothing to show. */
  readonly bounds?: { readonly start: number; readonly end: number };
}

function locate(texts: SourceTexts, mark: Mark, isPrimary: boolean): Located {
  const { place } = mark;
  const text = texts.get(place.file);
  const head = placeText(texts, place);
  const isWholeFile = place.start === 0 && place.end === 0;
  if (text === undefined || isWholeFile) return { ...mark, isPrimary, text: "", head, line: 1 };
  const { line } = lineColumn(text, place.start);
  return { ...mark, isPrimary, text, head, line, bounds: lineBounds(text, line) };
}

function blockOf(marks: readonly Located[], blank: string, room: number): FrameLine[] {
  const lines: FrameLine[] = [{ kind: "head", gutter: blank, text: marks[0]!.head }];
  const ordered = marks.toSorted(
    (a, b) =>
      a.line - b.line ||
      Number(b.isPrimary) - Number(a.isPrimary) ||
      a.place.start - b.place.start ||
      a.place.end - b.place.end,
  );
  let previous: { line: number; from: number; to: number; cut: Cut } | undefined;
  for (const mark of ordered) {
    if (mark.bounds === undefined) {
      if (mark.remark !== undefined) {
        lines.push({ kind: kindOf(mark), gutter: blank, text: "", remark: mark.remark });
      }
      continue;
    }
    const { start, end } = mark.bounds;
    const from = Math.min(Math.max(mark.place.start, start), end);
    // A place over several lines is shown by its first.
    const to = Math.min(Math.max(mark.place.end, from), end);
    const isShown =
      previous !== undefined &&
      previous.line === mark.line &&
      previous.from <= from &&
      to <= previous.to;
    if (!isShown) {
      const cut = cutOf(mark.text, { start, end, from, to }, room);
      previous = { line: mark.line, from: cut.from, to: cut.to, cut };
      const gutter = String(mark.line).padStart(blank.length);
      lines.push({ kind: "source", gutter, text: cut.text.trimEnd() });
    }
    const { cut } = previous!;
    const left = cut.column(from);
    const length = Math.max(1, cut.column(to) - left);
    const underline = (mark.isPrimary ? "^" : "-").repeat(length);
    const text = " ".repeat(left) + underline;
    const remark = mark.remark === undefined ? {} : { remark: mark.remark };
    lines.push({ kind: kindOf(mark), gutter: blank, text, ...remark });
  }
  return lines;
}

const kindOf = (mark: Located) => (mark.isPrimary ? "primary" : "related");

/** A remark at the primary's own place stands beside its underline; the same remark is said once. */
function joined(marks: readonly Mark[]): Mark[] {
  const seen = new Set<string>();
  const result: Mark[] = [];
  for (const mark of marks) {
    const { file, start, end } = mark.place;
    const key = `${start} ${end} ${file}\n${mark.remark ?? ""}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const primary = result[0];
    const atPrimary =
      primary?.place.file === file && primary.place.start === start && primary.place.end === end;
    if (primary !== undefined && atPrimary && primary.remark === undefined) {
      result[0] = { ...primary, ...mark };
    } else {
      result.push(mark);
    }
  }
  return result;
}

/** What is shown of one line. */
interface Cut {
  readonly text: string;
  /** Offsets of the first character shown and after the last. */
  readonly from: number;
  readonly to: number;
  /** Terminal column of an offset within the shown text. */
  column(offset: number): number;
}

interface Span {
  /** Of the line. */
  readonly start: number;
  readonly end: number;
  /** Of what it is shown for. */
  readonly from: number;
  readonly to: number;
}

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const ELLIPSIS = "…";

/** The part of a line that fits the room and holds the beginning of the place, and as much of it as fits. */
function cutOf(text: string, { start, end, from, to }: Span, room: number): Cut {
  if (end - start <= room && PRINTABLE_ASCII.test(text.slice(start, end))) {
    return {
      text: text.slice(start, end),
      from: start,
      to: end,
      column: (offset) => offset - start,
    };
  }
  // A line may be as long as its file: look only where something can be shown.
  const near = 8 * room;
  const sliceStart = from - start <= near ? start : notInsidePair(text, from - near);
  const sliceEnd = Math.min(end, notInsidePair(text, from + near));
  const cells = cellsOf(text, sliceStart, sliceEnd);
  const total = cells.at(-1)?.right ?? 0;
  if (total <= room && sliceStart === start && sliceEnd === end) {
    return windowOf(cells, sliceStart, sliceEnd, { before: false, after: false });
  }
  // A third of the room before the place, unless the place or the line ends sooner.
  const inner = room - 2;
  const placeLeft = columnIn(cells, from, total);
  const placeRight = Math.min(columnIn(cells, to, total), placeLeft + inner);
  const least = Math.max(0, placeRight - inner);
  const left = Math.max(
    least,
    Math.min(placeLeft - Math.floor(inner / 3), Math.max(0, total - inner)),
    0,
  );
  const kept = cells.filter((cell) => cell.left >= left && cell.right <= left + inner);
  // A single cell wider than the room (a very long cluster) leaves nothing: show its place only.
  const first = kept[0]?.from ?? from;
  const last = kept.at(-1)?.to ?? from;
  return windowOf(kept, first, last, { before: first > start, after: last < end });
}

interface Cell {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Terminal columns, before and after. */
  readonly left: number;
  readonly right: number;
}

const segmenter = new Intl.Segmenter();

/** The line as a terminal shows it, one cell a grapheme; plain text needs no segmenter. */
function cellsOf(text: string, from: number, to: number): Cell[] {
  const slice = text.slice(from, to);
  const cells: Cell[] = [];
  let right = 0;
  const push = (segment: string, index: number) => {
    const safe = segment === "\t" ? "    " : visible(segment);
    const left = right;
    right += columnsOf(safe);
    cells.push({
      from: from + index,
      to: from + index + segment.length,
      text: safe,
      left,
      right,
    });
  };
  if (PRINTABLE_ASCII.test(slice)) {
    // Nearly every line: one column a character, nothing hidden.
    for (let index = 0; index < slice.length; index++) {
      const at = from + index;
      cells.push({ from: at, to: at + 1, text: slice[index]!, left: index, right: index + 1 });
    }
  } else {
    for (const { segment, index } of segmenter.segment(slice)) push(segment, index);
  }
  return cells;
}

function windowOf(
  cells: readonly Cell[],
  from: number,
  to: number,
  more: { readonly before: boolean; readonly after: boolean },
): Cut {
  const lead = more.before ? ELLIPSIS : "";
  const shift = lead.length - (cells[0]?.left ?? 0);
  const end = (cells.at(-1)?.right ?? 0) + shift;
  return {
    text: lead + cells.map((cell) => cell.text).join("") + (more.after ? ELLIPSIS : ""),
    from,
    to,
    column: (offset) =>
      offset >= to ? Math.max(end, lead.length) : columnIn(cells, offset, end) + shift,
  };
}

function columnIn(cells: readonly Cell[], offset: number, end: number): number {
  return cells.find((cell) => offset < cell.to)?.left ?? end;
}

function notInsidePair(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff ? offset + 1 : offset;
}
