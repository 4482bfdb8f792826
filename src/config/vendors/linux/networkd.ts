import type { DesiredState } from "../../desired-state.ts";
import { interfaceName } from "../plain-values.ts";
import { configFile } from "./config-file.ts";
import { type NetworkShare, type Part, part } from "./part.ts";
import { iniLines } from "./syntax/ini-text.ts";

/** systemd-networkd's file of every interface, of what all features say of it, and the service. */
export function networkd(state: DesiredState, shares: readonly NetworkShare[]): Part {
  const byInterface = Map.groupBy(shares, (share) => interfaceName(share.interface));
  const files = [...byInterface].map(([name, own]) =>
    configFile(
      state,
      `etc/systemd/network/50-${name}.network`,
      iniLines(own.flatMap(({ sections }) => sections)),
      { proof: "executed" },
    ),
  );
  const devices = state.interfaces
    .filter(({ kind }) => kind === "vlan")
    .map(({ name }) => `etc/systemd/network/50-${name}.netdev`);
  return part({
    files,
    services: [
      {
        unit: "systemd-networkd.service",
        package: "systemd",
        files: [
          "etc/systemd/networkd.conf.d/rajut.conf",
          ...files.map(({ path }) => path),
          ...devices,
        ],
        reload: ["networkctl", "reload"],
      },
    ],
  });
}
