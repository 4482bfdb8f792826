import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeTree } from "../../src/io/write-tree.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "rajut-tree-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string) => ({ path: name, content });

test("tells what is new, changed and gone, and leaves what others put there", async () => {
  const first = await writeTree(folder, [file("a/x", "1"), file("b/y", "2")]);
  expect(first).toEqual({ added: ["a/x", "b/y"], changed: [], removed: [], unchanged: 0 });
  writeFileSync(path.join(folder, "catatan"), "milik orang");
  const written = statSync(path.join(folder, "a/x")).mtimeMs;

  const second = await writeTree(folder, [file("a/x", "1"), file("c", "3")]);
  expect(second).toEqual({ added: ["c"], changed: [], removed: ["b/y"], unchanged: 1 });
  expect(existsSync(path.join(folder, "b/y"))).toBe(false);
  expect(readFileSync(path.join(folder, "catatan"), "utf8")).toBe("milik orang");
  expect(statSync(path.join(folder, "a/x")).mtimeMs).toBe(written);

  const third = await writeTree(folder, [file("a/x", "other"), file("c", "3")]);
  expect(third).toEqual({ added: [], changed: ["a/x"], removed: [], unchanged: 1 });
});

test("a list that names files outside the folder removes none of them", async () => {
  const outside = path.join(folder, "luar");
  writeFileSync(outside, "tetap");
  const inside = path.join(folder, "pohon");
  await writeTree(inside, [file("x", "1")]);
  writeFileSync(path.join(inside, "files.txt"), "../luar\n/etc/hostname\nx\n");
  await writeTree(inside, [file("y", "1")]);
  expect(readFileSync(outside, "utf8")).toBe("tetap");
  expect(existsSync(path.join(inside, "x"))).toBe(false);
});
