import { MEDIA_CLASSES } from "../config/media-class.ts";
import type { RoutedNetwork } from "../layer3/routed-network.ts";
import { outageSeconds } from "./outage.ts";
import { pathCounts, type PathCount } from "./path-count.ts";
import { rolloutNetwork } from "./rollout-network.ts";
import { standing } from "./standing.ts";
import { planWaves, type Wave, type WaveOptions } from "./waves.ts";

/** What a device's place in the rollout is, as plain JSON that goes with it into plans and policies. */
export interface DeviceRollout {
  /** From 1. */
  readonly wave: number;
  /** Of how many. */
  readonly waves: number;
  readonly kind: Wave["kind"];
  /** Managed devices that must not be changed at the same time, in order. */
  readonly neverWith: readonly string[];
  /** Sites without a way to a core while this device changes, its own first, and for how long: an estimate. */
  readonly atRisk: readonly { readonly site: string; readonly seconds: number }[];
  /** Ways of this device to the cores that share nothing; 0: it cannot be reached. */
  readonly paths: PathCount;
}

/**
 * Every managed device's place, in id order. As `planWaves`, which throws RangeError on names that are
 * not there.
 */
export function rolloutOf(
  routed: RoutedNetwork,
  options: WaveOptions = {},
): ReadonlyMap<string, DeviceRollout> {
  const network = rolloutNetwork(routed);
  const { waves, devices } = planWaves(network, options);
  const at = standing(network);
  const paths = pathCounts(at);
  const links = Map.groupBy(
    routed.links.flatMap(({ link, ends }) => ends.map((end) => ({ end, medium: link.medium }))),
    ({ end }) => end as string,
  );
  return new Map(
    Array.from(devices, ([device, { wave, cutOff, neverWith }]) => {
      const seconds = outageSeconds(
        (links.get(device) ?? []).map(({ medium }) => MEDIA_CLASSES[medium].helloS),
      );
      const rollout: DeviceRollout = {
        wave,
        waves: waves.length,
        kind: waves[wave - 1]!.kind,
        neverWith: neverWith.map((other) => other.device),
        atRisk: [device, ...cutOff].map((site) => ({ site, seconds })),
        paths: paths[at.nodeOf.get(device)!]!,
      };
      return [device, rollout];
    }),
  );
}
