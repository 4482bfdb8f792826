import { once } from "node:events";
import process from "node:process";
import { createInterface, type Interface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Whether somebody sits there who can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/**
 * What somebody types in answer to a question, without blanks around it; nothing after Ctrl-C or Ctrl-D.
 * The question goes to standard error.
 */
export async function ask(question: string): Promise<string> {
  return (await answer(open(process.stderr), question)).trim();
}

/** The same, blanks kept, and nothing of the answer is shown. */
export async function askInSecret(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  // First the terminal stops to echo, then the question is put: nobody can be too quick for it.
  const lines = open(silent);
  process.stderr.write(question);
  const given = await answer(lines, "");
  process.stderr.write("\n");
  return given;
}

const open = (output: NodeJS.WritableStream): Interface =>
  createInterface({ input: process.stdin, output, terminal: true });

/** At Ctrl-C the question is given up; at Ctrl-D the lines close, and it would wait for ever. */
async function answer(lines: Interface, question: string): Promise<string> {
  const closed = once(lines, "close").then(() => "");
  const given = lines.question(question).catch(() => "");
  try {
    return await Promise.race([given, closed]);
  } finally {
    lines.close();
  }
}
