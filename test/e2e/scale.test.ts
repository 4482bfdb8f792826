import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LINES_MAX } from "../../src/views/findings-terminal.ts";

/** Every polling station of a province: it must load, be checked and be told within 1 GiB. No time is asked for. */
const SITES = 100_000;
const FILES = 40;

let place: string;
let folder: string;
beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), "rajut-scale-"));
  folder = path.join(place, "besar");
  mkdirSync(`${folder}/links`, { recursive: true });
  writeFileSync(
    `${folder}/network.yaml`,
    'network: besar\nname: Besar\narea: "14.72"\nasOf: "2025-02-03"\ncore: [inti]\nstandards: [{ kinds: [tps, datacentre], paths: 1 }]\n',
  );
  writeFileSync(
    `${folder}/areas.csv`,
    "id,level,code,name,parent\nkota,regency,14.72,Kota Dumai,\nkec,kecamatan,14.72.01,Dumai Barat,kota\n",
  );
  const rows = Array.from({ length: SITES }, (_, i) => {
    const [lon, lat] = [101.3 + (i % 400) / 1000, 1.5 + Math.floor(i / 400) / 1000];
    return `tps-${i},TPS ${i},tps,kec,${lon.toFixed(4)},${lat.toFixed(4)},surveyed,5,survei\n`;
  });
  writeFileSync(
    `${folder}/sites.csv`,
    `id,name,kind,area,lon,lat,position_source,accuracy_m,name_source\ninti,Inti,datacentre,kec,101.4,1.6,surveyed,5,survei\n${rows.join("")}`,
  );
});
afterAll(() => rmSync(place, { recursive: true }));

function check() {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=900", path.resolve("bin/rajut.js"), "check", "besar", "--lang", "en"],
    { cwd: place, encoding: "utf8", maxBuffer: 1e9 },
  );
  return { status, stderr, lines: stdout.split("\n") };
}

describe("a hundred thousand sites", () => {
  test("as CSV, without a link", () => {
    const { status, stderr, lines } = check();
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(lines).toContainEqual(
      expect.stringMatching(/^Besar as of 2025-02-03: 100,?001 sites, 0 links/),
    );
    // Ten of a code in full, then one line each up to 500 in all, and how many more there are.
    expect(lines.filter((line) => line.includes("= help:")).length).toBeLessThan(50);
    expect(lines.filter((line) => line.startsWith("warning[R112]"))).toHaveLength(LINES_MAX);
    const rest = (SITES + 1 - LINES_MAX).toLocaleString("en");
    expect(lines).toContain(`… ${rest} more R112; all of them: --format json`);
  });

  test("each with a link to the core, in YAML files of a few thousand", () => {
    const each = SITES / FILES;
    for (let file = 0; file < FILES; file++) {
      const links = Array.from(
        { length: each },
        (_, k) =>
          `  - { id: akses-${file * each + k}, ends: [inti, tps-${file * each + k}], medium: microwave, rateMbps: 10 }\n`,
      );
      writeFileSync(`${folder}/links/${file}.yaml`, `links:\n${links.join("")}`);
    }
    const { status, stderr, lines } = check();
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(lines).toContainEqual(
      expect.stringMatching(/^Besar as of 2025-02-03: 100,?001 sites, 100,?000 links/),
    );
  });
});
