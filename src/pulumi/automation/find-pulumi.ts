import { access, constants } from "node:fs/promises";
import path from "node:path";

/** The `pulumi` that a shell with this PATH would run; undefined where there is none. */
export async function findPulumi(searched: string | undefined): Promise<string | undefined> {
  const folders = (searched ?? "").split(path.delimiter).filter((folder) => folder !== "");
  for (const folder of folders) {
    const file = path.resolve(folder, "pulumi");
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return file;
  }
  return undefined;
}
