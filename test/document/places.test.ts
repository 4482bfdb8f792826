import * as fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { parseCsv } from "../../src/document/csv.ts";
import type { SourceFile } from "../../src/document/entry.ts";
import { parseGeoJson } from "../../src/document/geojson.ts";
import { parseYaml } from "../../src/document/yaml.ts";
import type { Place } from "../../src/findings/place.ts";

/** A value's place is the text that says it: read again on its own, that text is the value. */
const options = { seed: 20_261_124, numRuns: 300 };
const file = (name: string, text: string): SourceFile => ({ path: `contoh/${name}`, name, text });
const textAt = ({ text }: SourceFile, { start, end }: Place) => text.slice(start, end);

const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9 _.:#'",;-]{0,20}[a-z]$/);
const scalar = fc.oneof(
  word,
  fc.constantFrom("", "ya", "true", "14.72", "2025-02-03", "null", "- a", "a: b", "é山😀"),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
);
const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
type Tree = unknown;
const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
    fc.dictionary(key, tie("tree"), { minKeys: 1, maxKeys: 4 }),
  ),
})).tree;

/** Every scalar of a tree with the way to it. */
function* leaves(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<{ path: readonly (string | number)[]; value: unknown }> {
  if (typeof value !== "object" || value === null) yield { path, value };
  else {
    for (const [name, inner] of Object.entries(value)) {
      yield* leaves(inner, [...path, Array.isArray(value) ? Number(name) : name]);
    }
  }
}

describe("places in YAML", () => {
  test.each([
    ["block style", { lineWidth: 0 }],
    ["flow style", { lineWidth: 0, collectionStyle: "flow" as const }],
    ["double quotes", { lineWidth: 0, defaultStringType: "QUOTE_DOUBLE" as const }],
    ["single quotes", { lineWidth: 0, defaultStringType: "QUOTE_SINGLE" as const }],
  ])("%s", (_, style) => {
    fc.assert(
      fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 }), (written) => {
        const source = file("x.yaml", stringify(written, { ...style, schema: "core" }));
        const { entry, findings } = parseYaml(source);
        expect(findings).toEqual([]);
        expect(entry!.value).toEqual(written);
        for (const { path, value } of leaves(written)) {
          const place = entry!.origin.at(path);
          expect(parse(textAt(source, place), { schema: "core" })).toEqual(value);
          const last = path.at(-1);
          if (typeof last === "string") {
            expect(parse(textAt(source, entry!.origin.at(path, "key")))).toEqual(
              parse(last) as unknown,
            );
          }
        }
      }),
      options,
    );
  });

  test("what is not written is shown at the first line of what it is missing from", () => {
    const source = file("x.yaml", "links:\n  - id: a\n    medium: fiber\n  - id: b\n");
    const { origin } = parseYaml(source).entry!;
    expect(textAt(source, origin.at(["links", 0, "ends", 1]))).toBe("id: a");
    expect(textAt(source, origin.at(["links", 1, "medium"]))).toBe("id: b");
    expect(textAt(source, origin.at(["tidak-ada"]))).toBe("links:");
  });

  test("an empty value is shown behind its key, and an alias where it is used", () => {
    const source = file("x.yaml", "a: &a [1]\nb:\nc: *a\n");
    const { entry } = parseYaml(source);
    expect(entry!.value).toEqual({ a: [1], b: null, c: [1] });
    expect(entry!.origin.at(["b"]).start).toBeGreaterThanOrEqual(source.text.indexOf("b:"));
    expect(entry!.origin.at(["b"]).start).toBeLessThanOrEqual(source.text.indexOf("c:"));
    expect(textAt(source, entry!.origin.at(["c"]))).toBe("*a");
  });

  test("a file with 60,000 keys takes no time that grows with their square", () => {
    const source = file("x.yaml", Array.from({ length: 60_000 }, (_, i) => `k${i}: 1\n`).join(""));
    const { entry, findings } = parseYaml(source);
    expect(findings).toEqual([]);
    expect(Object.keys(entry!.value as object)).toHaveLength(60_000);
  });
});

