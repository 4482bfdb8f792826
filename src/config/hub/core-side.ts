import { BITS } from "../../ip/prefix.ts";
import type { Bgp, BgpNeighbor, DesiredState, Interface, Ospf, Tunnel } from "../desired-state.ts";
import { EXTERNAL_DISTANCE, TUNNEL_SITE_METRIC } from "../features/ospf.ts";
import { KEEPALIVE_S } from "../features/tunnels.ts";
import { versionOf, withoutLength } from "../vendors/plain-values.ts";
import { CORE_INTERFACE, type Hub, HUB_MTU, type HubTunnel } from "./hub.ts";
import { coreKey, hostKey, hubKey, pairKey } from "./keys.ts";

/** Minutes between two copies of a router's running configuration. */
const BACKUP_EVERY_MIN = 60;
/** The hub itself, an IP version each. */
const HUB_PREFIXES_MAX = 1;

/**
 * A router's state where the network has a hub: the hub's addresses are the network's own, and the copies
 * of the configuration go to it, away from what may burn with the router. A core that the hub is joined to
 * has the tunnel, and tells the others of the hub as it does of a site that comes in by one. Throws
 * RangeError while nobody knows the hub's endpoint.
 */
export function withHub(state: DesiredState, hub: Hub): DesiredState {
  const common: DesiredState = {
    ...state,
    firewall: { ...state.firewall, own: [...state.firewall.own, ...hub.settings.blocks] },
    backup: {
      server: hub.addresses[0]!,
      key: { secret: `backup/${state.device}` },
      hostKey: { publicKeyOf: hostKey(hub.settings.name) },
      everyMin: BACKUP_EVERY_MIN,
    },
  };
  const tunnel = hub.tunnels.find(({ core }) => core === state.device);
  return tunnel === undefined ? common : withTunnel(common, hub, tunnel);
}

function withTunnel(state: DesiredState, hub: Hub, tunnel: HubTunnel): DesiredState {
  return {
    ...state,
    interfaces: [...state.interfaces, face(hub, tunnel)],
    tunnels: [...state.tunnels, coreTunnel(hub, tunnel)],
    bgp: withNeighbor(state, hub, tunnel),
    ospf: state.ospf && telling(state, state.ospf),
  };
}

const face = ({ settings }: Hub, tunnel: HubTunnel): Interface => ({
  name: CORE_INTERFACE,
  kind: "wireguard",
  role: "tunnel",
  carries: carriedBy(tunnel),
  addresses: tunnel.coreEnd,
  dhcp: false,
  mtu: HUB_MTU,
  vlan: undefined,
  zone: undefined,
  medium: undefined,
  rateMbps: undefined,
  delayUs: undefined,
  peer: { device: settings.name, interface: tunnel.interface },
});

/** The core calls, from any port: so it also works behind a provider's NAT, and nothing is opened at the core. */
function coreTunnel({ settings, addresses }: Hub, { core, listenPort, hubEnd }: HubTunnel): Tunnel {
  const { endpoint } = settings;
  if (endpoint === undefined) throw new RangeError("the hub's endpoint must be known to the cores");
  return {
    interface: CORE_INTERFACE,
    listenPort: undefined,
    privateKey: { secret: coreKey(core) },
    mark: undefined,
    peers: [
      {
        device: settings.name,
        publicKey: { publicKeyOf: hubKey(settings.name, core) },
        presharedKey: { secret: pairKey(settings.name, core) },
        endpoint: { address: endpoint, port: listenPort },
        allowed: [...hubEnd.map(withoutLength), ...addresses].map(single),
        keepaliveS: KEEPALIVE_S,
      },
    ],
  };
}

function withNeighbor({ bgp, interfaces }: DesiredState, hub: Hub, tunnel: HubTunnel): Bgp {
  const neighbor: BgpNeighbor = {
    role: "site",
    addresses: tunnel.hubEnd.map(withoutLength),
    remoteAsn: hub.asn,
    carries: carriedBy(tunnel),
    localPreference: undefined,
    maxPrefixes: HUB_PREFIXES_MAX,
    accept: hub.addresses.map(single),
    announce: "default",
    bfd: "slow",
    password: undefined,
  };
  if (bgp !== undefined) return { ...bgp, neighbors: [...bgp.neighbors, neighbor] };
  const loopback = interfaces.find(({ role }) => role === "loopback")!;
  return {
    asn: hub.asn,
    routerId: withoutLength(loopback.addresses[0]!),
    neighbors: [neighbor],
    ownPrefixes: [],
    externalDistance: undefined,
  };
}

function telling({ uplinks }: DesiredState, ospf: Ospf): Ospf {
  const best = uplinks.some(({ role }) => role === "primary") ? "primary" : "secondary";
  return {
    ...ospf,
    redistributeTunnelSites: ospf.redistributeTunnelSites ?? { metric: TUNNEL_SITE_METRIC[best] },
    externalDistance: ospf.externalDistance ?? EXTERNAL_DISTANCE,
  };
}

/** What the tunnel to a core is called in filters and descriptions. */
export const carriedBy = ({ core }: HubTunnel): string => `hub/${core}`;

/** One address as a prefix. */
export const single = (address: string): string => `${address}/${BITS[versionOf(address)]}`;
