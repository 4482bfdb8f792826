import pulumi from "@pulumi/pulumi";
import type { OpenedRouters } from "../src/cli/open-routers.ts";
import type { DesiredState } from "../src/config/desired-state.ts";
import { withHub } from "../src/config/hub/core-side.ts";
import { type Hub, hubOf } from "../src/config/hub/hub.ts";
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
  /** The off-site hub that these routers know, where the stack has one. */
  readonly hub: Hub | undefined;
}

/** @throws RunError on a kecamatan, canaries, a `maxUnavailable` or a hub that does not fit the network */
export function routersToDeploy(
  { network, analysis, states: all }: OpenedRouters,
  { kecamatan, canaries, maxUnavailable, hub: hubSettings }: PlainSettings,
): Fleet {
  const { core } = network;
  const { states: alone } = subnetwork(all, known(kecamatan, all), core);
  const devices = alone.map(({ device }) => device);
  const rollouts = blaming("rajut:canaries or rajut:maxUnavailable", () =>
    rolloutOf(analysis.routed(), { devices, canaries, maxUnavailable }),
  );
  const { hub, states } = blaming("rajut:hub", () => joined(alone, hubSettings));
  return {
    routers: states.map((state) => ({
      state,
      vendor: "linux",
      rendered: VENDORS.linux.render(state),
      rollout: rollouts.get(state.device)!,
    })),
    cores: core,
    reach: states.filter(({ device }) => core.includes(device as never)).map(managementAddress),
    hub,
  };
}

/** The routers as they are with a hub: it watches those that are deployed, and they all know it. */
function joined(
  states: readonly DesiredState[],
  settings: PlainSettings["hub"],
): Pick<Fleet, "hub"> & { readonly states: readonly DesiredState[] } {
  if (settings === undefined) return { hub: undefined, states };
  const { ssh: _, ...described } = settings;
  const hub = hubOf(described, states);
  return { hub, states: states.map((state) => withHub(state, hub)) };
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

/** What the function finds wrong is told of these settings. */
function blaming<T>(settings: string, plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    if (error instanceof RangeError) throw new pulumi.RunError(`${settings}: ${error.message}`);
    throw error;
  }
}
