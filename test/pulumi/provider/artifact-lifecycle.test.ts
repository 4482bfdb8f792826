import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { testEngine, type TestEngine } from "../../engine/test-engine.ts";
import { diffOf, errorsOf, ownFolder, PROGRAMS, stepsOf } from "./trial-stack.ts";

const FILES = { "etc/frr/frr.conf": "hostname natuna\n", "wg0.conf": "[Interface]\n" };

const artifactStack = (
  own: string,
  files: Readonly<Record<string, string>> = FILES,
  folder = path.join(own, "out"),
): TestEngine =>
  testEngine({
    folder: path.join(PROGRAMS, "artifact"),
    stack: "dev",
    stateFolder: path.join(own, "state"),
    config: { "artifact:folder": folder, "artifact:files": JSON.stringify(files) },
  });

describe("a folder of configuration", () => {
  it("is promised by a preview that writes nothing", async () => {
    const own = ownFolder();
    const result = await artifactStack(own).preview();
    expect(result).toMatchObject({ ok: true, diagnostics: [], stdout: "" });
    expect(stepsOf(result)).toEqual(["create files"]);
    expect(result.outputs).toEqual({ folder: path.join(own, "out"), files: FILES });
    expect(existsSync(path.join(own, "out"))).toBe(false);
    expect(existsSync(path.join(own, "state"))).toBe(false);
  });

  it("is made once, found the same, and taken away with nothing else", async () => {
    const own = ownFolder();
    const engine = artifactStack(own);
    expect(stepsOf(await engine.up())).toEqual(["create files"]);
    const written = readFileSync(path.join(own, "out/etc/frr/frr.conf"), "utf8");
    expect(written).toBe(FILES["etc/frr/frr.conf"]);
    const state = readFileSync(engine.stateFile, "utf8");
    expect(stepsOf(await engine.up())).toEqual(["same files"]);
    expect(readFileSync(engine.stateFile, "utf8")).toBe(state);
    writeFileSync(path.join(own, "out/notes.txt"), "an operator's");
    expect(stepsOf(await engine.destroy())).toEqual(["delete files"]);
    expect(readFileSync(path.join(own, "out/notes.txt"), "utf8")).toBe("an operator's");
    expect(existsSync(path.join(own, "out/etc"))).toBe(false);
    expect(engine.state()).toEqual([]);
  });

  it("shows by property what was changed by hand, and is mended", async () => {
    const own = ownFolder();
    const engine = artifactStack(own);
    await engine.up();
    writeFileSync(path.join(own, "out/etc/frr/frr.conf"), "hostname evil\n");
    rmSync(path.join(own, "out/wg0.conf"));
    const expected = [
      { path: 'files["etc/frr/frr.conf"]', kind: "update" },
      { path: 'files["wg0.conf"]', kind: "delete" },
    ];
    const before = readFileSync(engine.stateFile, "utf8");
    const preview = await engine.preview({ refresh: true });
    expect(preview.steps.find(({ during }) => during === "refresh")?.diff).toEqual(expected);
    expect(stepsOf(preview)).toEqual(["update files", "update files"]);
    expect(readFileSync(engine.stateFile, "utf8")).toBe(before);
    expect(diffOf(await engine.refresh(), "files")).toEqual(expected);
    expect(diffOf(await engine.up(), "files")).toEqual([
      { path: 'files["etc/frr/frr.conf"]', kind: "update" },
      { path: 'files["wg0.conf"]', kind: "add" },
    ]);
    expect(readFileSync(path.join(own, "out/wg0.conf"), "utf8")).toBe(FILES["wg0.conf"]);
    expect(stepsOf(await engine.up({ refresh: true }))).toEqual(["same files", "same files"]);
  });

  it("shows a mode that was changed by hand", async () => {
    const own = ownFolder();
    const engine = artifactStack(own);
    await engine.up();
    chmodSync(path.join(own, "out/wg0.conf"), 0o666);
    expect(diffOf(await engine.refresh(), "files")).toEqual([{ path: "modes", kind: "add" }]);
    expect(stepsOf(await engine.up())).toEqual(["update files"]);
    expect(statSync(path.join(own, "out/wg0.conf")).mode & 0o777).toBe(0o644);
  });

  it("is made again when it is gone", async () => {
    const own = ownFolder();
    const engine = artifactStack(own);
    await engine.up();
    rmSync(path.join(own, "out"), { recursive: true });
    expect(stepsOf(await engine.refresh())).toEqual(["delete files"]);
    expect(stepsOf(await engine.up())).toEqual(["create files"]);
  });

  it("is another one in another folder, and loses what is no longer asked for", async () => {
    const own = ownFolder();
    await artifactStack(own).up();
    const elsewhere = path.join(own, "elsewhere");
    const replaced = await artifactStack(own, FILES, elsewhere).up();
    expect(stepsOf(replaced)).toEqual(["replace files"]);
    expect(diffOf(replaced, "files")).toEqual([{ path: "folder", kind: "update" }]);
    expect(existsSync(path.join(own, "out"))).toBe(false);
    const { "wg0.conf": kept } = FILES;
    const less = await artifactStack(own, { "wg0.conf": kept }, elsewhere).up();
    expect(diffOf(less, "files")).toEqual([{ path: 'files["etc/frr/frr.conf"]', kind: "delete" }]);
    expect(existsSync(path.join(elsewhere, "etc"))).toBe(false);
  });

  it("is refused where a path leads out of it, before anything is written", async () => {
    const own = ownFolder();
    const result = await artifactStack(own, { "../../escape": "x", "/etc/passwd": "x" }).up();
    expect(result.ok).toBe(false);
    const [message] = errorsOf(result);
    expect(message).toContain('files["../../escape"]: must not lead out of the folder');
    expect(message).toContain('files["/etc/passwd"]: must begin in the folder');
    expect(existsSync(path.join(own, "out"))).toBe(false);
  });

  it("is refused where the disk has something in its way, and the next run goes on", async () => {
    const own = ownFolder();
    writeFileSync(path.join(own, "out"), "a file where a folder should be");
    const engine = artifactStack(own);
    const result = await engine.up();
    expect(errorsOf(result)[0]).toMatch(/^The files of .*\/out could not be written: ENOTDIR/);
    expect(errorsOf(result)[0]).not.toContain("at async");
    rmSync(path.join(own, "out"));
    expect(stepsOf(await engine.up())).toEqual(["create files"]);
  });
});
