import { distance } from "fastest-levenshtein";

/**
 * The known name nearest to what was written, when it is near enough to be a slip of the pen:
 * at most a third of its letters apart, ties to the first. O(known · length²).
 */
export function nearest(written: string, known: readonly string[]): { nearest?: string } {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const name of known) {
    if (Math.abs(name.length - written.length) >= bestDistance) continue;
    const apart = distance(written, name);
    if (apart < bestDistance) {
      best = name;
      bestDistance = apart;
    }
  }
  return best === undefined ? {} : { nearest: best };
}
