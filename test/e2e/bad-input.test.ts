import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/cli/commands/check.ts";

/**
 * Broken and hostile files through the real command: exit 1 or 2, a finding with its place, no stack
 * trace, nothing on the terminal but text, and the findings of the good files as they were without
 * the bad one (security.md, rows 1, 2, 4 to 8, 10 and 26).
 */
const RAJUT = path.resolve("bin/rajut.js");
const HEAD = "id,name,kind,area,lon,lat,position_source,accuracy_m,name_source\n";
const ROW = "wifi-1,Taman Kota,wifi,kec-barat,101.45,1.67,surveyed,5,survei\n";
const site = (name: string) =>
  `sites:\n  - { id: wifi-1, name: ${name}, nameSource: survei, kind: wifi, area: kec-barat, location: { area: kec-barat } }\n`;
const link = (fields: string) =>
  `links:\n  - { id: cincin-4, ends: [pusat-data, camat-barat], medium: microwave, ${fields} }\n`;
const route = (properties: string, coordinates = "[[101.45, 1.65], [101.44, 1.66]]") =>
  `{ "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": { ${properties} }, "geometry": { "type": "LineString", "coordinates": ${coordinates} } }] }`;
const ROUTE =
  '"id": "jl-x", "name": "Jl. X", "kind": "duct", "positionSource": "surveyed", "accuracyM": 5';

type Bad = readonly [what: string, codes: readonly string[], make: (folder: string) => void];
const file =
  (name: string, content: string | Buffer) =>
  (folder: string): void => {
    mkdirSync(path.dirname(`${folder}/${name}`), { recursive: true });
    writeFileSync(`${folder}/${name}`, content);
  };
const yaml = (content: string | Buffer) => file("buruk.yaml", content);
const csv = (content: string | Buffer) => file("sites/buruk.csv", content);
const geojson = (content: string | Buffer) => file("routes/buruk.geojson", content);

