import { OWNER, SCOPE } from "../../addressing/demands.ts";
import { bareAddress } from "../../ip/prefix.ts";
import type { RoutedUplink } from "../../layer3/router.ts";
import type { AtRouter, ConfigContext } from "../context.ts";
import type { Line, Uplink } from "../desired-state.ts";

/** Of the default routes in a router's main table; the lower one is taken while it is there. */
const METRIC = { primary: 10, secondary: 20 } as const;
/** A secondary uplink stands behind OSPF (110) and what a core makes of its external routes (210). */
export const UPLINK_DISTANCE = { primary: 0, secondary: 220 } as const;
/** Three rounds a second apart: an outage is believed after 3 s, and a line is trusted again after 10 s without a loss. */
const CHECK_INTERVAL_MS = 1000;
const FAIL_AFTER = 3;
const RECOVER_AFTER = 10;
/** Routing tables and marks below 100 are left to others; Linux itself uses 253 to 255. */
const UPLINK_TABLE_BASE = 1000;
const LINE_TABLE_BASE = 2000;

/** The number of the port that a link ends at, on which tables and marks are built: it never changes. */
function portOf({ plan }: ConfigContext, { router, link }: Pick<RoutedUplink, "router" | "link">) {
  return plan.number(SCOPE.port(router), OWNER.link(link.id))!;
}

/**
 * The uplinks of a router whose provider has told its address. Each has a routing table of its own, so
 * that answers leave as questions came, and a default route in the main table for as long as one of
 * its check targets answers; where routes are exchanged, BGP brings the default instead.
 */
export function uplinks(context: ConfigContext, { uplinks: all, router }: AtRouter): Uplink[] {
  return all.flatMap((uplink): Uplink[] => {
    const { link, role } = uplink;
    const { access } = link;
    if (access?.wan === undefined) return [];
    const byBgp = context.routed.network.asn !== undefined && access.peerAsn !== undefined;
    return [
      {
        id: link.id,
        interface: context.wiring.interfaceOf(router.site.id, OWNER.link(link.id)).name,
        role,
        address: bareAddress(access.wan.address),
        gateway: access.wan.gateway,
        table: UPLINK_TABLE_BASE + portOf(context, uplink),
        distance: UPLINK_DISTANCE[role],
        metric: METRIC[role],
        checks: access.checks.length > 0 ? access.checks : [access.wan.gateway],
        checkIntervalMs: CHECK_INTERVAL_MS,
        failAfter: FAIL_AFTER,
        recoverAfter: RECOVER_AFTER,
        defaultBy: byBgp ? "bgp" : "checks",
      },
    ];
  });
}

/** A site's own internet lines, each with a table in which only its tunnels look. */
export function lines(context: ConfigContext, { lines: all, router }: AtRouter): Line[] {
  return all.map((line) => {
    const number = LINE_TABLE_BASE + portOf(context, line);
    return {
      id: line.link.id,
      interface: context.wiring.interfaceOf(router.site.id, OWNER.link(line.link.id)).name,
      table: number,
      mark: number,
      medium: line.link.medium,
    };
  });
}
