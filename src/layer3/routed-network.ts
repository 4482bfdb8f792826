import type { AreaId, LinkId, ServiceId, SiteId } from "../model/ids.ts";
import type { Link, Network, Site } from "../model/network.ts";
import { kecamatanOf } from "../network/areas.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import { compareText } from "../text/order.ts";
import { INTERNET, type SiteKind, wordsOf, type Zone, ZONES } from "../vocabulary.ts";
import { ospfAreas, type AreaDesign } from "./ospf-areas.ts";
import type { RoutedLink, RoutedUplink, Router } from "./router.ts";
import { switchedSegments, type SwitchedSegment } from "./switched-segments.ts";

/**
 * A network as routers see it on its day: which sites route, which links join two routers, which local
 * networks hang on them, and where it meets the internet. What is not in service is not there.
 */
export interface RoutedNetwork {
  readonly network: Network;
  /** In id order. */
  readonly routers: ReadonlyMap<SiteId, Router>;
  /** Between two routers, in id order. */
  readonly links: readonly RoutedLink[];
  /** How it is cut into OSPF areas. */
  readonly areas: AreaDesign;
  /** In order of owner. */
  readonly lans: readonly Lan[];
  /** Lines of the whole network to the internet, in id order: primary ones first. */
  readonly uplinks: readonly RoutedUplink[];
  /** Internet lines of single sites, in id order. */
  readonly lines: readonly RoutedLine[];
  /** From a site over its own line to a core, in order of line and core. */
  readonly backups: readonly BackupTunnel[];
  /** Uplinks to the national or provincial network, which nothing here configures yet. */
  readonly otherUplinks: readonly Link[];
  /** Switched sites that no router carries. */
  readonly stranded: readonly Site[];
  /** What a service runs on: its LAN's owner; services whose LAN does not exist are left out. */
  readonly lanOfService: ReadonlyMap<ServiceId, string>;
}

/** A local network: one broadcast domain with one prefix an IP version, behind one router or shared by more. */
export interface Lan {
  /** `lan/SITE/ZONE` inside a site, `lan/LINK/ZONE` over switched sites, LINK being where it begins. */
  readonly owner: string;
  readonly zone: Zone;
  /** Kind of the sites that it serves: it chooses the address pool. */
  readonly kind: SiteKind;
  readonly area: AreaId;
  /** Routers on it in id order, each with the link by which it is joined; without one it is in the router's own site. */
  readonly attachments: readonly { readonly router: SiteId; readonly link: LinkId | undefined }[];
  /** Other zones that share its cable; then each is a VLAN. */
  readonly sharesCable: boolean;
}

export interface RoutedLine {
  readonly link: Link;
  readonly router: SiteId;
  readonly delayUs: number;
}

export interface BackupTunnel {
  /** `tunnel/LINE/CORE`. */
  readonly owner: string;
  readonly line: RoutedLine;
  readonly core: SiteId;
  /** Where the tunnel enters the core. */
  readonly uplink: RoutedUplink;
}

/** Kinds that only switch: a camera, an access point, a cabinet with a switch in it. All others route. */
const SWITCHED_KINDS: ReadonlySet<SiteKind> = new Set(["cctv", "wifi", "cabinet"]);

/** The local networks that a kind of router site has of itself; those of its services come on top. */
const OWN_ZONES: Partial<Record<SiteKind, readonly Zone[]>> = {
  datacentre: ["opd", "management"],
  pop: ["management"],
  tower: ["management"],
  teleport: ["management"],
  landing: ["management"],
};
const OFFICE_ZONES: readonly Zone[] = ["opd"];

/** What a switched site adds to the networks on its cable. */
const SWITCHED_ZONE: Partial<Record<SiteKind, Zone>> = {
  cctv: "cctv",
  wifi: "wifi",
  cabinet: "management",
};

/** Services of a leased line in which the provider routes. */
const PROVIDER_ROUTES = new Set(["ip-vpn", "dedicated-internet", "broadband"]);

/** The routed view of a network. O(sites + links) beside the proof of its areas. */
export function routedNetwork(index: NetworkIndex): RoutedNetwork {
  const { network } = index;
  const hasInternetLine = new Set(
    index.links.flatMap(({ ends }) => (ends.includes(INTERNET) ? ends : [])),
  );
  const linked = new Set(index.links.flatMap(({ ends }) => ends));
  const isSwitched = ({ kind, id }: Site) => SWITCHED_KINDS.has(kind) && !hasInternetLine.has(id);
  const routers = new Map<SiteId, Router>();
  for (const site of index.sites) {
    if (!site.inService || isSwitched(site) || !linked.has(site.id)) continue;
    const isCore = network.core.includes(site.id);
    routers.set(site.id, { site, area: kecamatanOf(network, site), isCore });
  }
  const segments = switchedSegments(network, index.links, routers);
  const lans = [...ownLans(network, routers), ...segments.flatMap((s) => segmentLans(s, routers))];
  const uplinks = uplinksOf(index, routers);
  const lines = linesOf(index, routers);
  const links = routedLinks(index, routers);
  return {
    network,
    routers,
    links,
    areas: ospfAreas({ routers, links, uplinks }),
    lans: lans.sort((a, b) => compareText(a.owner, b.owner)),
    uplinks,
    lines,
    backups: backupTunnels(lines, uplinks, routers),
    otherUplinks: index.links.filter(
      ({ uplinkRole }) => uplinkRole === "national" || uplinkRole === "province",
    ),
    stranded: index.sites.filter(
      (site) =>
        site.inService &&
        linked.has(site.id) &&
        isSwitched(site) &&
        !segments.some((segment) => segment.attachments.length > 0 && segment.sites.includes(site)),
    ),
    lanOfService: new Map(
      [...network.services].flatMap(([id, { site, zone }]) =>
        routers.has(site) ? [[id, ownLan(site, zone)]] : [],
      ),
    ),
  };
}

