import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CSV_COLUMNS } from "../../src/model/csv-columns.ts";
import { COLLECTIONS } from "../../src/model/schema/collections.ts";
import { header, routeProperties } from "../../src/model/schema/entities.ts";

const page = readFileSync("docs/file-format.md", "utf8");

function fieldsOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return schema.options.flatMap((option) => fieldsOf(option as z.ZodType));
  }
  return [];
}

describe("docs/file-format.md", () => {
  const schemas = { ...COLLECTIONS, header, routeProperties };
  const fields = Object.entries(schemas).flatMap(([list, schema]) =>
    fieldsOf(schema).map((field) => [list, field] as const),
  );
  it.each([...new Map(fields.map((pair) => [pair.join("."), pair])).values()])(
    "tells of %s.%s",
    (_list, field) => {
      expect(page).toMatch(new RegExp(`[\`*|\\s({]${field}[\`*,|\\s)}]`));
    },
  );
  it.each(Object.keys(COLLECTIONS))("has a row for %s", (list) => {
    expect(page).toContain(`| \`${list}\` |`);
  });
  it.each(Object.entries(CSV_COLUMNS).flatMap(([, columns]) => Object.keys(columns)))(
    "names the column %s",
    (column) => {
      expect(page).toMatch(new RegExp(`[\\s,]${column}[,|\\s]`));
    },
  );
});
