/**
 * Values that stand unquoted in a configuration. The derivation makes them of ids, numbers and
 * addresses; a value that is anything else is a bug there and throws here, before it can become a
 * command on a router.
 */

const WORD = /^[\w.:/@-]+$/;
const INTERFACE = /^[a-z][a-z0-9.-]{0,14}$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*)$/;
const PREFIX = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*)\/\d{1,3}$/;

/** A word without blanks, quotes or anything that ends a line: an id, a name made of ids, a token. */
export const plainWord = (text: string): string => checked(text, WORD, "word");

/** The name of an interface as Linux takes it. */
export const interfaceName = (text: string): string => checked(text, INTERFACE, "interface name");

/** An address in canonical form. */
export const addressText = (text: string): string => checked(text, ADDRESS, "address");

/** A prefix or an interface address in canonical form. */
export const prefixText = (text: string): string => checked(text, PREFIX, "prefix");

/** A whole number within a range that the syntax allows, both ends included. */
export function wholeNumber(value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${value} is not a whole number from ${min} to ${max}`);
  }
  return value;
}

/** Version of a canonical address, prefix or interface address. */
export const versionOf = (text: string): 4 | 6 => (text.includes(":") ? 6 : 4);

/** Those of one version, in their order. */
export const ofVersion = (texts: readonly string[], version: 4 | 6): string[] =>
  texts.filter((text) => versionOf(text) === version);

/** The address of an interface address. */
export const withoutLength = (text: string): string => text.slice(0, text.indexOf("/"));

function checked(text: string, pattern: RegExp, what: string): string {
  if (!pattern.test(text)) throw new RangeError(`${JSON.stringify(text)} is no ${what}`);
  return text;
}
