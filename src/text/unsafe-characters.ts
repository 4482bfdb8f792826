/**
 * Characters that no name may hold: C0 and C1 controls, line and paragraph separators, zero-width and
 * direction-changing characters (Trojan Source, CVE-2021-42574), the byte-order mark and lone surrogates.
 */
export const UNSAFE_CHARACTER =
  // The control characters are the point of this expression.
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
