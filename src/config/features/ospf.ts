import { OWNER } from "../../addressing/demands.ts";
import type { RoutedArea } from "../../layer3/ospf-areas.ts";
import type { SiteId } from "../../model/ids.ts";
import { compareText } from "../../text/order.ts";
import { areaNumber, type AtRouter, type ConfigContext, loopback } from "../context.ts";
import type { Ospf, OspfArea, OspfInterface } from "../desired-state.ts";
import { MEDIA_CLASSES } from "../media-class.ts";
import { ospfCost } from "../ospf-cost.ts";
import { natPools } from "./static-routes.ts";

/** Of the default route, by the uplink's role: every router takes the primary one while it is told. */
const DEFAULT_METRIC = { primary: 10, secondary: 100 } as const;
/** Of sites that come in by tunnel: behind any default, and at a core without the primary uplink behind the other core. */
export const TUNNEL_SITE_METRIC = { primary: 20_000, secondary: 20_100 } as const;
/** Behind iBGP (200), so that a core's own tunnel wins over what another core tells of it. */
export const EXTERNAL_DISTANCE = 210;
const PASSIVE_COST = 1;

/** First answers within 50 ms, damped to 5 s while a link flaps; an area of this size computes in under 1 ms. */
const THROTTLE = {
  spfDelayMs: 50,
  spfHoldMs: 200,
  spfMaxHoldMs: 5000,
  lsaMs: 50,
  lsaMinArrivalMs: 50,
} as const;

/**
 * OSPF of a router, for IPv4 and IPv6 alike: its areas, what it costs to leave by each interface,
 * default route and tunnel sites where it is a core (RFC 2328, RFC 5340). Undefined on a router that
 * no other router is joined to but by its own internet line.
 */
export function ospf(context: ConfigContext, at: AtRouter): Ospf | undefined {
  const { router, links, lans, uplinks, hubs } = at;
  const { site, isCore } = router;
  const routerId = loopback(context, site.id, 4);
  if (routerId === undefined || (links.length === 0 && !isCore)) return undefined;
  const home = areaNumber(context, context.areas.areaOfRouter.get(site.id));
  const nameOf = (owner: string) => context.wiring.interfaceOf(site.id, owner).name;
  const interfaces: OspfInterface[] = [
    passive("lo", home),
    ...lans.map(({ owner }) => passive(nameOf(owner), home)),
    // So that the ends of tunnels are reached from everywhere.
    ...(hubs.length === 0 ? [] : [passive(nameOf(OWNER.hub), areaNumber(context, undefined))]),
    ...links.map(({ link, delayUs }): OspfInterface => {
      const { bfd, helloS, deadS } = MEDIA_CLASSES[link.medium];
      return {
        interface: nameOf(OWNER.link(link.id)),
        area: areaNumber(context, context.areas.areaOfLink.get(link.id)),
        cost: ospfCost(link.medium, delayUs, link.rateMbps),
        passive: false,
        network: "point-to-point",
        helloS,
        deadS,
        bfd,
        authentication: { secret: `ospf/${link.id}` },
      };
    }),
  ];
  const best = uplinks.some(({ role }) => role === "primary") ? "primary" : "secondary";
  return {
    routerId,
    interfaces: interfaces.sort((a, b) => compareText(a.interface, b.interface)),
    areas: areasOf(context, site.id),
    originateDefault: uplinks.length === 0 ? undefined : { metric: DEFAULT_METRIC[best] },
    redistributeStatic: context.routed.network.asn === undefined ? [] : natPools(at),
    redistributeTunnelSites: hubs.length === 0 ? undefined : { metric: TUNNEL_SITE_METRIC[best] },
    externalDistance: hubs.length === 0 ? undefined : EXTERNAL_DISTANCE,
    throttle: THROTTLE,
  };
}

function passive(name: string, area: string): OspfInterface {
  return {
    interface: name,
    area,
    cost: PASSIVE_COST,
    passive: true,
    network: "broadcast",
    helloS: 10,
    deadS: 40,
    bfd: undefined,
    authentication: undefined,
  };
}

function areasOf(context: ConfigContext, router: SiteId): OspfArea[] {
  const { areas } = context.areas;
  const own = areas.filter(
    ({ borders, routers }) => borders.includes(router) || routers.includes(router),
  );
  const inBackbone = context.areas.areaOfRouter.get(router) === undefined;
  const backbone: OspfArea = {
    area: areaNumber(context, undefined),
    type: "normal",
    ranges: [],
    kecamatan: "",
  };
  return [
    ...(inBackbone ? [backbone] : []),
    ...own.map((area): OspfArea => ({
      area: areaNumber(context, area),
      type: area.isSpur && !hasTunnel(context, area) ? "totally-stubby" : "normal",
      ranges: area.borders.includes(router) ? (context.summaries.get(area.owner) ?? []) : [],
      kecamatan: area.kecamatan,
    })),
  ].sort((a, b) => compareText(a.area, b.area));
}

/**
 * Whether a site of the area has a tunnel to the cores. It must hear whether the default is there, and not
 * just that a border router is: that one tells a stub its own default even when it is cut off from the
 * cores, and the tunnel, less preferred, would stay unused.
 */
const hasTunnel = ({ at }: ConfigContext, { routers }: RoutedArea): boolean =>
  routers.some((router) => at.get(router)!.spokes.length > 0);
