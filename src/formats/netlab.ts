import {
  BFD_PROFILES,
  type DesiredState,
  type Interface,
  type Ospf,
  type OspfInterface,
} from "../config/desired-state.ts";
import { BITS, formatPrefix, parseInterfaceAddress } from "../ip/prefix.ts";
import type { Language, Text } from "../text/language.ts";
import { compareText, sortedBy } from "../text/order.ts";
import { type Cable, cabling, nodeName, type Port } from "./cabling.ts";
import { BEYOND_ROUTING, leftOut, openEnds, type Treatment } from "./left-out.ts";
import { comment, yamlText } from "./yaml-text.ts";

export interface NetlabExport {
  /** The topology file, to be called `topology.yml`. */
  readonly content: string;
  /** What the laboratory does not have as the network has it. */
  readonly leftOut: readonly string[];
}

/** What netlab cannot set, or sets otherwise, on some devices. */
const LACKS = {
  ports: { id: "nomor port dipilih netlab", en: "netlab chooses the port numbers" },
  timers: { id: "pewaktu OSPF bawaan perangkat", en: "the device's own OSPF timers" },
  areas: {
    id: "area rintisan dan ringkasan menjadi area biasa",
    en: "stub areas and summaries are plain areas",
  },
  default: { id: "rute bawaan tidak diumumkan", en: "no default route is told" },
  mtu: { id: "MTU bawaan perangkat", en: "the device's own MTU" },
} as const satisfies Record<string, Text>;
type Lack = keyof typeof LACKS;

/**
 * Devices for which netlab 26.10 accepts the topology, with what must then be left out of it. Others can be
 * tried with `netlab create -d`.
 */
export const NETLAB_DEVICES = {
  frr: [],
  arubacx: [],
  dellos10: [],
  eos: [],
  iol: [],
  routeros7: ["ports", "timers", "areas", "default"],
  srlinux: ["timers", "mtu"],
  vyos: ["timers", "areas"],
} as const satisfies Record<string, readonly Lack[]>;
export type NetlabDevice = keyof typeof NETLAB_DEVICES;

export interface NetlabOptions {
  /** Name of the lab: an id. */
  readonly name: string;
  readonly device: NetlabDevice;
  readonly lang: Language;
}

/**
 * A netlab topology: the same routers, addresses, OSPF areas, costs, timers and BFD, from which netlab
 * itself writes the configurations, for FRR or another vendor's device. Links carry their delay
 * and rate. A tunnel between two routers is a link; a VLAN is a loopback interface with the VLAN's prefix, so that it is
 * announced alike. In order of device and cable. O(interfaces · log).
 * @see https://netlab.tools/topology-reference/
 */
export function netlab(
  states: readonly DesiredState[],
  { name, lang, device }: NetlabOptions,
): NetlabExport {
  const lacks: ReadonlySet<Lack> = new Set(NETLAB_DEVICES[device]);
  const routers = sortedBy(states, ({ device }) => device);
  const cables = cabling(routers);
  const stateOf = new Map(routers.map((state) => [state.device, state]));
  const { groups, renamed } = groupsOf(routers);
  const left = [
    ...leftOut(routers, TREATMENT, lang),
    ...(hasVlan(routers) ? [VLANS[lang]] : []),
    ...openEnds(cables, routers, lang),
    ...Array.from(lacks, (lack) => `${device}: ${LACKS[lack][lang]}`),
  ];
  const topology = {
    name: name.slice(0, NAME_LENGTH_MAX),
    provider: "clab",
    ...(lacks.has("areas") ? {} : { plugin: ["ospf.areas"] }),
    module: ["ospf", "bfd"],
    defaults: {
      device,
      const: {
        MAX_NODE_ID_LENGTH: NODE_NAME_LENGTH_MAX,
        MAX_NODE_ID: Math.max(NODES_DEFAULT, routers.length),
      },
    },
    addressing: UNUSED_POOLS,
    groups,
    nodes: Object.fromEntries(
      routers.map((state, i) => [nodeName(state.device), nodeOf(state, i + 1, lacks)]),
    ),
    links: cables.flatMap((cable) => linksOf(cable, { stateOf, lacks })),
  };
  const lines = [
    ...HEADER[lang],
    ...left.map((line) => `- ${line}`),
    ...(renamed.length > 0 ? ["", RENAMED[lang], ...renamed.map((line) => `- ${line}`)] : []),
  ];
  return { content: `${comment(lines)}${yamlText(topology, INLINE)}`, leftOut: left };
}

