import { lanAddresses } from "../wiring.ts";
import type { AtRouter, ConfigContext } from "../context.ts";
import type { Vrrp } from "../desired-state.ts";

/** The first router of a LAN leads it; those after it stand in, in their order. */
const PRIORITY_FIRST = 200;
const PRIORITY_STEP = 50;
/** A silent leader is replaced after about three of these (RFC 5798 §6.1). */
const ADVERTISEMENT_MS = 300;
/** A LAN has one group; numbers only matter between routers of one LAN. */
const GROUP = 1;

/** VRRP on every LAN that a router shares with another: the address that its hosts use as their gateway. */
export function vrrp(context: ConfigContext, { router, lans }: AtRouter): Vrrp[] {
  return lans.flatMap((lan): Vrrp[] => {
    const place = lan.attachments.findIndex((attachment) => attachment.router === router.site.id);
    const { shared } = lanAddresses(context.plan, lan, router.site.id);
    if (shared.length === 0) return [];
    return [
      {
        interface: context.wiring.interfaceOf(router.site.id, lan.owner).name,
        group: GROUP,
        priority: Math.max(1, PRIORITY_FIRST - PRIORITY_STEP * place),
        addresses: shared,
        advertisementMs: ADVERTISEMENT_MS,
      },
    ];
  });
}
