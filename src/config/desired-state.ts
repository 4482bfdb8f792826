import type { Medium, SiteKind, Zone } from "../vocabulary.ts";

/**
 * What every router must be, as plain data that no vendor has touched: JSON in, JSON out, the same
 * bytes for the same network. Texts are ids, addresses in canonical form, or names from the files
 * (`siteName`, `contact`, `location`), which are hostile and must be escaped by whoever writes them.
 */
export interface DesiredState {
  readonly version: 1;
  /** Id of the site; the router's host name. */
  readonly device: string;
  readonly siteName: string;
  readonly siteKind: SiteKind;
  /** Id of the kecamatan, or of what lies above where the site is in none. */
  readonly area: string;
  readonly interfaces: readonly Interface[];
  readonly ospf: Ospf | undefined;
  readonly bgp: Bgp | undefined;
  readonly uplinks: readonly Uplink[];
  /** Internet lines of the site alone (4G, satellite, broadband): only tunnels leave by them. */
  readonly lines: readonly Line[];
  readonly tunnels: readonly Tunnel[];
  readonly vrrp: readonly Vrrp[];
  readonly routerAdvertisements: readonly RouterAdvertisement[];
  readonly nat: Nat | undefined;
  readonly firewall: Firewall;
  readonly qos: readonly Qos[];
  readonly dhcpRelays: readonly DhcpRelay[];
  readonly dnsServers: readonly string[];
  readonly ntpServers: readonly string[];
  readonly syslogServers: readonly string[];
  readonly snmp: Snmp | undefined;
  readonly aaa: Aaa | undefined;
  readonly backup: Backup | undefined;
  readonly staticRoutes: readonly StaticRoute[];
}

/** The state of one part of a router: what each feature's function returns. */
export type Feature = Exclude<
  keyof DesiredState,
  "version" | "device" | "siteName" | "siteKind" | "area" | "interfaces"
>;

/** A secret is never in the data: only its name is, and whoever applies the configuration looks it up. */
export interface SecretRef {
  /** Words and ids joined by `/`, such as `wireguard/pusat-data/wg-akses`. */
  readonly secret: string;
}

/** The public half of a key pair whose private half is the secret of that name. */
export interface PublicKeyRef {
  readonly publicKeyOf: string;
}

/** An address with the length of its prefix: `10.8.0.1/24`. */
type InterfaceAddress = string;
type Address = string;
type PrefixText = string;

export interface Interface {
  /** At most 15 characters of `[a-z0-9.-]`: `lo`, `eth3`, `eth1.20`, `wg2`. */
  readonly name: string;
  readonly kind: "loopback" | "ethernet" | "vlan" | "wireguard";
  /**
   * transit: between routers. lan: sites hang on it. wan: to a provider of the whole network. line: a
   * site's own way to the internet. underlay: into a provider's routed network, which only carries a
   * tunnel. trunk: a cable whose VLANs are the interfaces.
   */
  readonly role: "loopback" | "transit" | "lan" | "wan" | "line" | "underlay" | "tunnel" | "trunk";
  /** Id of the link, LAN or tunnel that it ends. */
  readonly carries: string;
  /** IPv4 first. Empty on a trunk, and where `dhcp` gives the address. */
  readonly addresses: readonly InterfaceAddress[];
  readonly dhcp: boolean;
  readonly mtu: number;
  /** Of a VLAN. */
  readonly vlan: { readonly parent: string; readonly id: number } | undefined;
  /** Of a LAN. */
  readonly zone: Zone | undefined;
  readonly medium: Medium | undefined;
  readonly rateMbps: number | undefined;
  /** One way, microseconds; of what it carries. */
  readonly delayUs: number | undefined;
  /** The router at the other end of a transit interface or tunnel. */
  readonly peer: { readonly device: string; readonly interface: string } | undefined;
}

