import type { AddressPlan } from "../addressing/address-plan.ts";
import { lanPort, OWNER, SCOPE } from "../addressing/demands.ts";
import { interfaceAddressIn, type Prefix } from "../ip/prefix.ts";
import type { Lan, RoutedNetwork } from "../layer3/routed-network.ts";
import type { RoutedLink } from "../layer3/router.ts";
import type { Link } from "../model/network.ts";
import type { SiteId } from "../model/ids.ts";
import { compareText } from "../text/order.ts";
import type { Zone } from "../vocabulary.ts";
import type { Interface } from "./desired-state.ts";

/** Every interface of every router, by router and by what it carries. */
export interface Wiring {
  /** In order of name. */
  readonly interfacesOf: ReadonlyMap<SiteId, readonly Interface[]>;
  /** The interface of a router that carries a link, LAN or tunnel; it is there for all that was demanded. */
  interfaceOf(router: SiteId, owner: string): Interface;
}

/** Numbers of the VLANs on a cable that several local networks share. */
const VLAN_IDS: Readonly<Record<Zone, number>> = {
  opd: 10,
  cctv: 20,
  wifi: 30,
  management: 40,
  public: 50,
};

const ETHERNET_MTU = 1500;
/** WireGuard adds at most 80 bytes, 40 of them an outer IPv6 header. */
export const WIREGUARD_MTU = ETHERNET_MTU - 80;

/** A router's address in a LAN: the first, or where several share it those after the one they share. */
const LAN_ROUTER_OFFSET = 1n;

/** The wiring of a routed network under a plan in which nothing is missing. O(routers + links). */
export function wiring(routed: RoutedNetwork, plan: AddressPlan): Wiring {
  const byOwner = new Map<SiteId, Map<string, Interface>>(
    Array.from(routed.routers.keys(), (id) => [id, new Map()]),
  );
  const put = (router: SiteId, owner: string, made: Interface) =>
    byOwner.get(router)!.set(owner, made);
  const build = { routed, plan, put };
  for (const router of routed.routers.keys()) {
    const addresses = plan.prefixes(OWNER.router(router)).map((p) => interfaceAddressIn(p, 0n));
    put(router, OWNER.router(router), {
      ...PLAIN,
      name: "lo",
      kind: "loopback",
      role: "loopback",
      carries: router,
      addresses,
      mtu: 65_536,
    });
  }
  for (const link of routed.links) wireLink(build, link);
  for (const lan of routed.lans) wireLan(build, lan);
  wireProviders(build);
  wireBackups(build);
  return {
    interfacesOf: new Map(
      Array.from(byOwner, ([router, interfaces]) => [
        router,
        [...interfaces.values()].sort((a, b) => compareNames(a.name, b.name)),
      ]),
    ),
    interfaceOf(router, owner) {
      const found = byOwner.get(router)?.get(owner);
      if (found === undefined) throw new Error(`no interface of ${router} carries ${owner}`);
      return found;
    },
  };
}

/** A router's address in a LAN, and the one shared by several routers on it. */
export function lanAddresses(
  plan: AddressPlan,
  { owner, attachments }: Lan,
  router: SiteId,
): { readonly own: string[]; readonly shared: string[] } {
  const prefixes = plan.prefixes(owner);
  const at = (offset: bigint) => prefixes.map((prefix) => interfaceAddressIn(prefix, offset));
  if (attachments.length === 1) return { own: at(LAN_ROUTER_OFFSET), shared: [] };
  const place = attachments.findIndex((attachment) => attachment.router === router);
  return { own: at(LAN_ROUTER_OFFSET + 1n + BigInt(place)), shared: at(LAN_ROUTER_OFFSET) };
}

interface Build {
  readonly routed: RoutedNetwork;
  readonly plan: AddressPlan;
  readonly put: (router: SiteId, owner: string, made: Interface) => void;
}

/** What most interfaces do not have. */
const PLAIN = {
  dhcp: false,
  vlan: undefined,
  zone: undefined,
  medium: undefined,
  rateMbps: undefined,
  delayUs: undefined,
  peer: undefined,
} as const;

/** By word, then by number: eth2 before eth10. */
function compareNames(a: string, b: string): number {
  const parts = (name: string) => /^([a-z]+)(\d*)(?:\.(\d+))?$/.exec(name)!.slice(1);
  const [[wordA = "", portA, vlanA], [wordB = "", portB, vlanB]] = [parts(a), parts(b)];
  const number = (text: string | undefined) => Number(text ?? -1);
  return (
    compareText(wordA, wordB) || number(portA) - number(portB) || number(vlanA) - number(vlanB)
  );
}

function numberOf(plan: AddressPlan, scope: string, owner: string): number {
  const number = plan.number(scope, owner);
  if (number === undefined) throw new Error(`${owner} has no number in ${scope}`);
  return number;
}

