import type { DesiredState, Firewall } from "../../../desired-state.ts";
import type { Zone } from "../../../../vocabulary.ts";
import { ofVersion, addressText, versionOf, wholeNumber, prefixText } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";
import { interfacesOf, INSIDE, OUTSIDE } from "../sides.ts";
import {
  anyInterface,
  anyOf,
  chain,
  type NftChain,
  type NftItem,
  nftLines,
  type NftSet,
  prefixSets,
} from "../syntax/nft-text.ts";
import { input } from "./firewall-input.ts";
import { output } from "./firewall-output.ts";
import { sources } from "./firewall-sources.ts";

const RULESET = "etc/nftables.conf";
/** Of the log, so that an attack does not fill it. */
const LOG_LIMIT = "limit rate 5/second burst 10 packets";

/**
 * Zones by nftables. A source that does not belong where it comes in is refused first. Between a LAN or a
 * provider and the rest connections are followed, and only their first packet is judged: by who may begin
 * talking to whom. Between routers packets are judged one by one, in either direction that some policy
 * allows, since the way back may be another: a connection that is moved by a cut cable is not broken.
 */
export function firewall(state: DesiredState): Part {
  const { firewall: desired } = state;
  return part({
    nft: [
      ...prefixSets("own", ownPrefixes(desired)),
      ...desired.prefixes.flatMap(({ zone, prefixes }) => prefixSets(zone, prefixes)),
      ...prefixSets("managers", desired.managers),
      ...sharedSets(desired),
      sources(state),
      input(state),
      output(state),
      forward(state),
      transit(desired),
      ...desired.policy.map(({ from }) => beginning(desired, from)),
      ...desired.policy.map(({ from }) => between(desired, from)),
      betweenInternet(desired),
      ...refusals(),
    ],
  });
}

/** The ruleset of all features, and the service that loads it in one transaction. */
export function ruleset(state: DesiredState, items: readonly NftItem[]): Part {
  return part({
    files: [
      configFile(state, RULESET, ["flush ruleset", "", ...nftLines("inet rajut", items)], {
        proof: "executed",
        check: ["nft", "-c", "-f"],
        firstLine: "#!/usr/sbin/nft -f",
        mode: 0o755,
      }),
    ],
    services: [
      {
        unit: "nftables.service",
        package: "nftables",
        files: [RULESET],
        reload: ["nft", "-f", `/${RULESET}`],
      },
    ],
  });
}

const SHARED = "ip daddr . meta l4proto . th dport @shared4";
const SHARED_ANSWER = "ip saddr . meta l4proto . th sport @shared4";

function sharedSets({ shared }: Firewall): NftSet[] {
  return ([4, 6] as const).map((version) => ({
    kind: "set",
    name: `shared${version}`,
    type: `${version === 4 ? "ipv4_addr" : "ipv6_addr"} . inet_proto . inet_service`,
    interval: false,
    elements: shared
      .filter(({ address }) => versionOf(address) === version)
      .map(
        ({ address, protocol, port }) =>
          `${addressText(address)} . ${protocol} . ${wholeNumber(port, 1, 65_535)}`,
      ),
  }));
}

/** Whatever has a zone is ours, so that what is refused to all of ours is refused to every zone. */
const ownPrefixes = ({ own, prefixes }: Firewall): string[] => [
  ...new Set([...own, ...prefixes.flatMap((zone) => zone.prefixes)]),
];

function forward(state: DesiredState): NftChain {
  const { firewall: desired } = state;
  const inside = interfacesOf(state, INSIDE);
  const outside = interfacesOf(state, OUTSIDE);
  const wan = interfacesOf(state, ["wan"]);
  const onlyTunnels = interfacesOf(state, ["line", "underlay"]);
  const shared = state.vrrp.map((one) => one.interface);
  const zones = desired.zones.filter(({ interfaces }) => interfaces.length > 0);
  const judged = new Set(desired.policy.map(({ from }) => from));
  return chain("forward", "type filter hook forward priority filter; policy drop;", [
    ...(inside.length === 0
      ? []
      : [`iifname ${anyInterface(inside)} oifname ${anyInterface(inside)} goto transit`]),
    ...(shared.length === 0 || inside.length === 0 ? [] : byTwoRouters(shared, inside)),
    ...announced(state, wan, inside),
    // For a site that is cut off: a connection that began so would stay so after the site's return.
    ...(wan.length === 0 ? [] : both(`oifname ${anyInterface(wan)}`, "daddr @own", "goto refused")),
    "ct state vmap { established : accept, related : accept, invalid : goto refused }",
    ...(onlyTunnels.length === 0 ? [] : [`oifname ${anyInterface(onlyTunnels)} goto refused`]),
    // Published to the whole world, and so to all of us.
    ...(state.nat === undefined ? [] : ["ct status dnat accept"]),
    ...(outside.length === 0 ? [] : [`iifname ${anyInterface(outside)} goto refused`]),
    ...zones.map(
      ({ zone, interfaces }) =>
        `iifname ${anyInterface(interfaces)} goto ${judged.has(zone) ? `from-${zone}` : "refused"}`,
    ),
    ...classified(desired, "from"),
    "goto refused",
  ]);
}

