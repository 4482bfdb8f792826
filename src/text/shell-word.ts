/** A text as one word of a POSIX shell, whatever it holds; NUL, which no word can hold, apart. */
export const shellWord = (text: string): string =>
  /^[\w./:=,@%+-]+$/.test(text) ? text : quoted(text);

/** Texts as words of one command. */
export const shellWords = (texts: readonly string[]): string => texts.map(shellWord).join(" ");

/** A word that the shell takes for nothing else: no keyword, alias or assignment. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
