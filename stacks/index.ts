import pulumi from "@pulumi/pulumi";
import { RegencyCore, RegencyEdge } from "../src/pulumi/components/regency.ts";
import { deployHub } from "./hub.ts";
import { openStack } from "./open-stack.ts";
import { routersToDeploy } from "./routers-to-deploy.ts";
import { readSettings } from "./settings.ts";
import { routerTarget } from "./router-target.ts";

/**
 * The stacks of one network: `NETWORK-core` and `NETWORK-edge`. The edge asks the core's stack by which
 * addresses its routers know that they reach the core.
 */
const settings = readSettings();
const opened = await openStack(settings.network, new Date().toISOString().slice(0, 10));
const { id, at } = opened.network;
const isCore = stackPart(pulumi.getStack(), id) === "core";
const fleet = routersToDeploy(opened, settings);
const routers = fleet.routers.filter(({ state }) => fleet.cores.includes(state.device) === isCore);
const reach = isCore ? pulumi.output([...fleet.reach]) : reachOfCore(id, fleet.reach);
const Part = isCore ? RegencyCore : RegencyEdge;
const { allowDestroy } = settings;
const target = routerTarget(settings, id, reach);
const part = new Part(id, { routers, target, allowDestroy });
if (isCore && fleet.hub !== undefined) deployHub(fleet.hub, { settings, target, after: part });

/** What `pulumi stack output` tells. */
export const outputs = {
  network: id,
  day: at,
  routers: routers.length,
  waves: new Set(routers.map(({ rollout }) => rollout.wave)).size,
  reach,
};

function stackPart(stack: string, network: string): "core" | "edge" {
  if (stack === `${network}-core`) return "core";
  if (stack === `${network}-edge`) return "edge";
  throw new pulumi.RunError(
    `${settings.network} has the stacks ${network}-core and ${network}-edge; this one is ${stack}`,
  );
}

/**
 * Where the core is reached, as its stack says. A plan that is made before the core was ever deployed takes
 * the addresses that it will have.
 */
function reachOfCore(network: string, planned: readonly string[]): pulumi.Output<string[]> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${network}-core`;
  return new pulumi.StackReference(name).getOutput("reach").apply((reach: string[] | undefined) => {
    if (reach !== undefined) return reach;
    if (pulumi.runtime.isDryRun()) return [...planned];
    throw new pulumi.RunError(`the stack ${network}-core was never deployed: deploy it first`);
  });
}
