import type { LengthBasis, LinkGeometry } from "../network/link-geometry.ts";
import { isEstimatedLength } from "../analysis/inventory.ts";
import type { Link } from "../model/network.ts";
import type { Language, Text } from "../text/language.ts";
import { formatDecimal, formatMetres } from "../text/number.ts";

/** Lengths and delays of links as people read them; what is an estimate has `≈`, a lower bound `≥`. */

export const LENGTH_BASIS_WORDS = {
  drawn: { id: "menurut gambar rute", en: "as drawn along its routes" },
  stated: { id: "tertulis di berkas", en: "as stated in the files" },
  straight: { id: "garis lurus antarlokasi", en: "straight between its sites" },
  unknown: { id: "tidak diketahui", en: "unknown" },
} as const satisfies Record<LengthBasis, Text>;

/** A link's length as data: metres to one decimal, null when nobody has said. */
export interface LengthData {
  readonly lengthM: number | null;
  readonly lengthBasis: LengthBasis;
  readonly lengthIsEstimate: boolean;
  /** A cable is longer than the straight line between its ends; a radio beam is not. */
  readonly lengthIsLowerBound: boolean;
}

/** One decimal is well below any accuracy in the files, and keeps rounding errors out of documents. */
export const roundedM = (metres: number): number => Math.round(metres * 10) / 10;

/** The length of a link's course as data. */
export function lengthData({ medium }: Pick<Link, "medium">, course: LinkGeometry): LengthData {
  const { lengthM, basis } = course;
  return {
    lengthM: basis === "unknown" ? null : roundedM(lengthM),
    lengthBasis: basis,
    lengthIsEstimate: isEstimatedLength(course),
    lengthIsLowerBound: basis === "straight" && medium !== "microwave",
  };
}

/** `≈ 5,9 km`: an estimate; `≥ 5,9 km`: straight, so a lower bound; `?`: nobody knows. */
export function lengthShort(
  { lengthM, lengthIsEstimate, lengthIsLowerBound }: LengthData,
  lang: Language,
): string {
  if (lengthM === null) return "?";
  const mark = lengthIsLowerBound ? "≥ " : lengthIsEstimate ? "≈ " : "";
  return mark + formatMetres(lengthM, lang);
}

/** One-way delay in milliseconds: `0,029 ms`. */
export function delayText(delayUs: number, lang: Language): string {
  return `${formatDecimal(delayUs / 1000, lang, 3)} ms`;
}

/** Whether a link's delay is assumed from its kind and not computed from a length. */
export const isAssumedDelay = ({ medium }: Pick<Link, "medium">): boolean =>
  medium === "satellite" || medium === "mobile";
