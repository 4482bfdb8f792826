import * as z from "zod";
import { type DeviceRollout, deviceRollout } from "../../rollout/device-rollout.ts";
import type { Step } from "./run-log.ts";

/** What a run changes on one device: its files before and after, secrets as tokens. */
export interface DeviceChange {
  readonly device: string;
  /** Undefined: the device is new. */
  readonly before: Readonly<Record<string, string>> | undefined;
  /** Undefined: the device leaves the stack. */
  readonly after: Readonly<Record<string, string>> | undefined;
  /** Wave and what is at risk, as the program has computed it. */
  readonly rollout: DeviceRollout | undefined;
  /** After which it takes back what was not confirmed; undefined of a folder of files. */
  readonly rollbackSeconds: number | undefined;
}

/** Types whose resources stand for a device's files. */
const DEVICE_TYPES = new Set(["rajut:index:EdgeRouter", "rajut:index:ConfigArtifact"]);
export const isDevice = ({ type }: Step): boolean => DEVICE_TYPES.has(type);

const deviceInputs = z.object({
  device: z.string().optional(),
  files: z.record(z.string(), z.string()),
  rollout: deviceRollout.optional().catch(undefined),
  rollbackSeconds: z.number().optional().catch(undefined),
});

/** The devices among what a run does, in its order. What is not known before the run is left out. */
export function deviceChanges(steps: readonly Step[]): readonly DeviceChange[] {
  return steps.flatMap((step) => {
    if (!isDevice(step)) return [];
    const before = deviceInputs.safeParse(step.before).data;
    const after = deviceInputs.safeParse(step.after).data;
    if (before === undefined && after === undefined) return [];
    return [
      {
        device: after?.device ?? before?.device ?? step.name,
        before: before?.files,
        after: after?.files,
        rollout: after?.rollout ?? before?.rollout,
        rollbackSeconds: after?.rollbackSeconds ?? before?.rollbackSeconds,
      },
    ];
  });
}
