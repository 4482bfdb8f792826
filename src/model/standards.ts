import type { SiteKind } from "../vocabulary.ts";
import type { Standard } from "./network.ts";

/** The standard of each kind of site; a kind that stands in two entries takes the first. O(kinds named). */
export function standardsByKind(standards: readonly Standard[]): ReadonlyMap<SiteKind, Standard> {
  const byKind = new Map<SiteKind, Standard>();
  for (const standard of standards) {
    for (const kind of standard.kinds) if (!byKind.has(kind)) byKind.set(kind, standard);
  }
  return byKind;
}
