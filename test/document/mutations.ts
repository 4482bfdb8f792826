import type { SourceFile } from "../../src/document/entry.ts";

/** Values that a hurried or hostile hand puts in the place of a good one. */
export const HOSTILE: readonly string[] = [
  "",
  "null",
  "~",
  "true",
  "[]",
  "{}",
  "[[]]",
  "- a",
  "0",
  "-1",
  "1e309",
  "-1e309",
  ".nan",
  ".inf",
  "NaN",
  "101,45",
  "1.000.000",
  "99999999999999999999",
  "2025-02-30",
  "0000-00-00",
  "9999-12-31",
  '"2025-01-01"',
  "14.72",
  "internet",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "*a",
  "&a [*a]",
  "&a x",
  "!!binary x",
  "!tag x",
  "? [a]",
  "---",
  "...",
  "%YAML 9.9",
  "<<: *a",
  "\t",
  "\u0000",
  "\u001b[31m",
  "\u202e",
  "\ufeff",
  "\ud800",
  "😀",
  "'",
  '"',
  '""""',
  "`",
  "|",
  ">-",
  "#",
  ": ",
  ",",
  ";",
  "\r",
  "\r\n",
  "\n\n",
  "\u2028",
  "[".repeat(80),
  "{".repeat(80),
  "a".repeat(70_000),
  "<script>alert(1)</script>",
  "=cmd|' /C calc'!A0",
  "${{ secrets.X }}",
  "::error::x",
  "../../etc/passwd",
];

/** Pseudo-random numbers in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;
const below = (random: Random, end: number) => Math.floor(random() * end);
const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)]!;

/** A word, a number, a quoted text or a mark: what an editor's cursor jumps over. */
const TOKEN = /"[^"\n]*"|[\w.+-]+|[^\s\w]/g;

type Mutation = (text: string, random: Random, others: readonly SourceFile[]) => string;

const MUTATIONS: readonly Mutation[] = [
  // Bytes
  (text, random) => {
    const at = below(random, text.length + 1);
    return text.slice(0, at) + String.fromCharCode(below(random, 256)) + text.slice(at + 1);
  },
  (text, random) => {
    const at = below(random, text.length);
    return text.slice(0, at) + text.slice(at + 1 + below(random, 4));
  },
  (text, random) => text.slice(0, below(random, text.length)),
  (text, random) => {
    const at = below(random, text.length);
    return text.slice(0, at) + pick(random, HOSTILE) + text.slice(at);
  },
  // Lines
  (text, random) => onLines(text, (lines) => lines.splice(below(random, lines.length), 1)),
  (text, random) =>
    onLines(text, (lines) => {
      const line = pick(random, lines);
      lines.splice(below(random, lines.length), 0, line);
    }),
  (text, random) =>
    onLines(text, (lines) => {
      const [a, b] = [below(random, lines.length), below(random, lines.length)];
      [lines[a], lines[b]] = [lines[b]!, lines[a]!];
    }),
  (text, random) =>
    onLines(text, (lines) => {
      const at = below(random, lines.length);
      lines[at] = pick(random, [` ${lines[at]}`, `\t${lines[at]}`, lines[at]!.trimStart()]);
    }),
  (text, random, others) =>
    onLines(text, (lines) => {
      lines.splice(
        below(random, lines.length),
        0,
        pick(random, pick(random, others).text.split("\n")),
      );
    }),
  // Tokens: the structural ones, since they keep the file readable
  (text, random) => onToken(text, random, () => ""),
  (text, random) => onToken(text, random, (token) => `${token} ${token}`),
  (text, random) => onToken(text, random, () => pick(random, HOSTILE)),
  (text, random) => onToken(text, random, () => JSON.stringify(pick(random, HOSTILE))),
  (text, random, others) =>
    onToken(text, random, () => pick(random, pick(random, others).text.match(TOKEN) ?? ["x"])),
  (text, random) => onToken(text, random, (token) => token.toUpperCase()),
  (text, random) =>
    onToken(text, random, (token) =>
      /^-?[\d.]+$/.test(token)
        ? pick(random, ["0", "-1", "1e9", "1e-320", "180", token + "9"])
        : token,
    ),
];

function onLines(text: string, edit: (lines: string[]) => void): string {
  const lines = text.split("\n");
  edit(lines);
  return lines.join("\n");
}

function onToken(text: string, random: Random, edit: (token: string) => string): string {
  const tokens = [...text.matchAll(TOKEN)];
  if (tokens.length === 0) return edit("");
  const { 0: token, index } = pick(random, tokens);
  return text.slice(0, index) + edit(token) + text.slice(index + token.length);
}

/** The files with one to three mutations in one of them; every seed gives the same. */
export function mutated(files: readonly SourceFile[], seed: number): SourceFile[] {
  const random = seeded(seed);
  const victim = below(random, files.length);
  return files.map((file, i) => {
    if (i !== victim) return file;
    let { text } = file;
    for (let times = 1 + below(random, 3); times > 0; times--) {
      text = pick(random, MUTATIONS)(text, random, files);
    }
    return { ...file, text };
  });
}
