import type { DesiredState, Feature } from "../config/desired-state.ts";
import type { Language, Text } from "../text/language.ts";

/**
 * What an export does with each part of a router: carries it as it is, or the text says what becomes of
 * it. A part that is not in the table does not compile, so nothing is dropped in silence.
 */
export type Treatment = Readonly<Record<Feature, "carried" | Text>>;

/**
 * One line for every part that some router has and the export does not carry as it is, with the number
 * of routers. Parts with the same text share a line; in the table's order. O(routers).
 */
export function leftOut(
  states: readonly DesiredState[],
  treatment: Treatment,
  lang: Language,
): string[] {
  const routersOf = new Map<Text, Set<string>>();
  for (const [feature, text] of Object.entries(treatment) as [Feature, "carried" | Text][]) {
    if (text === "carried") continue;
    for (const state of states) {
      if (!isThere(state[feature])) continue;
      const routers = routersOf.get(text) ?? new Set();
      routersOf.set(text, routers.add(state.device));
    }
  }
  return Array.from(routersOf, ([text, routers]) => `${text[lang]} (router: ${routers.size})`);
}

const isThere = (value: DesiredState[Feature]): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);
