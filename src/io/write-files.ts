import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";

/** A file to be written: its path below the output folder, and its bytes. */
export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Permission bits of a file that is written anew, less the umask; 0o644 where undefined. */
  readonly mode?: number;
}

/** Waiting for the disk is most of the work, and a disk takes several writes at once. */
const AT_ONCE = 16;

/**
 * Writes files below a folder, each wholly or not at all: to a temporary name beside it, flushed to
 * disk, then renamed. A kill leaves the old file or the new one. Refuses a path that leaves the folder.
 */
export async function writeFiles(folder: string, files: readonly OutputFile[]): Promise<void> {
  const targets = files.map((file) => ({ ...file, target: path.resolve(folder, file.path) }));
  for (const { path: asked, target } of targets) {
    if (path.relative(path.resolve(folder), target).startsWith("..")) {
      throw new RangeError(`${asked} would be written outside ${folder}`);
    }
  }
  for (const parent of new Set(targets.map(({ target }) => path.dirname(target)))) {
    await mkdir(parent, { recursive: true });
  }
  for (let start = 0; start < targets.length; start += AT_ONCE) {
    const batch = targets.slice(start, start + AT_ONCE);
    await Promise.all(batch.map(({ target, content, mode }) => writeWhole(target, content, mode)));
  }
}

async function writeWhole(
  target: string,
  content: string | Uint8Array,
  mode = 0o644,
): Promise<void> {
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, "w", mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
