import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** The folder of a project that keeps its state where no other backend is named. */
const STATE_FOLDER = ".pulumi-state";

/** Pulumi's own service encrypts by itself; everything else needs a passphrase or a key service. */
export const isOwnBackend = (url: string): boolean => !/^https?:/.test(url);

/**
 * Where states are kept: the URL asked for, or a folder of the project that is made when missing. A state
 * tells all about a network, so the folder is its owner's alone and no part of the repository.
 */
export async function backendUrl(project: string, asked: string | undefined): Promise<string> {
  if (asked !== undefined) {
    if (asked.startsWith("file://"))
      await mkdir(asked.slice("file://".length), { recursive: true });
    return asked;
  }
  const folder = path.join(project, STATE_FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await writeFile(path.join(folder, ".gitignore"), "*\n");
  return `file://${folder}`;
}