/** netlab takes names of labs and groups up to this length. */
const NAME_LENGTH_MAX = 16;
const NODE_NAME_LENGTH_MAX = 65;
const NODES_DEFAULT = 150;

/**
 * netlab takes a management address and, before it looks at ours, a loopback for every node: from the
 * range for benchmarks (RFC 2544), which nobody's plan holds.
 */
const UNUSED_POOLS = {
  mgmt: { ipv4: "198.18.0.0/16", start: 10 },
  loopback: { ipv4: "198.19.0.0/16" },
  router_id: { ipv4: "198.19.0.0/16", prefix: 32 },
} as const;

const TREATMENT: Treatment = {
  ...BEYOND_ROUTING,
  ospf: {
    id: "OSPF: area, biaya, pewaktu, BFD, ringkasan terbawa; kunci, peredam, dan rute dari terowongan atau statis tidak",
    en: "OSPF: areas, costs, timers, BFD and summaries are carried; keys, throttling and routes from tunnels or static ones are not",
  },
  bgp: { id: "BGP: tidak ada", en: "BGP: absent" },
  uplinks: {
    id: "jalur internet: antarmukanya ada, tanpa penyedia; rute bawaan selalu diumumkan",
    en: "uplinks: the interface is there, without a provider; the default route is always told",
  },
  lines: {
    id: "jalur internet lokasi (4G, satelit): tidak ada",
    en: "sites' own internet lines: absent",
  },
  tunnels: {
    id: "WireGuard: terowongan antar-router menjadi tautan tanpa sandi, wgN bernama eth(200+N); terowongan cadangan tidak ada",
    en: "WireGuard: tunnels between routers are unencrypted links, wgN is called eth(200+N); backup tunnels are absent",
  },
  staticRoutes: { id: "rute statis: tidak ada", en: "static routes: absent" },
};

const VLANS = {
  id: "VLAN: antarmuka loopback dengan awalan yang sama",
  en: "VLANs: loopback interfaces with the same prefix",
} as const;

const hasVlan = (routers: readonly DesiredState[]): boolean =>
  routers.some(({ interfaces }) => interfaces.some(({ kind }) => kind === "vlan"));

/** Routers by kind of site and by kecamatan. No id has an underscore, so no group has a router's name. */
function groupsOf(routers: readonly DesiredState[]) {
  const groups: Record<string, { members: string[] }> = {};
  const renamed: string[] = [];
  const put = (prefix: string, word: string, members: readonly DesiredState[], number: number) => {
    const whole = `${prefix}_${word}`;
    const group = whole.length <= NAME_LENGTH_MAX ? whole : `${prefix}_${number}`;
    if (group !== whole) renamed.push(`${group} = ${word}`);
    groups[group] = { members: members.map(({ device }) => nodeName(device)) };
  };
  for (const [prefix, wordOf] of [
    ["kind", ({ siteKind }: DesiredState) => siteKind],
    ["kec", ({ area }: DesiredState) => area],
  ] as const) {
    const words = [...Map.groupBy(routers, wordOf)].sort(([a], [b]) => compareText(a, b));
    for (const [i, [word, members]] of words.entries()) put(prefix, word, members, i + 1);
  }
  return { groups, renamed };
}

function nodeOf({ interfaces, ospf }: DesiredState, id: number, lacks: ReadonlySet<Lack>): object {
  const loopback = interfaces.find(({ kind }) => kind === "loopback");
  const home = ospf?.interfaces.find((one) => one.interface === loopback?.name);
  return {
    id,
    loopback: loopback === undefined ? false : addressesOf(loopback),
    ...(ospf === undefined ? { module: [] } : { ospf: nodeOspf(ospf, home, lacks) }),
  };
}

