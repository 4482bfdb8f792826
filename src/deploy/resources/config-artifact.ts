import { chmod, readFile, stat } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import {
  LIST_FILE,
  listedFiles,
  removeEmptyFolders,
  removeTree,
  writeTree,
} from "../../io/write-tree.ts";
import { compareText } from "../../text/order.ts";
import { shown } from "../../text/safe.ts";
import { DeployError } from "../deploy-error.ts";
import type { ResourceKind } from "./resource.ts";

/** Control characters, which have no place in a name; `files.txt` has a name a line. */
const CONTROL = /\p{Cc}/u;

/** A path below the folder, in the one way in which it can be written. */
const filePath = z.string().superRefine((name, issue) => {
  const wrong = (reason: string) => issue.addIssue({ code: "custom", message: reason });
  if (name === "" || name === "." || CONTROL.test(name))
    wrong("must be a name without control characters");
  else if (name.startsWith("/")) wrong("must begin in the folder, without a slash");
  else if (name.split("/").includes("..")) wrong("must not lead out of the folder");
  else if (path.posix.normalize(name) !== name || name.endsWith("/")) {
    wrong(
      `must be written in its short form, such as ${shown(path.posix.join("a", name).slice(2))}`,
    );
  } else if (name === LIST_FILE)
    wrong(`must not be ${LIST_FILE}, where the names of the files are kept`);
});

const folderPath = z.string().superRefine((name, issue) => {
  const wrong = (reason: string) => issue.addIssue({ code: "custom", message: reason });
  if (name === "" || CONTROL.test(name)) wrong("must be a name without control characters");
  else if (path.normalize(name) !== name || (name.endsWith("/") && name !== "/")) {
    wrong(`must be written in its short form, ${shown(path.normalize(name).replace(/\/$/, ""))}`);
  } else if (isOrHolds(path.resolve(name), process.cwd())) {
    wrong("must be a folder of its own, not one that holds the project");
  }
});

const isOrHolds = (folder: string, other: string): boolean =>
  `${other}/`.startsWith(folder === "/" ? "/" : `${folder}/`);

const inputs = z
  .strictObject({
    /** From the project's folder, or absolute. */
    folder: folderPath,
    /** Contents by path below the folder. */
    files: z.record(filePath, z.string()),
    /** Permission bits by path; other files have 0o644. */
    modes: z.record(z.string(), z.int().min(0).max(0o777)).optional(),
    /** Of a device: its place among the waves, for whoever takes the files there. */
    rollout: z.record(z.string(), z.unknown()).optional(),
  })
  .superRefine(({ files, modes = {} }, issue) => {
    const wrong = (where: string[], message: string) =>
      issue.addIssue({ code: "custom", path: where, message });
    for (const name of Object.keys(modes)) {
      if (!Object.hasOwn(files, name)) wrong(["modes", name], "is a mode of no file");
    }
    for (const name of Object.keys(files)) {
      const parent = foldersAbove(name).find((folder) => Object.hasOwn(files, folder));
      if (parent !== undefined) {
        wrong(["files", name], `cannot stand in ${shown(parent)}, which is a file`);
      }
    }
  });

export type ConfigArtifactInputs = z.infer<typeof inputs>;

/** A folder of rendered files on this machine, for people to read and other tools to take. */
export const configArtifact: ResourceKind<ConfigArtifactInputs> = {
  name: "ConfigArtifact",
  inputs,
  place: ({ folder }) => path.resolve(folder),
  replacedBy: ["folder"],
  silent: ["rollout"],
  secret: [],
  computed: [],

  async create(inputs) {
    await write(inputs);
    return { id: inputs.folder, state: inputs };
  },

  /** Gone is a folder in which none of its files is left. */
  async read(folder, before) {
    const names = before === undefined ? await listedFiles(folder) : Object.keys(before.files);
    const found = await Promise.all(names.map((name) => fileAt(folder, name)));
    const there = names.flatMap((name, i) => (found[i] ? [[name, found[i]] as const] : []));
    if (there.length === 0 && (names.length > 0 || before === undefined)) return undefined;
    const files = Object.fromEntries(there.map(([name, { content }]) => [name, content]));
    const modes = modesShown(there, before?.modes);
    const rollout = before?.rollout;
    const state = { folder, files, ...(modes && { modes }), ...(rollout && { rollout }) };
    return { id: folder, inputs: state, state };
  },

  async update(_id, before, inputs) {
    await write(inputs);
    const removed = Object.keys(before.files).filter((name) => !Object.hasOwn(inputs.files, name));
    await removeEmptyFolders(inputs.folder, removed);
    return inputs;
  },

  /** Whatever others put into the folder stays, and the folder then too. */
  async delete(folder) {
    await removeTree(folder);
  },
};

async function write({ folder, files, modes = {} }: ConfigArtifactInputs): Promise<void> {
  const names = Object.keys(files).sort(compareText);
  const modeOf = (name: string) => modes[name] ?? MODE;
  try {
    await writeTree(
      folder,
      names.map((name) => ({ path: name, content: files[name]!, mode: modeOf(name) })),
    );
    // A file that was there keeps its mode when it is not written anew, and the umask takes bits away.
    for (const name of names) await chmod(path.join(folder, name), modeOf(name));
  } catch (error) {
    throw notWritten(folder, error);
  }
}

const MODE = 0o644;

function notWritten(folder: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new DeployError(
    "invalid",
    `The files of ${shown(folder)} could not be written: ${shown(message, 400)}. Files that were written before are whole; run again when the cause is gone.`,
    { cause: error },
  );
}

interface Found {
  readonly content: string;
  readonly mode: number;
}

async function fileAt(folder: string, name: string): Promise<Found | undefined> {
  const file = path.join(folder, name);
  try {
    const [content, { mode }] = await Promise.all([readFile(file, "utf8"), stat(file)]);
    return { content, mode: mode & 0o777 };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw error;
  }
}

/** Modes that were asked for, as they are, and others only where they are not what a file has. */
function modesShown(
  there: readonly (readonly [string, Found])[],
  asked: Readonly<Record<string, number>> | undefined,
): Record<string, number> | undefined {
  const shownModes = there.filter(
    ([name, { mode }]) => mode !== MODE || (asked !== undefined && Object.hasOwn(asked, name)),
  );
  if (shownModes.length === 0) return asked && {};
  return Object.fromEntries(shownModes.map(([name, { mode }]) => [name, mode]));
}

/** `a/b/c` stands in `a/b` and in `a`. */
function foldersAbove(name: string): string[] {
  const parent = path.posix.dirname(name);
  return parent === "." || parent === "/" ? [] : [parent, ...foldersAbove(parent)];
}
