import { shellWord, shellWords } from "../../text/shell-word.ts";
import type { Space } from "../space.ts";

/** Whether a space runs daemons that need files of their own. */
export const isIsolated = ({ frrConf }: Space): boolean => frrConf !== undefined;

/** The script that makes a namespace what surrounds the routers, once its interfaces are there. */
export function spaceStart(space: Space): string {
  const { bridged, addresses, routes, forwards, masquerade, dhcp, tcpPorts } = space;
  const batch = [
    "link set lo up",
    ...(bridged.length === 0 ? [] : ["link add lan type bridge", "link set lan up"]),
    ...bridged.map((port) => `link set ${port} master lan`),
    // Duplicate addresses cannot be here, and looking for them takes a second.
    ...addresses.map(
      ({ interface: name, address }) =>
        `addr add ${address} dev ${name}${address.includes(":") ? " nodad" : ""}`,
    ),
  ];
  const late = routes.map(({ to, via }) => `route replace ${to} via ${via}`);
  const lines = [
    "exec 2>&1",
    ...(forwards
      ? [
          "sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0",
        ]
      : []),
    `ip -batch - <<'BATCH' || exit 1\n${batch.join("\n")}\nBATCH`,
    "ip -o link | sed -E 's/^[0-9]+: ([^:@]+).*/\\1/' | while read -r name; do ip link set \"$name\" up; done",
    `ip -batch - <<'BATCH' || exit 1\n${late.join("\n")}\nBATCH`,
    ...(masquerade === undefined
      ? []
      : [
          `nft ${shellWord(`add table ip nat; add chain ip nat out { type nat hook postrouting priority 100; }; add rule ip nat out oifname "${masquerade}" masquerade`)} || exit 1`,
        ]),
    ...(dhcp === undefined
      ? []
      : [
          `setsid dnsmasq ${shellWords([
            "--conf-file=/dev/null",
            "--keep-in-foreground",
            "--port=0",
            "--user=root",
            `--interface=${dhcp.interface}`,
            "--bind-interfaces",
            "--leasefile-ro",
            "--pid-file=",
            `--dhcp-range=${dhcp.from},${dhcp.to},${dhcp.netmask},1h`,
            `--dhcp-option=option:router,${dhcp.router}`,
          ])} </dev/null >/dev/null 2>&1 &`,
        ]),
    ...(tcpPorts.length === 0
      ? []
      : [
          `setsid systemd-socket-activate --accept --inetd ${shellWords(tcpPorts.map((port) => `--listen=[::]:${port}`))} /bin/cat </dev/null >/dev/null 2>&1 &`,
        ]),
  ];
  return lines.join("\n");
}
