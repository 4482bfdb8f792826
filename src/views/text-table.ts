import { columnsOf } from "../text/width.ts";

/** A column's heading; numbers stand right, so that their digits line up. */
export interface Column {
  readonly head: string;
  readonly right?: boolean;
}

/**
 * A table in plain text: headings, a rule, one line a row; columns two spaces apart and as wide as
 * their widest cell, in terminal columns. Lines without trailing spaces. Cells are shown as they are.
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = columns.map(({ head }, i) =>
    Math.max(columnsOf(head), ...rows.map((row) => columnsOf(row[i] ?? ""))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ right }, i) => padded(cells[i] ?? "", widths[i]!, right === true))
      .join("  ")
      .trimEnd();
  return [
    line(columns.map(({ head }) => head)),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...rows.map(line),
  ];
}

/** Two columns of names and values, without those that have no value. */
export function fieldLines(fields: readonly (readonly [string, string | undefined])[]): string[] {
  const known = fields.filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...known.map(([name]) => columnsOf(name)));
  return known.map(([name, value]) => `${padded(name, width, false)}  ${value}`);
}

/** Items joined by commas in lines of at most `width` columns; an item longer than a line has its own. */
export function wrappedList(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  items.forEach((item, i) => {
    const text = i < items.length - 1 ? `${item},` : item;
    if (line !== "" && columnsOf(line) + 1 + columnsOf(text) > width) {
      lines.push(line);
      line = text;
    } else line = line === "" ? text : `${line} ${text}`;
  });
  if (line !== "") lines.push(line);
  return lines;
}

/** Lines moved two spaces to the right. */
export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function padded(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - columnsOf(text)));
  return right ? space + text : text + space;
}
