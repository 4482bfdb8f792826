import type { DesiredState, Interface } from "../config/desired-state.ts";
import { BITS, parseAddress, parseInterfaceAddress } from "../ip/prefix.ts";
import type { Language, Text } from "../text/language.ts";
import { compareText, sortedBy } from "../text/order.ts";
import { visible } from "../text/safe.ts";
import { type Cable, cabling, nodeName, type Port } from "./cabling.ts";
import { BEYOND_ROUTING, leftOut, openEnds, type Treatment } from "./left-out.ts";
import { netemScript } from "./netem-script.ts";
import { comment, yamlText } from "./yaml-text.ts";

export interface ContainerlabExport {
  /** The topology file, to be called `NAME.clab.yml`. */
  readonly content: string;
  /**
   * A shell script that gives every cable its delay and rate once the lab is deployed: a topology file
   * has no place for them.
   */
  readonly impairments: string;
  /** What the laboratory does not have as the network has it. */
  readonly leftOut: readonly string[];
}

/**
 * A containerlab topology in which every router is an FRR container that reads the files `rajut render`
 * wrote beside it (`DEVICE/etc/frr/frr.conf` and `daemons`). Addresses, VLANs and forwarding, which FRR
 * does not set, are commands. Providers and the internet are one Linux node; a tunnel is a cable under
 * the tunnel's name; a local network of hosts only is a dummy interface.
 *
 * No node has containerlab's management network: its `eth0` would clash with a router's own, and its
 * default route would beat the one that OSPF brings. In order of device and cable. O(interfaces · log).
 * @see https://containerlab.dev/manual/topo-def-file/
 * @param name name of the lab: an id
 */
export function containerlab(
  states: readonly DesiredState[],
  { name, lang }: { readonly name: string; readonly lang: Language },
): ContainerlabExport {
  const routers = sortedBy(states, ({ device }) => device);
  const lab = plugged(routers);
  const left = [
    ...leftOut(routers, TREATMENT, lang),
    ...(routers.some(hasProviderSession) ? [PROVIDER_SESSIONS[lang]] : []),
    ...openEnds(lab.cables, routers, lang),
  ];
  const topology = {
    name,
    prefix: CONTAINER_PREFIX,
    topology: {
      groups: {
        routers: { ...LINUX_NODE, sysctls: routerSysctls(routers) },
        [OUTSIDE]: { ...LINUX_NODE, sysctls: FORWARDING },
        switches: LINUX_NODE,
      },
      nodes: Object.fromEntries([
        ...routers.map((state) => [nodeName(state.device), routerNode(state)]),
        ...lab.switches.map(({ node, ports }) => [node, switchNode(ports)]),
        ...(lab.outside.length > 0 ? [[OUTSIDE, outsideNode(routers, lab.outside)]] : []),
      ]) as Record<string, object>,
      links: lab.links.map(({ ends, mtu, carries }) =>
        ends.length === 1
          ? { type: "dummy", endpoint: ends[0]!, mtu, vars: { carries } }
          : {
              endpoints: ends.map((end) => `${end.node}:${end.interface}`),
              mtu,
              vars: { carries },
            },
      ),
    },
  };
  return {
    content: literal(`${comment(header(name, left, lang))}${yamlText(topology, INLINE)}`),
    impairments: netemScript(
      lab.links.flatMap(({ ends, delayUs, rateMbps }) =>
        ends.map((end) => ({
          container: `${CONTAINER_PREFIX}-${name}-${end.node}`,
          interface: end.interface,
          delayUs,
          rateMbps,
        })),
      ),
      lang,
    ),
    leftOut: left,
  };
}

/** The last version of the image that containerlab's own FRR lab was tried with. */
const IMAGE = "quay.io/frrouting/frr:10.5.1";
const CONTAINER_PREFIX = "clab";
/** No id of a site has an underscore, so these never clash with a router's name. */
const OUTSIDE = "rajut_outside";
const switchName = (number: number) => `rajut_switch${number}`;

const LINUX_NODE = { kind: "linux", image: IMAGE, "network-mode": "none" } as const;

const FORWARDING = {
  "net.ipv4.ip_forward": 1,
  "net.ipv6.conf.all.disable_ipv6": 0,
  "net.ipv6.conf.default.disable_ipv6": 0,
  "net.ipv6.conf.all.forwarding": 1,
} as const;

/** Linux lets a socket join so many groups, and OSPF joins one an interface; the rest is for others. */
const SPARE_MEMBERSHIPS = 8;

function routerSysctls(routers: readonly DesiredState[]): Record<string, number> {
  const most = Math.max(0, ...routers.map(({ interfaces }) => interfaces.length));
  return {
    ...FORWARDING,
    "net.ipv4.conf.all.rp_filter": 2,
    "net.ipv4.fib_multipath_hash_policy": 1,
    "net.ipv4.igmp_max_memberships": Math.max(20, most + SPARE_MEMBERSHIPS),
  };
}

