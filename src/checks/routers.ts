import { finding, type Finding } from "../findings/finding.ts";
import { isDocumentation } from "../ip/prefix.ts";
import type { Network } from "../model/network.ts";
import { SERVICE_ROLES, wordsOf } from "../vocabulary.ts";
import type { Rule } from "./rule.ts";

/**
 * Whether routers can be configured from what the files say; asked of networks with address pools only.
 * R611 uplink without addresses, R612 addresses for examples, R613 part that cannot be an OSPF area,
 * R614 uplink without check targets, R615 roles that no service has, R616 BGP not complete, R617
 * switched site without a router, R618 tunnel without an entrance, R619 uplink to a network that is
 * not configured. O(sites + links) beside the proof of the areas.
 */
export const routers: Rule = ({ index: { network }, routed: routedNetwork }) => {
  if (network.addressPools.size === 0) return [];
  const routed = routedNetwork();
  const { flattened } = routed.areas;
  return [
    ...uplinkFindings(network),
    // A part that would split the backbone is no matter of the planner's: small rings are like that.
    ...flattened.flatMap(({ kecamatan, routers: inside, reason: why }) =>
      why === "mixed-media" || why === "uplink"
        ? finding("R613", originOf(network, inside[0]!).at(["id"]), inside[0]!, {
            kecamatan,
            routers: inside,
            why,
          })
        : [],
    ),
    ...missingRoles(network),
    ...routed.stranded.map(({ id, origin }) =>
      finding("R617", origin.at(["id"]), id, { site: id }),
    ),
    ...routed.lines
      .filter(({ link, router }) => link.tunnel && !routed.routers.get(router)!.isCore)
      .filter(({ link }) => !routed.backups.some(({ line }) => line.link.id === link.id))
      .map(({ link: { id, origin } }) => finding("R618", origin.at(["tunnel"]), id, { link: id })),
    ...routed.otherUplinks.map(({ id, origin, uplinkRole }) =>
      finding("R619", origin.at(["role"]), id, { uplink: id, role: uplinkRole! }),
    ),
  ];
};

function originOf({ sites }: Network, id: string) {
  return sites.get(id as never)!.origin;
}

function uplinkFindings(network: Network): Finding[] {
  const uplinks = [...network.links.values()].filter(
    ({ uplinkRole, inService }) =>
      inService && (uplinkRole === "primary" || uplinkRole === "secondary"),
  );
  const withPeer = uplinks.filter(({ access }) => access?.peerAsn !== undefined);
  const found = uplinks.flatMap(({ id, origin, access }): Finding[] => {
    if (access?.wan === undefined) return [finding("R611", origin.at(["id"]), id, { uplink: id })];
    const addresses = [
      access.wan.address,
      access.wan.gateway,
      ...(access.nat === undefined ? [] : [access.nat]),
      ...access.checks,
    ].filter(isDocumentation);
    return [
      ...(addresses.length > 0
        ? [finding("R612", origin.at(["wan"]), id, { subject: id, addresses })]
        : []),
      ...(access.checks.length === 0 && access.peerAsn === undefined
        ? [finding("R614", origin.at(["id"]), id, { uplink: id })]
        : []),
    ];
  });
  if (network.asn === undefined) {
    for (const { id, origin } of withPeer) {
      found.push(finding("R616", origin.at(["peerAsn"]), id, { subject: id, problem: "no-asn" }));
    }
  } else if (withPeer.length > 0 && network.ownPrefixes.length === 0) {
    const args = { subject: network.id, problem: "no-prefixes" } as const;
    found.push(finding("R616", network.origin.at(["asn"]), network.id, args));
  }
  return found;
}

function missingRoles(network: Network): Finding[] {
  const held = new Set(Array.from(network.services.values(), ({ role }) => role));
  const roles = wordsOf(SERVICE_ROLES).filter((role) => !held.has(role));
  return roles.length === 0
    ? []
    : [finding("R615", network.origin.at(["network"]), network.id, { roles })];
}