/** OSPFv2 and OSPFv3 alike: the same areas, costs and timers for both. */
export interface Ospf {
  readonly routerId: Address;
  readonly interfaces: readonly OspfInterface[];
  readonly areas: readonly OspfArea[];
  /** Present on a router with an uplink: the default route, while the uplink works. External type 2 (RFC 2328 §16.4). */
  readonly originateDefault: { readonly metric: number } | undefined;
  /** Present on a core that takes sites in through tunnels: their prefixes, as external routes that any internal one beats. */
  readonly redistributeTunnelSites: { readonly metric: number } | undefined;
  /** Static routes told to the others as external type 1: public addresses that only this router translates, where they may come in elsewhere. */
  readonly redistributeStatic: readonly PrefixText[];
  /**
   * Administrative distance of external routes where it is not the usual 110: a core prefers what it
   * hears through its own tunnels to what another core tells of its, or the two would take turns.
   */
  readonly externalDistance: number | undefined;
  /** SPF and LSA throttle, milliseconds. */
  readonly throttle: {
    readonly spfDelayMs: number;
    readonly spfHoldMs: number;
    readonly spfMaxHoldMs: number;
    readonly lsaMs: number;
    readonly lsaMinArrivalMs: number;
  };
}

export interface OspfInterface {
  readonly interface: string;
  /** Dotted decimal: `0.0.0.0`. */
  readonly area: string;
  readonly cost: number;
  readonly passive: boolean;
  readonly network: "point-to-point" | "broadcast";
  readonly helloS: number;
  readonly deadS: number;
  readonly bfd: BfdProfileName | undefined;
  /** Of OSPFv2 on active interfaces. */
  readonly authentication: SecretRef | undefined;
}

export interface OspfArea {
  readonly area: string;
  /** `totally-stubby`: the area border router sends a default route and nothing else. */
  readonly type: "normal" | "totally-stubby";
  /** What this router, as border of the area, tells the others instead of the single prefixes. */
  readonly ranges: readonly PrefixText[];
  /** For people: the kecamatan and the border routers. */
  readonly kecamatan: string;
}

/** One profile a class of medium, so that a slow line is not called dead. */
export const BFD_PROFILES = {
  cable: { intervalMs: 100, multiplier: 3 },
  radio: { intervalMs: 300, multiplier: 3 },
  slow: { intervalMs: 1000, multiplier: 5 },
} as const satisfies Record<string, { intervalMs: number; multiplier: number }>;
export type BfdProfileName = keyof typeof BFD_PROFILES;

export interface Bgp {
  readonly asn: number;
  readonly routerId: Address;
  readonly neighbors: readonly BgpNeighbor[];
  /** Announced to the internet; only these leave. */
  readonly ownPrefixes: readonly PrefixText[];
  /** Administrative distance of what providers tell where it is not the usual 20: a secondary uplink stands behind the primary one at another router. */
  readonly externalDistance: number | undefined;
}

export interface BgpNeighbor {
  /** internet: a provider. core: from a site, the core at the other end of its tunnel. site: from the core, that site. */
  readonly role: "internet" | "core" | "site";
  readonly addresses: readonly Address[];
  readonly remoteAsn: number;
  /** Id of the uplink or tunnel. */
  readonly carries: string;
  /** Of an internet or core neighbor: higher is preferred. */
  readonly localPreference: number | undefined;
  readonly maxPrefixes: number;
  /** What is accepted: the default route only, or these prefixes. */
  readonly accept: "default" | readonly PrefixText[];
  /** What is sent. */
  readonly announce: "default" | readonly PrefixText[];
  readonly bfd: BfdProfileName | undefined;
  readonly password: SecretRef | undefined;
}

/** A line to a provider with a public address: NAT behind it, health checks, a routing table and mark of its own. */
export interface Uplink {
  readonly id: string;
  readonly interface: string;
  readonly role: "primary" | "secondary";
  readonly address: Address;
  readonly gateway: Address;
  /** Number of the routing table and of the packet mark that leads to it. */
  readonly table: number;
  /**
   * Administrative distance and metric of the default route in the main table. A secondary uplink's is
   * behind everything that OSPF tells, so that traffic for the primary one at another router is not
   * caught here on its way. (Linux and FRR: the distance is the metric's highest byte.)
   */
  readonly distance: number;
  readonly metric: number;
  /** Who must answer for the internet to count as there; any one of them is enough. */
  readonly checks: readonly Address[];
  readonly checkIntervalMs: number;
  /** So many unanswered rounds take the default route away; so many answered ones bring it back. */
  readonly failAfter: number;
  readonly recoverAfter: number;
  /** With BGP the provider's session brings the default, and no check does. */
  readonly defaultBy: "checks" | "bgp";
}

/** A site's own internet line; its default route lies in a table of its own, where only tunnels look. */
export interface Line {
  readonly id: string;
  readonly interface: string;
  readonly table: number;
  readonly mark: number;
  readonly medium: Medium;
}

