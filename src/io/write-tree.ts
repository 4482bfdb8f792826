import { readFile, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { compareText } from "../text/order.ts";
import { writeFiles, type OutputFile } from "./write-files.ts";

/** What writing a tree changed; paths in order. */
export interface TreeChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

/** Which files of a folder are ours: those that the last run wrote. What others put there stays. */
export const LIST_FILE = "files.txt";

/**
 * Makes a folder hold exactly these files and whatever others put there: writes what is new or differs,
 * each wholly or not at all, then the list of its files, and then removes what an earlier run wrote and
 * this one does not. A kill between the steps is mended by the next run.
 */
export async function writeTree(
  folder: string,
  files: readonly OutputFile[],
): Promise<TreeChanges> {
  const now = new Set(files.map((file) => file.path));
  const before = await listedFiles(folder);
  const old = await Promise.all(files.map((file) => contentOf(path.join(folder, file.path))));
  const added = files.filter((_, i) => old[i] === undefined);
  const changed = files.filter((file, i) => old[i] !== undefined && !isSame(old[i], file.content));
  const removed = before.filter((name) => !now.has(name));
  await writeFiles(folder, [...added, ...changed]);
  // Both lists until the old files are gone, so that a kill in between forgets none.
  await writeFiles(folder, [listOf([...now, ...removed])]);
  for (const name of removed) await rm(path.join(folder, name), { force: true });
  if (removed.length > 0) await writeFiles(folder, [listOf([...now])]);
  return {
    added: added.map((file) => file.path).sort(compareText),
    changed: changed.map((file) => file.path).sort(compareText),
    removed,
    unchanged: files.length - added.length - changed.length,
  };
}

/** Removes what `writeTree` wrote, its list last, and then the folders that are empty, the tree's own too. */
export async function removeTree(folder: string): Promise<void> {
  const { removed } = await writeTree(folder, []);
  await rm(path.join(folder, LIST_FILE), { force: true });
  await removeEmptyFolders(folder, removed);
  await removeIfEmpty(folder);
}

/** Removes the folders below `folder` in which these files stood, where nothing is left in them. */
export async function removeEmptyFolders(folder: string, files: readonly string[]): Promise<void> {
  const parents = new Set(files.flatMap((file) => foldersOf(file)));
  const deepestFirst = [...parents].sort((a, b) => b.length - a.length || compareText(a, b));
  for (const parent of deepestFirst) await removeIfEmpty(path.join(folder, parent));
}

/** `a/b/c` stands in `a/b` and in `a`. */
function foldersOf(file: string): string[] {
  const parent = path.posix.dirname(file);
  return parent === "." || parent === "/" ? [] : [parent, ...foldersOf(parent)];
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "ENOENT" && code !== "EEXIST") throw error;
  }
}

const listOf = (names: readonly string[]): OutputFile => ({
  path: LIST_FILE,
  content: names
    .toSorted(compareText)
    .map((name) => `${name}\n`)
    .join(""),
});

/** What the last run wrote; a line that leads out of the folder is not ours. */
export async function listedFiles(folder: string): Promise<string[]> {
  const list = await contentOf(path.join(folder, LIST_FILE));
  const root = path.resolve(folder);
  return (list?.toString("utf8") ?? "")
    .split("\n")
    .filter((name) => name !== "" && path.resolve(root, name).startsWith(root + path.sep))
    .sort(compareText);
}

async function contentOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isSame(old: Buffer | undefined, content: string | Uint8Array): boolean {
  return old?.equals(typeof content === "string" ? Buffer.from(content) : content) === true;
}
