import { compareText } from "../../../text/order.ts";
import type { DesiredState } from "../../desired-state.ts";
import type { Rendered, RenderedFeature, Vendor } from "../vendor.ts";
import { changes } from "./changes.ts";
import { aaa } from "./features/aaa.ts";
import { backup } from "./features/backup.ts";
import { bfd } from "./features/bfd.ts";
import { bgp } from "./features/bgp.ts";
import { device } from "./features/device.ts";
import { dhcpRelays } from "./features/dhcp-relays.ts";
import { dnsServers } from "./features/dns-servers.ts";
import { firewall, ruleset } from "./features/firewall.ts";
import { interfaces } from "./features/interfaces.ts";
import { lines } from "./features/lines.ts";
import { nat } from "./features/nat.ts";
import { ntpServers } from "./features/ntp-servers.ts";
import { ospf } from "./features/ospf.ts";
import { qos } from "./features/qos.ts";
import { routerAdvertisements } from "./features/router-advertisements.ts";
import { snmp } from "./features/snmp.ts";
import { staticRoutes } from "./features/static-routes.ts";
import { syslogServers } from "./features/syslog-servers.ts";
import { tunnels } from "./features/tunnels.ts";
import { uplinks } from "./features/uplinks.ts";
import { vrrp } from "./features/vrrp.ts";
import { frr } from "./frr.ts";
import { networkd } from "./networkd.ts";
import { joined, type Part } from "./part.ts";
import { sysctl } from "./sysctl.ts";

/** One function a feature, in the order in which their services start; a feature that is not in the table does not compile. */
const FEATURES = {
  device,
  firewall,
  interfaces,
  nat,
  qos,
  uplinks,
  lines,
  tunnels,
  staticRoutes,
  ospf,
  bgp,
  bfd,
  vrrp,
  routerAdvertisements,
  dhcpRelays,
  dnsServers,
  ntpServers,
  syslogServers,
  snmp,
  aaa,
  backup,
} as const satisfies Record<RenderedFeature, (state: DesiredState) => Part>;

/** A Debian 12 or 13 router: FRR for routes, nftables, systemd-networkd, WireGuard and the usual services. */
export const linux: Vendor = { name: "linux", render, changes };

function render(state: DesiredState): Rendered {
  const features = joined(Object.values(FEATURES).map((feature) => feature(state)));
  const shared = joined([
    sysctl(state, features.sysctl),
    ruleset(state, features.nft),
    networkd(state, features.network),
    frr(state, features.frr),
  ]);
  const services = [...shared.services, ...features.services];
  return {
    files: [...shared.files, ...features.files].sort((a, b) => compareText(a.path, b.path)),
    services: services.sort((a, b) => orderOf(a.unit) - orderOf(b.unit)),
    unsupported: features.unsupported,
  };
}

/** The kernel and the firewall before the first packet, then interfaces and tunnels, routes, and what needs them. */
const START_ORDER = [
  "systemd-sysctl.service",
  "nftables.service",
  "systemd-networkd.service",
  "rajut-queues@",
  "wg-quick@",
  "frr.service",
  "keepalived.service",
  "rajut-uplink@",
];

function orderOf(unit: string): number {
  const place = START_ORDER.findIndex((start) => unit.startsWith(start));
  return place < 0 ? START_ORDER.length : place;
}
