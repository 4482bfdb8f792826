import { shown } from "../../../text/safe.ts";
import type { DesiredState } from "../../desired-state.ts";
import { withoutTokens } from "../../secrets.ts";
import { plainWord } from "../plain-values.ts";
import { type ConfigFile, type Proof, PROOFS } from "../vendor.ts";

const PUBLIC = 0o644;
const PRIVATE = 0o600;

/** What is not the same for every file. */
export interface FileOptions {
  readonly proof: Proof;
  readonly check?: readonly string[];
  /** Holds a secret: for root only. */
  readonly secret?: true;
  readonly mode?: number;
  /** What begins a comment; `#` unless the syntax has another. */
  readonly comment?: string;
  /** What must stand before the header: a script's first line. */
  readonly firstLine?: string;
}

/** A file with its header: whose it is, that it is made, and what proved files of its kind. */
export function configFile(
  state: DesiredState,
  path: string,
  lines: readonly string[],
  { proof, check, secret, mode, comment = "#", firstLine }: FileOptions,
): ConfigFile {
  const header = [
    `${comment} ${titleOf(state)}`,
    `${comment} Made by Rajut from the topology; a change made here is lost.`,
    `${comment} Files of this kind are ${PROOFS[proof]}.`,
  ];
  const first = firstLine === undefined ? [] : [firstLine];
  return {
    path,
    content: [...first, ...header, "", ...lines, ""].join("\n"),
    mode: mode ?? (secret === true ? PRIVATE : PUBLIC),
    proof,
    check,
  };
}

/** By state, since a router has some thirty files and all of them begin with it. */
const titles = new WeakMap<DesiredState, string>();

function titleOf(state: DesiredState): string {
  const known = titles.get(state);
  if (known !== undefined) return known;
  const title = `${plainWord(state.device)} (${harmless(state.siteName)})`;
  titles.set(state, title);
  return title;
}

/** A name from the files inside a comment: one line, no token, nothing that a reader of comments acts on. */
function harmless(name: string): string {
  return shown(withoutTokens(name)).replace(/[$\\]/g, "_");
}
