import {
  type Dirent,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import path from "node:path";
import type { SourceFile } from "../document/entry.ts";
import { NETWORK_FILE } from "../document/document.ts";
import type { NoArgs } from "../findings/codes.ts";
import { finding, type Finding } from "../findings/finding.ts";
import { fileStart } from "../findings/place.ts";
import { compareText } from "../text/order.ts";

/** YAML past this size takes the parser seconds and gigabytes; long lists belong in CSV. */
const YAML_BYTES_MAX = 5_000_000;
/** Other text past this size is not a network of one regency. */
const TEXT_BYTES_MAX = 256_000_000;
/** Deeper folders than this are not read. */
const FOLDER_DEPTH_MAX = 8;
/** Who has which address; written by a command and read apart from what people write. */
export const ADDRESS_LOCK_FILE = "addresses.lock.yaml";
/** For people, not for the loader. */
const IGNORED = /^(?:\.|README|NOTICE|LICENSE|CHANGELOG)|\.(?:md|lock\.yaml|tmp)$|~$/;

/** The files of a network as they were found. */
export interface NetworkFiles {
  readonly files: readonly SourceFile[];
  /** The address lock; undefined where there is none, `refused` where a finding says why it is not read. */
  readonly lock: SourceFile | "refused" | undefined;
  readonly findings: readonly Finding[];
}

/**
 * All files of a network's folder, in order of name, and its address lock, with whatever keeps one
 * from being read as a finding. Links are followed only inside the folder; devices, pipes and folders with a file's name
 * are refused unopened. Findings: R001 not UTF-8, R005 too large, R006 missing or unreadable, R007
 * not a file, R008 link to elsewhere. Synchronous: a few dozen small files take 3 ms so, 20 ms through
 * the thread pool, and nothing else is waiting.
 * @param folder as the user typed it; paths in findings begin with it
 */
export function readNetwork(folder: string): NetworkFiles {
  const reader: Reader = {
    root: "",
    folder: tidy(folder),
    files: [],
    lock: undefined,
    findings: [],
    seen: new Set(),
  };
  const info = statSync(folder, { throwIfNoEntry: false });
  if (!info?.isDirectory()) {
    const args = { what: "folder", path: reader.folder } as const;
    reader.findings.push(finding("R006", fileStart(reader.folder), reader.folder, args));
    return reader;
  }
  reader.root = realpathSync(folder);
  reader.seen.add(reader.root);
  readFolder(reader, "", 0);
  if (!reader.files.some(({ name }) => name === NETWORK_FILE) && !wasRefused(reader)) {
    const file = `${reader.folder}/${NETWORK_FILE}`;
    const args = { what: "network-file", path: file } as const;
    reader.findings.push(finding("R006", fileStart(file), NETWORK_FILE, args));
  }
  return reader;
}

interface Reader {
  /** Real path of the network's folder. */
  root: string;
  readonly folder: string;
  readonly files: SourceFile[];
  lock: NetworkFiles["lock"];
  readonly findings: Finding[];
  /** Real paths of folders that were entered, so that a link cannot make a circle. */
  readonly seen: Set<string>;
}

const tidy = (folder: string) => folder.replaceAll("\\", "/").replace(/\/+$/, "") || "/";
const wasRefused = ({ findings }: Reader) =>
  findings.some(({ subject }) => subject === NETWORK_FILE);

function readFolder(reader: Reader, name: string, depth: number): void {
  const here = path.join(reader.root, name);
  let items: Dirent[];
  try {
    items = readdirSync(here, { withFileTypes: true });
  } catch {
    refuse(reader, name, "R006", { what: "unreadable", path: name });
    return;
  }
  for (const item of items.sort((a, b) => compareText(a.name, b.name))) {
    const isLock = depth === 0 && item.name === ADDRESS_LOCK_FILE;
    if (IGNORED.test(item.name) && !isLock) continue;
    readItem(reader, name === "" ? item.name : `${name}/${item.name}`, depth);
  }
}

function readItem(reader: Reader, name: string, depth: number): void {
  const here = path.join(reader.root, name);
  let info: Stats;
  try {
    info = lstatSync(here);
  } catch {
    // Gone since the folder was listed, or a name that is not UTF-8.
    return refuse(reader, name, "R006", { what: "unreadable", path: name });
  }
  if (info.isSymbolicLink()) {
    let target: string;
    try {
      target = realpathSync(here);
    } catch (error) {
      const isLoop = (error as NodeJS.ErrnoException).code === "ELOOP";
      return refuse(reader, name, "R008", { target: isLoop ? "loop" : "missing" });
    }
    if (target !== reader.root && !target.startsWith(reader.root + path.sep)) {
      return refuse(reader, name, "R008", { target: "outside" });
    }
    info = statSync(here);
    if (info.isDirectory() && reader.seen.has(target)) {
      return refuse(reader, name, "R008", { target: "loop" });
    }
  }
  if (info.isDirectory()) {
    // A folder that is called like a file is a slip, not a folder to look into.
    if (/\.(?:ya?ml|csv|geojson)$/.test(name)) {
      return refuse(reader, name, "R007", { found: "directory" });
    }
    reader.seen.add(realpathSync(here));
    if (depth < FOLDER_DEPTH_MAX) readFolder(reader, name, depth + 1);
    else
      reader.findings.push(
        finding("R018", fileStart(`${reader.folder}/${name}`), name, { path: name }),
      );
    return;
  }
  if (!info.isFile()) return refuse(reader, name, "R007", { found: "special" });
  readText(reader, name, info.size);
}

function readText(reader: Reader, name: string, sizeBytes: number): void {
  const limitBytes = /\.ya?ml$/.test(name) ? YAML_BYTES_MAX : TEXT_BYTES_MAX;
  if (sizeBytes > limitBytes) return refuse(reader, name, "R005", { sizeBytes, limitBytes });
  let bytes: Buffer;
  try {
    bytes = readFileSync(path.join(reader.root, name));
  } catch {
    return refuse(reader, name, "R006", { what: "unreadable", path: name });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(reader, name, "R001", {});
  }
  if (name.endsWith(".yaml") || name.endsWith(".yml")) text = text.replace(/^\ufeff/, "");
  const file = { path: `${reader.folder}/${name}`, name, text };
  if (name === ADDRESS_LOCK_FILE) reader.lock = file;
  else reader.files.push(file);
}

function refuse(
  reader: Reader,
  name: string,
  ...[code, args]:
    | ["R001", NoArgs]
    | ["R005", { sizeBytes: number; limitBytes: number }]
    | ["R006", { what: "unreadable"; path: string }]
    | ["R007", { found: "directory" | "special" }]
    | ["R008", { target: "outside" | "missing" | "loop" }]
): void {
  if (name === ADDRESS_LOCK_FILE) reader.lock = "refused";
  const place = fileStart(`${reader.folder}/${name}`);
  // The pair of code and args is one of the above, which a call with a union type cannot show.
  reader.findings.push(finding(code, place, name, args as never));
}
