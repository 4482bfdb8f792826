import Papa from "papaparse";
import { finding, type Finding } from "../findings/finding.ts";
import type { Origin, Place } from "../findings/place.ts";
import { nearest } from "../text/nearest.ts";
import type { Entry, SourceFile } from "./entry.ts";
import { plainNumber } from "./plain-number.ts";
import { forbiddenKey, isForbiddenKey } from "./tree.ts";

/** Where a column's value goes in the entry, and what it is. */
export interface Column {
  readonly path: readonly [string] | readonly [string, string];
  readonly type: "text" | "number" | "list";
}
export type Columns = Readonly<Record<string, Column>>;

/**
 * The rows of a CSV file (RFC 4180; comma, semicolon or tab, found from its header line; byte-order
 * mark and Windows line ends accepted) as entries. An empty cell is an absent field; a list is
 * separated by spaces; what is no number in a column of numbers (101,45; NaN; 1e309) stays text, for
 * the schema to refuse. Findings: R009 form, R012 unknown column, R014 forbidden column, R015
 * duplicate column. O(size of the file).
 */
export function parseCsv(
  file: SourceFile,
  columns: Columns,
): { entries: Entry[]; findings: Finding[] } {
  const start = file.text.startsWith("\ufeff") ? 1 : 0;
  const text = file.text.slice(start);
  const findings: Finding[] = [];
  const entries: Entry[] = [];
  let header: (Column | undefined)[] | undefined;
  let rowStart = 0;
  let quoteBroken = false;
  const delimiter = delimiterOf(text);
  Papa.parse<string[]>(text, {
    delimiter,
    skipEmptyLines: false,
    step({ data, errors, meta }, parser) {
      const row: Row = { file, start: start + rowStart, delimiter };
      rowStart = meta.cursor;
      const quote = errors.find((error) => error.type === "Quotes");
      if (quote && !quoteBroken) {
        // A quote that never closes swallows the rest of the file: nothing after it can be trusted.
        quoteBroken = true;
        findings.push(finding("R009", cellPlace(row, 0), file.name, { problem: "quote" }));
        parser.abort();
        return;
      }
      if (data.length === 1 && data[0]!.trim() === "") return;
      if (header === undefined) {
        header = readHeader(row, data, columns, findings);
        return;
      }
      if (data.length !== header.length) {
        findings.push(
          finding("R009", cellPlace(row, 0, true), file.name, {
            problem: "columns",
            expected: header.length,
            found: data.length,
          }),
        );
        return;
      }
      entries.push(readRow(row, data, header));
    },
  });
  return { entries, findings };
}

/** The delimiter that stands most often in the header line, outside quotes. */
function delimiterOf(text: string): string {
  const lineEnd = text.search(/[\r\n]/);
  const line = (lineEnd === -1 ? text : text.slice(0, lineEnd)).replaceAll(/"[^"]*"/g, "");
  const count = (character: string) => line.split(character).length;
  return [",", ";", "\t"].reduce((best, next) => (count(next) > count(best) ? next : best));
}

interface Row {
  readonly file: SourceFile;
  /** Offset of the row in the file's text. */
  readonly start: number;
  readonly delimiter: string;
}

function readHeader(
  row: Row,
  names: readonly string[],
  columns: Columns,
  findings: Finding[],
): (Column | undefined)[] {
  const known = Object.keys(columns);
  const seen = new Set<string>();
  return names.map((raw, index) => {
    const name = raw.trim();
    const place = cellPlace(row, index);
    if (name === "") {
      findings.push(finding("R009", place, row.file.name, { problem: "empty-header" }));
    } else if (isForbiddenKey(name)) {
      findings.push(forbiddenKey(name, place));
    } else if (seen.has(name)) {
      findings.push(finding("R015", place, row.file.name, { key: name }));
    } else if (!Object.hasOwn(columns, name)) {
      findings.push(
        finding("R012", place, row.file.name, { field: name, known, ...nearest(name, known) }),
      );
    } else {
      seen.add(name);
      return columns[name];
    }
    return undefined;
  });
}

function readRow(
  row: Row,
  cells: readonly string[],
  header: readonly (Column | undefined)[],
): Entry {
  const value: Record<string, unknown> = {};
  header.forEach((column, index) => {
    const cell = cells[index]!.trim();
    if (column === undefined || cell === "") return;
    const read = readCell(cell, column);
    const [outer, inner] = column.path;
    if (inner === undefined) value[outer] = read;
    else value[outer] = { ...(value[outer] as object | undefined), [inner]: read };
  });
  return { value, origin: rowOrigin(row, header) };
}

function readCell(cell: string, { type }: Column): unknown {
  if (type === "text") return cell;
  return type === "list" ? cell.split(/\s+/) : (plainNumber(cell) ?? cell);
}

/** Columns are found again in the row's own text only when a finding asks. */
function rowOrigin(row: Row, header: readonly (Column | undefined)[]): Origin {
  return {
    file: row.file.path,
    at(path = []) {
      const index = header.findIndex((column) =>
        path.length === 0
          ? column?.path[0] === "id"
          : column?.path.every((part, depth) => path.length <= depth || path[depth] === part),
      );
      return index === -1 ? cellPlace(row, 0, true) : cellPlace(row, index);
    },
  };
}

/** The place of a cell, without its quotes, or of the whole row. */
function cellPlace({ file, start, delimiter }: Row, cell: number, wholeRow = false): Place {
  const { text, path } = file;
  let offset = start;
  for (let index = 0; ; index++) {
    const end = cellEnd(text, offset, delimiter);
    if (wholeRow && (end >= text.length || text[end] !== delimiter)) {
      return { file: path, start, end };
    }
    if (!wholeRow && (index === cell || end >= text.length || text[end] !== delimiter)) {
      const quoted = text[offset] === '"' && end - offset >= 2 && text[end - 1] === '"';
      return quoted
        ? { file: path, start: offset + 1, end: end - 1 }
        : { file: path, start: offset, end };
    }
    offset = end + 1;
  }
}

/** Offset after a cell: its delimiter, line end or the end of the text. */
function cellEnd(text: string, start: number, delimiter: string): number {
  let offset = start;
  if (text[offset] === '"') {
    offset++;
    while (offset < text.length) {
      if (text[offset] !== '"') offset++;
      else if (text[offset + 1] === '"') offset += 2;
      else break;
    }
  }
  while (offset < text.length && text[offset] !== delimiter && !/[\r\n]/.test(text[offset]!)) {
    offset++;
  }
  return offset;
}
