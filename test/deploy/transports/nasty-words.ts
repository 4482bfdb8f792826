import * as fc from "fast-check";

const NASTY = [
  "",
  " ",
  "a b",
  "'",
  '"',
  "\\",
  "$HOME",
  "$(touch /tmp/rajut-canary)",
  "`id`",
  "a\nb",
  "\n",
  "\t",
  "\r",
  "*",
  "?",
  "~",
  "~root",
  "!!",
  "#",
  ";",
  "&",
  "|",
  ">x",
  "<x",
  "(",
  ")",
  "{a,b}",
  "[a]",
  "-n",
  "--",
  "A=b",
  "%s",
  "\u001b[31m",
  "\u202e",
  "é",
  "网络",
  "😀",
  "'\\''",
  "\u0001",
  "\u007f",
];

/** Words that a shell would like to read otherwise than they are. */
export const nastyWords = fc.array(
  fc.oneof(
    fc.constantFrom(...NASTY),
    fc.array(fc.constantFrom(...NASTY), { maxLength: 5 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 20 }).map((text) => text.replaceAll("\0", "")),
  ),
  { maxLength: 8 },
);

/** A program that says each of its words, and a NUL after it. */
export const SAY_WORDS = ["/usr/bin/printf", String.raw`%s\0`, "begin"] as const;
