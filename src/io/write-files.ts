import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";

/** A file to be written: its path below the output folder, and its bytes. */
export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/**
 * Writes files below a folder, each wholly or not at all: to a temporary name beside it, flushed to
 * disk, then renamed. A kill leaves the old file or the new one. Refuses a path that leaves the folder.
 */
export async function writeFiles(folder: string, files: readonly OutputFile[]): Promise<void> {
  for (const file of files) {
    const target = path.resolve(folder, file.path);
    if (path.relative(path.resolve(folder), target).startsWith("..")) {
      throw new RangeError(`${file.path} would be written outside ${folder}`);
    }
    await mkdir(path.dirname(target), { recursive: true });
    await writeWhole(target, file.content);
  }
}

async function writeWhole(target: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, "w", 0o644);
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
