/**
 * Differences that `frr-reload.py --test` (FRR 8.4) reports after a perfect apply: the host name comes
 * from the machine, and `line vty` and the loopback's `no shutdown` are always there.
 */
const FALSE_DIFFERENCES = [
  /^(no )?hostname \S+$/,
  /^line vty$/,
  /^interface lo$/,
  /^no shutdown$/,
  /^(exit|end|!)?$/,
];

/** A line that it would add or delete. */
export interface DriftLine {
  readonly sign: "+" | "-";
  /** The blocks around it, outermost first. */
  readonly blocks: readonly string[];
  readonly words: string;
}

/** What it would add or delete, as it says. A block by itself comes or goes as a whole. */
export function drift(output: string): DriftLine[] {
  const found: DriftLine[] = [];
  let sign: DriftLine["sign"] | undefined;
  const blocks: string[] = [];
  const lines = output.split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.startsWith("Lines To")) sign = line.includes("Delete") ? "-" : "+";
    else if (sign !== undefined && !line.startsWith("=")) {
      const words = line.trim();
      const depth = depthOf(line);
      blocks.splice(depth, Infinity, words);
      if (depthOf(lines[index + 1] ?? "") > depth) continue;
      if (FALSE_DIFFERENCES.some((pattern) => pattern.test(words))) continue;
      found.push({ sign, blocks: blocks.slice(0, -1), words });
    }
  }
  return found;
}

/** The same as lines; each stands with its blocks, `+ interface eth1 / …`. */
export const driftLines = (output: string): string[] =>
  drift(output).map(({ sign, blocks, words }) => `${sign} ${[...blocks, words].join(" / ")}`);

/** It sets each line in by one blank for every block around it. */
const depthOf = (line: string): number => line.length - line.trimStart().length;
