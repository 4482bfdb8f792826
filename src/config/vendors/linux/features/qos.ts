import type { DesiredState, Qos, QosClass } from "../../../desired-state.ts";
import { interfaceName, ofVersion, wholeNumber } from "../../plain-values.ts";
import type { ConfigFile, Service } from "../../vendor.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";
import { interfacesOf } from "../sides.ts";
import { anyInterface, anyOf, chain, nftInterface } from "../syntax/nft-text.ts";
import { iniLines, ownSection } from "../syntax/ini-text.ts";

const UNIT = "etc/systemd/system/rajut-queues@.service";
/** A whole Ethernet frame: what a class may send at a time when it borrows. */
const QUANTUM_BYTES = 1514;
/** What may be sent at once: a millisecond's worth, so that a fast line is not limited by the kernel's timers. */
const BURST_MS = 1;
/**
 * HTB counts neither preamble, checksum nor gap of an Ethernet frame (24 bytes: 1.6 % of large frames), and
 * a provider counts as it likes: queues are here, where classes count, only while the line is never full.
 */
const SHAPED_SHARE = 0.95;
/** What WireGuard puts around a packet: IPv4 20 bytes, UDP 8, its own 32. */
const TUNNEL_OVERHEAD_BYTES = 60;
/** How long a packet may wait in a class that has its own rate only; a longer queue brings it too late. */
const QUEUE_MS = 100;
/** Room for a burst on a slow line; and no more than the kernel gives a queue by itself. */
const QUEUE_PACKETS = { min: 10, max: 1000 } as const;

/**
 * Queues by HTB: a class has its rate for certain and borrows what the others leave, the foremost first.
 * By `tc`, since systemd-networkd 252 waits for ever for a class within a class. A packet's class is
 * written into it where it enters the network, by the zone it comes from (or, from a provider, goes to),
 * and read where it leaves a router; what a host writes there itself does not count.
 */
export function qos(state: DesiredState): Part {
  const classes = state.qos[0]?.classes ?? [];
  const shaped = state.qos.filter(({ interface: name }) => !isTunnel(state, name));
  return part({
    files: [
      ...state.qos.map((one) =>
        configFile(
          state,
          queueFile(one.interface),
          queueLines(one, isTunnel(state, one.interface) ? TUNNEL_OVERHEAD_BYTES : 0),
          { proof: "executed" },
        ),
      ),
      ...(shaped.length === 0 ? [] : [unitFile(state)]),
    ],
    services: shaped.map(service),
    nft: [...marking(state, classes), ...queueing(state.qos)],
  });
}

/** The command that gives an interface its queues, where the interface is there. */
export const queueCommand = (name: string): string => `tc -batch /${queueFile(name)}`;

/** Where an interface's queues stand. */
export const queueFile = (name: string) => `etc/rajut/queues/${interfaceName(name)}`;

function unitFile(state: DesiredState): ConfigFile {
  return configFile(
    state,
    UNIT,
    iniLines([
      ownSection("Unit", [
        ["Description", "Queues of %i"],
        ["BindsTo", "sys-subsystem-net-devices-%i.device"],
        ["After", "sys-subsystem-net-devices-%i.device"],
      ]),
      ownSection("Service", [
        ["Type", "oneshot"],
        ["RemainAfterExit", true],
        // The kernel cannot change such queues as a whole.
        ["ExecStartPre", "-tc qdisc delete dev %i root"],
        ["ExecStart", "tc -batch /etc/rajut/queues/%i"],
      ]),
      // With the interface, and again when it comes again.
      ownSection("Install", [["WantedBy", "sys-subsystem-net-devices-%i.device"]]),
    ]),
    { proof: "linted", check: ["systemd-analyze", "verify"] },
  );
}

function service({ interface: name }: Qos): Service {
  const unit = `rajut-queues@${interfaceName(name)}.service`;
  return {
    unit,
    package: "iproute2",
    files: [queueFile(name), UNIT],
    reload: ["systemctl", "restart", unit],
  };
}

/** For `tc -batch`, on an interface without queues. What is not IP, as ARP is, is control: without it nothing goes. */
function queueLines({ interface: name, rateMbps, classes }: Qos, overheadBytes: number): string[] {
  const on = `dev ${interfaceName(name)}`;
  const shaped = (kbps: number) => rate(kbps * SHAPED_SHARE);
  const link = shaped(rateMbps * KBIT);
  const limits = (rateKbps: number) => htbLimits(rateKbps, link, overheadBytes);
  return [
    `qdisc add ${on} root handle 1: htb default ${minor(0)}`,
    `class add ${on} parent 1: classid 1:1 ${limits(link)}`,
    ...classes.flatMap((one, i) => [
      `class add ${on} parent 1:1 classid 1:${minor(i)} ${limits(shaped(one.rateKbps))} prio ${priorityOf(one)}`,
      `qdisc add ${on} parent 1:${minor(i)} pfifo limit ${queuePackets(shaped(one.rateKbps))}`,
    ]),
  ];
}

function htbLimits(rateKbps: number, ceilKbps: number, overheadBytes: number): string {
  const overhead = overheadBytes === 0 ? "" : ` overhead ${overheadBytes}`;
  return `htb rate ${rateKbps}kbit burst ${burstBytes(rateKbps)}b ceil ${ceilKbps}kbit cburst ${burstBytes(ceilKbps)}b quantum ${QUANTUM_BYTES}${overhead}`;
}

