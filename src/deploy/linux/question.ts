/** A program that is run on a router only to hear what it says; it changes nothing. */
export interface Question {
  readonly name: string;
  readonly words: readonly string[];
  /** Seconds. */
  readonly timeoutS: number;
}

/** What was said, by the question's name. */
export type Answers = ReadonlyMap<string, { readonly stdout: string; readonly code: number }>;

/** Files of a router as they lie there, by path from its root, with the values of their secrets. */
export type Files = ReadonlyMap<string, string>;

/** The same program with what it complains of among its answer. */
export const withComplaints = (words: readonly string[]): string[] => [
  "sh",
  "-c",
  'exec "$@" 2>&1',
  "sh",
  ...words,
];
