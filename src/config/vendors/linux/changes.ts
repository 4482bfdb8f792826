import { type ConfigChanges, difference, type Files } from "../../config-changes.ts";

const FRR = "etc/frr/frr.conf";
const FRR_DAEMONS = "etc/frr/daemons";
const FIREWALL = "etc/nftables.conf";
const NETWORK_FILE = /^etc\/systemd\/network\/50-(.+)\.(?:network|netdev)$/;
const WIREGUARD_FILE = /^etc\/wireguard\/(.+)\.conf$/;

/** Who reads which files. What is not here is told as a file. */
const READERS: readonly (readonly [RegExp, (match: string) => string])[] = [
  [/^etc\/frr\//, () => "frr"],
  [/^etc\/nftables\.conf$/, () => "nftables"],
  [/^etc\/systemd\/network(?:d\.conf\.d)?\//, () => "systemd-networkd"],
  [WIREGUARD_FILE, (name) => `wg-quick@${name}`],
  [/^etc\/rajut\/queues\/(.+)$/, (name) => `rajut-queues@${name}`],
  [/^etc\/rajut\/uplinks\/(.+)\.conf$/, (name) => `rajut-uplink@${name}`],
  [/^etc\/(keepalived|chrony|snmp|rajut\/backup|rajut\/keys\/backup)\b/, serviceOfFolder],
  [/^etc\/radvd\.conf$/, () => "radvd"],
  [/^etc\/rsyslog\.d\//, () => "rsyslog"],
  [/^etc\/dnsmasq\.d\//, () => "dnsmasq"],
  [/^etc\/ssh\//, () => "ssh"],
  [/^etc\/(?:pam\.d\/|pam_radius)/, () => "pam"],
  [/^etc\/sysctl\.d\//, () => "systemd-sysctl"],
  [/^etc\/resolv\.conf$/, () => "resolv.conf"],
];

/** What no packet of others waits for; anything not known counts as forwarding. */
const BESIDE_FORWARDING: ReadonlySet<string> = new Set([
  "chrony",
  "dnsmasq",
  "pam",
  "rajut-backup",
  "resolv.conf",
  "rsyslog",
  "snmpd",
  "ssh",
  "desired-state.json",
]);

function serviceOfFolder(folder: string): string {
  if (folder.startsWith("rajut")) return "rajut-backup";
  return folder === "snmp" ? "snmpd" : folder;
}

/** What differs between two sets of files of one Linux router. O(length of the files). */
export function changes(before: Files, after: Files): ConfigChanges {
  const [old, now] = [partsOf(before), partsOf(after)];
  const services = difference(old.services, now.services);
  const daemonsDiffer = before[FRR_DAEMONS] !== after[FRR_DAEMONS];
  const touched = [...services.added, ...services.removed, ...services.changed];
  return {
    interfaces: difference(old.interfaces, now.interfaces),
    addresses: difference(old.addresses, now.addresses),
    neighbours: difference(old.neighbours, now.neighbours),
    routes: difference(old.routes, now.routes),
    services,
    restarts: daemonsDiffer && services.changed.includes("frr") ? ["frr"] : [],
    touchesForwarding: touched.some((service) => !BESIDE_FORWARDING.has(service)),
    firewall: lineCounts(before[FIREWALL] ?? "", after[FIREWALL] ?? ""),
  };
}

/** By kind, then by name: the text that says how it is. */
interface Parts {
  readonly interfaces: Map<string, string>;
  readonly addresses: Map<string, string>;
  readonly neighbours: Map<string, string>;
  readonly routes: Map<string, string>;
  readonly services: Map<string, string>;
}

function partsOf(files: Files): Parts {
  const parts: Parts = {
    interfaces: new Map(),
    addresses: new Map(),
    neighbours: new Map(),
    routes: new Map(),
    services: new Map(),
  };
  for (const [path, content] of Object.entries(files)) {
    // The header tells whose file it is and what proved it: neither is a change of the router.
    const lines = content.split("\n").filter((line) => !/^[#!]/.test(line));
    addTo(parts.services, readerOf(path), `${path}\n${lines.join("\n")}`);
    const network = NETWORK_FILE.exec(path)?.[1];
    if (network !== undefined) addInterface(parts, network, lines);
    const tunnel = WIREGUARD_FILE.exec(path)?.[1];
    if (tunnel !== undefined) addTunnel(parts, tunnel, content);
    if (path === FRR) addRouting(parts, content);
  }
  return parts;
}

function readerOf(path: string): string {
  for (const [pattern, name] of READERS) {
    const match = pattern.exec(path);
    if (match !== null) return name(match[1] ?? "");
  }
  return path;
}

function addTo(texts: Map<string, string>, name: string, text: string): void {
  const known = texts.get(name);
  texts.set(name, known === undefined ? text : `${known}\n${text}`);
}

function addInterface(parts: Parts, name: string, lines: readonly string[]): void {
  const isAddress = (line: string) => line.startsWith("Address=");
  for (const line of lines.filter(isAddress)) {
    parts.addresses.set(`${name} ${line.slice("Address=".length)}`, "");
  }
  addTo(parts.interfaces, name, lines.filter((line) => !isAddress(line)).join("\n"));
}

/** wg-quick's file: the interface first, then one section a peer, which begins with the peer's name. */
function addTunnel(parts: Parts, name: string, content: string): void {
  const [own = "", ...peers] = content.split(/^\[Peer\]\n/m);
  addInterface(
    parts,
    name,
    own.split("\n").filter((line) => !line.startsWith("#")),
  );
  for (const peer of peers) {
    const device = /^# (.+)$/m.exec(peer)?.[1] ?? "?";
    parts.neighbours.set(`WireGuard ${name} ${device}`, peer.trim());
  }
}

/** frr.conf: static routes, and neighbours of OSPF (by interface) and BGP (by address). */
function addRouting(parts: Parts, content: string): void {
  const described = new Map<string, string>();
  const texts = new Map<string, string[]>();
  const say = (neighbour: string, line: string) =>
    texts.set(neighbour, [...(texts.get(neighbour) ?? []), line]);
  let head = "";
  for (const line of content.split("\n")) {
    const words = line.trim().split(" ");
    if (!line.startsWith(" ")) head = line;
    if (/^ip(?:v6)? route /.test(line)) {
      parts.routes.set(line.replace(/^ip(?:v6)? route /, ""), "");
    }
    if (head.startsWith("interface ")) {
      const neighbour = `OSPF ${head.slice("interface ".length)}`;
      if (words[0] === "description") described.set(neighbour, words.slice(1).join(" "));
      else if (/^ (?:ip ospf|ipv6 ospf6) /.test(line)) say(neighbour, line);
    }
    if (head.startsWith("router bgp ") && words[0] === "neighbor") {
      const neighbour = `BGP ${words[1]!}`;
      if (words[2] === "description") described.set(neighbour, words.slice(3).join(" "));
      say(neighbour, line);
    }
  }
  for (const [neighbour, lines] of texts) {
    // Nobody is spoken with there: only its prefix is told.
    if (lines.some((line) => line.endsWith(" passive"))) continue;
    const whom = described.get(neighbour);
    parts.neighbours.set(
      whom === undefined ? neighbour : `${neighbour} (${whom})`,
      lines.join("\n"),
    );
  }
}

/** Lines that only one of two texts has, each as often as it stands there more. */
function lineCounts(before: string, after: string): { added: number; removed: number } {
  const surplus = new Map<string, number>();
  const count = (text: string, by: number) => {
    for (const line of text.split("\n")) {
      if (line.trim() !== "" && !line.startsWith("#")) {
        surplus.set(line, (surplus.get(line) ?? 0) + by);
      }
    }
  };
  count(after, 1);
  count(before, -1);
  const values = [...surplus.values()];
  return {
    added: values.reduce((sum, value) => sum + Math.max(0, value), 0),
    removed: values.reduce((sum, value) => sum + Math.max(0, -value), 0),
  };
}
