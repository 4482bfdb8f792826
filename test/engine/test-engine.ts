import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { EngineEvent, EngineOrder, Operation, Result } from "./events.ts";
import { readProject } from "./project.ts";
import { StateFile, stateFilePath, type Resource } from "./state-file.ts";

export type { Result } from "./events.ts";

export interface TestEngineOptions {
  /** Of the project: where its Pulumi.yaml is. */
  readonly folder: string;
  readonly stack: string;
  /** States lie below it, as `project/stack.json`; stacks of one folder can refer to each other. */
  readonly stateFolder: string;
  /** Values by `namespace:key`; what is no text is written as JSON. */
  readonly config?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Words put before the engine, which starts the program and the providers: `ip netns exec …`. */
  readonly enter?: readonly string[];
}

export interface OperationOptions {
  /** Reads reality first. */
  readonly refresh?: boolean;
  /** Resources worked on at a time; 16 where undefined. */
  readonly parallel?: number;
  /** Folders of policy packs. */
  readonly policyPacks?: readonly string[];
}

/** An operation that runs. */
export interface Run {
  readonly result: Promise<Result>;
  /** The process id of a part, once it has started. */
  pidOf(part: Extract<EngineEvent, { started: string }>["started"]): Promise<number>;
}

export interface TestEngine {
  preview(options?: OperationOptions): Promise<Result>;
  up(options?: OperationOptions): Promise<Result>;
  refresh(): Promise<Result>;
  destroy(options?: OperationOptions): Promise<Result>;
  start(operation: Operation, options?: OperationOptions): Run;
  /** What the state holds, secrets opened. */
  state(): readonly Resource[];
  readonly stateFile: string;
}

const PASSPHRASE = "passphrase of the test engine";

/** A test double of the Pulumi engine for one stack; what it cannot do is in README.md beside this. */
export function testEngine(options: TestEngineOptions): TestEngine {
  const folder = path.resolve(options.folder);
  const stateFolder = path.resolve(options.stateFolder);
  const stateFile = stateFilePath(stateFolder, readProject(folder).name, options.stack);
  const start = (operation: Operation, chosen: OperationOptions = {}): Run =>
    startEngine(options, {
      operation,
      folder,
      stateFolder,
      stack: options.stack,
      passphrase: PASSPHRASE,
      config: options.config ?? {},
      secrets: options.secrets ?? {},
      parallel: chosen.parallel ?? 16,
      policyPacks: (chosen.policyPacks ?? []).map((pack) => path.resolve(pack)),
      refresh: chosen.refresh ?? false,
    });
  return {
    start,
    preview: (chosen) => start("preview", chosen).result,
    up: (chosen) => start("up", chosen).result,
    refresh: () => start("refresh").result,
    destroy: (chosen) => start("destroy", chosen).result,
    state: () => new StateFile(stateFile, PASSPHRASE).resources,
    stateFile,
  };
}

const ENGINE_PROCESS = path.join(import.meta.dirname, "engine-process.ts");

function startEngine({ env, enter = [] }: TestEngineOptions, order: EngineOrder): Run {
  const [program, ...words] = [...enter, process.execPath];
  const child = spawn(program, [...words, ENGINE_PROCESS], {
    cwd: order.folder,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify(order));
  let stdout = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  }
  const events: EngineEvent[] = [];
  let changed = Promise.withResolvers<void>();
  const lines = createInterface({ input: child.stdio[3] as NodeJS.ReadableStream });
  lines.on("line", (line) => {
    events.push(JSON.parse(line) as EngineEvent);
    changed.resolve();
    changed = Promise.withResolvers();
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const result = closed.then((): Result => {
    const told = events.find((event) => "result" in event);
    return { ...(told?.result ?? cutShort(events)), stdout };
  });
  return {
    result,
    async pidOf(part) {
      for (;;) {
        const started = events.find((event) => "started" in event && event.started === part);
        if (started !== undefined && "pid" in started) return started.pid;
        const isOver = await Promise.race([changed.promise, closed.then(() => true)]);
        if (isOver === true) throw new Error(`the engine ended before ${part} started: ${stdout}`);
      }
    },
  };
}

/** What is known of a run whose engine was killed. */
function cutShort(events: readonly EngineEvent[]): Omit<Result, "stdout"> {
  const message = "the engine ended before it was done";
  return {
    ok: false,
    steps: events.flatMap((event) => ("step" in event ? [event.step] : [])),
    diagnostics: [
      ...events.flatMap((event) => ("diagnostic" in event ? [event.diagnostic] : [])),
      { severity: "error", message, urn: undefined },
    ],
    outputs: {},
  };
}
