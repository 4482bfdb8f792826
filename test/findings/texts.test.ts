import { describe, expect, test } from "vitest";
import { CODES, type Code, type LabelArgs, type LabelKey } from "../../src/findings/codes.ts";
import { type Finding, finding, label } from "../../src/findings/finding.ts";
import { fileStart } from "../../src/findings/place.ts";
import {
  countsOf,
  explainOf,
  helpOf,
  labelTextOf,
  messageOf,
  titleOf,
} from "../../src/findings/texts.ts";
import { LANGUAGES } from "../../src/text/language.ts";
import { SAMPLES } from "./samples.ts";

const LABELS: { readonly [K in LabelKey]: LabelArgs[K] } = {
  first: {},
  here: {},
  "same-loss": { id: "ring-utara-3" },
  "depends-on": { id: "ring-1" },
  "shares-risk": { risk: "jembatan-1" },
  "path-unknown": { link: "sewa-1" },
  standard: { kind: "puskesmas" },
  site: { id: "kec-a" },
  until: { date: "2025-12-31" },
  area: { id: "lubuk-gaung" },
};

const mark = (value: string) => `\u{fdd0}${value}\u{fdd1}`;
const strip = (text: string) => text.replace(/[\u{fdd0}\u{fdd1}]/gu, "");

function samplesOf(code: Code): Finding[] {
  return SAMPLES[code].map((args) => finding(code, fileStart("network.yaml"), "kec-a", args));
}

describe.each(CODES)("%s", (code) => {
  test.each(LANGUAGES)("says something in full in %s", (lang) => {
    const texts = [
      titleOf(code, lang),
      explainOf(code, lang),
      ...samplesOf(code).flatMap((sample) => [messageOf(sample, lang), helpOf(sample, lang)]),
    ];
    for (const text of texts) {
      expect(text.length).toBeGreaterThan(9);
      expect(text).not.toMatch(/undefined|NaN|\[object|null, |\s{2}|\.$^|[:,] ?$|\?/);
      expect(text).toBe(text.trim());
    }
    // A line ends without a stop: other texts follow it.
    expect(titleOf(code, lang)).not.toMatch(/\.$/);
    expect(titleOf(code, lang).length).toBeLessThanOrEqual(72);
    const sentences = explainOf(code, lang).split(/[.?](?:\s|$)/).length - 1;
    expect(sentences).toBeGreaterThanOrEqual(2);
    expect(sentences).toBeLessThanOrEqual(6);
  });

  test("differs between the languages", () => {
    expect(titleOf(code, "id")).not.toBe(titleOf(code, "en"));
    for (const sample of samplesOf(code)) {
      expect(messageOf(sample, "id")).not.toBe(messageOf(sample, "en"));
    }
  });

  test("marking data changes nothing but the marks", () => {
    // A word that a text compares or looks up must not be marked, or it would take another branch.
    for (const lang of LANGUAGES) {
      for (const sample of samplesOf(code)) {
        expect(strip(messageOf(sample, lang, mark))).toBe(messageOf(sample, lang));
        expect(strip(helpOf(sample, lang, mark))).toBe(helpOf(sample, lang));
      }
    }
  });
});

test("labels speak both languages", () => {
  for (const key of Object.keys(LABELS) as LabelKey[]) {
    const one = label(key, fileStart("a.yaml"), LABELS[key]);
    expect(labelTextOf(one, "id")).not.toMatch(/undefined|NaN|\[object/);
    expect(labelTextOf(one, "id")).not.toBe(labelTextOf(one, "en"));
  }
});

test("known names are capped and the rest counted", () => {
  const [first] = samplesOf("R101");
  expect(helpOf(first!, "id")).toBe(
    "nama terdekat: kel-lubuk-gaung; yang dikenal: kel-0, kel-1, kel-2, kel-3, kel-4, kel-5, kel-6, kel-7, kel-8, kel-9, kel-10, kel-11, dan 3 lagi",
  );
  expect(helpOf(first!, "en")).toMatch(/kel-11 and 3 more$/);
});

test("distances that break a limit never read as the limit", () => {
  const [first] = samplesOf("R401");
  expect(messageOf(first!, "id")).toBe(
    "tautan panjang-1 (serat optik) panjangnya 80,01 km; batasnya 80 km",
  );
  expect(messageOf(first!, "en")).toBe(
    "link panjang-1 (fibre) is 80.01 km long; the limit is 80 km",
  );
});

test("counts name every severity that is there", () => {
  const at = fileStart("a.yaml");
  const some = [
    finding("R110", at, "a", SAMPLES.R110[0]),
    finding("R110", at, "b", SAMPLES.R110[0]),
    finding("R111", at, "a", SAMPLES.R111[0]),
    finding("R112", at, "a", SAMPLES.R112[0], { severity: "unsupported" }),
    finding("R112", at, "b", SAMPLES.R112[0]),
  ];
  expect(countsOf(some, "id")).toBe("2 galat, 1 tidak didukung, 1 peringatan, 1 catatan");
  expect(countsOf(some, "en")).toBe("2 errors, 1 unsupported, 1 warning, 1 note");
  expect(countsOf([], "id")).toBe("tidak ada temuan");
});

test("a word that an object inherits is not a word of the model", () => {
  const hostile = finding("R308", fileStart("a.yaml"), "x", { site: "x", kind: "constructor" });
  expect(messageOf(hostile, "id")).toBe("constructor x tidak mempunyai jalur ke inti mana pun");
});
