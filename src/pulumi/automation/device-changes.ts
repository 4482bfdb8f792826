import * as z from "zod";
import type { Step } from "./run-log.ts";

/** What a run changes on one device: its files before and after, secrets as tokens. */
export interface DeviceChange {
  readonly device: string;
  /** Undefined: the device is new. */
  readonly before: Readonly<Record<string, string>> | undefined;
  /** Undefined: the device leaves the stack. */
  readonly after: Readonly<Record<string, string>> | undefined;
  /** Wave and what is at risk, as the program has computed it. */
  readonly rollout: unknown;
}

/** Types whose resources stand for a device's files. */
const DEVICE_TYPES = new Set(["rajut:index:EdgeRouter", "rajut:index:ConfigArtifact"]);

const contents = z.record(z.string(), z.string());
const deviceInputs = z.object({
  device: z.string().optional(),
  files: z.union([
    contents,
    z
      .array(z.object({ path: z.string(), content: z.string() }))
      .transform((files) => Object.fromEntries(files.map((file) => [file.path, file.content]))),
  ]),
  rollout: z.unknown().optional(),
});

/** The devices among what a run does, in its order. What is not known before the run is left out. */
export function deviceChanges(steps: readonly Step[]): readonly DeviceChange[] {
  return steps.flatMap((step) => {
    if (!DEVICE_TYPES.has(step.type)) return [];
    const before = deviceInputs.safeParse(step.before).data;
    const after = deviceInputs.safeParse(step.after).data;
    if (before === undefined && after === undefined) return [];
    return [
      {
        device: after?.device ?? before?.device ?? step.name,
        before: before?.files,
        after: after?.files,
        rollout: after?.rollout ?? before?.rollout,
      },
    ];
  });
}
