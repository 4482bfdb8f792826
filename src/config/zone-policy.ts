import type { AddressPlan } from "../addressing/address-plan.ts";
import { formatPrefix } from "../ip/prefix.ts";
import type { RoutedNetwork } from "../layer3/routed-network.ts";
import { sortedBy } from "../text/order.ts";
import { type ServiceRole, wordsOf, type Zone, ZONES } from "../vocabulary.ts";
import type { Firewall } from "./desired-state.ts";

/**
 * Who may begin talking to whom. Public Wi-Fi reaches the internet only; cameras reach their recorder
 * only; offices reach each other, citizens' services and the internet; citizens' services fetch their
 * updates but begin nothing inwards; management reaches everything that it runs. What is not said is
 * refused. (Peraturan BSSN 4/2021 Pasal 33: a zone apart, and unused ways closed.)
 */
const POLICY: Readonly<Record<Zone, readonly (Zone | "internet")[]>> = {
  opd: ["opd", "public", "internet"],
  cctv: ["cctv"],
  wifi: ["internet"],
  management: ["opd", "cctv", "wifi", "management", "public", "internet"],
  public: ["internet"],
};

/** Services that every zone may use, whatever the policy: a host that has no name, no time and no address is of no use. */
const SHARED_PORTS: Partial<
  Record<ServiceRole, readonly { protocol: "tcp" | "udp"; port: number }[]>
> = {
  dns: [
    { protocol: "udp", port: 53 },
    { protocol: "tcp", port: 53 },
  ],
  ntp: [{ protocol: "udp", port: 123 }],
  // A host renews its lease at the server itself, past the relay (RFC 2131 §4.4.5).
  dhcp: [{ protocol: "udp", port: 67 }],
};

/** What of a firewall is the same for all routers of a network. */
export type ZonePolicy = Omit<Firewall, "zones">;

/** The policy of a network's zones. @param servers addresses by role, as in the context */
export function zonePolicy(
  { network, lans, routers }: RoutedNetwork,
  plan: AddressPlan,
  servers: ReadonlyMap<ServiceRole, readonly string[]>,
): ZonePolicy {
  const pools = [...network.addressPools.values()];
  const managing = lans.filter(
    ({ zone, attachments }) =>
      zone === "management" &&
      attachments.some(({ router, link }) => routers.get(router)!.isCore && link === undefined),
  );
  return {
    // By pool and not by LAN: a new office changes no other router's rules.
    prefixes: wordsOf(ZONES).flatMap((zone) => {
      const prefixes = pools.filter((pool) => pool.zone === zone).map(({ prefix }) => prefix);
      return prefixes.length === 0 ? [] : [{ zone, prefixes }];
    }),
    own: sortedBy(
      [...new Set([...pools.map(({ prefix }) => prefix), ...network.ownPrefixes])],
      (prefix) => prefix,
    ),
    policy: wordsOf(POLICY).map((from) => ({ from, to: POLICY[from] })),
    shared: Object.entries(SHARED_PORTS).flatMap(([role, ports]) =>
      (servers.get(role as ServiceRole) ?? []).flatMap((address) =>
        ports.map(({ protocol, port }) => ({ address, protocol, port })),
      ),
    ),
    managers: managing.flatMap(({ owner }) => plan.prefixes(owner).map(formatPrefix)),
  };
}
