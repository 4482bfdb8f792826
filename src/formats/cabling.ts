import type { DesiredState, Interface } from "../config/desired-state.ts";
import { compareText, sortedBy } from "../text/order.ts";

/** One end of a cable: an interface of a router. */
export interface Port {
  readonly device: string;
  readonly interface: Interface;
}

/** What plugs ports together: a link, a tunnel seen as a cable, a local network, or a line to a provider. */
export interface Cable {
  readonly kind: "transit" | "tunnel" | "lan" | "provider";
  /** Id of what it carries, where several are carried the first; not unique among kinds. */
  readonly carries: string;
  /**
   * In order of device and interface. One where the other end is a provider, hosts only, or a router that
   * is not among the states; more than two on a shared local network and at a hub of tunnels.
   */
  readonly ports: readonly Port[];
}

/**
 * How the routers are cabled, as a laboratory must plug them: every interface but loopbacks and VLANs (they
 * ride on their parent) stands in exactly one cable. Interfaces belong together when one names the other
 * as its peer, when they end the same provider line, or when they carry a local network in common, be it
 * as a VLAN. In order of the first port. O(interfaces · log).
 */
export function cabling(states: readonly DesiredState[]): Cable[] {
  const ports = states.flatMap((state) =>
    state.interfaces
      .filter(({ kind }) => kind !== "loopback" && kind !== "vlan")
      .map((one): Port & { readonly shares: readonly string[] } => ({
        device: state.device,
        interface: one,
        shares: sharedBy(state, one),
      })),
  );
  const groups = joined(ports.map(({ shares }) => shares)).map((members) => {
    const sorted = sortedBy(
      members.map((i) => ports[i]!),
      portText,
    );
    return {
      kind: kindOf(sorted[0]!.interface),
      carries: sorted[0]!.interface.carries,
      ports: sorted.map(({ device, interface: one }) => ({ device, interface: one })),
    };
  });
  return groups.sort((a, b) => compareText(portText(a.ports[0]!), portText(b.ports[0]!)));
}

/** `DEVICE:INTERFACE`, the name of a port in laboratories. */
export const portText = ({ device, interface: { name } }: Port): string =>
  `${nodeName(device)}:${name}`;

/** Words that containerlab or netlab take for something else than a node. */
const RESERVED: ReadonlySet<string> = new Set([
  "dummy",
  "host",
  "ipvlan",
  "macvlan",
  "mgmt-net",
  "vxlan",
  "vxlan-stitch",
]);

/** What a router is called in a laboratory: its id, which both tools take but for the words that they reserve. */
export const nodeName = (device: string): string => (RESERVED.has(device) ? `${device}_` : device);

function kindOf({ role }: Interface): Cable["kind"] {
  switch (role) {
    case "transit":
    case "tunnel":
      return role;
    case "lan":
    case "trunk":
      return "lan";
    case "wan":
    case "line":
    case "underlay":
      return "provider";
    case "loopback":
      throw new Error("a loopback has no cable");
  }
}

/** Names of what an interface has in common with every other end of its cable. */
function sharedBy({ device, interfaces }: DesiredState, one: Interface): string[] {
  const { name, peer, carries } = one;
  const kind = kindOf(one);
  if (kind === "transit" || kind === "tunnel") {
    const own = `port ${device}:${name}`;
    return peer === undefined ? [own] : [own, `port ${peer.device}:${peer.interface}`];
  }
  if (kind === "provider") return [`provider ${carries}`];
  const vlans = interfaces.filter(({ vlan }) => vlan?.parent === name);
  return [carries, ...vlans.map((vlan) => vlan.carries)].map((owner) => `lan ${owner}`);
}

/** Indices of the items, grouped so that items with a name in common, directly or by way of others, are together. */
function joined(names: readonly (readonly string[])[]): number[][] {
  const groupOf = new Map<string, Set<number>>();
  for (const [i, own] of names.entries()) {
    const found = new Set(
      own.map((name) => groupOf.get(name)).filter((group) => group !== undefined),
    );
    // The smaller are poured into the largest, so that an item moves at most log n times.
    const [largest = new Set<number>(), ...smaller] = [...found].sort((a, b) => b.size - a.size);
    for (const member of [i, ...smaller.flatMap((group) => [...group])]) {
      largest.add(member);
      for (const name of names[member]!) groupOf.set(name, largest);
    }
  }
  return [...new Set(groupOf.values())].map((group) => [...group]);
}
