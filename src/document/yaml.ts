import {
  COLLECTION_STYLE,
  type Event,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from "js-yaml";
import { finding, type Finding } from "../findings/finding.ts";
import type { Origin, Place } from "../findings/place.ts";
import { DEPTH_MAX, forbiddenKey, isForbiddenKey } from "./tree.ts";
import type { Entry, SourceFile } from "./entry.ts";

/** How many nodes aliases may repeat in one file; an alias bomb needs millions. */
const ALIASED_NODES_MAX = 1000;

/**
 * The YAML 1.2 file as plain values with their places, or undefined when it cannot be read as a whole.
 * Scalars follow the core schema; a day stays text. Findings: R002 syntax (the first of a file: past it
 * nothing can be trusted), R003 alias bomb or cycle, R004 depth, R014 forbidden key, R015 duplicate
 * key. O(size of the file), counting each alias as what it stands for, up to a limit.
 */
export function parseYaml(file: SourceFile): { entry: Entry | undefined; findings: Finding[] } {
  const findings: Finding[] = [];
  try {
    const events = parseEvents(file.text, { maxDepth: DEPTH_MAX });
    const root = new Composer(file, events, findings).document();
    return { entry: { value: root?.value, origin: yamlOrigin(file, root) }, findings };
  } catch (error) {
    if (error instanceof Stop) return { entry: undefined, findings: [...findings, error.finding] };
    if (error instanceof YAMLException)
      return { entry: undefined, findings: [syntax(file, error)] };
    throw error;
  }
}

/** Ends the reading of a file whose rest cannot be trusted. */
class Stop extends Error {
  readonly finding: Finding;
  constructor(reason: Finding) {
    super(reason.code);
    this.finding = reason;
  }
}

function syntax(file: SourceFile, { reason, mark }: YAMLException): Finding {
  const start = Math.min(mark?.position ?? 0, file.text.length);
  const place = { file: file.path, start, end: Math.min(start + 1, file.text.length) };
  return reason.startsWith("nesting exceeded")
    ? finding("R004", place, file.name, { limit: DEPTH_MAX })
    : finding("R002", place, file.name, { problem: reason });
}

/** A value with where it stands; what a mapping or list holds, by key. */
interface Tree {
  readonly value: unknown;
  readonly start: number;
  end: number;
  readonly children: Map<string | number, Tree> | undefined;
  /** Place of each key of a mapping. */
  readonly keys: Map<string, Tree> | undefined;
}

/** Turns the parser's events into values and places; a class only because the steps share a cursor. */
class Composer {
  #next = 0;
  #aliased = 0;
  /** Offset behind what was read last: where a value stands that is not written. */
  #reached = 0;
  readonly #anchors = new Map<string, Tree | "open">();
  readonly #file: SourceFile;
  readonly #events: readonly Event[];
  readonly #findings: Finding[];

  constructor(file: SourceFile, events: readonly Event[], findings: Finding[]) {
    this.#file = file;
    this.#events = events;
    this.#findings = findings;
  }

  /** The one document of the file; undefined when it is empty. */
  document(): Tree | undefined {
    const [first] = this.#events;
    if (first?.type !== EVENT_ID.DOCUMENT) return undefined;
    this.#next = 1;
    const empty = this.#events[this.#next]?.type === EVENT_ID.POP;
    const tree = empty ? undefined : this.#node();
    this.#next++;
    const more = this.#events[this.#next + 1];
    if (this.#events[this.#next]?.type === EVENT_ID.DOCUMENT && more !== undefined) {
      const start = startOf(more) ?? this.#file.text.length;
      throw new Stop(this.#syntax(start, "several documents"));
    }
    return tree;
  }

  #node(): Tree {
    const event = this.#events[this.#next++]!;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#anchored(event, () => this.#scalar(event));
      case EVENT_ID.SEQUENCE:
        return this.#anchored(event, () => this.#closed(event, this.#sequence(event.start)));
      case EVENT_ID.MAPPING:
        return this.#anchored(event, () => this.#closed(event, this.#mapping(event.start)));
      case EVENT_ID.ALIAS:
        return this.#alias(event.anchorStart, event.anchorEnd);
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
        throw new Stop(this.#syntax(0, "unexpected end"));
    }
  }

  #scalar(event: ScalarEvent): Tree {
    const { valueStart, valueEnd, style } = event;
    const text = getScalarValue(this.#file.text, event);
    const value = style === SCALAR_STYLE.PLAIN ? plainValue(text) : text;
    // A quoted text is shown with its quotes, as it is written.
    const quote = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    const isWritten = valueStart !== -1;
    const start = isWritten ? valueStart - (quote ? 1 : 0) : this.#reached;
    const end = isWritten ? valueEnd + (quote ? 1 : 0) : this.#reached;
    this.#reached = end;
    return { value, start, end, children: undefined, keys: undefined };
  }

  /** Flow collections end with their bracket, which the events do not tell. */
  #closed({ style }: { readonly style: number }, tree: Tree): Tree {
    if (style !== COLLECTION_STYLE.FLOW) return tree;
    AFTER_LAST_ITEM.lastIndex = tree.end;
    if (AFTER_LAST_ITEM.test(this.#file.text)) tree.end = AFTER_LAST_ITEM.lastIndex;
    return tree;
  }

  #sequence(start: number): Tree {
    const value: unknown[] = [];
    const children = new Map<number, Tree>();
    const tree: Tree = { value, start, end: start + 1, children, keys: undefined };
    while (this.#events[this.#next]!.type !== EVENT_ID.POP) {
      const item = this.#node();
      children.set(value.length, item);
      value.push(item.value);
      tree.end = Math.max(tree.end, item.end);
    }
    this.#next++;
    return tree;
  }

  #mapping(start: number): Tree {
    const value: Record<string, unknown> = {};
    const children = new Map<string, Tree>();
    const keys = new Map<string, Tree>();
    const tree: Tree = { value, start, end: start + 1, children, keys };
    while (this.#events[this.#next]!.type !== EVENT_ID.POP) {
      const event = this.#events[this.#next]!;
      if (event.type !== EVENT_ID.SCALAR) {
        throw new Stop(this.#syntax(startOf(event) ?? start, "a key is not text"));
      }
      const written = this.#node();
      const key = getScalarValue(this.#file.text, event);
      const item = this.#node();
      tree.end = Math.max(tree.end, written.end, item.end);
      const place = { file: this.#file.path, start: written.start, end: written.end };
      if (isForbiddenKey(key)) this.#findings.push(forbiddenKey(key, place));
      else if (keys.has(key)) {
        this.#findings.push(finding("R015", place, this.#file.name, { key }));
      } else {
        keys.set(key, written);
        children.set(key, item);
        value[key] = item.value;
      }
    }
    this.#next++;
    return tree;
  }

  /** A node with an anchor may be repeated; one with a tag that YAML itself does not have is refused. */
  #anchored(
    event: { anchorStart: number; anchorEnd: number; tagStart: number; tagEnd: number },
    read: () => Tree,
  ): Tree {
    const { anchorStart, anchorEnd, tagStart, tagEnd } = event;
    if (tagStart !== -1 && !KNOWN_TAGS.has(this.#file.text.slice(tagStart, tagEnd))) {
      throw new Stop(this.#syntax(tagStart, "unknown tag"));
    }
    if (anchorStart === -1) return read();
    const name = this.#file.text.slice(anchorStart, anchorEnd);
    this.#anchors.set(name, "open");
    const tree = read();
    this.#anchors.set(name, tree);
    return tree;
  }

  #alias(start: number, end: number): Tree {
    const name = this.#file.text.slice(start, end);
    const target = this.#anchors.get(name);
    if (target === undefined) throw new Stop(this.#syntax(start, "unknown alias"));
    this.#aliased += target === "open" ? ALIASED_NODES_MAX + 1 : sizeOf(target, ALIASED_NODES_MAX);
    this.#reached = end;
    if (target === "open" || this.#aliased > ALIASED_NODES_MAX) {
      const place = { file: this.#file.path, start: start - 1, end };
      throw new Stop(finding("R003", place, this.#file.name, { limit: ALIASED_NODES_MAX }));
    }
    return { ...target, start: start - 1, end };
  }

  #syntax(start: number, problem: string): Finding {
    const place = {
      file: this.#file.path,
      start,
      end: Math.min(start + 1, this.#file.text.length),
    };
    return finding("R002", place, this.#file.name, { problem });
  }
}

/** What may stand between the last item of a flow collection and behind its bracket. */
const AFTER_LAST_ITEM = /(?:[\s,]|#[^\n]*)*[\]}]/y;

const KNOWN_TAGS = new Set(["!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq"]);

/** A plain scalar by the core schema (YAML 1.2.2, 10.3.2): null, bool, int, float, else text. */
function plainValue(text: string): unknown {
  if (/^(?:~|null|Null|NULL)?$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^0o[0-7]+$|^0x[0-9a-fA-F]+$/.test(text)) return Number(text);
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text);
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return Number.NaN;
  if (/^\+?\.(?:inf|Inf|INF)$/.test(text)) return Number.POSITIVE_INFINITY;
  return /^-\.(?:inf|Inf|INF)$/.test(text) ? Number.NEGATIVE_INFINITY : text;
}

/** Nodes of a tree, counted up to a limit. */
function sizeOf(tree: Tree, limit: number): number {
  let size = 1;
  for (const child of tree.children?.values() ?? []) {
    if (size > limit) break;
    size += sizeOf(child, limit - size);
  }
  return size;
}

function startOf(event: Event): number | undefined {
  if ("valueStart" in event) return event.valueStart;
  if ("start" in event) return event.start;
  return "anchorStart" in event ? event.anchorStart : undefined;
}

/** Places by path; what is not written is shown at the first line of the nearest thing above it that is. */
function yamlOrigin(file: SourceFile, root: Tree | undefined): Origin {
  return {
    file: file.path,
    at(path = [], target = "value") {
      let tree = root;
      if (tree === undefined) return { file: file.path, start: 0, end: 0 };
      for (const [depth, part] of path.entries()) {
        const child: Tree | undefined = tree.children?.get(part);
        if (child === undefined) return firstLine(file, tree);
        const key = depth === path.length - 1 && target === "key" && tree.keys?.get(String(part));
        if (key) return { file: file.path, start: key.start, end: key.end };
        tree = child;
      }
      return firstLine(file, tree);
    },
  };
}

/** A tree's place cut at the end of its first line, so that a whole entry is not underlined. */
function firstLine({ path, text }: SourceFile, { start, end }: Tree): Place {
  const lineEnd = text.indexOf("\n", start);
  return { file: path, start, end: lineEnd === -1 ? end : Math.max(start, Math.min(end, lineEnd)) };
}

/** The same file seen from deeper down: an entry of one of its lists. */
export function deeper(origin: Origin, base: readonly (string | number)[]): Origin {
  return { file: origin.file, at: (path = [], target) => origin.at([...base, ...path], target) };
}
