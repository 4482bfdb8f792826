import type { DesiredState, Vrrp } from "../../../desired-state.ts";
import { interfaceName, ofVersion, prefixText, wholeNumber } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";
import { braceLines, type BraceNode } from "../syntax/braces-text.ts";
import { vrrpLinkLocal } from "../vrrp-link-local.ts";

const FILE = "etc/keepalived/keepalived.conf";
/** In hundredths of a second, of which the protocol's field holds twelve bits (RFC 5798 §5.2.7). */
const ADVERTISEMENT_MS_MAX = 40_950;

/** VRRPv3 (RFC 5798) by keepalived: one instance a group and IP version, all of them waiting at first. */
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
        braceLines([{ head: "global_defs", body: ["vrrp_version 3"] }, ...instances]),
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
        { head: "virtual_ipaddress", body: addresses },
      ],
    },
  ];
}
