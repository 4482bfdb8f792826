import { shown } from "../../../text/safe.ts";
import { maskedPlaces } from "../../secrets-mask.ts";
import type { Answers, Files, Question } from "../question.ts";

/** One way in which the running router is not what its files say. */
export interface Difference {
  /** The service that its files belong to. */
  readonly unit: string;
  readonly line: string;
}

/** One part of the running state: how it is asked for, and where it differs from the files. */
export interface RunningPart {
  /** None where the router has no such files. */
  questions(files: Files): Question[];
  differences(files: Files, answers: Answers): Difference[];
}

const LINE_MAX = 200;

/** What the files say, and nothing runs so; without secrets, whatever it holds. */
export const missing = (unit: string, what: string): Difference => ({
  unit,
  line: `missing: ${told(what)}`,
});

/** What runs, and no file says so. */
export const extra = (unit: string, what: string): Difference => ({
  unit,
  line: `extra: ${told(what)}`,
});

/** Nobody knows whether it differs: no answer is never taken for no difference. */
export const unknown = (unit: string, why: string): Difference => ({
  unit,
  line: `cannot be compared: ${told(why)}`,
});

/** The last line of an answer that is no answer: programs end with what went wrong. */
export function lastLine(answer: { readonly stdout: string; readonly code: number } | undefined) {
  if (answer === undefined) return "it was not asked";
  const last = answer.stdout.trim().split("\n").at(-1) ?? "";
  return last === "" ? `exit code ${answer.code}` : last;
}

const told = (what: string): string => shown(maskedPlaces(what), LINE_MAX);
