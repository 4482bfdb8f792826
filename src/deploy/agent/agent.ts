import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as z from "zod";
import type { Service } from "../../config/vendors/vendor.ts";
import { shown } from "../../text/safe.ts";
import { DeployError } from "../deploy-error.ts";
import type { Finished, Host } from "../host.ts";
import { service } from "../service.ts";

/** Its own library and nothing of the environment's, the user's or the site's. */
const PYTHON = ["python3", "-I", "-S"];

/** Where the program lies on a device. */
export const AGENT_PATH = "/usr/local/lib/rajut/agent.py";

/**
 * The transaction engine of one device, over one connection. Paths are from the device's root, without
 * the first slash. Every method throws DeployError: the device's own refusal, or `timeout`, `lost`,
 * `too-much-output` when nobody knows how far it came.
 */
export interface Agent {
  /** How the device was when this connection was opened. */
  readonly opened: AgentStatus;
  status(): Promise<AgentStatus>;
  read(files: readonly string[], commands?: readonly ReadCommand[]): Promise<DeviceContents>;
  run(commands: readonly ReadCommand[]): Promise<CommandOutputs>;
  /** Stages, checks, and starts the change; answers before it is done. */
  apply(request: ApplyRequest): Promise<Applied>;
  /** How a transaction stands once that is decided, or after so many seconds. */
  wait(id: string, seconds: number): Promise<TransactionState>;
  /** Makes an applied transaction the device's generation. Twice is as once. */
  confirm(id: string): Promise<Confirmed>;
  /** Takes a transaction back. Twice is as once; one that has not begun never will. */
  rollback(id: string, reason: string): Promise<TransactionState>;
  /** Forgets what is managed and leaves it as it is. */
  release(owner: string): Promise<void>;
  close(): Promise<void>;
}

export interface ReadCommand {
  readonly name: string;
  readonly words: readonly string[];
  readonly timeoutS: number;
}

export interface ApplyRequest {
  readonly id: string;
  readonly owner: string;
  /** undefined: the device is not managed yet. */
  readonly expectGeneration: number | undefined;
  /** Until when it must be confirmed, from its start. */
  readonly seconds: number;
  readonly files: readonly {
    readonly path: string;
    readonly mode: number;
    readonly content: string;
  }[];
  /** Not managed so far, and in the way. */
  readonly remove?: readonly string[];
  readonly checks: readonly { readonly path: string; readonly words: readonly string[] }[];
  readonly services: readonly Service[];
  /** Units that take their files anew even where none has changed: what runs was changed by hand. */
  readonly reload?: readonly string[];
  readonly save?: readonly RunningState[];
}

/**
 * Running state that may differ from the files, as on a device that is taken over: what `words` print is
 * kept before anything changes, and given to `restore` as a file, named last, when the change is taken back.
 */
export interface RunningState {
  readonly unit: string;
  /** It is there whether the unit runs or not, as a firewall's rules are; else it is kept only where the unit runs. */
  readonly outlivesUnit?: boolean;
  readonly words: readonly string[];
  readonly restore: readonly string[];
}

