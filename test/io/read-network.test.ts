import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readNetwork } from "../../src/io/read-network.ts";
import { writeFiles } from "../../src/io/write-files.ts";

let place: string;
let folder: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), "rajut-io-"));
  folder = path.join(place, "contoh");
  mkdirSync(folder);
  writeFileSync(`${folder}/network.yaml`, "network: contoh\n");
});
afterEach(() => rmSync(place, { recursive: true }));

const read = async () => {
  const { files, findings } = readNetwork(folder);
  return { names: files.map(({ name }) => name), codes: findings.map(({ code }) => code) };
};

describe("reading a network's folder", () => {
  test("files in order of their names, whatever the disk says, with forward slashes", async () => {
    mkdirSync(`${folder}/sites`);
    for (const name of ["z.yaml", "A.yaml", "sites/b.csv", "sites/B.csv"]) {
      writeFileSync(`${folder}/${name}`, "");
    }
    expect((await read()).names).toEqual([
      "A.yaml",
      "network.yaml",
      "sites/B.csv",
      "sites/b.csv",
      "z.yaml",
    ]);
  });

  test("what is for people or tools is passed over", async () => {
    for (const name of ["README.md", "NOTICE", ".hidden.yaml", "a.lock.yaml", "a.yaml~", "b.tmp"]) {
      writeFileSync(`${folder}/${name}`, "\xff");
    }
    expect(await read()).toEqual({ names: ["network.yaml"], codes: [] });
  });

  test("a path with a slash at its end, and one that is a file", async () => {
    const { files } = readNetwork(`${folder}//`);
    expect(files.map((file) => file.path)).toEqual([`${folder}/network.yaml`]);
    const { findings } = readNetwork(`${folder}/network.yaml`);
    expect(findings.map(({ code }) => code)).toEqual(["R006"]);
  });

  test("a folder may itself be reached by a link; what leaves it may not be followed", async () => {
    symlinkSync(folder, path.join(place, "lain"));
    writeFileSync(path.join(place, "rahasia.yaml"), "rahasia: 1\n");
    symlinkSync("../rahasia.yaml", `${folder}/a.yaml`);
    // A neighbour whose name only begins like the folder's.
    mkdirSync(path.join(place, "contoh-2"));
    symlinkSync("../contoh-2", `${folder}/b`);
    const { files, findings } = readNetwork(path.join(place, "lain"));
    expect(files.map(({ name }) => name)).toEqual(["network.yaml"]);
    expect(findings.map(({ code, args }) => [code, args])).toEqual([
      ["R008", { target: "outside" }],
      ["R008", { target: "outside" }],
    ]);
  });

  test("the byte-order mark of YAML goes, that of CSV stays for its parser", async () => {
    writeFileSync(`${folder}/a.yaml`, "\ufefflinks: []");
    writeFileSync(`${folder}/sites.csv`, "\ufeffid");
    const { files } = readNetwork(folder);
    expect(files.map(({ text }) => text)).toEqual(["links: []", "network: contoh\n", "\ufeffid"]);
  });
});

describe("writing files", () => {
  test("nothing outside the folder", async () => {
    for (const bad of ["../x", "a/../../x", "/etc/x"]) {
      await expect(writeFiles(folder, [{ path: bad, content: "" }])).rejects.toThrow(RangeError);
    }
    await writeFiles(folder, [{ path: "a/b.yaml", content: "x" }]);
    expect((await read()).names).toEqual(["a/b.yaml", "network.yaml"]);
  });
});
