import { describe, expect, test } from "vitest";
import { type Finding, finding, label } from "../../src/findings/finding.ts";
import type { Place } from "../../src/findings/place.ts";
import { frame } from "../../src/views/code-frame.ts";
import { findingsTerminal } from "../../src/views/findings-terminal.ts";

const LINKS = [
  "links:",
  "  - id: ring-utara-3",
  "    medium: fiber",
  "    ends: [kec-sungai-sembilan, pop-utara]",
  "    via: [jl-putri-tujuh]",
  "",
].join("\n");
const RISKS = "risks:\n  - id: jembatan-dumai\n    kind: bridge\n";
const TEXTS = new Map([
  ["topology/dumai/links.yaml", LINKS],
  ["topology/dumai/risks.yaml", RISKS],
]);

function at(file: string, text: string): Place {
  const start = TEXTS.get(file)!.indexOf(text);
  return { file, start, end: start + text.length };
}

const RING = finding(
  "R301",
  at("topology/dumai/links.yaml", "id: ring-utara-3"),
  "kec-sungai-sembilan",
  {
    site: "kec-sungai-sembilan",
    kind: "kecamatan",
    needed: 2,
    cause: "single-point",
    sharedWith: ["jembatan-dumai"],
  },
  {
    labels: [
      label("shares-risk", at("topology/dumai/links.yaml", "jl-putri-tujuh"), {
        risk: "jembatan-dumai",
      }),
      label("first", at("topology/dumai/risks.yaml", "jembatan-dumai"), {}),
    ],
  },
);

const lines = (text: string, from: number, to: number, width?: number) =>
  frame(
    new Map([["a.yaml", text]]),
    [{ place: { file: "a.yaml", start: from, end: to } }],
    width === undefined ? {} : { width },
  ).map((line) => `${line.gutter}|${line.text}`);

describe("the terminal's text", () => {
  test("a finding with labels in two files", () => {
    expect(findingsTerminal([RING], TEXTS, { lang: "id", colour: false })).toMatchInlineSnapshot(`
      "galat[R301]: kantor camat kec-sungai-sembilan kehilangan inti bila satu titik terganggu (standarnya 2 jalur terpisah): semua jalurnya melewati jembatan-dumai
       ┌─ topology/dumai/links.yaml:2:5
      2│   - id: ring-utara-3
       │     ^^^^^^^^^^^^^^^^
      5│     via: [jl-putri-tujuh]
       │           -------------- jalurnya bergantung pada jembatan-dumai
       ┌─ topology/dumai/risks.yaml:2:9
      2│   - id: jembatan-dumai
       │         -------------- pertama kali ditulis di sini
       = bantuan: tambah tautan lewat rute, gedung, dan penyedia yang lain dari jalur pertama; lihat \`rajut explain R301\`

      1 galat
      "
    `);
    expect(findingsTerminal([RING], TEXTS, { lang: "en", colour: false })).toMatchInlineSnapshot(`
      "error[R301]: kecamatan office kec-sungai-sembilan loses the core when one thing fails (its standard: 2 separate paths): every path needs jembatan-dumai
       ┌─ topology/dumai/links.yaml:2:5
      2│   - id: ring-utara-3
       │     ^^^^^^^^^^^^^^^^
      5│     via: [jl-putri-tujuh]
       │           -------------- the paths depend on jembatan-dumai
       ┌─ topology/dumai/risks.yaml:2:9
      2│   - id: jembatan-dumai
       │         -------------- first written here
       = help: add a link over other routes, buildings and providers than the first path; see \`rajut explain R301\`

      1 error
      "
    `);
  });

  test("nothing found", () => {
    expect(findingsTerminal([], TEXTS, { lang: "id", colour: false })).toBe("tidak ada temuan\n");
  });

  test("colour is SGR only, and the text is the same without it", () => {
    const coloured = findingsTerminal([RING], TEXTS, { lang: "id", colour: true });
    const sgr = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");
    expect(coloured).toMatch(sgr);
    expect(coloured.replace(sgr, "")).toBe(
      findingsTerminal([RING], TEXTS, { lang: "id", colour: false }),
    );
  });

  test("many findings of one code are shortened, none dropped", () => {
    const many: Finding[] = Array.from({ length: 25 }, (_, index) =>
      finding("R112", at("topology/dumai/links.yaml", "ends"), `kel-${index + 10}`, {
        site: `kel-${index + 10}`,
      }),
    );
    const text = findingsTerminal([...many, RING], TEXTS, { lang: "id", colour: false });
    expect(text.match(/^peringatan\[R112\]: lokasi /gm)).toHaveLength(10);
    expect(
      text.match(/^peringatan\[R112\]: topology\/dumai\/links.yaml:4:5 {2}kel-\d+$/gm),
    ).toHaveLength(15);
    for (const { subject } of many) expect(text).toContain(subject);
    expect(text).toMatch(/\n\n1 galat, 25 peringatan\n$/);
    const few = findingsTerminal(many.slice(0, 20), TEXTS, { lang: "id", colour: false });
    expect(few.match(/bantuan:/g)).toHaveLength(20);
  });
});

