/**
 * One walk that repeats no node: `nodes` has one entry more than `links`; `length` adds weights.
 */
export interface Path {
  nodes: number[];
  links: number[];
  length: number;
}

/**
 * Negative, zero or positive as `a` sorts before, with or after `b`: shorter first, then the link
 * lists compared number by number. Two different loopless paths from one node never compare equal.
 * O(links).
 */
export function comparePaths(a: Path, b: Path): number {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  const common = Math.min(a.links.length, b.links.length);
  for (let i = 0; i < common; i++) {
    const difference = a.links[i]! - b.links[i]!;
    if (difference !== 0) return difference;
  }
  return a.links.length - b.links.length;
}