function nodeOspf(ospf: Ospf, home: OspfInterface | undefined, lacks: ReadonlySet<Lack>): object {
  const { routerId, originateDefault, areas } = ospf;
  const special = areas.filter(({ type, ranges }) => type !== "normal" || ranges.length > 0);
  return {
    ...(home === undefined ? {} : { area: home.area }),
    router_id: routerId,
    ...(originateDefault === undefined || lacks.has("default")
      ? {}
      : { default: { always: true, cost: originateDefault.metric, type: "e2" } }),
    ...(special.length === 0 || lacks.has("areas")
      ? {}
      : {
          areas: special.map(({ area, type, ranges }) => ({
            area,
            ...(type === "totally-stubby" ? { kind: "stub", inter_area: false } : {}),
            ...(ranges.length > 0 ? { range: [...ranges] } : {}),
          })),
        }),
  };
}

interface Lab {
  readonly stateOf: ReadonlyMap<string, DesiredState>;
  readonly lacks: ReadonlySet<Lack>;
}

/** The links that stand for a cable: none for what netlab is not given, one a VLAN for a trunk. */
function linksOf({ kind, ports }: Cable, lab: Lab): object[] {
  switch (kind) {
    case "transit":
      return [linkOf(ports, lab, impairments(ports))];
    case "tunnel":
      // A hub names no peer; BGP runs over its tunnels.
      return ports.some(({ interface: { peer } }) => peer === undefined)
        ? []
        : [linkOf(ports, lab, impairments(ports))];
    case "provider":
      return ports
        .filter(({ interface: { role, addresses } }) => role === "wan" && addresses.length > 0)
        .map((port) => linkOf([port], lab, { role: "external" }));
    case "lan": {
      const plain = ports.filter(({ interface: { role } }) => role === "lan");
      const vlans = ports.flatMap(({ device, interface: trunk }) =>
        lab.stateOf
          .get(device)!
          .interfaces.filter(({ vlan }) => vlan?.parent === trunk.name)
          .map((one) => linkOf([{ device, interface: one }], lab, { type: "loopback" })),
      );
      return [...(plain.length > 0 ? [linkOf(plain, lab, {})] : []), ...vlans];
    }
  }
}

/** The list of interfaces, not netlab's shorter map: there a router called `mtu` would be taken for the MTU. */
function linkOf(ports: readonly Port[], { stateOf, lacks }: Lab, more: object): object {
  const [{ interface: first }] = ports as [Port];
  const routing = ports.map(({ device }) => stateOf.get(device)!.ospf);
  const ospf = ports.map(({ interface: { name } }, i) =>
    routing[i]?.interfaces.find((one) => one.interface === name),
  );
  const entries = ospf.map((one) => ospfEntries(one, lacks));
  const shared = sharedEntries(entries);
  const bfd = ospf[0]?.bfd && BFD_PROFILES[ospf[0].bfd];
  return {
    name: first.carries,
    ...more,
    interfaces: ports.map(({ device, interface: one }, i) => ({
      node: nodeName(device),
      ...(one.kind === "vlan" || lacks.has("ports") ? {} : { ifindex: ifindexOf(one.name) }),
      ...addressesOf(one),
      ...inOspf(without(entries[i]!, shared)),
    })),
    prefix: prefixesOf(first),
    ...(first.kind === "vlan" || lacks.has("mtu") ? {} : { mtu: first.mtu }),
    // Where OSPF runs, netlab would run it on every link; where it does not, it refuses to hear of it.
    ...(routing.some(Boolean) && ospf.every((one) => one === undefined)
      ? { ospf: false }
      : inOspf(shared)),
    ...(bfd === undefined
      ? {}
      : { bfd: { min_tx: bfd.intervalMs, min_rx: bfd.intervalMs, multiplier: bfd.multiplier } }),
  };
}