/** WireGuard. A hub has one interface with many peers; a spoke and a tunnel between two routers have one peer. */
export interface Tunnel {
  readonly interface: string;
  readonly listenPort: number | undefined;
  readonly privateKey: SecretRef;
  /** Mark of the outer packets: they leave by the line whose table has it. */
  readonly mark: number | undefined;
  readonly peers: readonly TunnelPeer[];
}

export interface TunnelPeer {
  readonly device: string;
  readonly publicKey: PublicKeyRef;
  readonly presharedKey: SecretRef;
  readonly endpoint: { readonly address: Address; readonly port: number } | undefined;
  readonly allowed: readonly PrefixText[];
  readonly keepaliveS: number | undefined;
}

export interface Vrrp {
  readonly interface: string;
  readonly group: number;
  readonly priority: number;
  readonly addresses: readonly InterfaceAddress[];
  readonly advertisementMs: number;
}

/** What tells the hosts of a LAN their gateway and addresses (RFC 4861, RFC 4862); where VRRP has the LAN too, by its leader's shared address. */
export interface RouterAdvertisement {
  readonly interface: string;
  /** IPv6 prefixes of the LAN, in which hosts make addresses of their own; at least one. */
  readonly prefixes: readonly PrefixText[];
  /** IPv6 addresses of resolvers (RFC 8106). */
  readonly dnsServers: readonly Address[];
}

export interface Nat {
  readonly sources: readonly SourceNat[];
  readonly published: readonly PublishedService[];
}

export interface SourceNat {
  readonly interface: string;
  /** First and last public address; equal when there is one. */
  readonly from: Address;
  readonly to: Address;
}

/** A citizens' service behind an uplink's public address. */
export interface PublishedService {
  readonly service: string;
  readonly uplink: string;
  readonly interface: string;
  readonly publicAddress: Address;
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  readonly server: Address;
  /** Where the server stands behind another router: the address that brings answers back through this one. */
  readonly answerTo: Address | undefined;
}

export interface Firewall {
  /** LAN interfaces of this router, by zone. */
  readonly zones: readonly { readonly zone: Zone; readonly interfaces: readonly string[] }[];
  /** Every prefix of a zone in the whole network: what tells a zone from afar. */
  readonly prefixes: readonly { readonly zone: Zone; readonly prefixes: readonly PrefixText[] }[];
  /** Everything that is ours: what public Wi-Fi must never reach. */
  readonly own: readonly PrefixText[];
  /** Who may begin talking to whom; everything else is refused. */
  readonly policy: readonly { readonly from: Zone; readonly to: readonly (Zone | "internet")[] }[];
  /** Services of other zones that every zone may use: name resolution, time, DHCP. */
  readonly shared: readonly {
    readonly address: Address;
    readonly protocol: "tcp" | "udp";
    readonly port: number;
  }[];
  /** From where this router is managed, and by whom it is read. */
  readonly managers: readonly PrefixText[];
}

export interface Qos {
  readonly interface: string;
  readonly rateMbps: number;
  readonly classes: readonly QosClass[];
}

export interface QosClass {
  readonly name: "control" | Zone;
  /** Differentiated services code points (RFC 4594) that it holds; a zone's own is set where traffic comes in. */
  readonly dscp: number;
  /** Guaranteed; every class may borrow up to the whole link. */
  readonly rateKbps: number;
  /** 0 is served first. */
  readonly priority: number;
}

export interface DhcpRelay {
  readonly interface: string;
  readonly servers: readonly Address[];
}

export interface Snmp {
  readonly managers: readonly Address[];
  readonly user: string;
  readonly authentication: SecretRef;
  readonly privacy: SecretRef;
  readonly location: string;
  readonly contact: string | undefined;
}

export interface Aaa {
  readonly servers: readonly Address[];
  readonly secret: SecretRef;
}

export interface Backup {
  readonly server: Address;
  readonly key: SecretRef;
  /** By which the server is known; Ed25519, the part in base64 alone. */
  readonly hostKey: PublicKeyRef;
  /** Minutes between two copies of the running configuration. */
  readonly everyMin: number;
}

export interface StaticRoute {
  readonly prefix: PrefixText;
  /** Undefined throws away what has no more exact route. */
  readonly gateway: Address | undefined;
  readonly distance: number | undefined;
  readonly reason: "own-prefix" | "nat-pool" | "underlay";
}
