import { shown } from "../../../../text/safe.ts";
import { withoutTokens } from "../../../secrets.ts";

/** Longest text that SNMP carries as a DisplayString (RFC 3418), in characters. */
const DISPLAY_LENGTH_MAX = 255;

/**
 * A name from the files as the rest of a line of snmpd.conf. snmpd takes such a rest as it is, but
 * strips blanks around it and takes quotes, backslashes and `#` at its ends for its own; so they are
 * replaced, and so is everything but letters, digits and common signs of any script.
 */
export function snmpdText(name: string): string {
  const line = shown(withoutTokens(name), DISPLAY_LENGTH_MAX - 1);
  return line.replace(/["'\\#]/g, "_").trim() || "-";
}
