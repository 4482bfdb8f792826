import type { DesiredState, Interface } from "../../../desired-state.ts";
import {
  interfaceName,
  plainWord,
  prefixText,
  versionOf,
  wholeNumber,
} from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type NetworkShare, type Part, part, type SysctlSetting } from "../part.ts";
import { type FrrBlock, frrBlock, frrLine } from "../syntax/frr-text.ts";
import { iniLines, type IniSection, ownSection, section } from "../syntax/ini-text.ts";

const ETHERNET_MTU = 1500;
/** ospfd joins two groups, and bfdd and keepalived others; above the number of interfaces by this many. */
const MEMBERSHIPS_SPARE = 8;

/**
 * Interfaces and their addresses by systemd-networkd, which leaves routes and rules of FRR and WireGuard
 * alone and keeps addresses while a cable is out; and how the kernel forwards between them. WireGuard's
 * interfaces are `tunnels.ts`'s.
 */
export function interfaces(state: DesiredState): Part {
  const managed = state.interfaces.filter(({ kind }) => kind !== "wireguard");
  return part({
    files: [
      configFile(
        state,
        "etc/systemd/networkd.conf.d/rajut.conf",
        iniLines([
          section("Network", [
            ["ManageForeignRoutes", false],
            ["ManageForeignRoutingPolicyRules", false],
          ]),
        ]),
        { proof: "executed" },
      ),
      ...managed.flatMap(({ name, vlan }) =>
        vlan === undefined
          ? []
          : [
              configFile(
                state,
                `etc/systemd/network/50-${interfaceName(name)}.netdev`,
                iniLines([
                  section("NetDev", [
                    ["Name", interfaceName(name)],
                    ["Kind", "vlan"],
                  ]),
                  section("VLAN", [["Id", wholeNumber(vlan.id, 1, 4094)]]),
                ]),
                { proof: "unverified" },
              ),
            ],
      ),
    ],
    network: managed.map((face) => share(face, managed)),
    frr: state.interfaces.flatMap(description),
    sysctl: forwarding(state),
  });
}

function share(face: Interface, all: readonly Interface[]): NetworkShare {
  const { name, role, addresses, dhcp, mtu } = face;
  const isLoopback = role === "loopback";
  const isTrunk = role === "trunk";
  const vlans = all.filter(({ vlan }) => vlan?.parent === name);
  const between = role === "transit" || role === "underlay" || role === "wan";
  const sections: IniSection[] = [section("Match", [["Name", interfaceName(name)]])];
  if (!isLoopback) {
    const link = section("Link", [
      ["MTUBytes", mtu === ETHERNET_MTU ? undefined : wholeNumber(mtu, 1280, 65_535)],
      // The boot must not wait for a cable.
      ["RequiredForOnline", false],
    ]);
    sections.push(link);
  }
  sections.push(
    ownSection("Network", [
      ...vlans.map((vlan): [string, string] => ["VLAN", interfaceName(vlan.name)]),
      ["DHCP", dhcp ? "ipv4" : undefined],
      ["LinkLocalAddressing", isTrunk || isLoopback ? false : "ipv6"],
      ["IPv6AcceptRA", isLoopback ? undefined : false],
      // Nobody else is on a link between two routers: nothing to wait for after an outage.
      ["IPv6DuplicateAddressDetection", between ? 0 : undefined],
      ["ConfigureWithoutCarrier", dhcp || isLoopback ? undefined : true],
      ["KeepConfiguration", dhcp ? "dhcp-on-stop" : "static"],
      ...addresses.map((address): [string, string] => ["Address", prefixText(address)]),
    ]),
  );
  return { interface: name, sections };
}

/** For people at the router's terminal. */
function description({ name, carries, peer }: Interface): FrrBlock[] {
  if (name === "lo") return [];
  const text = peer === undefined ? carries : `${carries} to ${peer.device} ${peer.interface}`;
  return [
    frrBlock(frrLine("interface", interfaceName(name)), [
      frrLine("description", ...text.split(" ").map(plainWord)),
    ]),
  ];
}

/**
 * How the kernel forwards. Return paths are checked loosely where they may differ from the way there,
 * and not at all towards providers, where at times no route leads; the firewall refuses what lies about
 * its source. (RFC 3704)
 */
function forwarding({ interfaces: all }: DesiredState): SysctlSetting[] {
  return [
    { key: "net/ipv4/ip_forward", value: 1 },
    { key: "net/ipv6/conf/all/forwarding", value: 1 },
    // The 21st interface of a hub would silently get no neighbour (Linux's default is 20).
    { key: "net/ipv4/igmp_max_memberships", value: all.length + MEMBERSHIPS_SPARE + 20 },
    // Equal paths by port too; a flow keeps its path.
    { key: "net/ipv4/fib_multipath_hash_policy", value: 1 },
    { key: "net/ipv6/fib_multipath_hash_policy", value: 1 },
    // A route does not lead into a dead cable.
    { key: "net/ipv4/conf/all/ignore_routes_with_linkdown", value: 1 },
    { key: "net/ipv6/conf/all/ignore_routes_with_linkdown", value: 1 },
    { key: "net/ipv4/conf/all/accept_redirects", value: 0 },
    { key: "net/ipv4/conf/default/accept_redirects", value: 0 },
    { key: "net/ipv6/conf/all/accept_redirects", value: 0 },
    { key: "net/ipv6/conf/default/accept_redirects", value: 0 },
    { key: "net/ipv4/conf/all/send_redirects", value: 0 },
    { key: "net/ipv4/conf/default/send_redirects", value: 0 },
    { key: "net/ipv4/conf/all/accept_source_route", value: 0 },
    { key: "net/ipv4/conf/default/accept_source_route", value: 0 },
    // Each address is answered for where it lies only.
    { key: "net/ipv4/conf/all/arp_ignore", value: 1 },
    { key: "net/ipv4/conf/all/arp_announce", value: 2 },
    // The stricter of `all` and the interface's own counts.
    { key: "net/ipv4/conf/all/rp_filter", value: 0 },
    { key: "net/ipv4/conf/default/rp_filter", value: 2 },
    ...all
      .filter(({ role }) => role !== "loopback" && role !== "trunk")
      .map(({ name, kind, role }): SysctlSetting => ({
        key: `net/ipv4/conf/${interfaceName(name)}/rp_filter`,
        value: role === "wan" || role === "line" ? 0 : 2,
        ...(kind === "ethernet" ? {} : { mayBeMissing: true }),
      })),
  ];
}

/** Whether an interface speaks IPv6 beyond its own link. */
export const hasIpv6 = ({ addresses }: Interface): boolean =>
  addresses.some((address) => versionOf(address) === 6);
