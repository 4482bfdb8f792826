import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { environment } from "./environment.ts";
import { LAB_FOLDER, type LabProcess } from "./lab-process.ts";

/** Where in a lab a script runs: in a namespace by name, or in the lab itself. */
export interface Place {
  readonly space?: string;
  /** Whether the space has mounts and a host name of its own: routers and whoever else runs daemons. */
  readonly isolated?: boolean;
}

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/**
 * Inside a lab: the number of the process that holds an isolated space. Its mounts have no name in the
 * file system: since Linux 6.18 the kernel refuses one whenever it counts the namespace as the older.
 */
export const holderFile = (space: string): string => `${HOLDERS}/${space}`;
export const HOLDERS = `${LAB_FOLDER}/holders`;

/** Longest script that the kernel takes as one argument (MAX_ARG_STRLEN), less some room. */
const SCRIPT_MAX = 120_000;
/** Beyond this something hangs. */
const TIME_MAX_MS = 120_000;

/** Runs a bash script in a lab and waits for its end; daemons that it leaves must have their output elsewhere. */
export async function enter(
  lab: LabProcess,
  place: Place,
  script: string,
  options: { onOutput?: (text: string) => void; signal?: AbortSignal; timeMaxMs?: number } = {},
): Promise<Finished> {
  if (script.length > SCRIPT_MAX) throw new RangeError("script too long for one argument");
  const { onOutput, signal, timeMaxMs = TIME_MAX_MS } = options;
  // The clock runs inside: nsenter's child would outlive nsenter.
  const limit = ["timeout", "--kill-after=1", `${Math.ceil(timeMaxMs / 1000)}`];
  const words = [...enterWords(lab, place), ...limit, "bash", "-c", script];
  const child = spawn("nsenter", words, {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
    env: environment(),
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (onOutput === undefined) stdout += text;
    else onOutput(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    // Whoever is not heard any more ends at his next word, by SIGPIPE.
    signal?.addEventListener("abort", () => {
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      resolve({ stdout, stderr, code: -1 });
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ stdout, stderr, code: code ?? -1 }));
  });
}

/** Like `enter`, but a script that fails is a bug of the lab: throws with what it said. */
export async function mustEnter(lab: LabProcess, place: Place, script: string): Promise<string> {
  const { stdout, stderr, code } = await enter(lab, place, script);
  if (code === 0) return stdout;
  throw new Error(`in ${place.space ?? "the lab"}: exit ${code}: ${(stderr || stdout).trim()}`);
}

/** The words that enter a place of a lab from outside, put before a command. */
export function enterWords(lab: LabProcess, { space, isolated }: Place): string[] {
  const inLab = ["-t", `${lab.pid}`, "-p", "-m", "-u", "-i", "-n", "--"];
  if (space === undefined) return inLab;
  if (isolated !== true) return [...inLab, "nsenter", `--net=/run/netns/${space}`, "--"];
  const holder = readFileSync(`${lab.root}${holderFile(space)}`, "utf8").trim();
  return [...inLab, "nsenter", "-t", holder, "-n", "-m", "-u", "--"];
}