const TREATMENT: Treatment = {
  ospf: "carried",
  bgp: "carried",
  staticRoutes: "carried",
  ...BEYOND_ROUTING,
  nat: {
    id: `${BEYOND_ROUTING.nat.id}; dunia luar mengenal alamat dalam`,
    en: `${BEYOND_ROUTING.nat.en}; the outside knows the way to inner addresses`,
  },
  uplinks: {
    id: "pemeriksaan jalur internet: tidak dijalankan, rute bawaannya tetap",
    en: "health checks of uplinks: not running, their default routes are fixed",
  },
  lines: {
    id: "jalur internet lokasi (4G, satelit): terpasang tanpa alamat",
    en: "sites' own internet lines: cabled, without an address",
  },
  tunnels: {
    id: "WireGuard: setiap terowongan menjadi kabel dengan nama antarmuka yang sama, tanpa sandi",
    en: "WireGuard: each tunnel is a cable under the same interface name, unencrypted",
  },
};

const PROVIDER_SESSIONS: Text = {
  id: "sesi BGP dengan penyedia: tidak ada yang menjawab",
  en: "BGP sessions with providers: nobody answers",
};

const hasProviderSession = ({ bgp }: DesiredState): boolean =>
  bgp?.neighbors.some(({ role }) => role === "internet") ?? false;

interface End {
  readonly node: string;
  readonly interface: string;
}

interface LabLink {
  /** One for a dummy interface, else two. */
  readonly ends: readonly End[];
  readonly mtu: number;
  readonly carries: string;
  readonly delayUs: number | undefined;
  readonly rateMbps: number | undefined;
}

interface Plugged {
  readonly cables: readonly Cable[];
  readonly links: readonly LabLink[];
  readonly switches: readonly { readonly node: string; readonly ports: number }[];
  /** Ports to providers; the `n`th, from 1, ends at the outside's `ethN`. */
  readonly outside: readonly Port[];
}

/** Cables of two ends as they are; those of more meet in a switch, those of providers in the outside. */
function plugged(routers: readonly DesiredState[]): Plugged {
  const cables = cabling(routers);
  const links: LabLink[] = [];
  const switches: { node: string; ports: number }[] = [];
  const outside: Port[] = [];
  for (const { kind, ports } of cables) {
    if (kind === "provider") {
      for (const port of ports) {
        outside.push(port);
        links.push(linkOf(port, { node: OUTSIDE, interface: `eth${outside.length}` }));
      }
    } else if (ports.length <= 2) {
      const [port, other] = ports;
      links.push(linkOf(port!, other && endOf(other)));
    } else {
      const node = switchName(switches.length + 1);
      switches.push({ node, ports: ports.length });
      for (const [i, port] of ports.entries()) {
        links.push(linkOf(port, { node, interface: `eth${i + 1}` }));
      }
    }
  }
  return { cables, links, switches, outside };
}

const endOf = ({ device, interface: { name } }: Port): End => ({
  node: nodeName(device),
  interface: name,
});

function linkOf(port: Port, other: End | undefined): LabLink {
  const { mtu, carries, delayUs, rateMbps } = port.interface;
  const ends = other === undefined ? [endOf(port)] : [endOf(port), other];
  return { ends, mtu, carries, delayUs, rateMbps };
}

function routerNode(state: DesiredState): object {
  const { device, siteName, siteKind, area, interfaces, uplinks } = state;
  return {
    group: "routers",
    labels: {
      "rajut-site": visible(siteName),
      "rajut-site-kind": siteKind,
      "rajut-kecamatan": area,
    },
    binds: ["frr.conf", "daemons"].map((file) => `${device}/etc/frr/${file}:/etc/frr/${file}`),
    exec: [
      ...interfaces.filter(({ kind }) => kind === "vlan").flatMap(vlanCommands),
      ...interfaces.flatMap(({ name, addresses }) =>
        addresses.map((address) => addressCommand(address, name)),
      ),
      ...uplinks.map(
        ({ gateway, interface: name, distance, metric }) =>
          `${ipFor(gateway)} route replace default via ${gateway} dev ${name} metric ${distance * DISTANCE_UNIT + metric}`,
      ),
    ],
  };
}

/** Linux and FRR keep the administrative distance in the metric's highest byte. */
const DISTANCE_UNIT = 2 ** 24;

const ipFor = (address: string) => (parseAddress(address)?.version === 6 ? "ip -6" : "ip");

function vlanCommands({ name, vlan }: Interface): string[] {
  if (vlan === undefined) return [];
  return [
    `ip link add link ${vlan.parent} name ${name} type vlan id ${vlan.id}`,
    `ip link set ${name} up`,
  ];
}

/** `replace`, because FRR or a restart may have set it already; no duplicate detection, so that it can be used at once. */
const addressCommand = (address: string, name: string) =>
  `ip address replace ${address} dev ${name}${address.includes(":") ? " nodad" : ""}`;