const portName = (plan: AddressPlan, router: SiteId, owner: string) =>
  `eth${numberOf(plan, SCOPE.port(router), owner)}`;
const tunnelName = (plan: AddressPlan, router: SiteId, owner: string) =>
  `wg${numberOf(plan, SCOPE.tunnelInterface(router), owner)}`;
const addressesAt = (prefixes: readonly Prefix[], offset: 0 | 1) =>
  prefixes.map((prefix) => interfaceAddressIn(prefix, BigInt(offset)));

function wireLink({ plan, put }: Build, { link, ends, delayUs, tunnelled }: RoutedLink): void {
  const owner = OWNER.link(link.id);
  const nameAt = (router: SiteId) => (tunnelled ? tunnelName : portName)(plan, router, owner);
  for (const end of [0, 1] as const) {
    const [router, other] = [ends[end], ends[end === 0 ? 1 : 0]];
    put(router, owner, {
      ...PLAIN,
      ...mediumOf(link),
      name: nameAt(router),
      kind: tunnelled ? "wireguard" : "ethernet",
      role: tunnelled ? "tunnel" : "transit",
      carries: link.id,
      addresses: addressesAt(plan.prefixes(owner), end),
      mtu: tunnelled ? WIREGUARD_MTU : ETHERNET_MTU,
      delayUs,
      peer: { device: other, interface: nameAt(other) },
    });
    if (!tunnelled) continue;
    const underlay = OWNER.underlay(link.id, router);
    put(router, underlay, {
      ...PLAIN,
      ...mediumOf(link),
      name: portName(plan, router, owner),
      kind: "ethernet",
      role: "underlay",
      carries: link.id,
      addresses: addressesAt(plan.prefixes(underlay), 0),
      mtu: ETHERNET_MTU,
      delayUs,
    });
  }
}

const mediumOf = ({ medium, rateMbps }: Link) => ({ medium, rateMbps });

function wireLan({ plan, put }: Build, lan: Lan): void {
  for (const { router } of lan.attachments) {
    const cable = lanPort(lan, router);
    const port = portName(plan, router, cable);
    const id = VLAN_IDS[lan.zone];
    const base = { ...PLAIN, zone: lan.zone, mtu: ETHERNET_MTU } as const;
    put(router, lan.owner, {
      ...base,
      name: lan.sharesCable ? `${port}.${id}` : port,
      kind: lan.sharesCable ? "vlan" : "ethernet",
      role: "lan",
      carries: lan.owner,
      addresses: lanAddresses(plan, lan, router).own,
      vlan: lan.sharesCable ? { parent: port, id } : undefined,
    });
    if (!lan.sharesCable) continue;
    put(router, cable, {
      ...base,
      zone: undefined,
      name: port,
      kind: "ethernet",
      role: "trunk",
      carries: cable,
      addresses: [],
    });
  }
}

function wireProviders({ routed, plan, put }: Build): void {
  for (const { link, router } of routed.uplinks) {
    const wan = link.access?.wan;
    put(router, OWNER.link(link.id), {
      ...PLAIN,
      ...mediumOf(link),
      name: portName(plan, router, OWNER.link(link.id)),
      kind: "ethernet",
      role: "wan",
      carries: link.id,
      addresses: wan === undefined ? [] : [wan.address],
      mtu: ETHERNET_MTU,
    });
  }
  for (const { link, router, delayUs } of routed.lines) {
    put(router, OWNER.link(link.id), {
      ...PLAIN,
      ...mediumOf(link),
      name: portName(plan, router, OWNER.link(link.id)),
      kind: "ethernet",
      role: "line",
      carries: link.id,
      addresses: [],
      dhcp: true,
      mtu: ETHERNET_MTU,
      delayUs,
    });
  }
}

/** A tunnel's first address is the core's, its second the site's; all of a core's stand on one interface. */
function wireBackups({ routed, plan, put }: Build): void {
  for (const [core, backups] of Map.groupBy(routed.backups, (backup) => backup.core)) {
    const hub = tunnelName(plan, core, OWNER.hub);
    for (const { owner, line } of backups) {
      put(line.router, owner, {
        ...PLAIN,
        ...mediumOf(line.link),
        name: tunnelName(plan, line.router, owner),
        kind: "wireguard",
        role: "tunnel",
        carries: owner,
        addresses: addressesAt(plan.prefixes(owner), 1),
        mtu: WIREGUARD_MTU,
        delayUs: line.delayUs,
        peer: { device: core, interface: hub },
      });
    }
    put(core, OWNER.hub, {
      ...PLAIN,
      name: hub,
      kind: "wireguard",
      role: "tunnel",
      carries: OWNER.hub,
      addresses: backups.flatMap(({ owner }) => addressesAt(plan.prefixes(owner), 0)),
      mtu: WIREGUARD_MTU,
    });
  }
}