function queuePackets(rateKbps: number): number {
  const packets = Math.round((rateKbps * QUEUE_MS) / 8 / QUANTUM_BYTES);
  return Math.min(QUEUE_PACKETS.max, Math.max(QUEUE_PACKETS.min, packets));
}

const isTunnel = ({ interfaces }: DesiredState, name: string) =>
  interfaces.some((face) => face.name === name && face.kind === "wireguard");

const KBIT = 1000;
const rate = (kbps: number) => wholeNumber(Math.round(kbps), 1, 100_000_000);
/** At least two frames. A kilobit a second is a bit a millisecond. */
const burstBytes = (kbps: number) => Math.max(2 * QUANTUM_BYTES, Math.round((kbps * BURST_MS) / 8));
const priorityOf = ({ priority }: QosClass) => wholeNumber(priority, 0, 7);

/** Number of a class within its qdisc, which reads it as hexadecimal. */
const minor = (index: number) => `${wholeNumber(index, 0, 8) + 1}0`;
/** Of packets, what has no class is served last. */
const lastMinor = (classes: readonly QosClass[]) => minor(classes.length - 1);

/** Names that people know code points by (RFC 2474, RFC 2597); others are numbers. */
function codePoint(dscp: number): string {
  wholeNumber(dscp, 0, 63);
  if (dscp % 8 === 0) return `cs${dscp / 8}`;
  const [level, drop] = [Math.floor(dscp / 8), (dscp % 8) / 2];
  if (level >= 1 && level <= 4 && Number.isInteger(drop)) return `af${level}${drop}`;
  return dscp === 46 ? "ef" : `0x${dscp.toString(16).padStart(2, "0")}`;
}

function marking(state: DesiredState, classes: readonly QosClass[]) {
  if (classes.length === 0) return [];
  const codeOf = new Map(classes.map(({ name, dscp }) => [name, codePoint(dscp)]));
  const { zones, prefixes } = state.firewall;
  const wan = interfacesOf(state, ["wan"]);
  const write = (match: string, code: string) =>
    ["ip", "ip6"].map((family) => `${match} ${family} dscp set ${code}`);
  const control = codeOf.get("control");
  const management = codeOf.get("management");
  return [
    chain(
      "classify",
      "type filter hook prerouting priority mangle; policy accept;",
      zones.flatMap(({ zone, interfaces }) => {
        const code = codeOf.get(zone);
        return code === undefined || interfaces.length === 0
          ? []
          : write(`iifname ${anyInterface(interfaces)}`, code);
      }),
    ),
    ...(wan.length === 0
      ? []
      : [
          chain(
            "classify-answers",
            "type filter hook forward priority mangle; policy accept;",
            prefixes.flatMap(({ zone, prefixes: all }) => {
              const code = codeOf.get(zone);
              if (code === undefined) return [];
              return ([4, 6] as const)
                .filter((version) => ofVersion(all, version).length > 0)
                .map((version) => {
                  const family = version === 4 ? "ip" : "ip6";
                  return `iifname ${anyInterface(wan)} ${family} daddr @${zone}${version} ${family} dscp set ${code}`;
                });
            }),
          ),
        ]),
    // FRR marks its own protocols; what else a router says is management.
    ...(control === undefined || management === undefined
      ? []
      : [
          chain("classify-own", "type filter hook output priority mangle; policy accept;", [
            ...outerPackets(state, codeOf.get("opd")),
            `ip dscp != ${control} ip dscp set ${management}`,
            `ip6 dscp != ${control} ip6 dscp set ${management}`,
          ]),
        ]),
  ];
}

/** A tunnel's outer packets carry a site's traffic and not what the router says: they are as its offices'. */
function outerPackets({ tunnels }: DesiredState, code: string | undefined): string[] {
  const ports = tunnels.flatMap(({ listenPort }) =>
    listenPort === undefined ? [] : [wholeNumber(listenPort, 1, 65_535)],
  );
  if (ports.length === 0 || code === undefined) return [];
  return ["ip", "ip6"].map(
    (family) => `udp sport ${anyOf(ports)} ${family} dscp set ${code} accept`,
  );
}

/** The map of a rule. A code point that two classes hold is a bug: it says nothing of the class. */
function classOfCodePoint(classes: readonly QosClass[]): string {
  if (new Set(classes.map(({ dscp }) => dscp)).size < classes.length) {
    throw new RangeError("two classes of traffic hold the same code point");
  }
  return classes.map(({ dscp }, i) => `${codePoint(dscp)} : 1:${minor(i)}`).join(", ");
}

function queueing(all: readonly Qos[]) {
  if (all.length === 0) return [];
  const byClasses = Map.groupBy(all, ({ classes }) => classOfCodePoint(classes));
  return [
    chain(
      "into-queues",
      "type filter hook postrouting priority filter; policy accept;",
      [...byClasses].flatMap(([map, group]) => {
        const names = group.map((one) => nftInterface(one.interface));
        const out = names.length === 1 ? names[0] : `{ ${names.join(", ")} }`;
        return [
          `oifname ${out} meta priority set 1:${lastMinor(group[0]!.classes)}`,
          ...["ip", "ip6"].map(
            (family) => `oifname ${out} meta priority set ${family} dscp map { ${map} }`,
          ),
        ];
      }),
    ),
  ];
}
