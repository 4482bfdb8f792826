import type { DesiredState, Line } from "../../../desired-state.ts";
import { interfaceName, wholeNumber } from "../../plain-values.ts";
import { type NetworkShare, type Part, part } from "../part.ts";
import { section } from "../syntax/ini-text.ts";

const TABLE_MAX = 4_294_967_295;
const RULE_PRIORITY = { table: 1000, else: 1001 } as const;

/**
 * A site's own internet lines: the address comes by DHCP, and the default route with it into a table
 * where only marked packets look. Those find the line or nothing; they never travel the network itself.
 */
export function lines({ lines: all }: DesiredState): Part {
  return part({
    network: all.flatMap(routing),
    sysctl: all.length === 0 ? [] : [{ key: "net/ipv4/conf/all/src_valid_mark", value: 1 }],
  });
}

function routing({ interface: name, table, mark }: Line): NetworkShare[] {
  const number = wholeNumber(table, 1, TABLE_MAX);
  const packets = wholeNumber(mark, 1, TABLE_MAX);
  return [
    {
      interface: interfaceName(name),
      sections: [
        section("DHCPv4", [
          ["RouteTable", number],
          // What a public line says of names and time is not ours to believe.
          ["UseDNS", false],
          ["UseNTP", false],
          ["UseHostname", false],
          ["SendHostname", false],
        ]),
      ],
    },
    {
      interface: "lo",
      sections: [
        section("RoutingPolicyRule", [
          ["FirewallMark", packets],
          ["Table", number],
          ["Priority", RULE_PRIORITY.table],
          ["Family", "ipv4"],
        ]),
        section("RoutingPolicyRule", [
          ["FirewallMark", packets],
          ["Type", "unreachable"],
          ["Priority", RULE_PRIORITY.else],
          ["Family", "ipv4"],
        ]),
      ],
    },
  ];
}
