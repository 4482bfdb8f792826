import { parsePrefix, contains } from "../../../ip/prefix.ts";
import { prefixText, versionOf } from "../../vendors/plain-values.ts";
import { configFile } from "../../vendors/linux/config-file.ts";
import { type Part, part } from "../../vendors/linux/part.ts";
import { iniLines, ownSection } from "../../vendors/linux/syntax/ini-text.ts";
import { shellVariables } from "../../vendors/linux/syntax/shell-text.ts";
import { single } from "../core-side.ts";
import type { Hub } from "../hub.ts";
import { HUB_MARK, hubRouter } from "../hub-router.ts";

const SCRIPT = "usr/local/lib/rajut/hub-addresses";
const SETTINGS = "etc/rajut/hub.conf";
const SERVICE = "etc/systemd/system/rajut-hub-addresses.service";
export const PREPARATION = "rajut-hub-addresses.service";

/** What no provider carries: RFC 1918, RFC 6598, RFC 4193. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

/** Lets the provider's own set-up of the network alone: only what is added to it is taken away again. */
const ADD =
  String.raw`# The hub's own addresses, and which packets take the way into the network. May run again at any time.
set -eu

ADDRESSES='' RULES4='' RULES6='' MARK=''
# shellcheck source=/dev/null
. /etc/rajut/hub.conf

MARKED=7700
NEAR=7701
INTO_NETWORK=7702

for address in $ADDRESSES; do
	ip address replace "$address" dev lo
done
ip -o address show dev lo scope global | while read -r _ _ _ address _; do
	case " $ADDRESSES " in
	*" $address "*) ;;
	*) ip address delete "$address" dev lo ;;
	esac
done

for version in 4 6; do
	for preference in $MARKED $NEAR $INTO_NETWORK; do
		while ip "-$version" rule delete priority "$preference" 2>/dev/null; do :; done
	done
	# What carries a tunnel is never led into one.
	ip "-$version" rule add priority $MARKED fwmark "$MARK" lookup main
	# The provider's own network around the machine stays in reach.
	ip "-$version" rule add priority $NEAR lookup main suppress_prefixlength 0
	# With no core in reach nothing goes astray to the internet.
	ip "-$version" route replace unreachable default metric 4294967295 table "$MARK"
done
echo "$RULES4" | while read -r rule; do
	# shellcheck disable=SC2086
	[ -z "$rule" ] || ip -4 rule add priority $INTO_NETWORK $rule lookup "$MARK"
done
echo "$RULES6" | while read -r rule; do
	# shellcheck disable=SC2086
	[ -z "$rule" ] || ip -6 rule add priority $INTO_NETWORK $rule lookup "$MARK"
done`.split("\n");

/**
 * The hub's own addresses on `lo`, and rules by which what is for the network looks for its way in a table
 * that BGP fills; everything else stays as the provider of the machine has set it up.
 */
export function preparation(hub: Hub): Part {
  const owner = hubRouter(hub);
  return part({
    files: [
      configFile(owner, SCRIPT, ADD, {
        proof: "executed",
        check: ["shellcheck"],
        firstLine: "#!/bin/sh",
        mode: 0o755,
      }),
      configFile(
        owner,
        SETTINGS,
        shellVariables({
          ADDRESSES: hub.addresses.map(single).map(prefixText).join(" "),
          RULES4: rules(hub, 4).join("\n"),
          RULES6: rules(hub, 6).join("\n"),
          MARK: HUB_MARK,
        }),
        { proof: "executed", check: ["sh", "-n"] },
      ),
      configFile(
        owner,
        SERVICE,
        iniLines([
          ownSection("Unit", [
            ["Description", "Addresses and ways of the off-site hub"],
            ["After", "network-online.target"],
            ["Wants", "network-online.target"],
            ["Before", "frr.service"],
          ]),
          ownSection("Service", [
            ["Type", "oneshot"],
            ["RemainAfterExit", true],
            ["ExecStart", `/${SCRIPT}`],
          ]),
          ownSection("Install", [["WantedBy", "multi-user.target"]]),
        ]),
        { proof: "linted", check: ["systemd-analyze", "verify"] },
      ),
    ],
    services: [
      {
        unit: PREPARATION,
        package: "iproute2",
        files: [SCRIPT, SETTINGS, SERVICE],
        reload: ["systemctl", "restart", PREPARATION],
      },
    ],
  });
}

const isPrivate = (prefix: string): boolean =>
  PRIVATE.some((all) => contains(parsePrefix(all)!, parsePrefix(prefix)!));

/**
 * Private addresses are of the network whoever asks. Its public ones only for what bears the hub's own
 * address: an administrator who comes by the internet from one of them is answered the way he came.
 */
function rules({ network, addresses }: Hub, version: 4 | 6): string[] {
  const from = addresses.find((address) => versionOf(address) === version);
  return network
    .filter((prefix) => versionOf(prefix) === version)
    .flatMap((prefix) => {
      if (isPrivate(prefix)) return [`to ${prefixText(prefix)}`];
      return from === undefined ? [] : [`from ${from} to ${prefixText(prefix)}`];
    });
}
