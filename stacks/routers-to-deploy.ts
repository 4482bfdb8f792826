import pulumi from "@pulumi/pulumi";
import type { OpenedRouters } from "../src/cli/open-routers.ts";
import type { DesiredState } from "../src/config/desired-state.ts";
import { loopbackOf } from "../src/config/loopbacks.ts";
import { subnetwork } from "../src/config/subnetwork.ts";
import { VENDORS } from "../src/config/vendors/vendors.ts";
import type { RouterToDeploy } from "../src/pulumi/components/routers.ts";
import { rolloutOf } from "../src/rollout/device-rollout.ts";
import { shown } from "../src/text/safe.ts";
import type { PlainSettings } from "./settings.ts";

/** All routers of a network with their configuration and their place in the rollout, and where its cores are reached. */
export interface Fleet {
  readonly routers: readonly RouterToDeploy[];
  /** Ids of the core sites. */
  readonly cores: readonly string[];
  /** The cores' loopback addresses. */
  readonly reach: readonly string[];
}

/** @throws RunError on a kecamatan, canaries or a `maxUnavailable` that the network does not have */
export function routersToDeploy(
  { network, analysis, states: all }: OpenedRouters,
  { kecamatan, canaries, maxUnavailable }: PlainSettings,
): Fleet {
  const { core } = network;
  const { states } = subnetwork(all, known(kecamatan, all), core);
  const devices = states.map(({ device }) => device);
  const rollouts = rollout(() =>
    rolloutOf(analysis.routed(), { devices, canaries, maxUnavailable }),
  );
  return {
    routers: states.map((state) => ({
      state,
      vendor: "linux",
      rendered: VENDORS.linux.render(state),
      rollout: rollouts.get(state.device)!,
    })),
    cores: core,
    reach: states.filter(({ device }) => core.includes(device as never)).map(managementAddress),
  };
}

/** By which a router is reached: it lives as long as any of its interfaces. */
export function managementAddress(state: DesiredState): string {
  const address = loopbackOf(state, 4) ?? loopbackOf(state, 6);
  if (address === undefined) throw new Error(`${state.device} has no loopback address`);
  return address;
}

function known(kecamatan: readonly string[], states: readonly DesiredState[]): readonly string[] {
  const areas = new Set(states.map(({ area }) => area));
  const unknown = kecamatan.filter((area) => !areas.has(area));
  if (unknown.length === 0) return kecamatan;
  throw new pulumi.RunError(
    `rajut:kecamatan: no routers in ${unknown.map((area) => shown(area)).join(", ")}; there are ${[...areas].sort().join(", ")}`,
  );
}

function rollout<T>(plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    if (error instanceof RangeError)
      throw new pulumi.RunError(`rajut:canaries or rajut:maxUnavailable: ${error.message}`);
    throw error;
  }
}
