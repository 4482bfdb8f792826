import path from "node:path";
import process from "node:process";
import type { LocalWorkspaceOptions, Stack } from "@pulumi/pulumi/automation/index.js";
export type { Stack };
import { inOwnGroup, type Stopper } from "./own-group.ts";
import { type Project, readStackConfig } from "./project.ts";

/** What stacks are opened with. */
export interface StackSource {
  readonly project: Project;
  readonly backend: string;
  /** Undefined: `pulumi` finds it in its environment, or needs none. */
  readonly passphrase: string | undefined;
  readonly stopper: Stopper;
}

/**
 * The stack of that name, made when there is none. Values of its configuration that are missing are set to
 * those given; what is set already stays.
 * @throws CommandError of the Automation API: no reach of the backend, wrong passphrase
 */
export async function openStack(
  name: string,
  values: Readonly<Record<string, string>>,
  { project, backend, passphrase, stopper }: StackSource,
): Promise<Stack> {
  // Half a second of loading that no other command pays.
  const { LocalWorkspace, PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
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
  const place = { stackName: name, workDir: project.folder };
  const stack = await LocalWorkspace.createOrSelectStack(place, options);
  const config = await readStackConfig(project, name);
  const missing = Object.entries(values).filter(([key]) => config.values[key] === undefined);
  if (missing.length > 0) {
    await stack.setAllConfig(Object.fromEntries(missing.map(([key, value]) => [key, { value }])));
  }
  return stack;
}