const id = z.string().max(64);
const text = z.string().max(20_000);
const generationHead = z.object({ number: z.int().min(1), id, owner: z.string().max(500) });
const pendingView = z.object({
  id,
  owner: z.string().max(500),
  phase: z.enum(["staging", "prepared", "applying", "applied", "reverting"]),
  remainingS: z.number().min(0).max(600),
  /** Paths. */
  changed: z.array(z.string()),
});
const agentStatus = z.object({
  agent: z.string().max(64),
  bootId: z.string().max(64),
  generation: generationHead.nullable(),
  pending: pendingView.nullable(),
  last: z
    .object({ id, outcome: z.enum(["confirmed", "rolled-back", "reverted-badly"]), reason: text })
    .nullable(),
});
const commandOutputs = z.array(
  z.object({
    name: z.string(),
    code: z.int(),
    stdout: z.string(),
    stderr: z.string(),
    timedOut: z.boolean(),
    truncated: z.boolean(),
  }),
);
const managedFile = z.object({ path: z.string(), mode: z.int(), sha256: z.string() });
const contents = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      /** other: a folder, a device. */
      kind: z.enum(["absent", "file", "other"]),
      mode: z.int().nullable(),
      sha256: z.string().nullable(),
      /** Where a symbolic link leads. */
      link: z.string().nullable(),
      /** As UTF-8; missing where it is not. */
      content: z.string().optional(),
      base64: z.string().optional(),
    }),
  ),
  generation: generationHead
    .extend({
      manifest: z.array(managedFile),
      services: z.array(service),
    })
    .nullable(),
  commands: commandOutputs,
});
/** The folder on the device where what nobody managed lies in its old versions, once the transaction is confirmed. */
const keptFolder = z.string().max(500).nullish();
const applied = z.object({
  changed: z.array(z.string()),
  /** Null where there was nothing to apply: then `generation` is the device's. */
  pending: pendingView.nullable(),
  generation: z.int().min(1).optional(),
  /** Files whose checker is not on the device. */
  unchecked: z.array(z.string()),
  kept: keptFolder,
});
const confirmed = z.object({ generation: z.int().min(1), kept: keptFolder });
const transactionState = z.object({
  /** reverted-badly: the old files are in their places, and what `problems` name does not run by them. */
  state: z.enum([
    "applying",
    "applied",
    "reverting",
    "rolled-back",
    "reverted-badly",
    "confirmed",
    "unknown",
  ]),
  reason: text.nullable(),
  /** What did not come back though it was tried again and restarted; each begins with its unit. Empty unless reverted-badly. */
  problems: z.array(text),
  pending: pendingView.nullable(),
});

export type AgentStatus = z.infer<typeof agentStatus>;
export type DeviceContents = z.infer<typeof contents>;
export type CommandOutputs = z.infer<typeof commandOutputs>;
export type Applied = z.infer<typeof applied>;
export type Confirmed = z.infer<typeof confirmed>;
export type TransactionState = z.infer<typeof transactionState>;

const refusal = z.object({
  ok: z.literal(false),
  error: z.object({
    code: z.enum([
      "stale",
      "pending",
      "foreign",
      "missing-package",
      "invalid",
      "no-space",
      "too-much-output",
      "rolled-back",
      "unconfirmed",
      "internal",
    ]),
    message: text,
  }),
});

const SOURCE = readFileSync(new URL("agent.py", import.meta.url), "utf8");
const SHA256 = createHash("sha256").update(SOURCE).digest("hex");

/** Beside the time that a command is given on the device: for a slow line. */
const LINE_MS = 30_000;
/** Checks and staging, a lock that another holds for a while, and the way back of an older transaction. */
const APPLY_MS = 300_000;

/**
 * The device's engine, installed or renewed first where it is missing or another. It is left alone while
 * a transaction is open on it.
 * @param part of a machine on which several things are deployed, each with a record of its own
 * @throws DeployError `no-agent` when the device has no Python of at least 3.9
 */
export async function openAgent(host: Host, signal?: AbortSignal, part?: string): Promise<Agent> {
  const ask = asker(host, signal, part);
  let opened = await ask.installed();
  if (opened === undefined || (opened.agent !== SHA256 && opened.pending === null)) {
    await install(host, signal);
    await ask.answer("install-unit", {}, z.object({}), 2 * LINE_MS);
    opened = await ask.answer("status", {}, agentStatus, APPLY_MS);
  }
  return agentOf(host, ask, opened);
}

function agentOf(host: Host, ask: Asker, opened: AgentStatus): Agent {
  return {
    opened,
    status: () => ask.answer("status", {}, agentStatus, APPLY_MS),
    read: (files, commands = []) =>
      ask.answer("read", { files, commands }, contents, LINE_MS + totalMs(commands)),
    run: async (commands) => {
      const answer = z.object({ commands: commandOutputs });
      return (await ask.answer("run", { commands }, answer, LINE_MS + totalMs(commands))).commands;
    },
    apply: (request) =>
      ask.answer(
        "apply",
        { ...request, expectGeneration: request.expectGeneration ?? null },
        applied,
        APPLY_MS,
      ),
    wait: (transaction, seconds) =>
      ask.answer("wait", { id: transaction, seconds }, transactionState, seconds * 1000 + LINE_MS),
    confirm: (transaction) => ask.answer("confirm", { id: transaction }, confirmed, APPLY_MS),
    rollback: (transaction, reason) =>
      ask.answer("rollback", { id: transaction, reason }, transactionState, APPLY_MS),
    release: async (owner) => {
      await ask.answer("release", { owner }, z.object({}), APPLY_MS);
    },
    close: () => host.close(),
  };
}

