import { describe, expect, test } from "vitest";
import { boundaries } from "../../src/checks/boundaries.ts";
import type { SourceFile } from "../../src/document/entry.ts";
import { inOrder } from "../../src/findings/finding.ts";
import { representativePoint } from "../../src/geo/polygon.ts";
import { readNetwork } from "../../src/io/read-network.ts";
import type { Day } from "../../src/model/calendar.ts";
import { analyse, check, load } from "../../src/pipeline.ts";
import { FINDING_FORMATS } from "../../src/views/finding-reports.ts";
import { checkedSummary } from "../../src/views/checked-summary.ts";
import { mutated } from "../document/mutations.ts";

/**
 * Files of a real network with one to three bytes, lines or tokens changed: whatever comes out, it
 * is findings with places inside their files, in every format, and never an exception (security.md,
 * row 3). A seed names a case; `mutated(files, seed)` shows it again.
 */
const TODAY = "2025-02-03" as Day;
// oxlint-disable-next-line no-control-regex -- the control bytes are what is looked for
const CONTROL_BYTE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

function run(files: readonly SourceFile[], depth: "load" | "all"): void {
  const { network, findings } = load(files, { today: TODAY });
  // A network that cannot be used says why.
  expect(network !== undefined || findings.length > 0).toBe(true);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const { place } of findings) {
    const size = texts.get(place.file)?.length ?? 0;
    expect(place.start >= 0 && place.start <= place.end && place.end <= size).toBe(true);
  }
  if (depth === "load") return;
  let shown = findings;
  if (network !== undefined) {
    const analysis = analyse(network, ({ geometry }) => representativePoint(geometry));
    const report = check(analysis, undefined, { boundaries });
    shown = inOrder([...findings, ...report.findings]);
    expect(checkedSummary(analysis, report, "id")).not.toMatch(CONTROL_BYTE);
  }
  for (const [name, { write }] of Object.entries(FINDING_FORMATS)) {
    const written = write(shown, texts, { lang: "id", colour: false, width: 80 });
    expect(written).not.toMatch(CONTROL_BYTE);
    if (name === "json" || name === "sarif") JSON.parse(written);
  }
}

/** The seeds that fell, each with why. */
function fallen(files: readonly SourceFile[], from: number, to: number, depth: "load" | "all") {
  const found: string[] = [];
  for (let seed = from; seed < to && found.length < 10; seed++) {
    try {
      run(mutated(files, seed), depth);
    } catch (error) {
      found.push(`seed ${seed}: ${String((error as Error).stack)}`);
    }
  }
  return found;
}

describe("mutations of a network's files", () => {
  test("a small network that has a bit of everything, every stage", async () => {
    const { files } = readNetwork("fixtures/bad-input/semua/contoh");
    expect(load(files, { today: TODAY }).findings).toEqual([]);
    expect(fallen(files, 0, 2500, "all")).toEqual([]);
  });

  test("the city of Dumai, every stage", async () => {
    const { files } = readNetwork("topology/dumai");
    expect(fallen(files, 0, 100, "all")).toEqual([]);
  });

  test("the city of Dumai, its files alone", async () => {
    const { files } = readNetwork("topology/dumai");
    expect(fallen(files, 100, 700, "load")).toEqual([]);
  });
});
