import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addresses } from "../../src/cli/commands/addresses.ts";
import { readNetwork } from "../../src/io/read-network.ts";
import { json, run } from "../analysis/command-run.ts";

/** A ring of three sites with every pool that they need, and a lock that fits it. */
let place: string;
let folder: string;
let lock: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), "rajut-addresses-"));
  folder = path.join(place, "contoh");
  lock = path.join(folder, "addresses.lock.yaml");
  for (const part of ["base", "R611-bersih"]) {
    cpSync(`fixtures/findings/${part}/contoh`, folder, { recursive: true });
  }
});
afterEach(() => rmSync(place, { recursive: true }));

const text = () => readFileSync(lock, "utf8");
const addSite = () => {
  appendFileSync(
    `${folder}/sites.csv`,
    "lurah-baru,Kantor Lurah Baru,kelurahan,kec-barat,101.451,1.68,surveyed,5,survei\n",
  );
  appendFileSync(
    `${folder}/links.yaml`,
    "  - { id: akses-baru, ends: [lurah-baru, camat-barat], medium: fiber, rateMbps: 100 }\n",
  );
};

describe("without --write", () => {
  test("a lock that fits: its use and exit 0", async () => {
    const { code, out, err } = await run(addresses, [folder]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatchInlineSnapshot(`
      "Kota Contoh per 2025-02-03

      Pool           Rentang      Untuk                     Terpakai  Sisa     %  Catatan
      ─────────────  ───────────  ────────────────────────  ────────  ────  ────  ───────
      antar-4        10.0.4.0/22  antar-router                1 blok    15   6,3
        Dumai Barat    1 blok                                      3    29   9,4
      cctv-4         10.2.0.0/16  jaringan lokal CCTV         0 blok    16     0
      kantor-4       10.1.0.0/16  jaringan lokal kantor       1 blok    15   6,3
        Dumai Barat    1 blok                                      2    14  12,5
      loopback-4     10.0.0.0/22  loopback router             2 blok    14  12,5
        Dumai Barat    1 blok                                      2    62   3,1
        Dumai Timur    1 blok                                      1    63   1,6
      manajemen-4    10.4.0.0/16  jaringan lokal manajemen    2 blok    14  12,5
        Dumai Barat    1 blok                                      1   127   0,8
        Dumai Timur    1 blok                                      1   127   0,8
      terowongan-4   10.0.8.0/22  terowongan                  0 blok    16     0

      addresses.lock.yaml sesuai dengan jaringan
      "
    `);
  });

  test("in English", async () => {
    const { out } = await run(addresses, [folder], {}, "en");
    expect(out).toContain("addresses.lock.yaml fits the network");
    expect(out).toContain("local networks offices");
  });

  test("a new site: what it would get, exit 1, and nothing written", async () => {
    addSite();
    const before = text();
    const { code, out } = await run(addresses, [folder]);
    expect(code).toBe(1);
    expect(text()).toBe(before);
    const changes = out.slice(out.indexOf("perubahan:"));
    expect(changes).toMatchInlineSnapshot(`
      "perubahan: + 6 diberi, ~ 0 pindah, − 0 dilepas
        + lan/lurah-baru/opd  kantor-4  10.1.64.0/24
        + link/akses-baru  antar-4  10.0.4.166/31
        + router/lurah-baru  loopback-4  10.0.0.109/32
        + link/akses-baru  port/camat-barat  4
        + link/akses-baru  port/lurah-baru  1
        + trunk/lurah-baru  port/lurah-baru  2
      belum ditulis; tulis dengan --write
      "
    `);
  });

  test("JSON has everything, and ends with 1 too", async () => {
    addSite();
    const answer = await run(addresses, [folder], { format: "json" });
    expect(answer.code).toBe(1);
    expect(json(answer)).toMatchObject({
      version: 1,
      command: "addresses",
      upToDate: false,
      written: false,
      unserved: [],
      changes: expect.arrayContaining([
        {
          kind: "given",
          what: "number",
          owner: "link/akses-baru",
          of: "port/camat-barat",
          after: "4",
        },
      ]),
      pools: expect.arrayContaining([
        expect.objectContaining({
          id: "loopback-4",
          blocks: { taken: 2, free: 14, total: 16 },
          areas: [
            {
              area: "kec-barat",
              blocks: 1,
              inUse: 3,
              held: 0,
              total: 64,
              ratio: 0.0468,
              nearlyFull: false,
            },
            {
              area: "kec-timur",
              blocks: 1,
              inUse: 1,
              held: 0,
              total: 64,
              ratio: 0.0156,
              nearlyFull: false,
            },
          ],
        }),
      ]),
    });
  });
});

describe("with --write", () => {
  test("only lines are added for a new site, and the next run changes nothing", async () => {
    const before = text().split("\n");
    addSite();
    const first = await run(addresses, [folder], { write: true });
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(first.out).toContain(`ditulis: ${lock}`);
    const after = text();
    expect(before.filter((line) => !after.split("\n").includes(line))).toEqual([]);
    expect(after.split("\n").length).toBe(before.length + 6);
    expect((await run(addresses, [folder])).code).toBe(0);
    const again = await run(addresses, [folder], { write: true });
    expect(again.out).not.toContain("ditulis");
    expect(text()).toBe(after);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("a first lock is written where there was none", async () => {
    const given = text();
    rmSync(lock);
    expect((await run(addresses, [folder])).code).toBe(1);
    expect((await run(addresses, [folder], { write: true })).code).toBe(0);
    expect(text()).toBe(given);
  });

  test("a site that goes is marked, and one that comes back has its address again", async () => {
    const given = text();
    addSite();
    await run(addresses, [folder], { write: true });
    const withSite = text();
    for (const file of ["sites.csv", "links.yaml"])
      cpSync(`fixtures/findings/base/contoh/${file}`, `${folder}/${file}`);
    const { out } = await run(addresses, [folder], { write: true });
    expect(out).toContain("− router/lurah-baru");
    expect(out).toContain("1 disisihkan");
    expect(text()).toContain('released: "2025-02-03" }');
    addSite();
    await run(addresses, [folder], { write: true });
    expect(text()).toBe(withSite);
    for (const file of ["sites.csv", "links.yaml"])
      cpSync(`fixtures/findings/base/contoh/${file}`, `${folder}/${file}`);
    await run(addresses, [folder], { write: true });
    await run(addresses, [folder], { write: true, at: "2025-05-04" });
    expect(text()).toBe(given);
  });

  test("two owners on one address: who moved is said, and where the two stand", async () => {
    writeFileSync(lock, text().replace("10.0.0.101/32", "10.0.0.69/32"));
    const { code, out } = await run(addresses, [folder], { write: true });
    expect(code).toBe(0);
    expect(out).toContain("~ router/pusat-data  loopback-4  10.0.0.69/32 → 10.0.0.101/32");
    expect(out).toContain("[R603]");
    expect(out).not.toContain("[R602]");
    expect((await run(addresses, [folder])).out).not.toContain("R603");
  });
});

describe("nothing is written over", () => {
  test.each([
    [
      "what git left in a conflict",
      (was: string) => was.replace("numbers:\n", "numbers:\n<<<<<<< HEAD\n"),
      "R002",
    ],
    [
      "an entry that is refused",
      (was: string) => was.replace("10.0.0.101/32", "10.0.0.101/31"),
      "R022",
    ],
    ["a lock of a later version", (was: string) => was.replace("version: 1", "version: 2"), "R013"],
    ["an empty file", () => "", "R010"],
  ])("%s", async (_, change, code) => {
    writeFileSync(lock, change(text()));
    const broken = text();
    for (const write of [false, true]) {
      const ran = await run(addresses, [folder], { write });
      expect([ran.code, ran.out]).toEqual([2, ""]);
      expect(ran.err).toContain(`[${code}]`);
      expect(ran.err).toContain("addresses.lock.yaml:");
    }
    expect(text()).toBe(broken);
  });

  test("a lock that is a link to elsewhere", async () => {
    rmSync(lock);
    writeFileSync(path.join(place, "lain.yaml"), "version: 1\n");
    symlinkSync("../lain.yaml", lock);
    const ran = await run(addresses, [folder], { write: true });
    expect([ran.code, ran.out]).toEqual([2, ""]);
    expect(ran.err).toContain("[R008]");
    expect(readFileSync(path.join(place, "lain.yaml"), "utf8")).toBe("version: 1\n");
  });

  test("while a site is refused, which would lose its address", async () => {
    writeFileSync(
      `${folder}/sites.csv`,
      readFileSync(`${folder}/sites.csv`, "utf8").replace(
        ",kecamatan,kec-barat",
        ",kecamtan,kec-barat",
      ),
    );
    const before = text();
    const looked = await run(addresses, [folder]);
    expect(looked.code).toBe(1);
    expect(looked.err).toContain("galat di berkas");
    const wrote = await run(addresses, [folder], { write: true });
    expect([wrote.code, wrote.out]).toEqual([2, ""]);
    expect(wrote.err).toContain("[R013]");
    expect(text()).toBe(before);
  });

  test("without pools there is nothing to give", async () => {
    rmSync(`${folder}/alamat.yaml`);
    const { code, err } = await run(addresses, [folder], { write: true });
    expect(code).toBe(2);
    expect(err).toContain("addressPools");
  });
});

describe("reading from disk", () => {
  test("the lock is handed over apart from what people write", () => {
    const { files, lock: read, findings } = readNetwork(folder);
    expect(findings).toEqual([]);
    expect(files.map(({ name }) => name)).not.toContain("addresses.lock.yaml");
    expect(read).toEqual({ name: "addresses.lock.yaml", path: lock, text: text() });
  });

  test("one that is not UTF-8 is refused, one further down is not it", () => {
    writeFileSync(lock, Buffer.from([0x76, 0xe9]));
    const refused = readNetwork(folder);
    expect(refused.lock).toBe("refused");
    expect(refused.findings.map(({ code }) => code)).toEqual(["R001"]);
    rmSync(lock);
    expect(existsSync(lock)).toBe(false);
    cpSync("fixtures/findings/R611-bersih/contoh", `${folder}/lama`, { recursive: true });
    expect(readNetwork(folder).lock).toBeUndefined();
  });
});
