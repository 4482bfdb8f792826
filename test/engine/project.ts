import { readFileSync } from "node:fs";
import path from "node:path";
import { load } from "js-yaml";

export interface Project {
  readonly name: string;
  readonly folder: string;
  /** Below the folder; `.` is what package.json calls main. */
  readonly main: string;
  /** Folders of provider launchers by package. */
  readonly providers: ReadonlyMap<string, string>;
}

interface ProjectFile {
  readonly name: string;
  readonly main?: string;
  readonly plugins?: {
    readonly providers?: readonly { readonly name: string; readonly path: string }[];
  };
}

/** What Pulumi.yaml of a folder says. */
export function readProject(folder: string): Project {
  const file = load(readFileSync(path.join(folder, "Pulumi.yaml"), "utf8")) as ProjectFile;
  const providers = file.plugins?.providers ?? [];
  return {
    name: file.name,
    folder,
    main: file.main ?? ".",
    providers: new Map(providers.map((plugin) => [plugin.name, path.resolve(folder, plugin.path)])),
  };
}
