import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  type Document as YamlDocument,
  type ErrorCode,
  type Node,
} from "yaml";
import { finding, type Finding } from "../findings/finding.ts";
import type { Origin, Place } from "../findings/place.ts";
import { DEPTH_MAX, forbiddenKey, isForbiddenKey } from "./tree.ts";
import type { Entry, SourceFile } from "./entry.ts";

/** How many nodes aliases may repeat in one file; an alias bomb needs millions. */
const ALIASED_NODES_MAX = 1000;

/**
 * The YAML 1.2 file as plain values with their places, or undefined when it cannot be read as a whole.
 * Findings: R002 syntax, R003 alias bomb or cycle, R004 depth, R014 forbidden key, R015 duplicate key.
 * O(size of the file), counting each alias as what it stands for, up to a limit.
 */
export function parseYaml(file: SourceFile): { entry: Entry | undefined; findings: Finding[] } {
  const document = parseDocument(file.text, {
    version: "1.2",
    schema: "core",
    // The walk below finds equal keys in O(keys); the parser compares every pair of them.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    merge: false,
    keepSourceTokens: false,
  });
  const findings = [...document.errors, ...document.warnings].map((error) =>
    syntaxFinding(file, error.code, error.message, error.pos),
  );
  if (findings.length > 0) return { entry: undefined, findings };
  const origin = yamlOrigin(file, document);
  const walk = new Walk(file, document);
  const value = document.contents === null ? undefined : walk.plain(document.contents, 0);
  return walk.findings.length > 0 && walk.stopped
    ? { entry: undefined, findings: walk.findings }
    : { entry: { value, origin }, findings: walk.findings };
}

function syntaxFinding(
  file: SourceFile,
  code: ErrorCode | string,
  message: string,
  [start, end]: [number, number],
): Finding {
  const place = { file: file.path, start, end: Math.max(start, end) };
  // The parser ends its stack on some thousand levels and reports that as a syntax error.
  if (/call stack/i.test(message)) {
    return finding("R004", place, file.name, { limit: DEPTH_MAX });
  }
  return finding("R002", place, file.name, { problem: code });
}

/** Turns nodes into plain values; a class only because one walk shares its counters. */
class Walk {
  readonly findings: Finding[] = [];
  stopped = false;
  #aliased = 0;
  readonly #open = new Set<Node>();
  readonly #file: SourceFile;
  readonly #document: YamlDocument;

  constructor(file: SourceFile, document: YamlDocument) {
    this.#file = file;
    this.#document = document;
  }

  plain(node: Node, depth: number, aliased = false): unknown {
    if (this.stopped) return undefined;
    if (depth > DEPTH_MAX) {
      return this.#stop(finding("R004", this.#place(node), this.#file.name, { limit: DEPTH_MAX }));
    }
    if (aliased && ++this.#aliased > ALIASED_NODES_MAX) return this.#aliasBomb(node);
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (target === undefined || this.#open.has(target)) return this.#aliasBomb(node);
      return this.plain(target, depth, true);
    }
    if (isScalar(node)) return node.value;
    this.#open.add(node);
    const value = isSeq(node)
      ? node.items.map((item) =>
          item === null ? null : this.plain(item as Node, depth + 1, aliased),
        )
      : this.#mapping(node, depth, aliased);
    this.#open.delete(node);
    return value;
  }

  #mapping(node: Node, depth: number, aliased: boolean): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    if (!isMap(node)) return record;
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      if (!isScalar(pair.key)) {
        const place = this.#place((pair.key ?? node) as Node);
        this.findings.push(finding("R002", place, this.#file.name, { problem: "NON_STRING_KEY" }));
        continue;
      }
      const key = String(pair.key.value);
      if (isForbiddenKey(key)) {
        this.findings.push(forbiddenKey(key, this.#place(pair.key)));
        continue;
      }
      if (Object.hasOwn(record, key)) {
        this.findings.push(finding("R015", this.#place(pair.key), this.#file.name, { key }));
        continue;
      }
      record[key] = pair.value === null ? null : this.plain(pair.value as Node, depth + 1, aliased);
    }
    return record;
  }

  #aliasBomb(node: Node): undefined {
    return this.#stop(
      finding("R003", this.#place(node), this.#file.name, { limit: ALIASED_NODES_MAX }),
    );
  }

  #stop(reason: Finding): undefined {
    if (!this.stopped) this.findings.push(reason);
    this.stopped = true;
    return undefined;
  }

  #place(node: Node): Place {
    return placeOf(this.#file, node) ?? { file: this.#file.path, start: 0, end: 0 };
  }
}

function placeOf(file: SourceFile, node: unknown): Place | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range ? { file: file.path, start: range[0], end: range[1] } : undefined;
}

/** Places by path; what is not written is shown at the nearest thing above it that is. */
export function yamlOrigin(
  file: SourceFile,
  document: YamlDocument,
  base: readonly (string | number)[] = [],
): Origin {
  return {
    file: file.path,
    at(path = [], target = "value") {
      const whole = [...base, ...path];
      for (let length = whole.length; length >= 0; length--) {
        const part = whole.slice(0, length);
        const asked = length === whole.length;
        const place =
          asked && target === "key"
            ? keyPlace(file, document, part)
            : placeOf(file, length === 0 ? document.contents : document.getIn(part, true));
        // A missing field is shown at the first line of the entry it is missing from.
        if (place) return asked ? place : firstLine(file, place);
      }
      return { file: file.path, start: 0, end: 0 };
    },
  };
}

function keyPlace(
  file: SourceFile,
  document: YamlDocument,
  path: readonly (string | number)[],
): Place | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const last = path.at(-1);
  const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === last);
  return pair && placeOf(file, pair.key);
}

/** The place cut at the end of its first line, so that a whole entry is not underlined. */
function firstLine(file: SourceFile, place: Place): Place {
  const lineEnd = file.text.indexOf("\n", place.start);
  return lineEnd === -1 || lineEnd >= place.end ? place : { ...place, end: lineEnd };
}

/** The same file seen from deeper down: an entry of one of its lists. */
export function deeper(origin: Origin, base: readonly (string | number)[]): Origin {
  return { file: origin.file, at: (path = [], target) => origin.at([...base, ...path], target) };
}
