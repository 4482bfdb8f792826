import type { Text } from "../../text/language.ts";
import type { RunningLab } from "../running-lab.ts";

/** One question that a lab is asked. */
export interface Experiment {
  readonly title: Text;
  run(lab: RunningLab, tools: ExperimentTools): Promise<Outcome>;
}

export interface ExperimentTools {
  /** What is being done, for somebody who watches. */
  readonly progress: (text: string) => void;
  /** Experiments end early when it fires. */
  readonly signal: AbortSignal;
}

/** What was seen; a check for each thing that was predicted. */
export interface Outcome {
  readonly checks: readonly LabCheck[];
  /** Why there was nothing to ask; then there are no checks. */
  readonly nothing?: Text;
}

/** One prediction and what came of it. Texts are ids, addresses, words of protocols: the same in every language. */
export interface LabCheck {
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  readonly ok: boolean;
  /** How long it took until traffic flowed again, or until it did first. */
  readonly tookMs?: number;
}
