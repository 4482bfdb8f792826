import fc from "fast-check";
import type {
  BgpNeighbor,
  DesiredState,
  Interface,
  OspfInterface,
  QosClass,
} from "../../src/config/desired-state.ts";
import { formatAddress } from "../../src/ip/prefix.ts";
import { wordsOf, type Zone, ZONES } from "../../src/vocabulary.ts";

/** Names that want to be something else: a command, the end of a string, a comment or a line, a secret. */
const HOSTILE = [
  'x"; /user add name=evil',
  "x' ; reboot #",
  "$(touch /tmp/evil)",
  "`reboot`",
  "a\nno router ospf\n!",
  "a\r\ncreateUser evil",
  "\\",
  "#",
  "!",
  "%i %n",
  "@secret:ospf/inti-1@",
  "@publickey:wireguard/x/wg0@",
  "}\nflush ruleset",
  "[Network]\nDHCP=yes",
  "--help",
  "",
  "\u202etxt.exe",
  "\u0000",
  "Kantor Lurah Teluk Binjai",
];

export const hostileNames: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE)).map((two) => two.join(" ")),
);

const zones = wordsOf(ZONES);
const bfdProfiles = fc.constantFrom("cable", "radio", "slow", undefined);
const secret = (name: string) => ({ secret: `test/${name}` });

/** How many interfaces of each kind a router has, and which of its parts are there. */
interface Shape {
  readonly names: readonly [string, string, string | undefined];
  readonly transit: number;
  readonly lans: readonly {
    readonly zone: Zone;
    readonly onTrunk: boolean;
    readonly shared: boolean;
  }[];
  readonly uplinks: readonly ("checks" | "bgp")[];
  readonly lines: number;
  readonly tunnels: readonly { readonly hub: boolean; readonly marked: boolean }[];
  readonly underlays: number;
  readonly withIpv6: boolean;
  readonly areas: number;
  readonly numbers: readonly number[];
  readonly bfd: readonly ("cable" | "radio" | "slow" | undefined)[];
  readonly services: boolean;
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  names: fc.tuple(hostileNames, hostileNames, fc.option(hostileNames, { nil: undefined })),
  transit: fc.nat(5),
  lans: fc.array(
    fc.record({
      zone: fc.constantFrom(...zones),
      onTrunk: fc.boolean(),
      shared: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  uplinks: fc.array(fc.constantFrom("checks" as const, "bgp" as const), { maxLength: 2 }),
  lines: fc.nat(2),
  tunnels: fc.array(fc.record({ hub: fc.boolean(), marked: fc.boolean() }), { maxLength: 3 }),
  underlays: fc.nat(1),
  withIpv6: fc.boolean(),
  areas: fc.integer({ min: 1, max: 3 }),
  numbers: fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 8, maxLength: 8 }),
  bfd: fc.array(bfdProfiles, { minLength: 3, maxLength: 3 }),
  services: fc.boolean(),
});

/** Routers of every kind that the types allow and the derivation could make, with hostile names. */
export const desiredStates: fc.Arbitrary<DesiredState> = shapes.map(stateOf);

const ipv4 = (block: number, index: number, host: number) =>
  formatAddress(4, BigInt(10 * 2 ** 24 + block * 2 ** 16 + index * 2 ** 8 + host));
const ipv6 = (block: number, index: number, host: number) =>
  formatAddress(6, (0xfd00n << 112n) | (BigInt(block * 256 + index) << 64n) | BigInt(host));

const PLAIN = {
  dhcp: false,
  mtu: 1500,
  vlan: undefined,
  zone: undefined,
  medium: undefined,
  rateMbps: 100,
  delayUs: 100,
  peer: undefined,
} as const;

