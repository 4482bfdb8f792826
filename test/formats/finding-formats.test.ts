import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CODES } from "../../src/findings/codes.ts";
import { type Finding, finding, label } from "../../src/findings/finding.ts";
import type { SourceTexts } from "../../src/findings/place.ts";
import { LANGUAGES } from "../../src/text/language.ts";
import { UNSAFE_CHARACTER } from "../../src/text/unsafe-characters.ts";
import { FINDING_FORMATS, type FindingFormatName } from "../../src/views/finding-reports.ts";
import { SAMPLES } from "../findings/samples.ts";

const NAMES = Object.keys(FINDING_FORMATS) as FindingFormatName[];

/** What data must not be able to do in any format. */
const HOSTILE = [
  "\u001b[31mred\u001b[0m\u001b]0;title\u0007",
  "\u009b2J",
  "<img src=x onerror=alert(1)><script>alert(1)</script></details>",
  "x\n::error::forged\r\n::set-output name=a::b",
  "::error file=a::forged",
  "%0A::error::forged",
  "a,b:c=d",
  "| cell | cell |\n| --- |",
  "`tick` ``two`` \\` \\|",
  "@everyone @org/team #1 GH-1 !2 a@b.id https://evil.example www.evil.example",
  "[text](https://evil.example) ![image](https://evil.example/x.png) [text](1)",
  "\u202eevil\u2066",
  "nul\u0000nul",
  "lone\ud800surrogate\udc00",
  "\u{fdd0}mark\u{fdd1}",
  "__proto__",
  "",
  "`",
  "\\",
  "x".repeat(3_000),
];

/** Every finding about one name, in a file of that name that holds it. */
function findingsAbout(name: string): { findings: Finding[]; texts: SourceTexts } {
  const text = `links:\n  - id: ${name}\n    via: ${name}\n`;
  const at = { file: name, start: 15, end: 15 + name.length };
  const other = { file: "plain.yaml", start: 0, end: 3 };
  const findings = CODES.flatMap((code) =>
    SAMPLES[code].map((args) => {
      const labels = [label("site", other, { id: name }), label("shares-risk", at, { risk: name })];
      return finding(code, at, name, withTexts(args, name) as never, { labels });
    }),
  );
  return {
    findings,
    texts: new Map([
      [name, text],
      ["plain.yaml", "abc\n"],
    ]),
  };
}

/** The arguments with the name in place of everything that a file can say. */
function withTexts(args: object, name: string): object {
  const ours = new Set([
    "entity",
    "problem",
    "what",
    "found",
    "target",
    "cause",
    "direction",
    "reason",
  ]);
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => {
      if (ours.has(key) && !("field" in args)) return [key, value as unknown];
      if (key === "reason") return [key, value as unknown];
      if (typeof value === "string") return [key, name];
      if (Array.isArray(value)) return [key, value.map(() => name)];
      if (key === "byKind") return [key, { [name]: 1 }];
      return [key, value as unknown];
    }),
  );
}

const written = (format: FindingFormatName, findings: readonly Finding[], texts: SourceTexts) =>
  FINDING_FORMATS[format].write(findings, texts, { lang: "id", colour: false });

