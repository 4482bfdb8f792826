import { OWNER } from "../../addressing/demands.ts";
import { addressIn, formatPrefix } from "../../ip/prefix.ts";
import type { BackupTunnel } from "../../layer3/routed-network.ts";
import type { SiteId } from "../../model/ids.ts";
import { type AtRouter, type ConfigContext, loopback } from "../context.ts";
import type { Bgp, BgpNeighbor } from "../desired-state.ts";
import { UPLINK_DISTANCE } from "./uplinks.ts";

/** Inside tunnels where the network has no AS of its own: private (RFC 6996), and never told outside. */
export const PRIVATE_ASN = 64_512;
const LOCAL_PREFERENCE = { primary: 200, secondary: 100 } as const;
/** A core takes no more from a site than it has, with room for a few more local networks. */
const SITE_PREFIXES_MAX = 64;

/**
 * BGP of a router. To providers only where the network has an AS: the default in, only its own
 * prefixes out. Through the tunnels of sites' own internet lines always: iBGP is less preferred than
 * OSPF (200 to 110), so that a tunnel carries its site when nothing else does, and its filters let
 * through that site's prefixes only, so that it never carries the neighbours (RFC 4271, RFC 7454).
 * Undefined where there is nothing of either.
 */
export function bgp(context: ConfigContext, at: AtRouter): Bgp | undefined {
  const { network } = context.routed;
  const asn = network.asn ?? PRIVATE_ASN;
  const neighbors = [
    ...providers(context, at),
    ...at.spokes.map((backup) => coreNeighbor(context, backup, asn)),
    ...at.hubs.map((backup) => siteNeighbor(context, backup, asn)),
  ];
  const routerId = loopback(context, at.router.site.id, 4);
  if (neighbors.length === 0 || routerId === undefined) return undefined;
  const toInternet = neighbors.some(({ role }) => role === "internet");
  const isSecondary = toInternet && at.uplinks.every(({ role }) => role === "secondary");
  return {
    asn,
    routerId,
    neighbors,
    ownPrefixes: toInternet ? network.ownPrefixes : [],
    externalDistance: isSecondary ? UPLINK_DISTANCE.secondary : undefined,
  };
}

function providers({ routed: { network } }: ConfigContext, { uplinks }: AtRouter): BgpNeighbor[] {
  if (network.asn === undefined) return [];
  return uplinks.flatMap(({ link, role }): BgpNeighbor[] => {
    const { access } = link;
    if (access?.wan === undefined || access.peerAsn === undefined) return [];
    return [
      {
        role: "internet",
        addresses: [access.wan.gateway],
        remoteAsn: access.peerAsn,
        carries: link.id,
        localPreference: LOCAL_PREFERENCE[role],
        maxPrefixes: access.maxPrefixes,
        accept: "default",
        announce: network.ownPrefixes,
        bfd: "radio",
        password: { secret: `bgp/${link.id}` },
      },
    ];
  });
}

function coreNeighbor(context: ConfigContext, backup: BackupTunnel, asn: number): BgpNeighbor {
  const { owner, uplink, line } = backup;
  return {
    role: "core",
    addresses: context.plan.prefixes(owner).map((prefix) => addressIn(prefix, 0n)),
    remoteAsn: asn,
    carries: owner,
    localPreference: LOCAL_PREFERENCE[uplink.role],
    maxPrefixes: 1,
    accept: "default",
    announce: sitePrefixes(context, line.router),
    bfd: "slow",
    password: undefined,
  };
}

function siteNeighbor(context: ConfigContext, backup: BackupTunnel, asn: number): BgpNeighbor {
  const { owner, line } = backup;
  return {
    role: "site",
    addresses: context.plan.prefixes(owner).map((prefix) => addressIn(prefix, 1n)),
    remoteAsn: asn,
    carries: owner,
    localPreference: undefined,
    maxPrefixes: SITE_PREFIXES_MAX,
    accept: sitePrefixes(context, line.router),
    announce: "default",
    bfd: "slow",
    password: undefined,
  };
}

/** What a site is reached by: its loopback and its local networks. */
export function sitePrefixes({ plan, at }: ConfigContext, router: SiteId): string[] {
  const owners = [OWNER.router(router), ...at.get(router)!.lans.map(({ owner }) => owner)];
  return owners.flatMap((owner) => plan.prefixes(owner).map(formatPrefix));
}