function stateOf(shape: Shape): DesiredState {
  const { names, numbers, withIpv6 } = shape;
  const both = (block: number, index: number, host: number, lengths: readonly [number, number]) => [
    `${ipv4(block, index, host)}/${lengths[0]}`,
    ...(withIpv6 ? [`${ipv6(block, index, host)}/${lengths[1]}`] : []),
  ];
  let port = 0;
  const next = () => `eth${++port}`;
  const face = (some: Partial<Interface> & Pick<Interface, "name" | "role" | "carries">) => ({
    ...PLAIN,
    kind: "ethernet" as const,
    addresses: [],
    ...some,
  });
  const transit = Array.from({ length: shape.transit }, (_, i) =>
    face({
      name: next(),
      role: "transit",
      carries: `link-${i}`,
      addresses: both(1, i, 0, [31, 127]),
      mtu: i === 0 ? 9000 : 1500,
      peer: { device: `lain-${i}`, interface: "eth1" },
    }),
  );
  const trunk = shape.lans.some(({ onTrunk }) => onTrunk) ? next() : undefined;
  const lans = shape.lans.map(({ zone, onTrunk }, i) =>
    face({
      name: onTrunk ? `${trunk}.${i + 10}` : next(),
      kind: onTrunk ? "vlan" : "ethernet",
      role: "lan",
      carries: `lan/test/${i}`,
      addresses: both(64, i, 2, [24, 64]),
      zone,
      vlan: onTrunk ? { parent: trunk!, id: i + 10 } : undefined,
    }),
  );
  const wans = shape.uplinks.map((_, i) =>
    face({
      name: next(),
      role: "wan",
      carries: `uplink-${i}`,
      addresses: [`198.51.100.${8 * i + 2}/29`],
    }),
  );
  const lines = Array.from({ length: shape.lines }, (_, i) =>
    face({ name: next(), role: "line", carries: `seluler-${i}`, dhcp: true }),
  );
  const underlays = Array.from({ length: shape.underlays }, (_, i) =>
    face({
      name: next(),
      role: "underlay",
      carries: `vpn-${i}`,
      addresses: both(3, i, 0, [31, 127]),
    }),
  );
  const tunnels = shape.tunnels.map((_, i) =>
    face({
      name: `wg${i}`,
      kind: "wireguard",
      role: "tunnel",
      carries: `tunnel/seluler-${i}/inti`,
      addresses: both(2, i, 0, [31, 127]),
      mtu: 1420,
    }),
  );
  const loopback = face({
    name: "lo",
    kind: "loopback",
    role: "loopback",
    carries: "router/test",
    addresses: both(0, 0, 1, [32, 128]),
    mtu: 65_536,
  });
  const trunkFace =
    trunk === undefined ? [] : [face({ name: trunk, role: "trunk", carries: "trunk/test" })];
  const interfaces: Interface[] = [
    ...transit,
    ...trunkFace,
    ...lans,
    ...wans,
    ...lines,
    ...underlays,
    loopback,
    ...tunnels,
  ];
  const area = (i: number) => formatAddress(4, BigInt(i % shape.areas));
  const withOspf = [...transit, ...tunnels.filter((_, i) => !shape.tunnels[i]!.hub)];
  const ospfInterfaces = [
    ...withOspf.map((one, i): OspfInterface => ({
      interface: one.name,
      area: area(i),
      cost: numbers[i % 8]! * 100,
      passive: false,
      network: "point-to-point",
      helloS: 2,
      deadS: 8,
      bfd: shape.bfd[i % 3],
      authentication: i % 2 === 0 ? secret(`ospf/${one.carries}`) : undefined,
    })),
    ...[...lans, loopback].map((one): OspfInterface => ({
      interface: one.name,
      area: area(0),
      cost: 1,
      passive: true,
      network: "broadcast",
      helloS: 10,
      deadS: 40,
      bfd: undefined,
      authentication: undefined,
    })),
  ];
  const peers = (i: number) => both(2, i, 1, [32, 128]).map((text) => text.split("/")[0]!);
  const neighbors: BgpNeighbor[] = [
    ...shape.uplinks.flatMap((by, i): BgpNeighbor[] =>
      by === "checks"
        ? []
        : [
            {
              role: "internet",
              addresses: [`198.51.100.${8 * i + 1}`],
              remoteAsn: 65_100 + i,
              carries: `uplink-${i}`,
              localPreference: 200 - i,
              maxPrefixes: 1000,
              accept: "default",
              announce: ["192.0.2.0/24"],
              bfd: shape.bfd[0],
              password: secret(`bgp/uplink-${i}`),
            },
          ],
    ),
    ...tunnels.map((one, i): BgpNeighbor => {
      const hub = shape.tunnels[i]!.hub;
      const prefixes = i === 1 ? [] : both(64, 100 + i, 0, [24, 64]);
      return {
        role: hub ? "site" : "core",
        addresses: peers(i),
        remoteAsn: i === 2 ? 64_999 : 64_512,
        carries: one.carries,
        localPreference: hub ? undefined : 100,
        maxPrefixes: hub ? 64 : 1,
        accept: hub ? prefixes : "default",
        announce: hub ? "default" : prefixes,
        bfd: "slow",
        password: undefined,
      };
    }),
  ];
  const withNat = wans.length > 0;
  const classes: QosClass[] = (["control", ...zones] as const).map((name, i) => ({
    name,
    dscp: (numbers[0]! + 7 * i) % 64,
    rateKbps: 1000 * numbers[i]!,
    priority: i,
  }));
  return {
    version: 1,
    device: "test",
    siteName: names[0],
    siteKind: "opd",
    area: "kec-test",
    interfaces,
    ospf: {
      routerId: ipv4(0, 0, 1),
      interfaces: ospfInterfaces,
      areas: Array.from({ length: shape.areas }, (_, i) => ({
        area: area(i),
        type: i === 1 ? "totally-stubby" : "normal",
        ranges: i === 2 ? both(64, 0, 0, [16, 48]) : [],
        kecamatan: names[1],
      })),
      originateDefault: withNat ? { metric: numbers[0]! } : undefined,
      redistributeTunnelSites: { metric: 20_000 },
      redistributeStatic: withNat ? ["192.0.2.0/28"] : [],
      externalDistance: numbers[1]! > 128 ? 210 : undefined,
      throttle: {
        spfDelayMs: numbers[2]! > 128 ? 50 : 0,
        spfHoldMs: numbers[2]! > 128 ? 200 : 50,
        spfMaxHoldMs: 5000,
        lsaMs: 50,
        lsaMinArrivalMs: 50,
      },
    },
    bgp:
      neighbors.length === 0
        ? undefined
        : {
            asn: 64_512,
            routerId: ipv4(0, 0, 1),
            neighbors,
            ownPrefixes: shape.uplinks.includes("bgp") ? ["192.0.2.0/24"] : [],
            externalDistance: numbers[3]! > 128 ? 220 : undefined,
          },
    uplinks: wans.map((one, i) => ({
      id: one.carries,
      interface: one.name,
      role: i === 0 ? "primary" : "secondary",
      address: `198.51.100.${8 * i + 2}`,
      gateway: `198.51.100.${8 * i + 1}`,
      table: 1000 + i,
      distance: i === 0 ? 0 : 220,
      metric: 10 * (i + 1),
      checks: ["203.0.113.1", "203.0.113.2"],
      checkIntervalMs: 1000,
      failAfter: 3,
      recoverAfter: 10,
      defaultBy: shape.uplinks[i]!,
    })),
    lines: lines.map((one, i) => ({
      id: one.carries,
      interface: one.name,
      table: 2000 + i,
      mark: 2000 + i,
      medium: "mobile",
    })),
    tunnels: tunnels.map((one, i) => ({
      interface: one.name,
      listenPort: shape.tunnels[i]!.hub ? 51_820 + i : undefined,
      privateKey: secret(`wireguard/test/${one.name}`),
      mark: shape.tunnels[i]!.marked ? 2000 : undefined,
      peers: [
        {
          device: `lain-${i}`,
          publicKey: { publicKeyOf: `wireguard/lain-${i}/wg0` },
          presharedKey: secret(`wireguard-pair/${i}`),
          endpoint: shape.tunnels[i]!.hub ? undefined : { address: "203.0.113.9", port: 51_820 },
          allowed: shape.tunnels[i]!.hub ? both(2, i, 1, [32, 128]) : ["0.0.0.0/0", "::/0"],
          keepaliveS: shape.tunnels[i]!.marked ? 25 : undefined,
        },
      ],
    })),
    vrrp: lans
      .filter((_, i) => shape.lans[i]!.shared)
      .map((one, i) => ({
        interface: one.name,
        group: numbers[i]!,
        priority: Math.min(254, numbers[i + 4]!),
        addresses: one.addresses.map((address) => address.replace(/2(?=\/\d+$)/, "1")),
        advertisementMs: 300,
      })),
    routerAdvertisements: withIpv6
      ? lans.map((one, i) => ({
          interface: one.name,
          prefixes: [`${ipv6(64, i, 0)}/${numbers[i]! > 200 ? 60 : 64}`],
          dnsServers: numbers[i + 1]! > 128 ? [ipv6(64, 0, 53), ipv6(64, 1, 53)] : [],
        }))
      : [],
    nat: withNat
      ? {
          sources: wans.map((one, i) => ({
            interface: one.name,
            from: `198.51.100.${8 * i + 2}`,
            to: `198.51.100.${8 * i + 2 + (numbers[i]! % 4)}`,
          })),
          published: wans.map((one, i) => ({
            service: "layanan",
            uplink: one.carries,
            interface: one.name,
            publicAddress: `198.51.100.${8 * i + 3}`,
            protocol: i === 0 ? "tcp" : "udp",
            port: 443 + numbers[i]!,
            server: ipv4(64, 0, 10),
            answerTo: numbers[4]! > 128 ? ipv4(0, 0, 1) : undefined,
          })),
        }
      : undefined,
    firewall: {
      zones: zones
        .map((zone) => ({
          zone,
          interfaces: lans.filter((one) => one.zone === zone).map(({ name }) => name),
        }))
        .filter(({ interfaces: some }) => some.length > 0),
      prefixes: zones.map((zone, i) => ({ zone, prefixes: both(64, 16 * i, 0, [20, 56]) })),
      own: ["10.0.0.0/8", "192.0.2.0/24", "fd00::/16"],
      policy: zones.map((from, i) => ({
        from,
        to: [...zones.filter((_, j) => (numbers[i]! >> j) % 2 === 1), "internet"],
      })),
      shared: [{ address: ipv4(64, 0, 53), protocol: "udp", port: 53 }],
      managers: both(64, 48, 0, [24, 64]),
    },
    qos: [...transit, ...wans, ...tunnels].map((one) => ({
      interface: one.name,
      rateMbps: numbers[5]!,
      classes,
    })),
    dhcpRelays: shape.services
      ? lans.map((one) => ({ interface: one.name, servers: [ipv4(64, 0, 67)] }))
      : [],
    dnsServers: shape.services ? [ipv4(64, 0, 53)] : [],
    ntpServers: shape.services
      ? both(64, 0, 123, [32, 128]).map((text) => text.split("/")[0]!)
      : [],
    syslogServers: shape.services ? [ipv4(64, 0, 54)] : [],
    snmp: shape.services
      ? {
          managers: [ipv4(64, 0, 61)],
          user: "rajut",
          authentication: secret("snmp/authentication"),
          privacy: secret("snmp/privacy"),
          location: names[1],
          contact: names[2],
        }
      : undefined,
    aaa: shape.services ? { servers: [ipv4(64, 0, 18)], secret: secret("radius") } : undefined,
    backup: shape.services
      ? {
          server: ipv4(64, 0, 22),
          key: secret("backup"),
          hostKey: { publicKeyOf: "test/ssh-host" },
          everyMin: 60,
        }
      : undefined,
    staticRoutes: [
      { prefix: "192.0.2.0/28", gateway: undefined, distance: 250, reason: "nat-pool" },
      ...(shape.underlays === 0
        ? []
        : [
            {
              prefix: `${ipv4(3, 9, 0)}/31`,
              gateway: ipv4(3, 0, 1),
              distance: undefined,
              reason: "underlay" as const,
            },
          ]),
    ],
  };
}