describe.each(HOSTILE.map((name) => [name.slice(0, 40), name]))(
  "hostile name %j",
  (_short, name) => {
    const { findings, texts } = findingsAbout(name);

    test.each(NAMES)(
      "%s holds no control, hidden or direction-changing character but LF",
      (format) => {
        const text = written(format, findings, texts);
        expect(text.replaceAll("\n", "")).not.toMatch(UNSAFE_CHARACTER);
        expect(text.endsWith("\n")).toBe(true);
      },
    );

    test("the terminal shows every finding on lines of its own form", () => {
      for (const line of written("text", findings, texts).split("\n")) {
        expect(line).toMatch(
          /^(?:(?:galat|tidak didukung|peringatan|catatan)\[R\d{3}\]: | *┌─ | *\d*│| *= bantuan: |\d+ galat, |$)/,
        );
      }
    });

    test("GitHub gets one command a finding and nothing else", () => {
      const lines = written("github", findings, texts).trimEnd().split("\n");
      expect(lines).toHaveLength(findings.length);
      for (const line of lines) {
        // A property cannot end early: neither `,` nor `:` of data is left in one.
        const form =
          /^::(?:error|warning|notice) file=[^,:\r\n]*,line=2,col=9,endLine=\d+(?:,endColumn=\d+)?,title=R\d{3}%3A [^,:]+::.+$/;
        expect(line).toMatch(form);
      }
    });

    test("Markdown has one row a finding and nothing live outside code spans", () => {
      const text = written("markdown", findings, texts);
      const lines = text.split("\n");
      const rows = lines.filter((line) => line.startsWith("| "));
      expect(rows).toHaveLength(findings.length + 2);
      for (const line of rows) expect(line.replaceAll(/\\\|/g, "").split("|")).toHaveLength(6);
      const live = lines.map((line) => withoutCodeSpans(line)).join("\n");
      expect(live.match(/<[^>]*>?/g)).toEqual([
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
      ]);
      expect(live).not.toMatch(/(?<!\\)[[\]!@`]|https?:|www\.|GH-|[\u{fdd0}\u{fdd1}]/u);
      expect(live.replace(/^## /, "")).not.toMatch(/(?<!\\)#/);
    });

    test("JSON and SARIF parse, and JSON gives the values back", () => {
      const json = JSON.parse(written("json", findings, texts)) as {
        findings: {
          subject: string;
          file: string;
          line: number;
          column: number;
          message: string;
        }[];
        counts: Record<string, number>;
      };
      expect(json.findings).toHaveLength(findings.length);
      for (const one of json.findings) {
        expect(one).toMatchObject({ subject: name, file: name, line: 2, column: 9 });
        expect(one.message).not.toMatch(UNSAFE_CHARACTER);
      }
      expect(Object.values(json.counts).reduce((a, b) => a + b)).toBe(findings.length);
      const log = JSON.parse(written("sarif", findings, texts)) as {
        runs: { results: { message: { text: string }; locations: unknown[] }[] }[];
      };
      expect(log.runs[0]!.results).toHaveLength(findings.length);
      for (const { message } of log.runs[0]!.results) {
        expect(message.text).not.toMatch(/(?<!\\)\]\(/);
        expect(message.text).not.toMatch(UNSAFE_CHARACTER);
      }
    });
  },
);

describe("formats", () => {
  const unit = fc.oneof(
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.constantFrom(...HOSTILE.slice(0, -1), "\n", "\r\n", "\t", "山", "\ud83d"),
  );
  const wild = fc.array(unit, { maxLength: 12 }).map((parts) => parts.join(""));
  const findings = fc.array(
    fc.record({
      code: fc.constantFrom(...CODES),
      sample: fc.nat(),
      name: wild,
      file: fc.constantFrom("a.yaml", "b/c.csv", "missing.yaml"),
      start: fc.integer({ min: -5, max: 200 }),
      length: fc.integer({ min: -5, max: 200 }),
      width: fc.integer({ min: 0, max: 200 }),
    }),
    { maxLength: 30 },
  );

  test("random findings on random texts never throw and never write a control byte", () => {
    const sgr = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");
    fc.assert(
      fc.property(findings, wild, wild, fc.constantFrom(...LANGUAGES), (drafts, a, b, lang) => {
        const texts = new Map([
          ["a.yaml", a],
          ["b/c.csv", b],
        ]);
        const made = drafts.map(({ code, sample, name, file, start, length }) => {
          const args = SAMPLES[code][sample % SAMPLES[code].length]!;
          const place = { file, start, end: start + length };
          const labels = [
            label("depends-on", { file: "b/c.csv", start: length, end: start }, { id: name }),
          ];
          return finding(code, place, name, withTexts(args, name) as never, { labels });
        });
        const width = drafts[0]?.width ?? 80;
        for (const format of NAMES) {
          for (const colour of [false, true]) {
            const text = FINDING_FORMATS[format].write(made, texts, { lang, colour, width });
            const bare = format === "text" && colour ? text.replace(sgr, "") : text;
            expect(bare.replaceAll("\n", "")).not.toMatch(UNSAFE_CHARACTER);
          }
        }
      }),
      { numRuns: 300, seed: 20_261_123 },
    );
  });

  test("the order of findings does not change a byte", () => {
    const { findings: made, texts } = findingsAbout("ring-utara-3");
    const turned = made
      .toReversed()
      .filter(({ code }, index, all) => all.findIndex((one) => one.code === code) === index);
    for (const format of NAMES) {
      expect(written(format, turned.toReversed(), texts)).toBe(written(format, turned, texts));
    }
  });
});

/** The line without its code spans, by CommonMark's rule: a run of backticks ends at the next equal run. */
function withoutCodeSpans(line: string): string {
  let rest = line;
  let live = "";
  for (;;) {
    const open = /(?<!\\)`+/.exec(rest);
    if (open === null) return live + rest;
    const after = rest.slice(open.index + open[0].length);
    const close = new RegExp(`(?<!\`)${open[0]}(?!\`)`).exec(after);
    live += rest.slice(0, open.index);
    // An open run that is never closed is text.
    if (close === null) return `${live}${open[0]}${after}`;
    rest = after.slice(close.index + open[0].length);
  }
}
