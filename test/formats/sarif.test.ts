import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { finding, label } from "../../src/findings/finding.ts";
import { sarif } from "../../src/formats/sarif.ts";

const FILE = "topology/dumai/links utara.yaml";
const TEXT = "links:\n  - id: 😀 ring\n    via: [a]\n";
const TEXTS = new Map([[FILE, TEXT]]);
const at = (start: number, end: number, file = FILE) => ({ file, start, end });

function logOf(file: string): Log {
  const place = at(15, 22, file);
  const labels = [label("site", at(32, 35), { id: "[x](1)" })];
  return JSON.parse(
    sarif(
      [
        finding(
          "R110",
          place,
          "ring",
          { link: "[a](https://evil.example)", site: "b" },
          { labels },
        ),
        finding("R110", place, "ring", { link: "c", site: "b" }),
        finding("R111", place, "ring", { link: "a", other: "b", medium: "fiber" }),
      ],
      new Map([...TEXTS, [file, TEXT]]),
      "en",
    ),
  ) as Log;
}

describe("SARIF", () => {
  test("one run with rules, results and places as viewers need them", () => {
    const log = logOf(FILE);
    const run = log.runs[0]!;
    expect(log.version).toBe("2.1.0");
    expect(run.columnKind).toBe("utf16CodeUnits");
    expect(run.tool.driver.rules!.map(({ id }) => id)).toEqual(["R110", "R111"]);
    for (const { ruleId, ruleIndex } of run.results!) {
      expect(run.tool.driver.rules![ruleIndex!]!.id).toBe(ruleId);
    }
    expect(run.results!.map(({ level }) => level)).toEqual(["error", "error", "note"]);
    expect(run.results![0]!.locations![0]!.physicalLocation).toEqual({
      artifactLocation: { uri: "topology/dumai/links%20utara.yaml", uriBaseId: "%SRCROOT%" },
      // The emoji is two UTF-16 units.
      region: { startLine: 2, startColumn: 9, endLine: 2, endColumn: 16 },
    });
    expect(run.results![0]!.relatedLocations![0]!.id).toBe(1);
  });

  test("data makes no links, and results stay apart", () => {
    const results = logOf(FILE).runs[0]!.results!;
    expect(results[0]!.message.text).toContain("\\[a\\](https://evil.example)");
    expect(results[0]!.relatedLocations![0]!.message!.text).toBe("site \\[x\\](1)");
    const prints = results.map(({ partialFingerprints }) => Object.values(partialFingerprints!)[0]);
    expect(prints).toEqual(["R110:ring", "R110:ring#2", "R111:ring"]);
  });

  test.each([
    ["/home/budi/rahasia/links.yaml", "links.yaml"],
    ["C:\\Users\\budi\\links.yaml", "links.yaml"],
    ["./a/./b.yaml", "a/b.yaml"],
    ["javascript:alert(1)", "javascript%3Aalert(1)"],
    ["//evil.example/x.yaml", "x.yaml"],
    ["a?b#c%d.yaml", "a%3Fb%23c%25d.yaml"],
    ["../tetangga/a.yaml", "../tetangga/a.yaml"],
    ["desa \ud800.yaml", "desa%20%EF%BF%BD.yaml"],
  ])("%s becomes the relative URI %s", (file, uri) => {
    const { physicalLocation } = logOf(file).runs[0]!.results![0]!.locations![0]!;
    expect(physicalLocation!.artifactLocation!.uri).toBe(uri);
  });
});
