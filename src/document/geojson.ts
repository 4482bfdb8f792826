import { findNodeAtLocation, parseTree, visit, type Node } from "jsonc-parser";
import { finding, type Finding } from "../findings/finding.ts";
import { fileStart, type Origin, type Place } from "../findings/place.ts";
import type { Entry, SourceFile } from "./entry.ts";
import { DEPTH_MAX, forbiddenKey, isForbiddenKey } from "./tree.ts";

/**
 * The features of a GeoJSON FeatureCollection (RFC 7946) as entries. Their fields are checked by the
 * model, their geometry by `src/geo`. Findings: R019 not JSON or not a FeatureCollection, R004 depth,
 * R014 forbidden key, R015 duplicate key. O(size of the file); places are looked up only when asked.
 */
export function parseGeoJson(file: SourceFile): { features: Entry[]; findings: Finding[] } {
  const text = file.text.startsWith("\ufeff") ? ` ${file.text.slice(1)}` : file.text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { features: [], findings: [syntaxFinding(file, text)] };
  }
  const findings = keyFindings(file, text);
  // Nothing deeper is read: looking for a place in it would end the stack.
  if (findings.some(({ code }) => code === "R004")) return { features: [], findings };
  const collection = value as { type?: unknown; features?: unknown };
  if (collection?.type !== "FeatureCollection" || !Array.isArray(collection.features)) {
    findings.push(
      finding("R019", { file: file.path, start: 0, end: 1 }, file.name, {
        problem: "not-a-feature-collection",
      }),
    );
    return { features: [], findings };
  }
  const starts = featureStarts(text);
  let objects = 0;
  const features = collection.features.map((feature: unknown) => {
    const isObject = typeof feature === "object" && feature !== null && !Array.isArray(feature);
    const start = starts[objects] ?? 0;
    if (isObject) objects++;
    return {
      value: feature,
      origin: jsonOrigin(file, text, start, starts[objects] ?? text.length),
    };
  });
  return { features, findings };
}

function syntaxFinding(file: SourceFile, text: string): Finding {
  let at: Place | undefined;
  try {
    visit(text, {
      onError: (_code, offset, length) => {
        const end = Math.min(text.length, offset + Math.max(1, length));
        at ??= { file: file.path, start: Math.min(offset, end), end };
      },
    });
  } catch {
    // The scanner ends its stack on some thousand open brackets: then the beginning has to do.
  }
  return finding("R019", at ?? fileStart(file.path), file.name, { problem: "syntax" });
}

/** A bracket, or a key with its quotes: all of JSON that equal keys and depth depend on. */
interface Token {
  readonly mark: string;
  readonly index: number;
  /** As written, with its escapes; undefined for a bracket. */
  readonly key: string | undefined;
}

/**
 * The brackets and keys of text that is JSON. Strings are stepped over by their closing quote: one
 * expression for a whole string ends the regular expression engine's stack on some million escapes.
 */
function* tokensOf(text: string): Generator<Token> {
  const mark = /["[\]{}]/g;
  const colon = /[ \t\r\n]*:/y;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    const { 0: found, index } = match;
    if (found !== '"') {
      yield { mark: found, index, key: undefined };
      continue;
    }
    const end = endOfString(text, index + 1);
    mark.lastIndex = colon.lastIndex = end + 1;
    if (colon.test(text)) yield { mark: found, index, key: text.slice(index + 1, end) };
  }
}

/** Offset of the quote that closes a string: one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

/**
 * JSON.parse keeps the last of two equal keys in silence, so the keys are read once on their own. A
 * whole scanner in JavaScript costs more than the parsing itself; brackets and keys are enough.
 */
function keyFindings(file: SourceFile, text: string): Finding[] {
  const findings: Finding[] = [];
  const open: (Set<string> | undefined)[] = [];
  for (const { mark, index, key: written } of tokensOf(text)) {
    if (mark === "{" || mark === "[") {
      open.push(mark === "{" ? new Set() : undefined);
      if (open.length > DEPTH_MAX) {
        const place = { file: file.path, start: index, end: index + 1 };
        return [...findings, finding("R004", place, file.name, { limit: DEPTH_MAX })];
      }
    } else if (written === undefined) open.pop();
    else {
      const place = { file: file.path, start: index, end: index + written.length + 2 };
      const key = written.includes("\\") ? (JSON.parse(`"${written}"`) as string) : written;
      if (isForbiddenKey(key)) findings.push(forbiddenKey(key, place));
      else if (open.at(-1)?.has(key)) findings.push(finding("R015", place, file.name, { key }));
      open.at(-1)?.add(key);
    }
  }
  return findings;
}

/** Where each feature's object begins: the objects of the first list under a key `features`. */
function featureStarts(text: string): number[] {
  const starts: number[] = [];
  let depth = 0;
  let inFeatures = false;
  for (const { mark, index, key } of tokensOf(text)) {
    if (mark === "{" || mark === "[") {
      if (inFeatures && depth === 2 && mark === "{") starts.push(index);
      depth++;
    } else if (key === undefined) depth--;
    else if (depth === 1) inFeatures = key === "features";
  }
  return starts;
}

/** Places in one feature; its stretch of the file is parsed again only when somebody asks. */
function jsonOrigin(file: SourceFile, text: string, start: number, end: number): Origin {
  let root: Node | undefined;
  return {
    file: file.path,
    at(path = [], target = "value") {
      root ??= parseTree(text.slice(start, end));
      if (root === undefined) return { file: file.path, start, end: start };
      for (let length = path.length; length >= 0; length--) {
        const node = findNodeAtLocation(root, path.slice(0, length));
        if (!node) continue;
        const isKey =
          length === path.length && target === "key" && node.parent?.type === "property";
        return firstLine(file, isKey ? node.parent.children![0]! : node, start);
      }
      return { file: file.path, start, end: start };
    },
  };
}

function firstLine({ path, text }: SourceFile, { offset, length }: Node, base: number): Place {
  const start = base + offset;
  const lineEnd = text.indexOf("\n", start);
  const end = start + length;
  return { file: path, start, end: lineEnd === -1 ? end : Math.min(end, lineEnd) };
}
