import { readFile } from "node:fs/promises";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import * as z from "zod";

const ROOT = "pulumi:pulumi:Stack";
const reach = z.array(z.string());
const tellsReach = z.object({ reach }).optional().catch(undefined);
const resource = z.object({ type: z.string(), outputs: tellsReach });
const state = z.object({ resources: z.array(resource).default([]) }).nullish();
const plan = z.object({ resourcePlans: z.record(z.string(), z.object({ state: tellsReach })) });

/**
 * What the core's stack tells the edge: the addresses at which the core is reached. Undefined while it was
 * never deployed, or is no more.
 */
export async function toldReach(core: Stack): Promise<readonly string[] | undefined> {
  const deployment: unknown = (await core.exportStack()).deployment;
  const root = state.parse(deployment)?.resources.find(({ type }) => type === ROOT);
  return root?.outputs?.reach;
}

/** What the core's stack will tell, as Pulumi's plan in this file has it; undefined where it does not say. */
export async function plannedReach(planFile: string): Promise<readonly string[] | undefined> {
  const { resourcePlans } = plan.parse(JSON.parse(await readFile(planFile, "utf8")));
  const root = Object.entries(resourcePlans).find(([urn]) => urn.split("::")[2] === ROOT);
  return root?.[1].state?.reach;
}
