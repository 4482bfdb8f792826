import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import type { LocalWorkspaceOptions, Stack } from "@pulumi/pulumi/automation/index.js";
export type { Stack };
import { inOwnGroup, type Stopper } from "./own-group.ts";
import { type Project, readStackConfig, stackConfigFile } from "./project.ts";

/** What stacks are opened with. */
export interface StackSource {
  readonly project: Project;
  readonly backend: string;
  /** Undefined: `pulumi` finds it in its environment, or needs none. */
  readonly passphrase: string | undefined;
  readonly stopper: Stopper;
}

/** A stack, and what opening it has changed. */
export interface OpenedStack {
  readonly stack: Stack;
  /** Whether there was none. */
  readonly isNew: boolean;
  readonly configFile: string;
  /** What stood in that file; undefined where there was none. */
  readonly configBefore: string | undefined;
}

/**
 * The stack of that name; with `make`, made when there is none, and values of its configuration that are
 * missing are set to those given. What is set already stays.
 * @returns undefined when there is none, and none was to be made
 * @throws CommandError of the Automation API: no reach of the backend, wrong passphrase
 */
export async function openStack(
  name: string,
  values: Readonly<Record<string, string>>,
  { project, backend, passphrase, stopper }: StackSource,
  { make }: { readonly make: boolean },
): Promise<OpenedStack | undefined> {
  // Half a second of loading that no other command pays.
  const { LocalWorkspace, PulumiCommand, StackNotFoundError } =
    await import("@pulumi/pulumi/automation/index.js");
  const options: LocalWorkspaceOptions = {
    pulumiCommand: inOwnGroup(await PulumiCommand.get(), stopper),
    envVars: {
      PULUMI_BACKEND_URL: backend,
      ...(passphrase === undefined ? {} : { PULUMI_CONFIG_PASSPHRASE: passphrase }),
      // Without the network: nothing is asked for, nothing is fetched.
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      // The program runs on this Node: an older one may come first on the PATH.
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env["PATH"] ?? ""}`,
    },
  };
  const configFile = stackConfigFile(project, name);
  const configBefore = await readFile(configFile, "utf8").catch(() => undefined);
  const place = { stackName: name, workDir: project.folder };
  const found = await LocalWorkspace.selectStack(place, options).catch((error: unknown) => {
    if (error instanceof StackNotFoundError) return undefined;
    throw error;
  });
  if (found === undefined && !make) return undefined;
  const stack = found ?? (await LocalWorkspace.createStack(place, options));
  if (make) await setMissing(stack, values, project);
  return { stack, isNew: found === undefined, configFile, configBefore };
}

async function setMissing(
  stack: Stack,
  values: Readonly<Record<string, string>>,
  project: Project,
): Promise<void> {
  const config = await readStackConfig(project, stack.name);
  const missing = Object.entries(values).filter(([key]) => config.values[key] === undefined);
  if (missing.length === 0) return;
  await stack.setAllConfig(Object.fromEntries(missing.map(([key, value]) => [key, { value }])));
}

/**
 * Takes back what opening the stack has changed: a stack that was not there goes again, unless somebody has
 * deployed it meanwhile, and its configuration is what it was.
 */
export async function closeWithoutTrace(opened: OpenedStack): Promise<void> {
  const { stack, isNew, configFile, configBefore } = opened;
  if (isNew) await stack.workspace.removeStack(stack.name, { preserveConfig: true });
  if (configBefore === undefined) await rm(configFile, { force: true });
  else await writeFile(configFile, configBefore);
}
