/**
 * Numbers for people, without `Intl`: it writes invisible spaces that differ between hosts.
 * Indonesian groups thousands with dots and writes a decimal comma; English the other way round.
 */
import type { Language } from "./language.ts";

const SEPARATORS = {
  id: { thousands: ".", decimal: "," },
  en: { thousands: ",", decimal: "." },
} as const satisfies Record<Language, { thousands: string; decimal: string }>;

/** `1.240` or `1,240`; a fraction is rounded to the nearest whole. */
export function formatCount(value: number, lang: Language): string {
  return formatDecimal(value, lang, 0);
}

/** At most that many decimals, trailing zeros dropped: `12,4`. What is not a number is `?`. */
export function formatDecimal(value: number, lang: Language, decimalsMax: number): string {
  if (Number.isNaN(value)) return "?";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  const { thousands, decimal } = SEPARATORS[lang];
  // From 1e21 on toFixed writes an exponent; no fraction is left there.
  const digits =
    Math.abs(value) >= 1e21 ? BigInt(value).toString() : Math.abs(value).toFixed(decimalsMax);
  const [whole = "0", fraction = ""] = digits.replace("-", "").split(".");
  const kept = fraction.replace(/0+$/, "");
  const text = grouped(whole, thousands) + (kept === "" ? "" : decimal + kept);
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** `850 m` below a kilometre, else `12,4 km`. */
export function formatMetres(metres: number, lang: Language): string {
  return inUnit(metres, lang, 1);
}

/** Two distances with as many decimals as it takes to see that they differ: `80,01 km` and `80 km`. */
export function formatMetresApart(a: number, b: number, lang: Language): [string, string] {
  for (let decimals = 1; ; decimals++) {
    const pair: [string, string] = [inUnit(a, lang, decimals), inUnit(b, lang, decimals)];
    if (pair[0] !== pair[1] || a === b || decimals >= 6) return pair;
  }
}

/** `100 Mbps`, to the kilobit. */
export function formatMbps(mbps: number, lang: Language): string {
  return `${formatDecimal(mbps, lang, 3)} Mbps`;
}

/** A ratio 0…1 as percent with one decimal at most: `61,4 %`. */
export function formatRatioPercent(ratio: number, lang: Language): string {
  return `${formatDecimal(ratio * 100, lang, 1)} %`;
}

/** Whole rupiah: `Rp 86.800.000`, `-Rp 500`. */
export function formatRupiah(rupiah: number | bigint, lang: Language): string {
  const digits =
    typeof rupiah === "bigint"
      ? grouped(`${rupiah < 0n ? -rupiah : rupiah}`, SEPARATORS[lang].thousands)
      : formatCount(Math.abs(rupiah), lang);
  return `${rupiah < 0 && digits !== "0" ? "-" : ""}Rp ${digits}`;
}

function inUnit(metres: number, lang: Language, decimals: number): string {
  // 999.6 m rounds to a kilometre, so the unit is chosen after rounding.
  return Math.round(Math.abs(metres)) < 1000
    ? `${formatDecimal(metres, lang, decimals - 1)} m`
    : `${formatDecimal(metres / 1000, lang, decimals)} km`;
}

function grouped(digits: string, separator: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, separator);
}
