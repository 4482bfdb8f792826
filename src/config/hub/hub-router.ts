import type { BgpNeighbor, DesiredState, Interface, Tunnel } from "../desired-state.ts";
import { withoutLength } from "../vendors/plain-values.ts";
import { carriedBy, single } from "./core-side.ts";
import { CORE_INTERFACE, type Hub, HUB_MTU, type HubTunnel } from "./hub.ts";
import { coreKey, hubKey, pairKey } from "./keys.ts";

/** Of the tunnels' outer packets, and number of the table with the way into the network. */
export const HUB_MARK = 77;
/** Of the preferred core; each further one stands behind it. */
const LOCAL_PREFERENCE = 200;
/** The default route. */
const ROUTES_MAX = 1;

/**
 * A hub as the router that it is besides: its own address, its tunnels and BGP, so that the renderer of
 * routers writes these. It forwards nothing and speaks no OSPF: what is wrong at the hub moves no route
 * but the one to the hub.
 */
export function hubRouter(hub: Hub): DesiredState {
  const { settings, addresses, tunnels, asn } = hub;
  return {
    version: 1,
    device: settings.name,
    siteName: "off-site hub",
    siteKind: "datacentre",
    area: "",
    interfaces: [loopback(addresses), ...tunnels.map(face)],
    ospf: undefined,
    bgp: {
      asn,
      routerId: addresses[0]!,
      neighbors: tunnels.map((tunnel, place) => neighbor(hub, tunnel, place)),
      ownPrefixes: [],
      externalDistance: undefined,
    },
    uplinks: [],
    lines: [],
    tunnels: tunnels.map((tunnel) => hubTunnel(hub, tunnel)),
    vrrp: [],
    routerAdvertisements: [],
    nat: undefined,
    firewall: { zones: [], prefixes: [], own: [], policy: [], shared: [], managers: [] },
    qos: [],
    dhcpRelays: [],
    dnsServers: [],
    ntpServers: settings.ntpServers,
    syslogServers: [],
    snmp: undefined,
    aaa: undefined,
    backup: undefined,
    staticRoutes: [],
  };
}

const PLAIN = {
  dhcp: false,
  vlan: undefined,
  zone: undefined,
  medium: undefined,
  rateMbps: undefined,
  delayUs: undefined,
} as const;

const loopback = (addresses: readonly string[]): Interface => ({
  ...PLAIN,
  name: "lo",
  kind: "loopback",
  role: "loopback",
  carries: "hub",
  addresses: addresses.map(single),
  mtu: 65_536,
  peer: undefined,
});

const face = (tunnel: HubTunnel): Interface => ({
  ...PLAIN,
  name: tunnel.interface,
  kind: "wireguard",
  role: "tunnel",
  carries: carriedBy(tunnel),
  addresses: tunnel.hubEnd,
  mtu: HUB_MTU,
  peer: { device: tunnel.core, interface: CORE_INTERFACE },
});

/** Everything of the network may come through any core: which way is taken is BGP's to say. */
function hubTunnel({ settings, network }: Hub, tunnel: HubTunnel): Tunnel {
  return {
    interface: tunnel.interface,
    listenPort: tunnel.listenPort,
    privateKey: { secret: hubKey(settings.name, tunnel.core) },
    mark: HUB_MARK,
    peers: [
      {
        device: tunnel.core,
        publicKey: { publicKeyOf: coreKey(tunnel.core) },
        presharedKey: { secret: pairKey(settings.name, tunnel.core) },
        endpoint: undefined,
        allowed: [...tunnel.coreEnd.map((end) => single(withoutLength(end))), ...network],
        keepaliveS: undefined,
      },
    ],
  };
}

function neighbor({ addresses, asn }: Hub, tunnel: HubTunnel, place: number): BgpNeighbor {
  return {
    role: "core",
    addresses: tunnel.coreEnd.map(withoutLength),
    remoteAsn: asn,
    carries: carriedBy(tunnel),
    localPreference: LOCAL_PREFERENCE - place,
    maxPrefixes: ROUTES_MAX,
    accept: "default",
    announce: addresses.map(single),
    bfd: "slow",
    password: undefined,
  };
}
