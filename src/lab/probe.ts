import { spawnSync } from "node:child_process";
import process from "node:process";
import type { LabPlan } from "./lab-plan.ts";
import { environment } from "./process/environment.ts";

/** What this machine can do, by feature; missing ones are named. */
export interface Probe {
  /** Without which these routers cannot be brought up. */
  readonly missing: readonly string[];
  /** What the configurations may use, and this kernel cannot show: those parts are checked as text only. */
  readonly unproved: readonly string[];
}

/** Programs by the Debian package that has them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  unshare: "util-linux",
  nsenter: "util-linux",
  mount: "mount",
  ip: "iproute2",
  tc: "iproute2",
  ss: "iproute2",
  nft: "nftables",
  sysctl: "procps",
  fping: "fping",
  ping: "iputils-ping",
  traceroute: "traceroute",
  vtysh: "frr",
  timeout: "coreutils",
  stdbuf: "coreutils",
  "/usr/lib/frr/frrcommon.sh": "frr",
  "/usr/lib/frr/zebra": "frr",
  "/usr/lib/frr/ospfd": "frr",
  "/usr/lib/frr/ospf6d": "frr",
  "/usr/lib/frr/bfdd": "frr",
  "/usr/lib/frr/bgpd": "frr",
  "/usr/lib/frr/frr-reload.py": "frr-pythontools",
  "/lib/systemd/systemd-networkd": "systemd",
  "systemd-socket-activate": "systemd",
};
const PROGRAMS_OF_TUNNELS = { wg: "wireguard-tools", "wg-quick": "wireguard-tools" };
const PROGRAMS_OF_VRRP = { keepalived: "keepalived" };
const PROGRAMS_OF_DHCP = { dnsmasq: "dnsmasq-base" };

/** By trial in namespaces that end with the trial. Names are what is reported. */
const TRIALS: Readonly<Record<string, string>> = {
  veth: "ip link add trial0 type veth peer name trial1",
  overlay:
    "mount -t tmpfs trial /mnt && mkdir /mnt/u /mnt/w && mount -t overlay -o lowerdir=/etc,upperdir=/mnt/u,workdir=/mnt/w trial /etc",
  "nft netdev":
    "ip link add trial2 type veth peer name trial3 && nft 'add table netdev t; add chain netdev t c { type filter hook ingress device trial2 priority -500; policy drop; }'",
  "nft nat": "nft 'add table ip t; add chain ip t c { type nat hook postrouting priority 100; }'",
  vxlan: "ip link add trial4 type vxlan id 1 local 192.0.2.1 remote 192.0.2.2 dstport 4789",
  wireguard:
    "ip link add trial5 type wireguard || { command -v wireguard-go && [ -c /dev/net/tun ]; }",
  "802.1Q":
    "ip link add trial6 type veth peer name trial7 && ip link add link trial6 name trial6.1 type vlan id 1",
  VRF: "ip link add trial8 type vrf table 10",
  netem:
    "ip link add trial9 type veth peer name trial10 && tc qdisc add dev trial9 root netem delay 1ms",
};

const ESSENTIAL = ["veth", "overlay", "nft netdev", "nft nat"];
/** What a lab replaces (VLANs by cables, netem by the wire), or what nothing uses yet. */
const REPLACED = ["802.1Q", "VRF", "netem"];

/** Asks this machine for everything that a lab of this plan needs. Leaves nothing behind. */
export function probe(plan: LabPlan): Probe {
  const { routers, cables } = plan;
  if (process.platform !== "linux") return { missing: ["Linux"], unproved: [] };
  if (process.getuid?.() !== 0) return { missing: ["root"], unproved: [] };
  const hasTunnels = routers.some(({ tunnels }) => tunnels.length > 0);
  const programs = {
    ...PROGRAMS,
    ...(hasTunnels ? PROGRAMS_OF_TUNNELS : {}),
    ...(routers.some(({ vrrp }) => vrrp.length > 0) ? PROGRAMS_OF_VRRP : {}),
    ...(routers.some(({ lines, dhcpRelays }) => lines.length + dhcpRelays.length > 0)
      ? PROGRAMS_OF_DHCP
      : {}),
  };
  const absent = absentPrograms(programs);
  if (absent.length > 0) return { missing: absent, unproved: [] };
  const works = workingFeatures();
  const needed = [
    ...ESSENTIAL,
    ...(cables.some(({ wire }) => wire !== undefined) ? ["vxlan"] : []),
    ...(hasTunnels ? ["wireguard"] : []),
  ];
  return {
    missing: needed.filter((feature) => !works.has(feature)),
    unproved: REPLACED.filter((feature) => !works.has(feature)),
  };
}

function absentPrograms(programs: Readonly<Record<string, string>>): string[] {
  const script = 'for name in "$@"; do command -v "$name" >/dev/null || echo "$name"; done';
  const { stdout } = spawnSync("bash", ["-c", script, "probe", ...Object.keys(programs)], {
    encoding: "utf8",
    env: environment(),
  });
  return stdout
    .split("\n")
    .filter((name) => name !== "")
    .map((name) => `${name} (${programs[name]})`);
}

function workingFeatures(): Set<string> {
  const lines = Object.values(TRIALS).map(
    (trial, i) => `( ${trial} ) >/dev/null 2>&1 && echo ${i}`,
  );
  const { stdout } = spawnSync(
    "unshare",
    [
      "--pid",
      "--fork",
      "--kill-child",
      "--mount",
      "--net",
      "bash",
      "-c",
      `${lines.join("\n")}\ntrue`,
    ],
    { encoding: "utf8", env: environment() },
  );
  const names = Object.keys(TRIALS);
  return new Set([...stdout.matchAll(/^\d+$/gm)].map(([line]) => names[Number(line)]!));
}
