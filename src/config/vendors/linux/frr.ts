import type { DesiredState } from "../../desired-state.ts";
import { configFile } from "./config-file.ts";
import { bfdProfiles } from "./features/bfd.ts";
import { speaksOspf6 } from "./features/ospf.ts";
import { ownSource } from "./features/own-source.ts";
import { type Part, part } from "./part.ts";
import { frrLines, type FrrNode } from "./syntax/frr-text.ts";

const CONFIG = "etc/frr/frr.conf";
const DAEMONS = "etc/frr/daemons";

/** Beginnings of lines in their order, a filter before what uses it; what is not in the list, such as the host name, comes first. */
const ORDER = [
  "ip route",
  "ipv6 route",
  "ip prefix-list",
  "ipv6 prefix-list",
  "route-map",
  "ip protocol",
  "ipv6 protocol",
  "interface",
  "router",
  "bfd",
];

/** frr.conf of all features, the daemons that it needs, and the service. zebra and staticd always run. */
export function frr(state: DesiredState, nodes: readonly FrrNode[]): Part {
  const sorted = [...nodes, ...ownSource(state)].sort((a, b) => orderOf(a) - orderOf(b));
  return part({
    files: [
      configFile(state, CONFIG, frrLines(sorted), {
        proof: "executed",
        check: ["vtysh", "-C", "-f"],
        // OSPF's and BGP's keys. FRR's own group is given by whoever installs it.
        secret: true,
        mode: 0o640,
        comment: "!",
      }),
      configFile(state, DAEMONS, daemonsFile(state), {
        proof: "executed",
        check: ["sh", "-n"],
      }),
    ],
    services: [
      {
        unit: "frr.service",
        package: "frr",
        files: [CONFIG, DAEMONS],
        reload: ["/usr/lib/frr/frr-reload.py", "--reload", `/${CONFIG}`],
        // The former starts no daemon that does not run yet.
        restart: { files: [DAEMONS], run: ["systemctl", "restart", "frr.service"] },
      },
    ],
  });
}

/** Each daemon with the address on which its own console listens. */
function daemonsFile(state: DesiredState): string[] {
  const wanted = {
    bgpd: state.bgp !== undefined,
    ospfd: state.ospf !== undefined,
    ospf6d: speaksOspf6(state),
    bfdd: bfdProfiles(state).length > 0,
  };
  const running = Object.entries(wanted).flatMap(([name, is]) => (is ? [name] : []));
  return [
    ...running.map((name) => `${name}=yes`),
    "vtysh_enable=yes",
    'zebra_options="-A 127.0.0.1 -s 90000000"',
    ...["staticd", ...running].map((name) => `${name}_options="-A 127.0.0.1"`),
  ];
}

function orderOf(node: FrrNode): number {
  const text = typeof node === "string" ? node : node.head;
  return ORDER.findIndex((start) => text.startsWith(start));
}
