import { wordsOf, ZONES } from "../../vocabulary.ts";
import type { AtRouter, ConfigContext } from "../context.ts";
import type { Firewall } from "../desired-state.ts";

/** The firewall of a router: its own LANs by zone, and the network's policy. */
export function firewall({ policy, wiring }: ConfigContext, { router, lans }: AtRouter): Firewall {
  return {
    ...policy,
    zones: wordsOf(ZONES).flatMap((zone) => {
      const interfaces = lans
        .filter((lan) => lan.zone === zone)
        .map(({ owner }) => wiring.interfaceOf(router.site.id, owner).name);
      return interfaces.length === 0 ? [] : [{ zone, interfaces }];
    }),
  };
}