const CASES: readonly Bad[] = [
  // Bytes
  ["bytes that are not UTF-8", ["R001"], csv(Buffer.from([0x69, 0x64, 0xff, 0xfe, 0x0a]))],
  ["UTF-16 with its mark", ["R001"], csv(Buffer.from(`\ufeff${HEAD}${ROW}`, "utf16le"))],
  ["UTF-16 without its mark", ["R012"], csv(Buffer.from(HEAD + ROW, "utf16le"))],
  ["control characters in a name", ["R017"], yaml(site('"Taman \\e[31mKota\\a"'))],
  [
    "raw control characters in a name",
    ["R017"],
    csv(HEAD + ROW.replace("Kota", "\u001b[2JKo\u0007ta")),
  ],
  ["a right-to-left override in a name", ["R017"], csv(HEAD + ROW.replace("Kota", "\u202eatoK"))],
  [
    "a name with a line break in quotes",
    ["R017"],
    csv(HEAD + ROW.replace("Taman Kota", '"Taman\nKota"')),
  ],
  ["a name of 64 KiB", ["R010"], csv(HEAD + ROW.replace("Kota", "a".repeat(65_536)))],
  ["an id of 64 KiB", ["R103"], csv(HEAD + ROW.replace("wifi-1", "a".repeat(65_536)))],
  ["a key of 64 KiB", ["R012"], yaml(`${"a".repeat(65_536)}: []\n`)],
  ["control characters in a key", ["R012"], yaml('"\\e]0;x\\a": []\n')],
  // YAML
  ["YAML indented by tabs", ["R002"], yaml("links:\n\t- id: x\n")],
  [
    "an alias bomb",
    ["R003"],
    yaml(
      `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from("abcdefghi")
        .slice(0, -1)
        .map(
          (key, i) =>
            `${"bcdefghij"[i]}: &${"bcdefghij"[i]} [${Array(9).fill(`*${key}`).join(", ")}]`,
        )
        .join("\n")}\n`,
    ),
  ],
  ["an alias cycle", ["R003"], yaml("links: &a [*a]\n")],
  ["a cycle through a mapping", ["R003"], yaml("links: &a [{ id: x, more: *a }]\n")],
  ["YAML 3,000 levels deep", ["R004"], yaml(`links: ${"[".repeat(3000)}${"]".repeat(3000)}\n`)],
  ["3,000 brackets left open", ["R004"], yaml(`links: ${"[".repeat(3000)}\n`)],
  ["block YAML 3,000 levels deep", ["R004"], yaml(`${"- ".repeat(3000)}x\n`)],
  ["two documents", ["R002"], yaml("links: []\n---\nlinks: []\n")],
  ["an unknown tag", ["R002"], yaml("links: !!js/function 'x'\n")],
  ["a list as a file", ["R010"], yaml("- id: x\n")],
  ["a scalar as a file", ["R010"], yaml("halo\n")],
  ["a list as a field name", ["R002"], yaml("? [a, b]\n: c\n")],
  ["a key twice", ["R015"], yaml(link("rateMbps: 10, rateMbps: 100"))],
  ["__proto__ as a key", ["R014"], yaml(link("__proto__: { inService: false }"))],
  ["__proto__ as a list", ["R014"], yaml("__proto__: [{ id: x }]\n")],
  ["__proto__ as an id", ["R103"], yaml(link("").replace("cincin-4", "__proto__"))],
  ["constructor as a reference", ["R101"], yaml(link("").replace("camat-barat", "constructor"))],
  ["toString as a kind", ["R013"], yaml(site("x").replace("kind: wifi", "kind: toString"))],
  ["YAML over 5 MB", ["R005"], yaml("# panjang\n".repeat(600_000))],
  ["not a number", ["R016"], yaml(link("rateMbps: .nan"))],
  ["infinity", ["R016"], yaml(link("rateMbps: .inf"))],
  ["1e309", ["R016"], yaml(link("rateMbps: 1e309"))],
  ["a decimal comma", ["R016"], yaml(link("rateMbps: '101,45'"))],
  ["a number in quotes", ["R010"], yaml(link("rateMbps: '100'"))],
  ["a day that does not exist", ["R020"], yaml(link("from: 2025-02-30"))],
  [
    "an area code without quotes",
    ["R010"],
    yaml("areas: [{ id: a, level: kecamatan, code: 14.72, name: A }]\n"),
  ],
  ["an id in capitals, twin of another", ["R103"], yaml(link("").replace("cincin-4", "Cincin-1"))],
  ["an id with a look-alike letter", ["R103"], yaml(link("").replace("cincin-4", "сincin-1"))],
  ["a full-width id", ["R103"], yaml(link("").replace("cincin-4", "ｃincin"))],
  ["the same id twice", ["R102"], yaml(link("").replace("cincin-4", "cincin-1"))],
  // CSV
  ["a quote that never closes", ["R009"], csv(HEAD + ROW.replace("Taman", '"Taman') + ROW)],
  ["text after a closing quote", ["R009"], csv(HEAD + ROW.replace("Taman Kota", '"Taman" Kota'))],
  ["a column too few", ["R009"], csv(HEAD + ROW.replace(",survei", ""))],
  ["a column too many", ["R009"], csv(HEAD + ROW.replace("survei", "survei,x"))],
  ["a column twice", ["R015"], csv(HEAD.replace("accuracy_m", "name") + ROW)],
  ["__proto__ as a column", ["R014"], csv(HEAD.replace("accuracy_m", "__proto__") + ROW)],
  ["constructor as a column", ["R012"], csv(HEAD.replace("accuracy_m", "constructor") + ROW)],
  ["NaN in a cell", ["R016"], csv(HEAD + ROW.replace("101.45", "NaN"))],
  ["1e309 in a cell", ["R016"], csv(HEAD + ROW.replace("101.45", "1e309"))],
  [
    "a decimal comma in a cell",
    ["R016"],
    csv(HEAD.replaceAll(",", ";") + ROW.replaceAll(",", ";").replace("101.45", "101,45")),
  ],
  ["thousands with dots", ["R016"], csv(HEAD + ROW.replace("surveyed,5", "estimated,1.000.000"))],
  ["lon and lat swapped in sites", ["R203"], csv(HEAD + ROW.replace("101.45,1.67", "1.67,101.45"))],
  [
    "lon and lat swapped in buildings",
    ["R203"],
    yaml(
      "buildings: [{ id: g, name: G, position: { lon: 1.67, lat: 101.45, source: surveyed } }]\n",
    ),
  ],
  // GeoJSON
  [
    "GeoJSON 3,000 levels deep",
    ["R004"],
    geojson(route(ROUTE, "[".repeat(3000) + "]".repeat(3000))),
  ],
  ["GeoJSON with 100,000 brackets left open", ["R019"], geojson("[".repeat(100_000))],
  [
    "lon and lat swapped in a route",
    ["R203"],
    geojson(route(ROUTE, "[[1.65, 101.45], [1.66, 101.44]]")),
  ],
  ["__proto__ in JSON", ["R014"], geojson(route(`${ROUTE}, "__proto__": { "x": 1 }`))],
  [
    "an escaped __proto__ in JSON",
    ["R014"],
    geojson(route(`${ROUTE}, "\\u005f_proto__": { "x": 1 }`)),
  ],
  ["a key twice in JSON", ["R015"], geojson(route(`${ROUTE}, "accuracyM": 500`))],
  [
    "1e309 in JSON",
    ["R016"],
    geojson(route(ROUTE.replace('"accuracyM": 5', '"accuracyM": 1e309'))),
  ],
  ["coordinates that are no numbers", ["R019"], geojson(route(ROUTE, '[["101", "1"], [null, 2]]'))],
  ["a line of one point", ["R019"], geojson(route(ROUTE, "[[101.45, 1.65]]"))],
  [
    "features that are no objects",
    ["R019"],
    geojson('{ "type": "FeatureCollection", "features": [null, 1, "x", []] }'),
  ],
  ["an empty GeoJSON", ["R019"], geojson("")],
  [
    "a ring that does not close",
    ["R019"],
    file(
      "boundaries.geojson",
      '{ "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": {}, "geometry": { "type": "Polygon", "coordinates": [[[101, 1], [102, 1], [102, 2], [101, 2]]] } }] }',
    ),
  ],
  [
    "a MultiPolygon of nothing",
    ["R019"],
    file(
      "boundaries.geojson",
      '{ "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": { "code": "14.72.01" }, "geometry": { "type": "MultiPolygon", "coordinates": [] } }] }',
    ),
  ],
  // Things that are no files
  ["a folder named sites.csv", ["R007"], (folder) => mkdirSync(`${folder}/buruk.csv`)],
  [
    "a link out of the tree",
    ["R008"],
    (folder) => symlinkSync("/etc/passwd", `${folder}/buruk.yaml`),
  ],
  ["a folder linked out of the tree", ["R008"], (folder) => symlinkSync("/etc", `${folder}/buruk`)],
  ["a link that goes round", ["R008"], (folder) => symlinkSync(".", `${folder}/buruk`)],
  ["a link to itself", ["R008"], (folder) => symlinkSync("buruk.yaml", `${folder}/buruk.yaml`)],
  ["a pipe", ["R007"], (folder) => execFileSync("mkfifo", [`${folder}/buruk.yaml`])],
  [
    "a file name with control characters",
    ["R018"],
    (folder) => writeFileSync(`${folder}/buruk\u001b[31m\n.txt`, ""),
  ],
  [
    "a file name that is not UTF-8",
    ["R006"],
    (folder) =>
      writeFileSync(
        Buffer.concat([Buffer.from(`${folder}/buruk`), Buffer.from([0xff]), Buffer.from(".yaml")]),
        "",
      ),
  ],
];

