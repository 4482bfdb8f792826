import type { DesiredState } from "../../../desired-state.ts";
import { secretToken } from "../../../secrets.ts";
import { plainWord, versionOf, withoutLength } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";
import { snmpdText } from "../syntax/snmpd-text.ts";

const FILE = "etc/snmp/snmpd.conf";

/** SNMPv3 with authentication and privacy (RFC 3414, RFC 3826), read-only, on the loopback addresses; the firewall lets managers in only. */
export function snmp(state: DesiredState): Part {
  const { snmp: desired } = state;
  if (desired === undefined) return part({});
  const user = plainWord(desired.user);
  const own = state.interfaces
    .filter(({ role }) => role === "loopback")
    .flatMap(({ addresses }) => addresses.map(withoutLength));
  const listen = own.map((address) =>
    versionOf(address) === 4 ? `udp:${address}:161` : `udp6:[${address}]:161`,
  );
  const { authentication, privacy, location, contact } = desired;
  return part({
    files: [
      configFile(
        state,
        FILE,
        [
          ...(listen.length === 0 ? [] : [`agentaddress ${listen.join(",")}`]),
          `createUser ${user} SHA "${secretToken(authentication)}" AES "${secretToken(privacy)}"`,
          `rouser ${user} authpriv .1`,
          `sysLocation ${snmpdText(location)}`,
          ...(contact === undefined ? [] : [`sysContact ${snmpdText(contact)}`]),
          `sysName ${plainWord(state.device)}`,
        ],
        { proof: "executed", secret: true },
      ),
    ],
    services: [
      {
        unit: "snmpd.service",
        package: "snmpd",
        files: [FILE],
        reload: ["systemctl", "restart", "snmpd.service"],
      },
    ],
  });
}
