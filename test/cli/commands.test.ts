import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";

const ROOT = process.cwd();
let place: string;
beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), "rajut-cli-"));
  cpSync("topology/dumai", path.join(place, "topology/dumai"), { recursive: true });
});
afterAll(() => rmSync(place, { recursive: true }));

/** Runs the program in the scratch folder, as its own process. */
function rajut(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, "bin/rajut.js"), ...args],
    {
      cwd: place,
      encoding: "utf8",
      env: { ...process.env, RAJUT_LANG: "id", NO_COLOR: "1", ...env },
    },
  );
  return { status, stdout, stderr };
}

describe("usage", () => {
  it("an unknown command names the nearest and the list, without a stack trace", () => {
    const { status, stdout, stderr } = rajut(["chek"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      `rajut: perintah \`chek\` tidak dikenal; maksudnya \`check\`? Yang ada: ${Object.keys(COMMANDS).join(", ")}\n`,
    );
  });
  it.each([
    [["check", "--fromat", "json"], "--format"],
    [["check", "--format", "xml"], "text, json, sarif, github, markdown"],
    [["check", "--format"], "--format"],
    [["check", "--help=x"], "--help"],
    [["check", "--at", "2025-02-30"], "2025-02-30"],
    [["explain", "R999"], "R999"],
    [["explain"], "R001"],
    [["import", "boundaries"], "FILE"],
    [["import", "boundaries", "tidak-ada.geojson"], "tidak-ada.geojson"],
    [["map", "topology/tidak-ada"], "topology/tidak-ada"],
    [["--frobnicate"], "--frobnicate"],
  ])("%j is told in one line and exit 2", (args, told) => {
    const { status, stderr } = rajut(args);
    expect(status).toBe(2);
    expect(stderr).toContain(told);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
  it("help and version", () => {
    expect(rajut(["--help"])).toMatchObject({ status: 0, stderr: "" });
    expect(rajut(["check", "--help", "--lang", "en"]).stdout).toContain(
      "exit with 1 from this severity on",
    );
    expect(rajut(["--version"]).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
  it("explains every range in both languages", () => {
    expect(rajut(["explain", "r301"]).stdout).toMatch(/^# R301: /);
    expect(rajut(["explain", "R301", "--lang", "en"]).stdout).toContain("standard");
  });
});

const hashes = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((file) => [
      file,
      createHash("sha256")
        .update(readFileSync(path.join(folder, file)))
        .digest("hex"),
    ]);

describe("overview", () => {
  it("writes everything, ends with the paths, and writes the same bytes anywhere and any day", () => {
    const first = rajut(["overview"]);
    expect(first).toMatchObject({ status: 0, stderr: "" });
    const out = path.join(place, "out/dumai");
    const written = readdirSync(out).sort();
    expect(written).toEqual(
      "check.json check.sarif check.txt map.geojson map.png map.svg summary.json summary.txt".split(
        " ",
      ),
    );
    const paths = first.stdout.trimEnd().split("\n").slice(-written.length);
    for (const line of paths) expect(existsSync(path.join(place, line.trim())), line).toBe(true);
    const before = hashes(out);
    rmSync(out, { recursive: true });
    rajut(["overview", "topology/dumai/"], {
      TZ: "Asia/Jayapura",
      LC_ALL: "tr_TR.UTF-8",
      LANG: "tr_TR.UTF-8",
    });
    expect(hashes(out)).toEqual(before);
  });
});

describe("map", () => {
  it("writes the one form that is asked for, in the folder that is named", () => {
    const { status, stdout } = rajut(["map", "--format", "geojson", "--out", "peta"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "peta/map.geojson\n" });
    expect(readdirSync(path.join(place, "peta"))).toEqual(["map.geojson"]);
  });
});

describe("import boundaries", () => {
  it("writes boundaries.geojson, and check then asks where the sites stand", () => {
    const box = [
      [
        [101.0, 1.3],
        [101.7, 1.3],
        [101.7, 2.2],
        [101.0, 2.2],
        [101.0, 1.3],
      ],
    ];
    const layer = {
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          properties: { kode: "14.72.04" },
          geometry: { type: "Polygon", coordinates: box },
        },
      ],
    };
    writeFileSync(path.join(place, "batas.json"), JSON.stringify(layer));
    expect(rajut(["check"]).stdout).toContain("tidak diperiksa: tanpa batas wilayah");
    const { status, stdout } = rajut([
      "import",
      "boundaries",
      "batas.json",
      "--attribution",
      "uji coba",
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain("1 cocok menurut kode");
    expect(stdout).toContain("bukan rujukan batas resmi");
    const checked = rajut(["check"]).stdout;
    expect(checked).not.toContain("tanpa batas wilayah");
    expect(checked).toContain("R209");
    rajut(["map", "--format", "svg", "--out", "peta"]);
    const svg = readFileSync(path.join(place, "peta/map.svg"), "utf8");
    expect(svg).toContain("uji coba");
    expect(svg).toContain("bukan rujukan batas resmi");
  });
});
