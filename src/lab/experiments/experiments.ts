import { adjacency } from "./adjacency.ts";
import { drift } from "./drift.ts";
import type { Experiment } from "./experiment.ts";
import { failures } from "./failures.ts";
import { paths } from "./paths.ts";
import { reachability } from "./reachability.ts";

/** What `rajut lab test` asks, in this order: later ones take it that the earlier ones' questions are settled. */
export const EXPERIMENTS = {
  adjacency,
  reachability,
  paths,
  failures,
  drift,
} as const satisfies Record<string, Experiment>;

export type ExperimentName = keyof typeof EXPERIMENTS;
