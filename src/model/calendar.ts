/**
 * Calendar days as ISO text. No clock is read here: today's date comes in from the shell.
 * ISO days compare correctly as strings, so `<` is the order in time.
 */

declare const brand: unique symbol;
/** A day that exists, written YYYY-MM-DD. */
export type Day = string & { readonly [brand]: "day" };

const DAY_MS = 86_400_000;

/** The day that the text names, or undefined when there is no such day (2025-02-30, 25-1-1). */
export function parseDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date.parse rolls some impossible days over, so write it again and compare.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return undefined;
  return text as Day;
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

/** A span of days: from its first day to its last, both included; a missing end is open. */
export interface Period {
  readonly from?: Day | undefined;
  readonly until?: Day | undefined;
}

/** True when the day lies in the period. */
export function isWithin(day: Day, { from, until }: Period): boolean {
  return (from === undefined || from <= day) && (until === undefined || day <= until);
}

/** True when both periods share at least one day. */
export function overlap(a: Period, b: Period): boolean {
  return (
    (a.from === undefined || b.until === undefined || a.from <= b.until) &&
    (b.from === undefined || a.until === undefined || b.from <= a.until)
  );
}
