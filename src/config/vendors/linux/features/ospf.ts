import type {
  DesiredState,
  Interface,
  Ospf,
  OspfArea,
  OspfInterface,
} from "../../../desired-state.ts";
import { secretToken } from "../../../secrets.ts";
import {
  addressText,
  interfaceName,
  ofVersion,
  prefixText,
  wholeNumber,
} from "../../plain-values.ts";
import type { Unsupported } from "../../vendor.ts";
import { type Part, part } from "../part.ts";
import { type FrrBlock, frrBlock, frrLine, type FrrNode } from "../syntax/frr-text.ts";
import { prefixLists, routeMap } from "./route-filters.ts";
import { hasIpv6 } from "./interfaces.ts";

/** FRR's own values, which it does not write out. */
const DEFAULT = {
  helloS: 10,
  deadS: 40,
  distance: 110,
  throttle: "0 50 5000",
  lsaMs: 5000,
} as const;
const STATIC = "to-ospf";
const TUNNEL_SITES = "tunnel-sites";

const NO_LSA_THROTTLE: Unsupported = {
  feature: "ospf",
  detail: {
    id: "ospf6d dari FRR tidak dapat mengatur jeda pengiriman LSA; perubahan IPv6 kedua dalam 5 detik menunggu",
    en: "FRR's ospf6d cannot set the LSA throttle; a second IPv6 change within 5 s waits",
  },
};

/** OSPFv2 (RFC 2328) and OSPFv3 (RFC 5340), the latter on interfaces with an IPv6 address. */
export function ospf(state: DesiredState): Part {
  const { ospf: desired } = state;
  if (desired === undefined) return part({});
  const faces = new Map(state.interfaces.map((face) => [face.name, face]));
  const withIpv6 = desired.interfaces.filter((one) => hasIpv6(faceOf(faces, one)));
  return part({
    frr: [
      ...desired.interfaces.map((one) => interfaceBlock(one, faceOf(faces, one))),
      frrBlock("router ospf", [
        frrLine("ospf router-id", addressText(desired.routerId)),
        "log-adjacency-changes",
        ...spfThrottle(desired),
        frrLine("timers throttle lsa all", wholeNumber(desired.throttle.lsaMs, 0, 5000)),
        frrLine("timers lsa min-arrival", wholeNumber(desired.throttle.lsaMinArrivalMs, 0, 5000)),
        ...redistribution(state, desired, 4),
        ...desired.areas.flatMap((area) => areaLines(area, desired, 4)),
        ...originateDefault(desired, 4),
        ...distance("ospf", desired),
      ]),
      ...(withIpv6.length === 0 ? [] : [ospf6(state, desired)]),
      ...filters(state, desired),
    ],
    unsupported: withIpv6.length === 0 ? [] : [NO_LSA_THROTTLE],
  });
}

/** Whether the router speaks OSPFv3 too. */
export const speaksOspf6 = (state: DesiredState): boolean =>
  state.ospf !== undefined &&
  state.ospf.interfaces.some(({ interface: name }) =>
    state.interfaces.some((face) => face.name === name && hasIpv6(face)),
  );

function faceOf(
  faces: ReadonlyMap<string, Interface>,
  { interface: name }: OspfInterface,
): Interface {
  const face = faces.get(name);
  if (face === undefined) throw new RangeError(`OSPF on ${name}, which is no interface`);
  return face;
}

function interfaceBlock(one: OspfInterface, face: Interface): FrrBlock {
  return frrBlock(frrLine("interface", interfaceName(one.interface)), [
    frrLine("ip ospf area", addressText(one.area)),
    ...(one.authentication === undefined
      ? []
      : [
          "ip ospf authentication message-digest",
          frrLine("ip ospf message-digest-key 1 md5", secretToken(one.authentication)),
        ]),
    ...versionLines("ip ospf", one, face),
    ...(hasIpv6(face)
      ? [
          frrLine("ipv6 ospf6 area", addressText(one.area)),
          ...versionLines("ipv6 ospf6", one, face),
        ]
      : []),
  ]);
}

