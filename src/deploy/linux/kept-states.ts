import type { RunningState } from "../agent/agent.ts";

/** What of a router may run otherwise than its files say, and how just that is brought back. */
const KEPT_STATES: readonly RunningState[] = [
  {
    unit: "nftables.service",
    // Debian ships the unit disabled: rules often come from elsewhere, and its stop flushes them all.
    outlivesUnit: true,
    words: ["sh", "-c", "echo flush ruleset; exec nft -s list ruleset"],
    restore: ["nft", "-f"],
  },
  {
    unit: "frr.service",
    words: ["vtysh", "-c", "show running-config no-header"],
    restore: ["/usr/lib/frr/frr-reload.py", "--reload"],
  },
];

/** Those of the units. */
export const keptStatesOf = (units: readonly string[]): RunningState[] =>
  KEPT_STATES.filter(({ unit }) => units.includes(unit));
