/** A text as one word of a POSIX shell, whatever it holds: nothing inside single quotes is special (POSIX 2.2.2). */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Variables of a file that a shell reads with `.`, one a line. */
export const shellVariables = (values: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(values).map(([name, value]) => `${name}=${shellQuoted(String(value))}`);