describe("places in CSV", () => {
  const columns = {
    id: { path: ["id"], type: "text" },
    name: { path: ["name"], type: "text" },
    lon: { path: ["position", "lon"], type: "number" },
    tags: { path: ["tags"], type: "list" },
  } as const;
  const cell = fc
    .oneof(word, fc.constantFrom("a,b", 'a "b" c', "a;b", "a\tb", "é山😀", "", '"', "a\nb"))
    .map((text) => text.trim());
  const row = fc.record({
    id: key,
    name: cell,
    lon: fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 1e4),
    tags: fc.array(key, { minLength: 1, maxLength: 3 }),
  });

  test.each([
    [",", "\n", ""],
    [";", "\r\n", "\ufeff"],
    ["\t", "\n", ""],
  ])("delimiter %j, line end %j", (delimiter, newline, mark) => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const data = rows.map(({ id, name, lon, tags }) => [id, name, String(lon), tags.join(" ")]);
        const text = Papa.unparse([["id", "name", "lon", "tags"], ...data], { delimiter, newline });
        const source = file("sites.csv", mark + text);
        const { entries, findings } = parseCsv(source, columns);
        expect(findings).toEqual([]);
        expect(entries.map(({ value }) => value)).toEqual(
          rows.map(({ id, name, lon, tags }) => ({
            id,
            ...(name !== "" && { name }),
            position: { lon },
            tags,
          })),
        );
        for (const [i, { origin }] of entries.entries()) {
          const shown = (path: readonly string[]) => textAt(source, origin.at(path));
          expect(shown(["id"])).toBe(rows[i]!.id);
          // Without its quotes; those inside stand twice.
          expect(shown(["name"]).replaceAll('""', '"')).toBe(rows[i]!.name);
          expect(Number(shown(["position", "lon"]))).toBe(rows[i]!.lon);
          expect(shown(["tags"])).toBe(rows[i]!.tags.join(" "));
          expect(shown([])).toBe(rows[i]!.id);
        }
      }),
      options,
    );
  });

  test("what is no plain number stays text", () => {
    const numbers = [
      "1",
      "-1.5",
      "+.5",
      "1e3",
      "101,45",
      "1.000.000",
      "NaN",
      "Infinity",
      "1e309",
      "0x10",
      "1 000",
    ];
    const source = file("sites.csv", `id;lon\n${numbers.map((n) => `a;${n}`).join("\n")}\n`);
    const found = parseCsv(source, columns).entries.map(
      ({ value }) => (value as { position: { lon: unknown } }).position.lon,
    );
    expect(found).toEqual([1, -1.5, 0.5, 1000, ...numbers.slice(4)]);
  });
});

describe("places in GeoJSON", () => {
  const feature = (id: string) => ({
    type: "Feature",
    properties: { id, 'a"\\b': 1 },
    geometry: null,
  });

  test("each feature's own, also behind things that are no features", () => {
    const value = {
      type: "FeatureCollection",
      features: [null, feature("a"), [{}], 7, feature("b")],
    };
    for (const indent of [0, 2]) {
      const source = file("routes.geojson", JSON.stringify(value, null, indent));
      const { features, findings } = parseGeoJson(source);
      expect(findings).toEqual([]);
      expect(features.map(({ value: one }) => one)).toEqual(value.features);
      for (const [i, id] of [
        [1, "a"],
        [4, "b"],
      ] as const) {
        expect(textAt(source, features[i]!.origin.at(["properties", "id"]))).toBe(`"${id}"`);
        expect(textAt(source, features[i]!.origin.at(["properties", "id"], "key"))).toBe('"id"');
      }
    }
  });

  test("a string of five million escapes does not end the stack", () => {
    const value = {
      type: "FeatureCollection",
      features: [feature("a")],
      note: "a\\".repeat(5_000_000),
    };
    const { features, findings } = parseGeoJson(file("routes.geojson", JSON.stringify(value)));
    expect([features.length, findings.length]).toEqual([1, 0]);
  });

  test.each([100, 3000, 200_000])("%i levels deep", (depth) => {
    const deep = `{ "type": "FeatureCollection", "features": ${"[".repeat(depth)}${"]".repeat(depth)} }`;
    const codes = (text: string) =>
      parseGeoJson(file("routes.geojson", text)).findings.map(({ code }) => code);
    expect(codes(deep)).toEqual(["R004"]);
    expect(codes("[".repeat(depth))).toEqual(["R019"]);
  });
});
