import { readFile } from "node:fs/promises";
import path from "node:path";
import { load } from "js-yaml";
import * as z from "zod";

/** A Pulumi project, as far as a deployment asks. */
export interface Project {
  readonly folder: string;
  readonly name: string;
  /** Folder of the stacks' configuration files. */
  readonly configFolder: string;
}

const projectFile = z.object({ name: z.string(), stackConfigDir: z.string().default(".") });

/** The project in this folder or the nearest one around it; undefined where there is none. */
export async function findProject(from: string): Promise<Project | undefined> {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const text = await textOf(path.join(folder, "Pulumi.yaml"));
    if (text !== undefined) {
      const { name, stackConfigDir } = projectFile.parse(load(text));
      return { folder, name, configFolder: path.join(folder, stackConfigDir) };
    }
    if (folder === path.dirname(folder)) return undefined;
  }
}

const stackFile = z.object({
  secretsprovider: z.string().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
});

/** The configuration of a stack as its file has it; nothing where there is no file. */
export interface StackConfig {
  /** Who keeps its secrets where that is not a passphrase. */
  readonly secretsProvider: string | undefined;
  /** Those that are plain texts. */
  readonly values: Readonly<Record<string, string>>;
}

/** The file of a stack's configuration. */
export const stackConfigFile = ({ configFolder }: Project, stack: string): string =>
  path.join(configFolder, `Pulumi.${stack}.yaml`);

/** What a stack is configured with, read without starting the CLI. */
export async function readStackConfig(project: Project, stack: string): Promise<StackConfig> {
  const text = await textOf(stackConfigFile(project, stack));
  const { secretsprovider, config } = stackFile.parse((text && load(text)) || {});
  const secretsProvider = secretsprovider === "passphrase" ? undefined : secretsprovider;
  const texts = Object.entries(config).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { secretsProvider, values: Object.fromEntries(texts) };
}

const textOf = (file: string): Promise<string | undefined> =>
  readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
