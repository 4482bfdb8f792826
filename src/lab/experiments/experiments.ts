import { adjacency } from "./adjacency.ts";
import { backupLines } from "./backup-lines.ts";
import { drift } from "./drift.ts";
import type { Experiment } from "./experiment.ts";
import { failures } from "./failures.ts";
import { internet } from "./internet.ts";
import { paths } from "./paths.ts";
import { reachability } from "./reachability.ts";
import { zones } from "./zones.ts";

/** What `rajut lab test` asks, in this order: later ones take it that the earlier ones' questions are settled. */
export const EXPERIMENTS = {
  adjacency,
  reachability,
  paths,
  zones,
  drift,
  failures,
  "backup-lines": backupLines,
  internet,
} as const satisfies Record<string, Experiment>;

export type ExperimentName = keyof typeof EXPERIMENTS;
