import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  configArtifact,
  type ConfigArtifactInputs,
} from "../../../src/deploy/resources/config-artifact.ts";
import type { DeployContext } from "../../../src/deploy/resources/resource.ts";

const context: DeployContext = {
  settings: {},
  log: () => {},
  signal: new AbortController().signal,
};
let own: string;
let folder: string;
beforeEach(() => {
  own = mkdtempSync(path.join(tmpdir(), "rajut-artifact-"));
  folder = path.join(own, "out");
});
afterEach(() => rmSync(own, { recursive: true, force: true }));

const complaints = (inputs: unknown): string[] =>
  configArtifact.inputs.safeParse(inputs).error?.issues.map(({ path }) => path.join("|")) ?? [];
const create = (inputs: ConfigArtifactInputs) => configArtifact.create(inputs, context);

describe("inputs", () => {
  it.each([
    "",
    "..",
    "../x",
    "a/../../x",
    "/etc/passwd",
    "a\u0000b",
    "a\nb",
    "./a",
    "a//b",
    "a/",
    "files.txt",
  ])("refuse the path %j", (name) => {
    expect(complaints({ folder: "out", files: { [name]: "" } })).toEqual([`files|${name}`]);
  });

  it.each([
    "",
    "a\u0000",
    "./out",
    "out/",
    "a/../b",
    ".",
    "..",
    "/",
    process.cwd(),
    path.dirname(process.cwd()),
  ])("refuse the folder %j", (name) =>
    expect(complaints({ folder: name, files: {} })).toEqual(["folder"]),
  );

  it("refuse a file in a file, and a mode of none", () => {
    const files = { "etc/a": "", "etc/a/b": "" };
    expect(complaints({ folder: "out", files, modes: { x: 0o600 } })).toEqual([
      "modes|x",
      "files|etc/a/b",
    ]);
  });

  it("that are taken never lead out of the folder", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[./a\\]{0,8}$/), (name) => {
        if (complaints({ folder: "out", files: { [name]: "" } }).length > 0) return;
        expect(path.resolve("/out", name).startsWith("/out/")).toBe(true);
      }),
    );
  });
});

describe("a folder", () => {
  it("reads back as what was written, modes too", async () => {
    const inputs = { folder, files: { "etc/a": "a\n", b: "" }, modes: { b: 0o600 } };
    await create(inputs);
    expect(statSync(path.join(folder, "b")).mode & 0o777).toBe(0o600);
    const read = await configArtifact.read(folder, inputs, context);
    expect(read).toEqual({ id: folder, inputs, state: inputs });
  });

  it("is imported by its name, from the list of its files", async () => {
    const inputs = { folder, files: { a: "1", b: "2" } };
    await create(inputs);
    writeFileSync(path.join(folder, "notes"), "an operator's");
    expect((await configArtifact.read(folder, undefined, context))?.inputs).toEqual(inputs);
    expect(await configArtifact.read(path.join(own, "none"), undefined, context)).toBeUndefined();
  });

  it("shows what is gone, what is other and what cannot be a file any more", async () => {
    const inputs = { folder, files: { a: "1", b: "2", c: "3" } };
    await create(inputs);
    writeFileSync(path.join(folder, "a"), "other");
    rmSync(path.join(folder, "b"));
    rmSync(path.join(folder, "c"));
    mkdirSync(path.join(folder, "c"));
    const read = await configArtifact.read(folder, inputs, context);
    expect(read?.inputs.files).toEqual({ a: "other" });
  });

  it("loses only what was written into it", async () => {
    const before = { folder, files: { "etc/frr/a": "1", "etc/b": "2" } };
    await create(before);
    writeFileSync(path.join(folder, "etc/notes"), "an operator's");
    const after = { folder, files: { c: "3" } };
    await configArtifact.update(folder, before, after, context);
    expect(readdirSync(path.join(folder, "etc"))).toEqual(["notes"]);
    await configArtifact.delete(folder, after, context);
    expect(readdirSync(folder)).toEqual(["etc"]);
    expect(readFileSync(path.join(folder, "etc/notes"), "utf8")).toBe("an operator's");
  });

  it("is gone when it is empty, and deleting it twice is no error", async () => {
    const inputs = { folder, files: { "etc/frr/a": "1" } };
    await create(inputs);
    await configArtifact.delete(folder, inputs, context);
    await configArtifact.delete(folder, inputs, context);
    expect(existsSync(folder)).toBe(false);
  });
});
