import type { DesiredState, Vrrp } from "../../../desired-state.ts";
import { interfaceName, ofVersion, prefixText, wholeNumber } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";
import { braceLines, type BraceNode } from "../syntax/braces-text.ts";
import { vrrpLinkLocal } from "../vrrp-link-local.ts";

const FILE = "etc/keepalived/keepalived.conf";
/** In hundredths of a second, of which the protocol's field holds twelve bits (RFC 5798 §5.2.7). */
const ADVERTISEMENT_MS_MAX = 40_950;

const CONNECTED = "connected";
/** Of reserved addresses that nobody has (RFC 1112 §4): only a default route leads there. */
const ANYWHERE = "240.0.0.1";
/** More than lies between the first router of a LAN and the next, so that the next one leads; where both are cut off, nothing changes. */
const CUT_OFF_WEIGHT = -100;
/** Router and network take a minute of working before they lead again, or the LAN would flap with a line. */
const TRUSTED_AFTER_S = 60;
/** Who loses the default when the whole network does must not hand the LAN over because it notices first. */
const PREEMPT_DELAY_S = 2;

/**
 * VRRPv3 (RFC 5798) by keepalived: one instance a group and IP version, all of them waiting at first. A
 * router without a default route stands behind the others: it leads the LAN's hosts nowhere.
 */
export function vrrp(state: DesiredState): Part {
  if (state.vrrp.length === 0) return part({});
  const instances = state.vrrp.flatMap((group) =>
    ([4, 6] as const).flatMap((version) => instance(group, version)),
  );
  return part({
    files: [
      configFile(
        state,
        FILE,
        braceLines([
          {
            head: "global_defs",
            body: ["vrrp_version 3", "enable_script_security", "script_user root"],
          },
          {
            head: `vrrp_script ${CONNECTED}`,
            body: [
              `script "/usr/bin/ip route get ${ANYWHERE}"`,
              "interval 1",
              "fall 2",
              `rise ${TRUSTED_AFTER_S}`,
              `weight ${CUT_OFF_WEIGHT}`,
              "init_fail",
            ],
          },
          ...instances,
        ]),
        { proof: "executed", check: ["keepalived", "-t", "-l", "-f"] },
      ),
    ],
    services: [
      {
        unit: "keepalived.service",
        package: "keepalived",
        files: [FILE],
        reload: ["systemctl", "reload", "keepalived.service"],
      },
    ],
  });
}

function instance(group: Vrrp, version: 4 | 6): BraceNode[] {
  const shared = ofVersion(group.addresses, version).map(prefixText);
  if (shared.length === 0) return [];
  const name = interfaceName(group.interface);
  const id = wholeNumber(group.group, 1, 255);
  const addresses = version === 4 ? shared : [`${vrrpLinkLocal(id)}/64`, ...shared];
  return [
    {
      head: `vrrp_instance ${name}-${id}-ipv${version}`,
      body: [
        "state BACKUP",
        `interface ${name}`,
        `virtual_router_id ${id}`,
        `priority ${wholeNumber(group.priority, 1, 254)}`,
        `advert_int ${wholeNumber(group.advertisementMs, 10, ADVERTISEMENT_MS_MAX) / 1000}`,
        `preempt_delay ${PREEMPT_DELAY_S}`,
        { head: "track_script", body: [CONNECTED] },
        { head: "virtual_ipaddress", body: addresses },
      ],
    },
  ];
}
