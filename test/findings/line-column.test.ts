import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineBounds, lineColumn, lineColumnUtf16 } from "../../src/findings/line-column.ts";

describe("line and column", () => {
  test("LF and CRLF end lines, a lone CR does not; columns are code points", () => {
    const text = "a\r\n😀b\nc\rd";
    expect(lineColumn(text, 0)).toEqual({ line: 1, column: 1 });
    expect(lineColumn(text, 3)).toEqual({ line: 2, column: 1 });
    expect(lineColumn(text, 5)).toEqual({ line: 2, column: 2 });
    expect(lineColumnUtf16(text, 5)).toEqual({ line: 2, column: 3 });
    expect(lineColumn(text, 9)).toEqual({ line: 3, column: 3 });
    expect(lineColumn(text, 99)).toEqual({ line: 3, column: 4 });
    expect(lineColumn(text, -1)).toEqual({ line: 1, column: 1 });
    expect(lineColumn(text, Number.NaN)).toEqual({ line: 1, column: 1 });
    expect(lineColumn("", 0)).toEqual({ line: 1, column: 1 });
    expect(lineBounds(text, 1)).toEqual({ start: 0, end: 1 });
    expect(lineBounds("\r\n", 1)).toEqual({ start: 0, end: 0 });
    expect(lineBounds("\n", 2)).toEqual({ start: 1, end: 1 });
  });

  test("agrees with counting from the beginning", () => {
    const texts = fc
      .array(fc.constantFrom("a", "😀", "\n", "\r\n", "\r", "\t", "山"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, fc.nat(60), (text, at) => {
        // Inside a pair there is no column of its own.
        fc.pre(!/[\udc00-\udfff]/.test(text[at] ?? ""));
        const before = text.slice(0, at).split("\n");
        expect(lineColumn(text, at)).toEqual({
          line: before.length,
          column: Array.from(before.at(-1)!).length + 1,
        });
      }),
    );
  });
});
