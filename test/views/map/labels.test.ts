import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redundancyByKecamatan } from "../../../src/analysis/kecamatan.ts";
import { readNetwork } from "../../../src/io/read-network.ts";
import type { Day } from "../../../src/model/calendar.ts";
import { analyse, load } from "../../../src/pipeline.ts";
import { textMeasure, wrapText } from "../../../src/views/map/font.ts";
import { LabelPlacer } from "../../../src/views/map/labels.ts";
import { buildScene } from "../../../src/views/map/scene.ts";
import type { Box, Label } from "../../../src/views/map/scene-data.ts";
import { font } from "./small-network.ts";

const measure = textMeasure(font);
const frame: Box = { minX: 0, minY: 0, maxX: 400, maxY: 300 };

const mark = fc
  .record({
    x: fc.double({ min: -20, max: 420, noNaN: true }),
    y: fc.double({ min: -20, max: 320, noNaN: true }),
    name: fc.string({ minLength: 1, maxLength: 24 }),
    sizePx: fc.constantFrom(10, 12, 14),
  })
  .map(({ x, y, name, sizePx }) => ({
    name,
    sizePx,
    box: { minX: x - 5, minY: y - 5, maxX: x + 5, maxY: y + 5 },
  }));

const overlap = (a: Box, b: Box) =>
  a.minX < b.maxX - 0.11 &&
  b.minX < a.maxX - 0.11 &&
  a.minY < b.maxY - 0.11 &&
  b.minY < a.maxY - 0.11;

describe("labels", () => {
  it("never overlap each other or a mark and never leave the frame", () => {
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 60 }), fc.boolean(), (marks, mayLead) => {
        const obstacles = marks.map(({ box }) => box);
        const lines = [obstacles.map(({ minX, minY }) => [minX, minY] as const)];
        const placer = new LabelPlacer({ frame, obstacles, lines }, measure);
        const area = placer.inside({
          lines: ["DUMAI KOTA", "6/28"],
          rings: [
            [
              [50, 50],
              [350, 60],
              [300, 250],
              [40, 200],
            ],
          ],
          others: [],
          sizePx: 13,
          colour: "#000",
        });
        const labels: Label[] = area === undefined ? [] : [area];
        for (const { box, name, sizePx } of marks) {
          const label = placer.beside({
            lines: [name],
            beside: box,
            sizePx,
            colour: "#000",
            heavy: false,
            what: "site",
            mayLead,
          });
          if (label !== undefined) labels.push(label);
        }
        labels.forEach(({ box }, i) => {
          expect(box.minX).toBeGreaterThanOrEqual(frame.minX);
          expect(box.minY).toBeGreaterThanOrEqual(frame.minY);
          expect(box.maxX).toBeLessThanOrEqual(frame.maxX);
          expect(box.maxY).toBeLessThanOrEqual(frame.maxY);
          expect(labels.slice(i + 1).some((other) => overlap(box, other.box))).toBe(false);
          expect(obstacles.some((obstacle) => overlap(box, obstacle))).toBe(false);
        });
      }),
      { numRuns: 300 },
    );
  });

  it("have room for what they say", () => {
    const placer = new LabelPlacer({ frame, obstacles: [], lines: [] }, measure);
    const beside = { minX: 100, minY: 100, maxX: 110, maxY: 110 };
    const wish = {
      lines: ["Bagan Besar"],
      beside,
      sizePx: 12,
      colour: "#000",
      heavy: false,
    } as const;
    const label = placer.beside({ ...wish, what: "site", mayLead: false })!;
    expect(label.box.maxX - label.box.minX).toBeGreaterThan(measure("Bagan Besar", 12));
    expect(label.anchor).toBe("start");
  });
});

describe("the map of Dumai", async () => {
  const { files } = readNetwork("topology/dumai");
  const { network } = load(files, { today: "2025-07-01" as Day });
  const { index, redundancies } = analyse(network!);
  const input = { index, redundancies, kecamatan: redundancyByKecamatan(index, redundancies) };

  it.each(["id", "en"] as const)("has no two labels that overlap, in %s", (lang) => {
    const { views } = buildScene(input, { lang, font, classification: "internal" });
    // The town is too dense for one map.
    expect(views.map(({ name }) => name)).toStrictEqual(["main", "inset-a", "inset-b"]);
    for (const { frame, labels } of views) {
      expect(labels.length).toBeGreaterThan(5);
      labels.forEach(({ box }, i) => {
        expect(labels.slice(i + 1).filter((other) => overlap(box, other.box))).toStrictEqual([]);
        expect(box.minX >= frame.minX && box.maxX <= frame.maxX).toBe(true);
        expect(box.minY >= frame.minY && box.maxY <= frame.maxY).toBe(true);
      });
    }
  });
});

describe("texts", () => {
  it("are as wide as the font says", () => {
    // Noto Sans: A is 639, V 600 of 1000 units.
    expect(measure("AV", 10)).toBeCloseTo(12.39, 2);
    // What the font lacks counts as a square.
    expect(measure("م", 10)).toBe(10);
  });

  it("are cut at spaces and end in an ellipsis past the last line", () => {
    const lines = wrapText("Dinas Ketahanan Pangan dan Pertanian Kota", 10, 110, measure, 2);
    expect(lines).toHaveLength(2);
    expect(lines[1]!.endsWith("…")).toBe(true);
    for (const line of lines) expect(measure(line, 10)).toBeLessThanOrEqual(110);
    expect(wrapText("", 10, 50, measure)).toStrictEqual([]);
  });
});