/** What makes the whole network unreadable: exit 2, and still one clear finding. */
const FATAL: readonly Bad[] = [
  ["no folder", ["R006"], (folder) => rmSync(folder, { recursive: true })],
  ["no network.yaml", ["R006"], (folder) => rmSync(`${folder}/network.yaml`)],
  ["an empty network.yaml", ["R010"], file("network.yaml", "")],
  ["a network.yaml of comments", ["R010"], file("network.yaml", "# nanti\n")],
  ["a list as network.yaml", ["R010"], file("network.yaml", "- network\n")],
  ["a header without fields", ["R011"], file("network.yaml", "{}\n")],
  ["two headers", ["R002"], file("network.yaml", "network: contoh\n---\nnetwork: contoh\n")],
  [
    "a folder named network.yaml",
    ["R007"],
    (folder) => {
      rmSync(`${folder}/network.yaml`);
      mkdirSync(`${folder}/network.yaml`);
    },
  ],
];

const STACK_TRACE = /\n\s+at .*\.(?:ts|js):\d+|RangeError|TypeError|node:internal/;
// oxlint-disable-next-line no-control-regex -- the control bytes are what is looked for
const CONTROL_BYTE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

let place: string;
let good: string;
let before: readonly string[];
beforeAll(async () => {
  place = mkdtempSync(path.join(tmpdir(), "rajut-bad-"));
  good = path.join(place, "good", "contoh");
  cpSync(path.resolve("fixtures/findings/base/contoh"), good, { recursive: true });
  // One finding of its own, to see that it stays.
  cpSync(path.resolve("fixtures/findings/R501-90/contoh"), good, { recursive: true });
  before = messages(await findingsJson(good));
  expect(before).toHaveLength(1);
});
afterAll(() => rmSync(place, { recursive: true }));

