/** A text as one word of a POSIX shell, whatever it holds; NUL, which no word can hold, apart. */
export const shellWord = (text: string): string =>
  /^[\w./:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Texts as words of one command. */
export const shellWords = (texts: readonly string[]): string => texts.map(shellWord).join(" ");