function switchNode(ports: number): object {
  return {
    group: "switches",
    exec: [
      "ip link add name br0 type bridge",
      "ip link set br0 up",
      ...Array.from({ length: ports }, (_, i) => `ip link set eth${i + 1} master br0`),
    ],
  };
}

/** Every provider and the internet behind them: gateways, the targets of health checks, and the way back. */
function outsideNode(routers: readonly DesiredState[], ports: readonly Port[]): object {
  const stateOf = new Map(routers.map((state) => [state.device, state]));
  const gateways = ports.flatMap((port, i) =>
    gatewaysOf(stateOf.get(port.device)!, port.interface).map((address) =>
      addressCommand(address, `eth${i + 1}`),
    ),
  );
  const uplinks = routers.flatMap((state) => state.uplinks);
  const targets = new Set(
    uplinks.flatMap(({ checks, gateway }) => checks.filter((one) => one !== gateway)),
  );
  const own = new Set(
    routers.flatMap((state) => (state.uplinks.length > 0 ? state.firewall.own : [])),
  );
  const sorted = (texts: Iterable<string>) => [...texts].sort(compareText);
  return {
    group: OUTSIDE,
    exec: [
      ...gateways,
      ...sorted(targets).map((target) =>
        addressCommand(`${target}/${target.includes(":") ? 128 : 32}`, "lo"),
      ),
      ...uplinks.flatMap(({ address, metric }) =>
        sorted(own)
          .filter((prefix) => prefix.includes(":") === address.includes(":"))
          .map(
            (prefix) => `${ipFor(address)} route replace ${prefix} via ${address} metric ${metric}`,
          ),
      ),
    ],
  };
}

/** The provider's addresses at the other end of an interface, with their lengths. */
function gatewaysOf({ uplinks, staticRoutes }: DesiredState, one: Interface): string[] {
  const gateways = new Set([
    ...uplinks.filter((uplink) => uplink.interface === one.name).map(({ gateway }) => gateway),
    ...staticRoutes.map(({ gateway }) => gateway).filter((gateway) => gateway !== undefined),
  ]);
  return one.addresses.flatMap((text) =>
    [...gateways]
      .filter((gateway) => isNeighbour(gateway, text))
      .map((gateway) => `${gateway}/${text.split("/")[1]}`),
  );
}

function isNeighbour(gateway: string, interfaceAddress: string): boolean {
  const [at, own] = [parseAddress(gateway), parseInterfaceAddress(interfaceAddress)];
  if (at === undefined || own === undefined || at.version !== own.version) return false;
  const hostBits = BigInt(BITS[own.version] - own.length);
  return at.value >> hostBits === own.value >> hostBits;
}

const INLINE = new Set(["endpoint", "endpoints", "vars"]);

/**
 * containerlab runs a topology file through Go's text/template and then puts in environment variables,
 * before it reads YAML: both must find nothing of theirs in a name.
 */
const literal = (text: string): string => text.replaceAll("$", "$$$$").replaceAll("{{", "{{`{{`}}");

function header(name: string, left: readonly string[], lang: Language): string[] {
  return [
    ...HEADER[lang].map((line) => line.replaceAll("NAME", name)),
    ...left.map((line) => `- ${line}`),
  ];
}

const HEADER = {
  id: [
    "Lab containerlab dari Rajut; dibuat oleh `rajut export containerlab`, jangan disunting.",
    "Belum dijalankan oleh Rajut; bentuknya diperiksa terhadap skema containerlab.",
    "",
    "Letakkan di folder keluaran `rajut render --out`; kunci cukup satu untuk lab (maksimal 16 huruf):",
    "  find . -name frr.conf -exec sed -i -E 's/@secret:[^@]+@/rajut-lab/g' {} +",
    "  sudo containerlab deploy -t NAME.clab.yml && sudo sh NAME.netem.sh",
    "  sudo docker exec -it clab-NAME-ROUTER vtysh",
    "Tidak ada jaringan pengelolaan (network-mode: none): eth0 dan rute bawaannya milik router sendiri.",
    "Kernel inang perlu modul 8021q dan, untuk LAN bersama, bridge.",
    "",
    "Yang tidak sama dengan jaringan sebenarnya:",
  ],
  en: [
    "A containerlab lab from Rajut; made by `rajut export containerlab`, not to be edited.",
    "Not run by Rajut; its form is checked against containerlab's schema.",
    "",
    "Put it into the folder that `rajut render --out` wrote; one key is enough for a lab (16 letters at most):",
    "  find . -name frr.conf -exec sed -i -E 's/@secret:[^@]+@/rajut-lab/g' {} +",
    "  sudo containerlab deploy -t NAME.clab.yml && sudo sh NAME.netem.sh",
    "  sudo docker exec -it clab-NAME-ROUTER vtysh",
    "No management network (network-mode: none): eth0 and the default route are the router's own.",
    "The host's kernel needs the modules 8021q and, for shared LANs, bridge.",
    "",
    "What is not as in the real network:",
  ],
} as const satisfies Record<Language, readonly string[]>;
