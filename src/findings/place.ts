/** A stretch of text in a file: what a finding points at. Lines and columns are computed when it is shown. */
export interface Place {
  /** Path as the user would type it, with forward slashes. */
  readonly file: string;
  /** Offset of the first character, in UTF-16 units. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
}

/** The text behind places, by file; a renderer needs it for lines, columns and excerpts. */
export type SourceTexts = ReadonlyMap<string, string>;

/** Where an entity was written. `at` goes to a value or a key inside it, or to the nearest thing that is there. */
export interface Origin {
  readonly file: string;
  at(path?: readonly (string | number)[], target?: "value" | "key"): Place;
}

/** The beginning of a file, for what is wrong with the whole of it. */
export function fileStart(file: string): Place {
  return { file, start: 0, end: 0 };
}
