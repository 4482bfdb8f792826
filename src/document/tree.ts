import { finding, type Finding } from "../findings/finding.ts";
import type { Place } from "../findings/place.ts";

/** Past this depth a file is refused: no network needs it, and parsers end their stack on it. */
export const DEPTH_MAX = 64;

/** A key that would reach JavaScript's prototype instead of the data. */
export function isForbiddenKey(key: string): boolean {
  return key === "__proto__";
}

/** The finding for such a key. */
export function forbiddenKey(key: string, place: Place): Finding {
  return finding("R014", place, place.file, { key });
}
