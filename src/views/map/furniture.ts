import { wrapText, type MeasureText } from "./font.ts";
import {
  roundBox,
  roundPoint,
  type Box,
  type Furniture,
  type LegendEntry,
  type LegendSection,
  type Point,
} from "./scene-data.ts";
import { COLOURS, TEXT_PX } from "./style.ts";

/** The parts of a sheet: the maps get what title, side panel and footer leave. */
export interface SheetParts {
  readonly title: Box;
  readonly maps: Box;
  readonly panel: Box;
  readonly footer: Box;
}

const MARGIN_PX = 26;
const TITLE_PX = 70;
const PANEL_PX = 318;
const FOOTER_PX = 44;
const GAP_PX = 18;
const ROW_PX = 20;
const SYMBOL_PX = 30;

export function sheetParts(widthPx: number, heightPx: number): SheetParts {
  const [left, right] = [MARGIN_PX, widthPx - MARGIN_PX];
  const top = MARGIN_PX + TITLE_PX;
  const bottom = heightPx - MARGIN_PX - FOOTER_PX;
  const panelLeft = right - PANEL_PX;
  return {
    title: { minX: left, minY: MARGIN_PX, maxX: right, maxY: top },
    maps: { minX: left, minY: top, maxX: panelLeft - GAP_PX, maxY: bottom },
    panel: { minX: panelLeft, minY: top, maxX: right, maxY: bottom },
    footer: { minX: left, minY: bottom, maxX: right, maxY: heightPx - MARGIN_PX },
  };
}

/** Title block, side panel and footer at their places. O(length of the texts). */
export function furnish(
  parts: SheetParts,
  words: {
    readonly title: string;
    readonly subtitle: string;
    readonly classification: string;
    readonly notes: readonly string[];
    readonly notesTitle: string;
    readonly attributions: readonly string[];
    readonly legend: readonly LegendSection[];
  },
  measure: MeasureText,
): Furniture[] {
  const remarks = words.notes.map((note) => `${note}.`);
  const withNotes = [
    ...words.legend,
    { title: words.notesTitle, columns: 1, entries: [], remarks } as const,
  ];
  const wanted = remarks.length === 0 ? words.legend : withNotes;
  const { items, left } = panel(parts.panel, wanted, measure);
  // Notes are never left out: what the panel has no room for stands in the footer.
  const notes = left === 0 ? [] : words.notes;
  return [
    ...titleBlock(parts.title, words, measure),
    ...items,
    ...footer(parts.footer, { ...words, notes }, measure),
  ];
}

function titleBlock(
  { minX, minY, maxX }: Box,
  words: { title: string; subtitle: string; classification: string },
  measure: MeasureText,
): Furniture[] {
  const badge = measure(words.classification, TEXT_PX.body) + 24;
  const titleWidth = maxX - minX - badge - GAP_PX;
  const title = wrapText(words.title, TEXT_PX.title, titleWidth, measure, 1)[0] ?? "";
  const subtitle = wrapText(words.subtitle, TEXT_PX.subtitle, maxX - minX, measure, 1)[0] ?? "";
  return [
    text(title, [minX, minY + 23], TEXT_PX.title, { heavy: true }),
    text(subtitle, [minX, minY + 50], TEXT_PX.subtitle, { colour: COLOURS.quietInk }),
    {
      type: "badge",
      box: roundBox({ minX: maxX - badge, minY: minY + 2, maxX, maxY: minY + 24 }),
    },
    text(words.classification, [maxX - badge / 2, minY + 17], TEXT_PX.body, {
      anchor: "middle",
      colour: COLOURS.paper,
    }),
  ];
}

/** Sections from the top down; one that would reach below the panel is left out whole. */
function panel(box: Box, legend: readonly LegendSection[], measure: MeasureText) {
  const placed: Furniture[] = [];
  let left = 0;
  let y = box.minY;
  for (const section of legend) {
    const { items, bottom } = sectionAt(section, box, y, measure);
    if (bottom > box.maxY) {
      left++;
      continue;
    }
    placed.push(...items);
    y = bottom + GAP_PX;
  }
  return { items: placed, left };
}

function sectionAt(
  { title, columns, entries, remarks }: LegendSection,
  { minX, maxX }: Box,
  top: number,
  measure: MeasureText,
): { items: Furniture[]; bottom: number } {
  const width = maxX - minX;
  const items: Furniture[] = [];
  let y = top;
  for (const line of wrapText(title, TEXT_PX.heading, width, measure)) {
    y += 13;
    items.push(text(line, [minX, y], TEXT_PX.heading, { heavy: true }));
  }
  y += 5;
  items.push({ type: "rule", from: roundPoint([minX, y]), to: roundPoint([maxX, y]) });
  y += 6;
  const columnWidth = (width - (columns - 1) * GAP_PX) / columns;
  const perColumn = Math.ceil(entries.length / columns);
  let bottom = y;
  for (let column = 0; column < columns; column++) {
    let rowY = y;
    for (const entry of entries.slice(column * perColumn, (column + 1) * perColumn)) {
      const x = minX + column * (columnWidth + GAP_PX);
      const lines = entryAt(entry, [x, rowY], columnWidth, measure);
      items.push(...lines.items);
      rowY = lines.bottom;
    }
    bottom = Math.max(bottom, rowY);
  }
  for (const remark of remarks) {
    bottom += 3;
    for (const line of wrapText(remark, TEXT_PX.small, width, measure)) {
      bottom += 13;
      items.push(text(line, [minX, bottom], TEXT_PX.small, { colour: COLOURS.quietInk }));
    }
  }
  return { items, bottom };
}

function entryAt(
  { symbol, text: words, figure }: LegendEntry,
  [x, y]: Point,
  width: number,
  measure: MeasureText,
): { items: Furniture[]; bottom: number } {
  const figureWidth = figure === undefined ? 0 : measure(figure, TEXT_PX.body) + 8;
  const lines = wrapText(words, TEXT_PX.body, width - SYMBOL_PX - figureWidth, measure, 2);
  const items: Furniture[] = lines.map((line, i) =>
    text(line, [x + SYMBOL_PX, y + 13 + i * 13], TEXT_PX.body, {}),
  );
  if (symbol !== undefined) {
    items.push({ type: "symbol", symbol, at: roundPoint([x + 12, y + 9]) });
  }
  if (figure !== undefined) {
    items.push(
      text(figure, [x + width, y + 13], TEXT_PX.body, { anchor: "end", colour: COLOURS.quietInk }),
    );
  }
  return { items, bottom: y + ROW_PX + Math.max(0, lines.length - 1) * 13 };
}

function footer(
  { minX, minY, maxX }: Box,
  { notes, attributions }: { notes: readonly string[]; attributions: readonly string[] },
  measure: MeasureText,
): Furniture[] {
  const width = maxX - minX;
  const lines = [
    ...wrapText(
      `${notes.join(". ")}${notes.length > 0 ? "." : ""}`,
      TEXT_PX.small,
      width,
      measure,
      2,
    ),
    ...wrapText(attributions.join(" · "), TEXT_PX.small, width, measure, 1),
  ];
  return lines.map((line, i) =>
    text(line, [minX, minY + 17 + i * 14], TEXT_PX.small, { colour: COLOURS.quietInk }),
  );
}

function text(
  words: string,
  at: Point,
  sizePx: number,
  {
    anchor = "start",
    colour = COLOURS.ink,
    heavy = false,
  }: { anchor?: "start" | "middle" | "end"; colour?: string; heavy?: boolean },
): Furniture {
  return { type: "text", text: words, at: roundPoint(at), anchor, sizePx, colour, heavy };
}
