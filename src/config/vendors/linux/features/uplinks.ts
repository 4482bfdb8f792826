import type { DesiredState, Uplink } from "../../../desired-state.ts";
import {
  addressText,
  interfaceName,
  ofVersion,
  plainWord,
  prefixText,
  versionOf,
  wholeNumber,
} from "../../plain-values.ts";
import type { ConfigFile, Service } from "../../vendor.ts";
import { configFile } from "../config-file.ts";
import { type NetworkShare, type Part, part } from "../part.ts";
import { iniLines, ownSection, section } from "../syntax/ini-text.ts";
import { anyInterface, chain, nftInterface, type NftChain } from "../syntax/nft-text.ts";
import { shellVariables } from "../syntax/shell-text.ts";
import { UPLINK_CHECK } from "./uplink-check.ts";

const SCRIPT = "usr/local/lib/rajut/uplink-check";
const UNIT = "etc/systemd/system/rajut-uplink@.service";
const TABLE_MAX = 4_294_967_295;
/** Rules before that of the main table, which is 32766. */
const RULE_PRIORITY = { own: 900, mark: 1000, source: 1100 } as const;

/** Conntrack's zones have 16 bits. */
const ZONE_MAX = 65_535;

/**
 * Uplinks: a table and a mark for each, so that answers leave as questions came; and the default route in
 * the main table, which a check puts there and takes away. What goes out follows the default at once, as
 * a new connection: another uplink's address is another anyway. With BGP the provider's session brings
 * the default, and what belongs to a connection may leave by any uplink, since the addresses are the
 * network's own.
 */
export function uplinks(state: DesiredState): Part {
  const { uplinks: all } = state;
  if (all.length === 0) return part({});
  const checked = all.filter(({ defaultBy }) => defaultBy === "checks");
  return part({
    network: [homeward(state), ...all.flatMap(routing)],
    nft: [...ways(checked), ...remembering(checked)],
    // A mark that a packet brings counts when the kernel looks for the way back to its source.
    sysctl: [{ key: "net/ipv4/conf/all/src_valid_mark", value: 1 }],
    files: checked.length === 0 ? [] : checkFiles(state, checked),
    services: checked.map(checkService),
  });
}

/** What we ask of an uplink's address ourselves is answered through the network, and not to the provider. */
function homeward({ uplinks: all, firewall: { own } }: DesiredState): NetworkShare {
  const versions = [...new Set(all.map(({ address }) => versionOf(address)))];
  return {
    interface: "lo",
    sections: versions
      .flatMap((version) => ofVersion(own, version))
      .map((prefix) =>
        section("RoutingPolicyRule", [
          ["To", prefixText(prefix)],
          ["Table", "main"],
          ["Priority", RULE_PRIORITY.own],
        ]),
      ),
  };
}

function routing({ interface: name, gateway, address, table }: Uplink): NetworkShare[] {
  const number = wholeNumber(table, 1, TABLE_MAX);
  const family = versionOf(address) === 4 ? "ipv4" : "ipv6";
  return [
    {
      interface: interfaceName(name),
      sections: [
        section("Route", [
          ["Gateway", addressText(gateway)],
          ["Table", number],
        ]),
      ],
    },
    // On the loopback, so that they are there whatever the line does.
    {
      interface: "lo",
      sections: [
        section("RoutingPolicyRule", [
          ["FirewallMark", number],
          ["Table", number],
          ["Priority", RULE_PRIORITY.mark],
          ["Family", family],
        ]),
        section("RoutingPolicyRule", [
          ["From", addressText(address)],
          ["Table", number],
          ["Priority", RULE_PRIORITY.source],
        ]),
      ],
    },
  ];
}

/**
 * Each way out knows connections of its own: one that began by another way was not translated, or to
 * another address, and would for ever stay so, or on a dead line by its mark. Answers belong to no zone,
 * so that they are found whichever way the other direction goes.
 */
