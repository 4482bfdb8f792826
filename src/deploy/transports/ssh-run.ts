import { constants } from "node:os";
import type { ClientChannel } from "ssh2";
import { shellWords } from "../../text/shell-word.ts";
import { shown } from "../../text/safe.ts";
import { DeployError } from "../deploy-error.ts";
import type { Finished, RunOptions } from "../host.ts";
import { checkRun, gather, TIMEOUT_MS } from "./gather.ts";
import type { Session } from "./ssh-login.ts";

/** A host on which a program that was given up has not ended after this is left. */
const CLOSE_MS = 5000;

/**
 * Runs one program over a connection, as `Host.run` says.
 * @param what the program and where it runs, safe to be shown
 */
export async function runOver(
  session: Session,
  what: string,
  words: readonly string[],
  options: RunOptions & { readonly sudo: boolean },
): Promise<Finished> {
  checkRun(what, words, options);
  const command = remoteCommand(words, options.sudo, options.timeoutMs ?? TIMEOUT_MS);
  const { client, whyBroken } = session;
  let channel: ClientChannel | undefined;
  let leaving: NodeJS.Timeout | undefined;
  const gathering = gather(what, options, () => {
    leaving = setTimeout(session.leave, CLOSE_MS);
    if (channel !== undefined) end(channel, leaving);
  });
  const lost = (why: string, cause?: unknown) =>
    gathering.fail(
      new DeployError(
        "lost",
        `The connection broke while ${what} ran (${whyBroken() ?? why}): nobody knows how far it came. Look at what is there before going on.`,
        { cause },
      ),
    );
  const broken = () => lost("it was closed");
  client.once("close", broken);
  try {
    client.exec(command, (error, opened) => {
      if (error !== undefined) {
        lost(`it did not start: ${shown(error.message)}`, error);
        return;
      }
      channel = opened;
      if (leaving === undefined) listen(opened);
      else end(opened, leaving);
    });
    return await gathering.result;
  } catch (error) {
    if (error instanceof DeployError) throw error;
    lost("it was closed before it started", error);
    return await gathering.result;
  } finally {
    client.off("close", broken);
  }

  function listen(opened: ClientChannel): void {
    let code: number | undefined;
    opened.on("data", (chunk: Buffer) => gathering.take("stdout", chunk));
    opened.stderr.on("data", (chunk: Buffer) => gathering.take("stderr", chunk));
    opened.on("error", (error: Error) => lost(shown(error.message), error));
    opened.once("exit", (status: number | null, signal?: string) => {
      code = status ?? signalCode(signal);
    });
    opened.once("close", () => {
      if (code === undefined) lost("it did not say how the program ended");
      else gathering.finish(code);
    });
    // A program need not read its input.
    opened.end(options.input ?? "");
  }
}

/**
 * Words as a command for the shell at the other end. `timeout` is there because neither a closed connection
 * nor a signal sent over one ends a program of root's under OpenSSH: it is over a second after we gave it
 * up, with its process group. It also takes what is a program's name for nothing else, where a shell has
 * an `echo` of its own, assignments and aliases.
 */
function remoteCommand(words: readonly string[], sudo: boolean, timeoutMs: number): string {
  const limit = ["timeout", "-s", "KILL", "--", `${Math.ceil(timeoutMs / 1000) + 1}`];
  return `exec ${shellWords([...(sudo ? ["sudo", "-n", "--"] : []), ...limit, ...words])}`;
}

function end(channel: ClientChannel, leaving: NodeJS.Timeout): void {
  channel.once("close", () => clearTimeout(leaving));
  for (const stream of [channel, channel.stderr]) stream.removeAllListeners("data").resume();
  channel.on("error", () => undefined);
  channel.close();
}

/** As a shell counts: 128 and the signal's number; 255 for one that this machine does not know. */
function signalCode(name = ""): number {
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return Object.hasOwn(numbers, name) ? 128 + numbers[name]! : 255;
}
