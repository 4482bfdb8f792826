import { findNodeAtLocation, parseTree, visit, type Node } from "jsonc-parser";
import { finding, type Finding } from "../findings/finding.ts";
import type { Origin, Place } from "../findings/place.ts";
import type { Entry, SourceFile } from "./entry.ts";
import { DEPTH_MAX, forbiddenKey, isForbiddenKey } from "./tree.ts";

/**
 * The features of a GeoJSON FeatureCollection (RFC 7946) as entries. Their fields are checked by the
 * model, their geometry by `src/geo`. Findings: R019 not JSON or not a FeatureCollection, R004 depth,
 * R014 forbidden key, R015 duplicate key. O(size of the file); places are looked up only when asked.
 */
export function parseGeoJson(file: SourceFile): { features: Entry[]; findings: Finding[] } {
  const text = file.text.startsWith("\ufeff") ? ` ${file.text.slice(1)}` : file.text;
  const findings = keyFindings(file, text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { features: [], findings: [syntaxFinding(file, text, error), ...findings] };
  }
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
  const features = collection.features.map((feature: unknown, index) => ({
    value: feature,
    origin: jsonOrigin(file, text, starts[index] ?? 0, starts[index + 1] ?? text.length),
  }));
  return { features, findings };
}

function syntaxFinding(file: SourceFile, text: string, error: unknown): Finding {
  let at: Place | undefined;
  visit(text, {
    onError: (_code, offset, length) => {
      at ??= { file: file.path, start: offset, end: offset + Math.max(1, length) };
    },
  });
  // V8 ends its stack on very deep nesting with a RangeError, everything else is a SyntaxError.
  if (error instanceof RangeError) {
    return finding("R004", at ?? { file: file.path, start: 0, end: 1 }, file.name, {
      limit: DEPTH_MAX,
    });
  }
  return finding("R019", at ?? { file: file.path, start: 0, end: 1 }, file.name, {
    problem: "syntax",
  });
}

/** Strings (as keys when a colon follows) and brackets: all of JSON that keys and depth depend on. */
const TOKEN = /"((?:[^"\\]|\\.)*)"(\s*:)?|[[\]{}]/g;

/**
 * JSON.parse keeps the last of two equal keys in silence, so the keys are read once on their own, by
 * one expression over the text: a scanner in JavaScript costs more than the parsing itself.
 */
function keyFindings(file: SourceFile, text: string): Finding[] {
  const findings: Finding[] = [];
  const open: (Set<string> | undefined)[] = [];
  for (const { 0: token, 1: key, 2: colon, index } of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      open.push(token === "{" ? new Set() : undefined);
      if (open.length > DEPTH_MAX) {
        const place = { file: file.path, start: index, end: index + 1 };
        return [...findings, finding("R004", place, file.name, { limit: DEPTH_MAX })];
      }
    } else if (token === "}" || token === "]") open.pop();
    else if (colon !== undefined && key !== undefined) {
      const place = { file: file.path, start: index, end: index + key.length + 2 };
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
  for (const { 0: token, 1: key, 2: colon, index } of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      if (inFeatures && depth === 2 && token === "{") starts.push(index);
      depth++;
    } else if (token === "}" || token === "]") depth--;
    else if (depth === 1 && colon !== undefined) inFeatures = key === "features";
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
      for (let length = path.length; root && length >= 0; length--) {
        const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[]);
        if (!node) continue;
        const isKey =
          length === path.length && target === "key" && node.parent?.type === "property";
        return firstLine(file, isKey ? node.parent!.children![0]! : node, start);
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
