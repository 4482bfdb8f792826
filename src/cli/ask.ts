import process from "node:process";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Whether somebody sits there who can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** What somebody types in answer to a question, without blanks around it; the question goes to standard error. */
export async function ask(question: string): Promise<string> {
  return (await answer(question, process.stderr)).trim();
}

/** The same, and nothing of the answer is shown. */
export async function askInSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    return await answer("", silent);
  } finally {
    process.stderr.write("\n");
  }
}

async function answer(question: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  // In raw mode Ctrl-C is only a character.
  lines.once("SIGINT", () => {
    lines.close();
    process.kill(process.pid, "SIGINT");
  });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}
