import * as z from "zod";
import { MEDIA_CLASSES } from "../config/media-class.ts";
import type { RoutedNetwork } from "../layer3/routed-network.ts";
import { outageSeconds } from "./outage.ts";
import { pathCounts } from "./path-count.ts";
import { rolloutNetwork } from "./rollout-network.ts";
import { standing } from "./standing.ts";
import { planWaves, type WaveOptions } from "./waves.ts";

/** What a device's place in the rollout is, as plain JSON that goes with it into plans and policies. */
export const deviceRollout = z.object({
  /** From 1. */
  wave: z.int().min(1),
  /** Of how many. */
  waves: z.int().min(1),
  kind: z.enum(["canary", "ordinary", "core"]),
  /** Managed devices that must not be changed at the same time, in order. */
  neverWith: z.array(z.string()).readonly(),
  /** Sites without a way to a core while this device changes, its own first, and for how long: an estimate. */
  atRisk: z.array(z.object({ site: z.string(), seconds: z.number() }).readonly()).readonly(),
  /** Ways of this device to the cores that share nothing, 2 being two or more; 0: it cannot be reached. */
  paths: z.union([z.literal(0), z.literal(1), z.literal(2)]),
});
export type DeviceRollout = Readonly<z.infer<typeof deviceRollout>>;

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
