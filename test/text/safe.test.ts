import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UNSAFE_CHARACTER } from "../../src/text/unsafe-characters.ts";
import { SHOWN_LENGTH_MAX, safeJson, shown, visible } from "../../src/text/safe.ts";

describe("values from files", () => {
  test("control, hidden, direction-changing characters and lone surrogates become visible", () => {
    expect(visible("a\u001b[31mb\u0000\u202e\u200b\ud800c\u2028")).toBe(
      "a\\u{1b}[31mb\\u{0}\\u{202e}\\u{200b}\\u{d800}c\\u{2028}",
    );
    expect(visible("Désa 山 😀 é")).toBe("Désa 山 😀 é");
  });

  test("long values are cut, and no escape or pair in two", () => {
    expect(shown("x".repeat(SHOWN_LENGTH_MAX))).toBe("x".repeat(SHOWN_LENGTH_MAX));
    expect(shown("x".repeat(121))).toBe(`${"x".repeat(120)}…`);
    expect(shown("😀".repeat(121))).toBe(`${"😀".repeat(120)}…`);
    expect(shown("\u001b".repeat(50))).toBe(`${"\\u{1b}".repeat(20)}…`);
    expect(shown("x".repeat(100_000)).length).toBe(121);
  });

  test("any text is safe afterwards, and JSON still says the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (wild, tame) => {
        const text = `${wild}\ud800${tame}\u202e`;
        expect(visible(text)).not.toMatch(UNSAFE_CHARACTER);
        expect(shown(text)).not.toMatch(UNSAFE_CHARACTER);
        const json = safeJson({ [text]: [text] });
        expect(json.replaceAll("\n", "")).not.toMatch(UNSAFE_CHARACTER);
        expect(JSON.parse(json)).toEqual({ [text]: [text] });
      }),
    );
  });
});