/**
 * A LAN with two routers may send through one and hear through the other, which has not seen the
 * beginning: there, too, packets that begin nothing are judged one by one.
 */
function byTwoRouters(lans: readonly string[], inside: readonly string[]): string[] {
  const ways = [
    `iifname ${anyInterface(lans)} oifname ${anyInterface(inside)}`,
    `iifname ${anyInterface(inside)} oifname ${anyInterface(lans)}`,
  ];
  return ways.flatMap((way) => [
    `${way} meta l4proto != tcp goto transit`,
    `${way} tcp flags & (fin | syn | rst | ack) != syn goto transit`,
  ]);
}

function transit(desired: Firewall): NftChain {
  return chain("transit", undefined, [
    "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
    "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept",
    ...both2(SHARED_ANSWER, "accept"),
    ...classified(desired, "between"),
    "goto between-internet",
  ]);
}

/** To the chain of the zone that a source belongs to; routers' own addresses belong to management. */
function classified({ prefixes, policy }: Firewall, which: "from" | "between"): string[] {
  const known = new Set(policy.map(({ from }) => from));
  return [
    ...prefixes
      .filter(({ zone }) => known.has(zone))
      .flatMap(({ zone }) => both("", `saddr @${zone}`, `goto ${which}-${zone}`)),
    ...both(
      "",
      "saddr @own",
      known.has("management") ? `goto ${which}-management` : "goto refused",
    ),
  ];
}

/** Whom a zone may begin talking to. */
const beginning = (desired: Firewall, zone: Zone): NftChain => {
  const allowed = allowedFrom(desired, zone);
  return judging(desired, `from-${zone}`, (other) => allowed.has(other));
};

/** Who may have something to say to whom, in whichever direction it began. */
const between = (desired: Firewall, zone: Zone): NftChain => {
  const allowed = allowedFrom(desired, zone);
  return judging(
    desired,
    `between-${zone}`,
    (other) =>
      allowed.has(other) || (other !== "internet" && allowedFrom(desired, other).has(zone)),
  );
};

/**
 * From the internet come answers only, to those who may ask there: the router of their LAN knows whether
 * they did. What is ours and in no zone is public addresses, which the router that translates them judges;
 * no provider brings any other (`announced`).
 */
function betweenInternet(desired: Firewall): NftChain {
  return chain("between-internet", undefined, [
    ...desired.prefixes.flatMap(({ zone }) =>
      both(
        "",
        `daddr @${zone}`,
        allowedFrom(desired, zone).has("internet") ? "accept" : "goto refused",
      ),
    ),
    ...both("", "daddr @own", "accept"),
    "goto refused",
  ]);
}

/** With BGP, packets for the network's own public addresses may come in by any provider, beside those who know of them. */
function announced({ bgp }: DesiredState, outside: readonly string[], inside: readonly string[]) {
  if (outside.length === 0 || inside.length === 0) return [];
  return ([4, 6] as const).flatMap((version) => {
    const own = ofVersion(bgp?.ownPrefixes ?? [], version).map(prefixText);
    if (own.length === 0) return [];
    const way = `iifname ${anyInterface(outside)} oifname ${anyInterface(inside)}`;
    return [`${way} ${version === 4 ? "ip" : "ip6"} daddr ${anyOf(own)} goto between-internet`];
  });
}

function allowedFrom({ policy }: Firewall, zone: Zone): ReadonlySet<Zone | "internet"> {
  return new Set(policy.find(({ from }) => from === zone)?.to);
}

/**
 * A chain that accepts or refuses by the zone of the destination; routers' own addresses belong to
 * management. Only the zones that are judged otherwise than all of ours are named.
 */
function judging(
  { prefixes }: Firewall,
  name: string,
  allows: (zone: Zone | "internet") => boolean,
): NftChain {
  const verdict = (allowed: boolean) => (allowed ? "accept" : "goto refused");
  const [ours, others] = [allows("management"), allows("internet")];
  return chain(name, undefined, [
    ...both2(SHARED, "accept"),
    ...prefixes
      .filter(({ zone }) => allows(zone) !== ours)
      .flatMap(({ zone }) => both("", `daddr @${zone}`, verdict(!ours))),
    ...(ours === others ? [] : both("", "daddr @own", verdict(ours))),
    verdict(others),
  ]);
}

function refusals(): NftChain[] {
  return ["refused", "spoofed"].map((name) =>
    chain(name, undefined, [`${LOG_LIMIT} log prefix "rajut ${name}: "`, "counter drop"]),
  );
}

/** A rule for IPv4 and for IPv6: `saddr @own` becomes `ip saddr @own4` and `ip6 saddr @own6`. */
export function both(before: string, match: string, verdict: string): string[] {
  const start = before === "" ? "" : `${before} `;
  return [`${start}ip ${match}4 ${verdict}`, `${start}ip6 ${match}6 ${verdict}`];
}

/** The same of a match that is written for IPv4 in full. */
const both2 = (match4: string, verdict: string): string[] => [
  `${match4} ${verdict}`,
  `${match4.replace("ip ", "ip6 ").replace(/4$/, "6")} ${verdict}`,
];