function rajut(folder: string, options: readonly string[] = []) {
  const env = { ...process.env, NO_COLOR: "1", RAJUT_LANG: "id" };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [RAJUT, "check", path.basename(folder), ...options],
    { cwd: path.dirname(folder), encoding: "utf8", timeout: 60_000, env, maxBuffer: 1e9 },
  );
  return { status, stdout, stderr };
}

/** The findings of the same command without a process of its own. */
async function findingsJson(folder: string): Promise<string> {
  const home = process.cwd();
  process.chdir(path.dirname(folder));
  let json = "";
  await check.run({
    arguments: [path.basename(folder)],
    options: { format: "json" },
    lang: "id",
    today: "2031-01-01",
    terminal: {
      out: (text) => void (json += text),
      err: () => undefined,
      colour: { out: false, err: false },
      width: 80,
    },
  });
  process.chdir(home);
  return json;
}

interface Told {
  readonly code: string;
  readonly file: string;
}

const told = (json: string) => (JSON.parse(json) as { findings: Told[] }).findings;
const messages = (json: string) => told(json).map((finding) => JSON.stringify(finding));

/** A copy of the good network with one bad thing in it. */
function spoilt(name: string, make: (folder: string) => void): string {
  const folder = path.join(place, name.replaceAll(/\W+/g, "-"), "contoh");
  cpSync(good, folder, { recursive: true });
  make(folder);
  return folder;
}

describe("bad input", () => {
  test.each([...CASES])("%s", async (what, codes, make) => {
    const folder = spoilt(what, make);
    const text = rajut(folder);
    expect(text.stdout + text.stderr).not.toMatch(STACK_TRACE);
    expect(text.stdout).not.toMatch(CONTROL_BYTE);
    expect(text.stderr).toBe("");
    expect(text.stdout).not.toContain("root:x:0");
    const json = await findingsJson(folder);
    const found = told(json);
    const worst = codes[0] === "R018" ? 0 : 1;
    expect({ status: text.status, codes: found.map(({ code }) => code) }).toMatchObject({
      status: worst,
      codes: expect.arrayContaining([...codes]) as string[],
    });
    expect(messages(json)).toEqual(expect.arrayContaining([...before]));
  });

  test.each([...FATAL])("%s", (what, codes, make) => {
    const folder = spoilt(what, make);
    const { status, stdout, stderr } = rajut(folder);
    expect(stdout + stderr).not.toMatch(STACK_TRACE);
    expect(stdout).not.toMatch(CONTROL_BYTE);
    expect(status).toBe(2);
    for (const code of codes) expect(stdout).toContain(`[${code}]`);
  });

  test("control characters in the folder's own name", () => {
    const { status, stdout, stderr } = rajut(path.join(place, "tidak\u001b[31m-ada"));
    expect(status).toBe(2);
    expect(stdout + stderr).not.toMatch(CONTROL_BYTE);
    expect(stdout).toContain("[R006]");
  });

  test("a file that may not be read", (context) => {
    const folder = spoilt("unreadable", yaml(link("")));
    chmodSync(`${folder}/buruk.yaml`, 0);
    let isRead = true;
    try {
      readFileSync(`${folder}/buruk.yaml`);
    } catch {
      isRead = false;
    }
    context.skip(isRead, "root may read everything");
    const { status, stdout } = rajut(folder);
    expect(status).toBe(1);
    expect(stdout).toContain("[R006]");
  });
});