describe("the excerpt", () => {
  test("tabs are four spaces, CRLF leaves no trace", () => {
    expect(lines("a:\r\n\tb: c\r\n", 5, 6)).toEqual([" |a.yaml:2:2", "2|    b: c", " |    ^"]);
  });

  test("wide and hidden characters keep the underline below its word", () => {
    expect(lines("山田: x", 4, 5)).toEqual([" |a.yaml:1:5", "1|山田: x", " |      ^"]);
    expect(lines("a\u001b[1m: x", 7, 8)).toEqual([
      " |a.yaml:1:8",
      "1|a\\u{1b}[1m: x",
      ` |${" ".repeat(12)}^`,
    ]);
    expect(lines("é👩‍👩‍👧: x", 11, 12).at(-1)).toBe(" |     ^");
  });

  test("a long line is a window around the place", () => {
    const text = `${"a".repeat(500)}HERE${"b".repeat(500)}`;
    const [, source, underline] = lines(text, 500, 504, 40);
    expect(source).toBe(`1|…${"a".repeat(11)}HERE${"b".repeat(20)}…`);
    expect(underline).toBe(` |${" ".repeat(12)}^^^^`);
    const [, last, end] = lines(text, 1000, 1004, 40);
    expect(last).toBe(`1|…${"b".repeat(35)}`);
    expect(end!.length).toBe(last!.length);
    const [, whole, all] = lines(text, 0, 1004, 40);
    expect(whole).toBe(`1|${"a".repeat(35)}…`);
    expect(all).toBe(` |${"^".repeat(35)}`);
  });

  test("a line of a hundred megabytes costs no more than its window", () => {
    const text = "山".repeat(30_000_000);
    const [, source] = lines(text, 15_000_000, 15_000_001);
    expect(source!.length).toBeLessThan(80);
  });

  test("a place at the very beginning of no length shows nothing of the file", () => {
    expect(lines("secret", 0, 0)).toEqual([" |a.yaml:1:1"]);
  });

  test("a place beyond the text, over lines, or in an unknown file still has a line", () => {
    expect(lines("ab", 90, 99)).toEqual([" |a.yaml:1:3", "1|ab", " |  ^"]);
    expect(lines("ab\ncd", 1, 5)).toEqual([" |a.yaml:1:2", "1|ab", " | ^"]);
    expect(frame(new Map(), [{ place: { file: "x.yaml", start: 5, end: 6 } }])).toEqual([
      { kind: "head", gutter: " ", text: "x.yaml:1:1" },
    ]);
  });

  test("two places far apart on one long line are both shown", () => {
    const text = `AA${"x".repeat(500)}BB`;
    const file = "a.yaml";
    const shownLines = frame(
      new Map([[file, text]]),
      [
        { place: { file, start: 0, end: 2 } },
        { place: { file, start: 502, end: 504 }, remark: "also" },
      ],
      { width: 40 },
    );
    expect(shownLines.map(({ kind }) => kind)).toEqual([
      "head",
      "source",
      "primary",
      "source",
      "related",
    ]);
    expect(shownLines.at(-2)!.text).toMatch(/^…x+BB$/);
  });
});