/** What both versions say alike. */
function versionLines(command: string, one: OspfInterface, { kind }: Interface): string[] {
  const timer = (word: string, value: number, usual: number) =>
    value === usual ? [] : [frrLine(command, word, wholeNumber(value, 1, 65_535))];
  return [
    ...(one.bfd === undefined
      ? []
      : [frrLine(command, "bfd"), frrLine(command, "bfd profile", one.bfd)]),
    frrLine(command, "cost", wholeNumber(one.cost, 1, 65_535)),
    ...timer("dead-interval", one.deadS, DEFAULT.deadS),
    ...timer("hello-interval", one.helloS, DEFAULT.helloS),
    // A WireGuard interface is point-to-point by nature, and FRR does not write out what it is anyway.
    ...(one.network === "point-to-point" && kind !== "wireguard"
      ? [frrLine(command, "network point-to-point")]
      : []),
    ...(one.passive ? [frrLine(command, "passive")] : []),
  ];
}

function ospf6(state: DesiredState, desired: Ospf): FrrBlock {
  return frrBlock("router ospf6", [
    frrLine("ospf6 router-id", addressText(desired.routerId)),
    "log-adjacency-changes",
    ...spfThrottle(desired),
    frrLine("timers lsa min-arrival", wholeNumber(desired.throttle.lsaMinArrivalMs, 0, 60_000)),
    ...redistribution(state, desired, 6),
    ...desired.areas.flatMap((area) => areaLines(area, desired, 6)),
    ...originateDefault(desired, 6),
    ...distance("ospf6", desired),
  ]);
}

function spfThrottle({ throttle: { spfDelayMs, spfHoldMs, spfMaxHoldMs } }: Ospf): string[] {
  const values = [spfDelayMs, spfHoldMs, spfMaxHoldMs].map((ms) => wholeNumber(ms, 0, 600_000));
  return values.join(" ") === DEFAULT.throttle ? [] : [frrLine("timers throttle spf", ...values)];
}

/** The border router of a totally stubby area is where another area is too; it keeps all but the default out. */
function areaLines({ area, type, ranges }: OspfArea, { areas }: Ospf, version: 4 | 6): string[] {
  const isBorder = areas.length > 1;
  const stub = frrLine("area", addressText(area), "stub", isBorder ? "no-summary" : undefined);
  return [
    ...(type === "totally-stubby" ? [stub] : []),
    ...ofVersion(ranges, version).map((range) => frrLine("area", area, "range", prefixText(range))),
  ];
}

/** External type 2, which is the usual one: FRR's ospf6d writes it out, ospfd does not. Told while there is one, which IPv6 has by BGP only. */
function originateDefault({ originateDefault: wanted }: Ospf, version: 4 | 6): string[] {
  if (wanted === undefined) return [];
  const metric = wholeNumber(wanted.metric, 0, 16_777_214);
  const line = frrLine("default-information originate metric", metric);
  return [version === 4 ? line : `${line} metric-type 2`];
}

function distance(command: string, { externalDistance }: Ospf): string[] {
  if (externalDistance === undefined || externalDistance === DEFAULT.distance) return [];
  return [frrLine("distance", command, "external", wholeNumber(externalDistance, 1, 255))];
}

function redistribution(state: DesiredState, desired: Ospf, version: 4 | 6): string[] {
  const sites = desired.redistributeTunnelSites;
  const hasStatic = ofVersion(desired.redistributeStatic, version).length > 0;
  return [
    ...(sites === undefined || ofVersion(tunnelSites(state), version).length === 0
      ? []
      : [
          frrLine(
            "redistribute bgp metric",
            wholeNumber(sites.metric, 0, 16_777_214),
            "route-map",
            TUNNEL_SITES,
          ),
        ]),
    ...(hasStatic ? [frrLine("redistribute static metric-type 1 route-map", STATIC)] : []),
  ];
}

const tunnelSites = ({ bgp }: DesiredState): string[] =>
  (bgp?.neighbors ?? []).flatMap(({ role, accept }) =>
    role === "site" && accept !== "default" ? accept : [],
  );

function filters(state: DesiredState, desired: Ospf): FrrNode[] {
  const sites = desired.redistributeTunnelSites === undefined ? [] : tunnelSites(state);
  const named = [
    [TUNNEL_SITES, sites],
    [STATIC, desired.redistributeStatic],
  ] as const;
  return named.flatMap(([name, prefixes]) => {
    const versions = ([4, 6] as const).filter((version) => ofVersion(prefixes, version).length > 0);
    return [...prefixLists(name, prefixes, versions), ...routeMap(name, name, versions, [])];
  });
}
