import pulumi from "@pulumi/pulumi";
import type { OpenedRouters } from "../src/cli/open-routers.ts";
import type { DesiredState } from "../src/config/desired-state.ts";
import { VENDORS } from "../src/config/vendors/vendors.ts";
import { bareAddress } from "../src/ip/prefix.ts";
import type { RouterToDeploy } from "../src/pulumi/components/routers.ts";
import { rolloutOf } from "../src/rollout/device-rollout.ts";
import type { PlainSettings } from "./settings.ts";

/** All routers of a network with their configuration and their place in the rollout, and where its cores are reached. */
export interface Fleet {
  readonly routers: readonly RouterToDeploy[];
  /** Ids of the core sites. */
  readonly cores: readonly string[];
  /** The cores' loopback addresses. */
  readonly reach: readonly string[];
}

/** @throws RunError on canaries or a `maxUnavailable` that the network does not have */
export function routersToDeploy(
  { network, analysis, states }: OpenedRouters,
  { canaries, maxUnavailable }: PlainSettings,
): Fleet {
  const { core } = network;
  const rollouts = rollout(() => rolloutOf(analysis.routed(), { canaries, maxUnavailable }));
  return {
    routers: states.map((state) => ({
      state,
      vendor: "linux",
      rendered: VENDORS.linux.render(state),
      rollout: rollouts.get(state.device)!,
    })),
    cores: core,
    reach: states.filter(({ device }) => core.includes(device as never)).map(loopbackOf),
  };
}

/** By which a router is reached: it lives as long as any of its interfaces. */
export function loopbackOf({ device, interfaces }: DesiredState): string {
  const address = interfaces.find(({ role }) => role === "loopback")?.addresses[0];
  if (address === undefined) throw new Error(`${device} has no loopback address`);
  return bareAddress(address);
}

function rollout<T>(plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    if (error instanceof RangeError) throw new pulumi.RunError(`rajut:canaries: ${error.message}`);
    throw error;
  }
}
