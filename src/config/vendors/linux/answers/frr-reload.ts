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

/** What it would add or delete, as it says; a line of a block stands with its block, `interface eth1 / …`. */
export function driftLines(output: string): string[] {
  const found: string[] = [];
  let sign: "+" | "-" | undefined;
  let block = "";
  for (const line of output.split("\n")) {
    if (line.startsWith("Lines To")) sign = line.includes("Delete") ? "-" : "+";
    else if (sign !== undefined && !line.startsWith("=")) {
      const words = line.trim();
      const inBlock = line.startsWith(" ");
      if (!inBlock) block = words;
      if (FALSE_DIFFERENCES.some((pattern) => pattern.test(words))) continue;
      found.push(`${sign} ${inBlock ? `${block} / ` : ""}${words}`);
    }
  }
  return found;
}
