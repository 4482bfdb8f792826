import type { Zone } from "../../vocabulary.ts";
import type { AtRouter, ConfigContext } from "../context.ts";
import type { Interface, Qos, QosClass } from "../desired-state.ts";

/** A line faster than this is not shaped: a router's software would be slower than the line. */
const SHAPED_MBPS_MAX = 1000;

/**
 * Shares of a line that are kept for each class, in percent of its rate; together 100. A class may
 * borrow whatever the others leave. Code points: CS6 for routing and AF, CS by RFC 4594; public Wi-Fi is
 * lower effort (LE, RFC 8622).
 */
const CLASSES: readonly {
  readonly name: "control" | Zone;
  readonly dscp: number;
  readonly percent: number;
  readonly priority: number;
}[] = [
  { name: "control", dscp: 48, percent: 5, priority: 0 },
  { name: "management", dscp: 16, percent: 5, priority: 1 },
  { name: "opd", dscp: 18, percent: 45, priority: 2 },
  { name: "public", dscp: 10, percent: 15, priority: 3 },
  { name: "cctv", dscp: 26, percent: 20, priority: 4 },
  { name: "wifi", dscp: 1, percent: 10, priority: 5 },
];

/** Queues of every line of a router that is slow enough to be shaped, sized by its rate. */
export function qos({ wiring }: ConfigContext, { router }: AtRouter): Qos[] {
  return wiring.interfacesOf
    .get(router.site.id)!
    .filter(isShaped)
    .map((line) => ({
      interface: line.name,
      rateMbps: line.rateMbps!,
      classes: CLASSES.map(({ name, dscp, percent, priority }): QosClass => ({
        name,
        dscp,
        // One per cent of a Mbit/s is ten kbit/s.
        rateKbps: Math.max(1, Math.round(line.rateMbps! * percent * 10)),
        priority,
      })),
    }));
}

/** A tunnel is shaped itself, where its packets still show their class, and not the line under it. */
function isShaped({ role, rateMbps }: Interface): boolean {
  const carriesClasses = role === "transit" || role === "wan" || role === "tunnel";
  return carriesClasses && rateMbps !== undefined && rateMbps <= SHAPED_MBPS_MAX;
}
