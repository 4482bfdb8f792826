import type { Medium } from "../vocabulary.ts";
import type { BfdProfileName } from "./desired-state.ts";

/** How a medium behaves, as far as protocols must know: their timers and what a link costs follow from it. */
export interface MediaClass {
  readonly bfd: BfdProfileName;
  readonly helloS: number;
  readonly deadS: number;
  /** Added to the cost of a link, so that what fades, is metered or is shared is taken last. */
  readonly costPenalty: number;
}

/**
 * By medium. BFD finds a break first (RFC 5880); the dead interval is the net below it, four hellos
 * as RFC 2328 C.3 has it. The penalties are choices, of the order of the delay of 100 km of fibre for
 * a microwave hop that rain may fade and of 2,000 km for what is metered.
 */
export const MEDIA_CLASSES: Readonly<Record<Medium, MediaClass>> = {
  fiber: { bfd: "cable", helloS: 2, deadS: 8, costPenalty: 0 },
  "leased-line": { bfd: "cable", helloS: 2, deadS: 8, costPenalty: 0 },
  microwave: { bfd: "radio", helloS: 3, deadS: 12, costPenalty: 50 },
  satellite: { bfd: "slow", helloS: 10, deadS: 40, costPenalty: 1000 },
  mobile: { bfd: "slow", helloS: 10, deadS: 40, costPenalty: 1000 },
};