function ways(checked: readonly Uplink[]): NftChain[] {
  if (checked.length === 0) return [];
  const inside = `iifname != ${anyInterface(checked.map((uplink) => uplink.interface))}`;
  const rules = (match: string) =>
    checked.map(
      ({ interface: name, table }) =>
        `${match} ${nftInterface(name)} ct original zone set ${wholeNumber(table, 1, ZONE_MAX)}`,
    );
  return [
    chain(
      "ways",
      "type filter hook prerouting priority raw; policy accept;",
      // Unicast only: by the default route a hello to 224.0.0.5 would "leave" too, and its entry of
      // the time before, which has no ports to tell the two apart, would keep the new one out.
      rules(`${inside} fib daddr type unicast fib daddr oifname`),
    ),
    chain("ways-own", "type filter hook output priority raw; policy accept;", rules("oifname")),
  ];
}

function remembering(checked: readonly Uplink[]) {
  if (checked.length === 0) return [];
  const outside = anyInterface(checked.map((uplink) => uplink.interface));
  const restore = "ct mark != 0 meta mark set ct mark";
  return [
    chain("remember-in", "type filter hook prerouting priority mangle; policy accept;", [
      ...checked.map(
        ({ interface: name, table }) =>
          `iifname ${nftInterface(name)} ct state new ct mark set ${table}`,
      ),
      `iifname != ${outside} ${restore}`,
    ]),
    chain(
      "remember-out",
      "type filter hook postrouting priority mangle; policy accept;",
      checked.map(
        ({ interface: name, table }) =>
          `oifname ${nftInterface(name)} ct state new ct mark set ${table}`,
      ),
    ),
    chain("remember-own", "type route hook output priority mangle; policy accept;", [restore]),
  ];
}

function checkFiles(state: DesiredState, checked: readonly Uplink[]): ConfigFile[] {
  return [
    configFile(state, SCRIPT, UPLINK_CHECK, {
      proof: "executed",
      check: ["shellcheck"],
      firstLine: "#!/bin/sh",
      mode: 0o755,
    }),
    configFile(
      state,
      UNIT,
      iniLines([
        ownSection("Unit", [
          ["Description", "Whether the internet answers through uplink %i"],
          ["After", "systemd-networkd.service nftables.service"],
        ]),
        ownSection("Service", [
          ["ExecStart", `/${SCRIPT} %i`],
          ["Restart", "always"],
          ["RestartSec", 1],
        ]),
        ownSection("Install", [["WantedBy", "multi-user.target"]]),
      ]),
      { proof: "linted", check: ["systemd-analyze", "verify"] },
    ),
    ...checked.map((uplink) =>
      configFile(state, confOf(uplink), shellVariables(variables(uplink)), {
        proof: "executed",
        check: ["sh", "-n"],
      }),
    ),
  ];
}

const confOf = ({ id }: Uplink) => `etc/rajut/uplinks/${plainWord(id)}.conf`;

function variables(uplink: Uplink): Record<string, string | number> {
  const { table, distance, metric, checkIntervalMs, failAfter, recoverAfter } = uplink;
  return {
    INTERFACE: interfaceName(uplink.interface),
    ADDRESS: addressText(uplink.address),
    GATEWAY: addressText(uplink.gateway),
    MARK: wholeNumber(table, 1, TABLE_MAX),
    // Linux keeps FRR's distance in the highest byte of the metric.
    METRIC: wholeNumber(distance, 0, 255) * 2 ** 24 + wholeNumber(metric, 0, 2 ** 24 - 1),
    TARGETS: uplink.checks.map(addressText).join(" "),
    INTERVAL: (wholeNumber(checkIntervalMs, 100, 600_000) / 1000).toFixed(3),
    FAIL_AFTER: wholeNumber(failAfter, 1, 1000),
    RECOVER_AFTER: wholeNumber(recoverAfter, 1, 1000),
  };
}

function checkService(uplink: Uplink): Service {
  const unit = `rajut-uplink@${plainWord(uplink.id)}.service`;
  return {
    unit,
    package: "iputils-ping",
    files: [SCRIPT, UNIT, confOf(uplink)],
    reload: ["systemctl", "restart", unit],
  };
}
