import type { DesiredState } from "../../../desired-state.ts";
import { addressText, interfaceName, versionOf, withoutLength } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";

const FILE = "etc/dnsmasq.d/rajut-relay.conf";

/** DHCP relays by dnsmasq, which does nothing else here: between the router's address in a LAN and each server. */
export function dhcpRelays(state: DesiredState): Part {
  const lines = state.dhcpRelays.flatMap(({ interface: name, servers }) => {
    const addresses = state.interfaces.find((face) => face.name === name)?.addresses ?? [];
    return servers.flatMap((server) => {
      const own = addresses.find((address) => versionOf(address) === versionOf(server));
      return own === undefined
        ? []
        : [`dhcp-relay=${addressText(withoutLength(own))},${addressText(server)}`];
    });
  });
  if (lines.length === 0) return part({});
  return part({
    files: [
      configFile(
        state,
        FILE,
        [
          "port=0",
          ...state.dhcpRelays.map((relay) => `interface=${interfaceName(relay.interface)}`),
          "bind-dynamic",
          ...lines,
        ],
        { proof: "linted", check: ["dnsmasq", "--test", "-C"] },
      ),
    ],
    services: [
      {
        unit: "dnsmasq.service",
        package: "dnsmasq",
        files: [FILE],
        reload: ["systemctl", "restart", "dnsmasq.service"],
      },
    ],
  });
}