interface Asker {
  /** The status of the agent that is there; undefined where none is that can be talked to. */
  installed(): Promise<AgentStatus | undefined>;
  answer<T>(command: string, input: object, schema: z.ZodType<T>, timeoutMs: number): Promise<T>;
}

function asker(host: Host, signal: AbortSignal | undefined, part: string | undefined): Asker {
  const which = part === undefined ? [] : ["--part", part];
  const run = (command: string, input: object, timeoutMs: number) =>
    host.run([...PYTHON, AGENT_PATH, ...which, command], {
      input: JSON.stringify(input),
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    });
  return {
    async installed() {
      const finished = await run("status", {}, APPLY_MS);
      if (finished.code === 127) throw noAgent("there is no python3 on the device");
      // Where there is no answer at all, there is no agent, or half of one.
      return jsonOf(finished.stdout) === undefined
        ? undefined
        : parsed(finished, "status", agentStatus);
    },
    async answer(command, input, schema, timeoutMs) {
      return parsed(await run(command, input, timeoutMs), command, schema);
    },
  };
}

/** A device's answer is whatever somebody sends: nothing of it is believed that the schema does not say. */
function parsed<T>(finished: Finished, command: string, schema: z.ZodType<T>): T {
  const answer = jsonOf(finished.stdout);
  const refused = refusal.safeParse(answer);
  if (refused.success) {
    const { code, message } = refused.data.error;
    throw new DeployError(code, shownLines(message));
  }
  const good = z.object({ ok: z.literal(true) }).safeParse(answer);
  const value = schema.safeParse(answer);
  if (good.success && value.success) return value.data;
  const said = finished.stderr.trim() || finished.stdout.trim();
  if (finished.code > 128 && finished.stdout === "") {
    throw new DeployError(
      "lost",
      `the agent on the device was ended while it answered ${command} (code ${finished.code}): nobody knows how far it came.`,
    );
  }
  throw new DeployError(
    "internal",
    `the agent on the device gave no usable answer to ${command} (code ${finished.code}): ${shown(lastLine(said), 300)}. Look at ${AGENT_PATH} there.`,
  );
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const lastLine = (said: string): string => said.slice(-2000).split("\n").at(-1)!;

/** Of a checker's words, as many as help. */
function shownLines(message: string): string {
  const lines = message.split("\n");
  const some = lines.slice(0, 30).map((line) => shown(line.replaceAll("\t", "  "), 400));
  return [...some, ...(lines.length > some.length ? ["…"] : [])].join("\n");
}

const totalMs = (commands: readonly ReadCommand[]): number =>
  commands.reduce((sum, { timeoutS }) => sum + timeoutS * 1000, 0);

/** Reads the new program from its standard input: wholly in its place, or not at all. */
const INSTALL = `
import os, sys
if sys.version_info < (3, 9):
    sys.exit("Python %d.%d is too old" % sys.version_info[:2])
path = sys.argv[1]
folder = os.path.dirname(path)
os.makedirs(folder, 0o755, exist_ok=True)
temporary = "%s.tmp-%d" % (path, os.getpid())
with open(temporary, "wb") as file:
    file.write(sys.stdin.buffer.read())
    file.flush()
    os.fsync(file.fileno())
os.chmod(temporary, 0o755)
os.replace(temporary, path)
handle = os.open(folder, os.O_RDONLY)
os.fsync(handle)
`;

async function install(host: Host, signal: AbortSignal | undefined): Promise<void> {
  const finished = await host.run([...PYTHON, "-c", INSTALL, AGENT_PATH], {
    input: SOURCE,
    timeoutMs: 2 * LINE_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  if (finished.code === 0) return;
  throw noAgent(shown(lastLine(finished.stderr.trim()) || `code ${finished.code}`, 300));
}

function noAgent(why: string): DeployError {
  return new DeployError(
    "no-agent",
    `the agent cannot work on this device: ${why}; nothing was changed. It needs Python 3.9 or newer (Debian 11): apt-get install python3`,
  );
}