/** netlab names FRR's Ethernet interfaces by this number; a tunnel's stands behind every port's. */
function ifindexOf(name: string): number {
  const [, word, number] = /^(eth|wg)(\d+)$/.exec(name) ?? [];
  if (number === undefined) throw new Error(`${name} is no name of a port or tunnel`);
  return Number(number) + (word === "wg" ? TUNNEL_IFINDEX_BASE : 0);
}
const TUNNEL_IFINDEX_BASE = 200;

function ospfEntries(
  one: OspfInterface | undefined,
  lacks: ReadonlySet<Lack>,
): Record<string, unknown> {
  if (one === undefined) return {};
  const { area, cost, passive, network, helloS, deadS, bfd } = one;
  if (passive) return { area, cost, passive };
  return {
    area,
    cost,
    network_type: network,
    ...(lacks.has("timers") ? {} : { timers: { hello: helloS, dead: deadS } }),
    bfd: bfd !== undefined,
  };
}

/** What all have alike stands once, at the link. */
function sharedEntries(all: readonly Record<string, unknown>[]): Record<string, unknown> {
  const [first = {}, ...rest] = all;
  const same = (key: string, value: unknown) =>
    rest.every((other) => JSON.stringify(other[key]) === JSON.stringify(value));
  return Object.fromEntries(Object.entries(first).filter(([key, value]) => same(key, value)));
}

const without = (entries: Record<string, unknown>, shared: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(entries).filter(([key]) => !(key in shared)));

const inOspf = (entries: Record<string, unknown>): object =>
  Object.keys(entries).length === 0 ? {} : { ospf: entries };

/** netlab takes one address of each IP version. */
function addressesOf({ addresses }: Interface): { ipv4?: string; ipv6?: string } {
  const ipv4 = addresses.find((address) => !address.includes(":"));
  const ipv6 = addresses.find((address) => address.includes(":"));
  return { ...(ipv4 === undefined ? {} : { ipv4 }), ...(ipv6 === undefined ? {} : { ipv6 }) };
}

function prefixesOf(one: Interface): Record<string, string> {
  return Object.fromEntries(
    Object.entries(addressesOf(one)).map(([version, text]) => [version, networkOf(text)]),
  );
}

function networkOf(interfaceAddress: string): string {
  const { version, value, length } = parseInterfaceAddress(interfaceAddress)!;
  const hostBits = BigInt(BITS[version] - length);
  return formatPrefix({ version, start: (value >> hostBits) << hostBits, length });
}

/** Delay in milliseconds to the microsecond, rate in kbit/s; each end sends so. */
function impairments(ports: readonly Port[]): object {
  if (ports.length < 2) return {};
  const [
    {
      interface: { delayUs = 0, rateMbps = 0 },
    },
  ] = ports as [Port];
  const delay = Math.round(delayUs) / 1000;
  const rate = Math.round(rateMbps * 1000);
  const tc = { ...(delay > 0 ? { delay } : {}), ...(rate > 0 ? { rate } : {}) };
  return Object.keys(tc).length === 0 ? {} : { tc };
}

const INLINE = new Set([
  "bfd",
  "const",
  "default",
  "ipv4",
  "loopback",
  "members",
  "mgmt",
  "module",
  "plugin",
  "prefix",
  "router_id",
  "range",
  "tc",
  "timers",
]);

const HEADER = {
  id: [
    "Topologi netlab dari Rajut; dibuat oleh `rajut export netlab`, jangan disunting.",
    "Pemeriksaan tanpa Docker: netlab create topology.yml",
    "Menjalankannya: netlab up topology.yml",
    "",
    "Yang tidak sama dengan jaringan sebenarnya:",
  ],
  en: [
    "A netlab topology from Rajut; made by `rajut export netlab`, not to be edited.",
    "To check it without Docker: netlab create topology.yml",
    "To run it: netlab up topology.yml",
    "",
    "What is not as in the real network:",
  ],
} as const satisfies Record<Language, readonly string[]>;

const RENAMED = {
  id: "Kelompok yang namanya terlalu panjang bagi netlab:",
  en: "Groups whose names are too long for netlab:",
} as const;
