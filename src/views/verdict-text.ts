import type { Answer, Verdict } from "../analysis/redundancy.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import { UNKNOWN_PATH } from "../network/risks.ts";
import type { Language, Text } from "../text/language.ts";
import { shown } from "../text/safe.ts";

/** The three answers of every question about paths. */
export const ANSWER_WORDS = {
  yes: { id: "ya", en: "yes" },
  "not-proven": { id: "belum terbukti", en: "not proven" },
  no: { id: "tidak", en: "no" },
} as const satisfies Record<Answer, Text>;

/** A risk as answers name it. */
export interface RiskRef {
  readonly id: string;
  readonly kind: string;
  readonly basis: string;
  readonly name: string;
}

/** A verdict with names in place of indices. */
export interface VerdictData {
  readonly answer: Answer;
  readonly cause: string | null;
  readonly risks: readonly RiskRef[];
  readonly links: readonly string[];
}

/** Names of the risks at the given places of the index; the risk of not knowing is no risk to name. */
export function riskRefs({ risks: { risks } }: NetworkIndex, places: readonly number[]): RiskRef[] {
  return places
    .map((place) => risks[place]!)
    .filter(({ id }) => id !== UNKNOWN_PATH)
    .map(({ id, kind, basis, name }) => ({ id, kind, basis, name }));
}

/** A verdict as data. */
export function verdictData(index: NetworkIndex, verdict: Verdict): VerdictData {
  return {
    answer: verdict.answer,
    cause: verdict.cause ?? null,
    risks: riskRefs(index, verdict.risks),
    links: verdict.links.map((link) => index.links[link]!.id),
  };
}

/** `segment:jl-a:0-500 (Jl. A)`: a risk with its name, when the name says more. */
export function riskText({ id, name }: RiskRef): string {
  return name === "" || name === id ? id : `${id} (${shown(name, 80)})`;
}

/** Most things in one sentence; the rest is counted. */
const NAMED_MAX = 4;

/** The answer with its reason: `tidak: satu gangguan memutusnya: segment:jl-a:0-500 (Jl. A)`. */
export function verdictText({ answer, cause, risks, links }: VerdictData, lang: Language): string {
  const word = ANSWER_WORDS[answer][lang];
  if (answer === "yes") return word;
  const things = [...risks.map(riskText), ...links];
  const named =
    things.slice(0, NAMED_MAX).join(", ") +
    (things.length > NAMED_MAX ? `, +${things.length - NAMED_MAX}` : "");
  if (answer === "not-proven") {
    const what = links.length > 0 ? links.slice(0, NAMED_MAX).join(", ") : named;
    if (what === "") return word;
    return links.length > 0
      ? `${word}: ${{ id: "letak kabelnya tidak diketahui:", en: "nobody has said where the cable lies:" }[lang]} ${what}`
      : `${word}: ${{ id: "mungkin berbagi", en: "they may share" }[lang]} ${what}`;
  }
  const reason = cause === null ? undefined : CAUSES[cause]?.[lang];
  const parts = [reason, named === "" ? undefined : named].filter((part) => part !== undefined);
  return parts.length === 0 ? word : `${word}: ${parts.join(": ")}`;
}

const CAUSES: Readonly<Record<string, Text>> = {
  "no-path": { id: "tidak ada jalurnya", en: "there is no path to one" },
  "single-point": { id: "satu gangguan memutusnya", en: "one failure cuts it off" },
  "no-disjoint-pair": {
    id: "tidak ada dua jalur yang terpisah",
    en: "no two paths are apart",
  },
};
