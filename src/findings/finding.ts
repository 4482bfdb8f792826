import {
  type Code,
  CODE_SEVERITY,
  type FindingArgs,
  type LabelArgs,
  type LabelKey,
  type Severity,
} from "./codes.ts";
import type { Place } from "./place.ts";
import { compareText } from "../text/order.ts";

/** A remark at a related place. */
export type Label = {
  [K in LabelKey]: { readonly key: K; readonly args: LabelArgs[K]; readonly place: Place };
}[LabelKey];

type FindingOf<C extends Code> = {
  readonly code: C;
  readonly severity: Severity;
  readonly args: FindingArgs[C];
  readonly place: Place;
  readonly labels: readonly Label[];
  /** Id of what the finding is about, or the file: what a waiver names. */
  readonly subject: string;
};

/** What a check says: data only; the text is made per language by `findings/texts.ts`. */
export type Finding = { [C in Code]: FindingOf<C> }[Code];

/**
 * A finding with the severity of its code.
 * @param subject id of what it is about; what a waiver names
 * @param severity overrides the code's own, for a code that grows worse with time
 */
export function finding<C extends Code>(
  code: C,
  place: Place,
  subject: string,
  args: FindingArgs[C],
  {
    labels = [],
    severity = CODE_SEVERITY[code],
  }: { labels?: readonly Label[]; severity?: Severity } = {},
): Finding {
  return { code, severity, args, place, labels, subject } as unknown as Finding;
}

/** A remark at a related place, typed by its key. */
export function label<K extends LabelKey>(key: K, place: Place, args: LabelArgs[K]): Label {
  return { key, args, place } as unknown as Label;
}

const SEVERITY_ORDER: Readonly<Record<Severity, number>> = {
  error: 0,
  unsupported: 1,
  warning: 2,
  note: 3,
};

/** Findings in their one order: by severity, then code, file, place and subject. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
      compareText(a.code, b.code) ||
      compareText(a.place.file, b.place.file) ||
      a.place.start - b.place.start ||
      compareText(a.subject, b.subject),
  );
}

/** True when the finding is at least as severe as the threshold. */
export function isAtLeast(finding: Finding, threshold: Severity): boolean {
  return SEVERITY_ORDER[finding.severity] <= SEVERITY_ORDER[threshold];
}
