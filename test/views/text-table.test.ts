import { expect, test } from "vitest";
import { fieldLines, textTable, wrappedList } from "../../src/views/text-table.ts";

test("columns are as wide as their widest cell, numbers stand right, nothing trails", () => {
  expect(
    textTable(
      [{ head: "nama" }, { head: "jumlah", right: true }, { head: "catatan" }],
      [
        ["a", "1.240", ""],
        ["日本", "7", "x"],
      ],
    ),
  ).toEqual(["nama  jumlah  catatan", "────  ──────  ───────", "a      1.240", "日本       7  x"]);
});

test("fields without a value are left out", () => {
  expect(
    fieldLines([
      ["a", "1"],
      ["bcd", undefined],
      ["ef", "2"],
    ]),
  ).toEqual(["a   1", "ef  2"]);
  expect(fieldLines([])).toEqual([]);
});

test("lists break between items", () => {
  expect(wrappedList(["aaa", "bbb", "ccc"], 7)).toEqual(["aaa,", "bbb,", "ccc"]);
  expect(wrappedList(["aaa", "bbb", "ccc"], 9)).toEqual(["aaa, bbb,", "ccc"]);
  expect(wrappedList(["longer-than-the-line"], 4)).toEqual(["longer-than-the-line"]);
  expect(wrappedList([], 4)).toEqual([]);
});