describe("input that looks bad and is good", () => {
  const clean = async (name: string, make: (folder: string) => void) =>
    messages(await findingsJson(spoilt(name, make)));
  const wifi = yaml(
    "standards: [{ kinds: [wifi], paths: 0 }]\nlinks: [{ id: akses-wifi, ends: [wifi-1, pusat-data], medium: microwave }]\n",
  );

  test.each([
    [
      "a byte-order mark, semicolons and Windows line ends",
      `\ufeff${(HEAD + ROW).replaceAll(",", ";").replaceAll("\n", "\r\n")}`,
    ],
    ["tabs between the columns and no last line end", (HEAD + ROW).replaceAll(",", "\t").trimEnd()],
    [
      "quoted cells, blank lines and spaces",
      `${HEAD}\n${ROW.replace("Taman Kota", '"Taman, ""Kota"""').replace(",wifi,", ", wifi ,")}\n\n`,
    ],
    [
      "HTML, a formula and a workflow command as a name",
      HEAD + ROW.replace("Taman Kota", "=<script>alert(1)</script> ::error::x"),
    ],
    ["a name in other scripts", HEAD + ROW.replace("Taman Kota", "Désa 山 😀 ꦗꦮ")],
  ])("%s", async (what, text) => {
    expect(
      await clean(what, (folder) => {
        wifi(folder);
        csv(text)(folder);
      }),
    ).toEqual(before);
  });

  test.each([
    [
      "empty files",
      (folder: string) =>
        [yaml(""), csv(""), file("areas/buruk.csv", "\n")].forEach((make) => make(folder)),
    ],
    [
      "a YAML file of null and one of comments",
      (folder: string) =>
        [yaml("~\n"), file("b.yaml", "# nanti\n")].forEach((make) => make(folder)),
    ],
    ["a byte-order mark and Windows line ends in YAML", yaml("\ufefflinks: []\r\nsites: []\r\n")],
    [
      "a link to a file inside the folder",
      (folder: string) => symlinkSync("../README.md", `${folder}/sites`),
    ],
    [
      "a README, another tool's lock file and a hidden file",
      (folder: string) =>
        [file("README.md", "x"), file("lain.lock.yaml", "x"), file(".git/config", "x")].forEach(
          (make) => make(folder),
        ),
    ],
  ])("%s", async (what, make) => {
    const found = await clean(what, (folder) => {
      if (what.startsWith("a link")) writeFileSync(`${path.dirname(folder)}/README.md`, "");
      make(folder);
    });
    if (what.startsWith("a link")) expect(found).toHaveLength(before.length + 1);
    else expect(found).toEqual(before);
  });

  test("a network with no sites at all", () => {
    const folder = spoilt("no-sites", (at) => {
      for (const name of ["sites.csv", "links.yaml", "uplinks.yaml"]) rmSync(`${at}/${name}`);
    });
    const { status, stdout, stderr } = rajut(folder);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).not.toMatch(STACK_TRACE);
    expect(stdout).toContain("[R101]");
  });

  test("a core that does not exist", () => {
    const folder = spoilt("no-core", (at) => {
      const header = readFileSync(`${at}/network.yaml`, "utf8");
      writeFileSync(`${at}/network.yaml`, header.replace("[pusat-data, inti-dua]", "[tidak-ada]"));
    });
    const { status, stdout } = rajut(folder);
    expect(status).toBe(1);
    expect(stdout).toContain("[R101]");
  });
});