const ownLan = (site: SiteId, zone: Zone) => `lan/${site}/${zone}`;

function ownLans(network: Network, routers: ReadonlyMap<SiteId, Router>): Lan[] {
  const ofServices = Map.groupBy(network.services.values(), ({ site }) => site);
  return [...routers.values()].flatMap(({ site, area }) => {
    const hosted = (ofServices.get(site.id) ?? []).map(({ zone }) => zone);
    const zones = inZoneOrder([...(OWN_ZONES[site.kind] ?? OFFICE_ZONES), ...hosted]);
    return zones.map((zone): Lan => ({
      owner: ownLan(site.id, zone),
      zone,
      kind: site.kind,
      area,
      attachments: [{ router: site.id, link: undefined }],
      sharesCable: zones.length > 1,
    }));
  });
}

/** The LANs of a cable; in the kecamatan of a router on it, so that no camera that moves renumbers them. */
function segmentLans(
  { sites, attachments }: SwitchedSegment,
  routers: ReadonlyMap<SiteId, Router>,
): Lan[] {
  const [first] = attachments;
  if (first === undefined) return [];
  const kindOf = new Map<Zone, Site>();
  for (const site of sites) {
    const zone = SWITCHED_ZONE[site.kind];
    if (zone !== undefined && !kindOf.has(zone)) kindOf.set(zone, site);
  }
  const zones = inZoneOrder([...kindOf.keys()]);
  const begin = attachments.map(({ link }) => link).sort(compareText)[0]!;
  return zones.map((zone) => ({
    owner: `lan/${begin}/${zone}`,
    zone,
    kind: kindOf.get(zone)!.kind,
    area: routers.get(first.router)!.area,
    attachments,
    sharesCable: zones.length > 1,
  }));
}

function inZoneOrder(zones: readonly Zone[]): Zone[] {
  return wordsOf(ZONES).filter((zone) => zones.includes(zone));
}

function routedLinks(index: NetworkIndex, routers: ReadonlyMap<SiteId, Router>): RoutedLink[] {
  return index.links.flatMap((link, i) => {
    const [a, b] = link.ends;
    if (a === INTERNET || b === INTERNET || a === b || !routers.has(a) || !routers.has(b))
      return [];
    const tunnelled = link.medium === "leased-line" && PROVIDER_ROUTES.has(link.service);
    return [{ link, ends: [a, b] as const, delayUs: index.delayUs[i]!, tunnelled }];
  });
}

/** The router end of a link to the internet. */
function routerOf({ ends }: Link, routers: ReadonlyMap<SiteId, Router>): SiteId | undefined {
  const site = ends.find((end): end is SiteId => end !== INTERNET);
  return site !== undefined && routers.has(site) ? site : undefined;
}

function uplinksOf(index: NetworkIndex, routers: ReadonlyMap<SiteId, Router>): RoutedUplink[] {
  const uplinks = index.links.flatMap((link): RoutedUplink[] => {
    const { uplinkRole: role } = link;
    const router = routerOf(link, routers);
    if (router === undefined || (role !== "primary" && role !== "secondary")) return [];
    return [{ link, router, role }];
  });
  return uplinks.sort((a, b) => compareText(a.role, b.role) || compareText(a.link.id, b.link.id));
}

function linesOf(index: NetworkIndex, routers: ReadonlyMap<SiteId, Router>): RoutedLine[] {
  return index.links.flatMap((link, i): RoutedLine[] => {
    if (link.uplinkRole !== undefined || !link.ends.includes(INTERNET)) return [];
    const router = routerOf(link, routers);
    return router === undefined ? [] : [{ link, router, delayUs: index.delayUs[i]! }];
  });
}

/** One tunnel from each line that may carry one to each core with an uplink whose address is known, the primary uplink where it has two. */
function backupTunnels(
  lines: readonly RoutedLine[],
  uplinks: readonly RoutedUplink[],
  routers: ReadonlyMap<SiteId, Router>,
): BackupTunnel[] {
  const entrances = new Map<SiteId, RoutedUplink>();
  for (const uplink of uplinks) {
    const isEntrance = routers.get(uplink.router)!.isCore && uplink.link.access?.wan !== undefined;
    if (isEntrance && !entrances.has(uplink.router)) entrances.set(uplink.router, uplink);
  }
  const cores = [...entrances.keys()].sort(compareText);
  return lines.flatMap((line) =>
    line.link.tunnel && !routers.get(line.router)!.isCore
      ? cores.map((core) => ({
          owner: `tunnel/${line.link.id}/${core}`,
          line,
          core,
          uplink: entrances.get(core)!,
        }))
      : [],
  );
}
