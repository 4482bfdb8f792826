import { stat } from "node:fs/promises";
import { isAtLeast } from "../findings/finding.ts";
import type { Analysis } from "../pipeline.ts";
import { nearest } from "../text/nearest.ts";
import { formatCount } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import {
  type Invocation,
  NETWORK_OPTIONS,
  type Option,
  unknownName,
  UsageError,
} from "./command.ts";
import { openAnalysis, openNetwork } from "./open-network.ts";

/** Options of every command that answers one question about a network. */
export const QUERY_OPTIONS = {
  ...NETWORK_OPTIONS,
  json: {
    type: "boolean",
    summary: { id: "satu dokumen JSON, tidak diterjemahkan", en: "one JSON document" },
  },
} as const satisfies Record<string, Option>;

/**
 * The words of a question and the network's folder among them: the one that has a slash, is `.` or
 * `..`, or is a folder with a network.yaml. An id never has a slash or a dot.
 */
export async function withoutNetwork(
  words: readonly string[],
): Promise<{ names: string[]; folder: string | undefined }> {
  const isFolder = await Promise.all(
    words.map(async (word) => {
      if (/[\\/]|^\.\.?$/.test(word)) return true;
      const info = await stat(`${word}/network.yaml`).catch(() => undefined);
      return info?.isFile() === true;
    }),
  );
  const folders = words.filter((_, i) => isFolder[i]);
  if (folders.length > 1) {
    throw new UsageError({
      id: `sebut satu jaringan saja: ${folders.map((folder) => shown(folder)).join(", ")}`,
      en: `name one network only: ${folders.map((folder) => shown(folder)).join(", ")}`,
    });
  }
  return { names: words.filter((_, i) => !isFolder[i]), folder: folders[0] };
}

/**
 * The analysis that a question is put to. What is wrong in the files is no answer, so it goes to
 * stderr: one line when the rest can be used, everything when nothing can (then undefined).
 */
export async function openQuestion(
  folder: string | undefined,
  { options, lang, today, terminal }: Invocation,
): Promise<Analysis | undefined> {
  const { network, findings, texts } = await openNetwork(folder, { options, today });
  if (network === undefined) {
    const { findingsTerminal } = await import("../views/findings-terminal.ts");
    const { width, colour } = terminal;
    terminal.err(findingsTerminal(findings, texts, { lang, width, colour: colour.err }));
    return undefined;
  }
  const errors = findings.filter((finding) => isAtLeast(finding, "error")).length;
  if (errors > 0) {
    terminal.err(
      {
        id: `rajut: ${errors} galat di berkas; entri yang salah tidak ikut dihitung (lihat rajut check)\n`,
        en: `rajut: the files have errors (${errors}); wrong entries are left out (see rajut check)\n`,
      }[lang],
    );
  }
  return openAnalysis(network);
}

/** Longest list of ids in an error; with more, only those that resemble what was written. */
const KNOWN_MAX = 40;
/** Of a long list without any resemblance a few show the form that ids have. */
const SAMPLE = 12;

/** An id that nothing has: the nearest one and the list, or of a long list what shares a word with it. */
export function unknownId(
  idWord: string,
  enWord: string,
  written: string,
  known: readonly string[],
): UsageError {
  if (known.length <= KNOWN_MAX) return unknownName(idWord, enWord, shown(written), known);
  const near = nearest(written, known).nearest;
  const parts = written.split(/[^a-z0-9]+/).filter((part) => part.length > 2);
  const alike = known.filter((id) => id !== near && parts.some((part) => id.includes(part)));
  const some = [...(near === undefined ? [] : [near]), ...alike].slice(0, KNOWN_MAX);
  const listed = some.length > 0 ? some : known.slice(0, SAMPLE);
  const { text } = unknownName(idWord, enWord, shown(written), listed);
  return new UsageError({
    id: `${text.id}, … (${formatCount(known.length, "id")} seluruhnya)`,
    en: `${text.en}, … (${formatCount(known.length, "en")} in all)`,
  });
}
