import type { DesiredState } from "../../../desired-state.ts";
import { addressText, ofVersion, wholeNumber } from "../../plain-values.ts";
import { interfacesOf, OUTSIDE } from "../sides.ts";
import { anyInterface, anyOf, chain, nftInterface, type NftChain } from "../syntax/nft-text.ts";
import { sharedGateway } from "./router-advertisements.ts";

/** Numbers and not names, since a small system has no /etc/protocols. */
const OSPF = 89;
const VRRP = 112;
const ALL_ROUTERS_HOPS = 255;

/** What may reach the router itself: each protocol only from where it belongs. */
export function input(state: DesiredState): NftChain {
  return chain("input", "type filter hook input priority filter; policy drop;", [
    'iif "lo" accept',
    "ct state vmap { established : accept, related : accept, invalid : goto refused }",
    ...icmp(),
    ...ospfAndBfd(state),
    ...bgp(state),
    ...vrrp(state),
    ...advertisements(state),
    ...dhcp(state),
    ...tunnels(state),
    ...management(state),
    // So that a trace through the network ends at its last router.
    "ip saddr @own4 udp dport 33434-33534 reject",
    "ip6 saddr @own6 udp dport 33434-33534 reject",
    // What hosts say to everybody is no attack, and would fill the log.
    "meta pkttype { broadcast, multicast } drop",
    "goto refused",
  ]);
}

/** Errors come as related; IPv6 needs its neighbours (RFC 4890). */
function icmp(): string[] {
  return [
    "ip saddr @own4 icmp type echo-request accept",
    "ip6 saddr @own6 icmpv6 type echo-request accept",
    "icmp type echo-request limit rate 10/second accept",
    "icmpv6 type echo-request limit rate 10/second accept",
    `ip6 hoplimit ${ALL_ROUTERS_HOPS} icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept`,
    "ip6 saddr fe80::/10 icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } accept",
  ];
}

/** BFD over one hop comes with the full hop limit, which no one from afar can forge (RFC 5881 §5). */
function ospfAndBfd({ ospf }: DesiredState): string[] {
  const active = ospf?.interfaces.filter(({ passive }) => !passive) ?? [];
  const names = (some: typeof active) => anyInterface(some.map((one) => one.interface));
  const withBfd = active.filter(({ bfd }) => bfd !== undefined);
  return [
    ...(active.length === 0 ? [] : [`iifname ${names(active)} meta l4proto ${OSPF} accept`]),
    ...(withBfd.length === 0
      ? []
      : [
          `iifname ${names(withBfd)} ip ttl ${ALL_ROUTERS_HOPS} udp dport 3784 accept`,
          `iifname ${names(withBfd)} ip6 hoplimit ${ALL_ROUTERS_HOPS} udp dport 3784 accept`,
        ]),
  ];
}

/** FRR takes BFD of an iBGP session for one over several hops (RFC 5883). */
function bgp({ bgp: desired }: DesiredState): string[] {
  const rules = (addresses: readonly string[], what: string) =>
    fromAddresses(addresses, `${what} accept`);
  const neighbors = desired?.neighbors ?? [];
  const withBfd = neighbors.filter(({ bfd }) => bfd !== undefined);
  return [
    ...rules(
      neighbors.flatMap(({ addresses }) => addresses),
      "tcp dport 179",
    ),
    ...rules(
      withBfd.flatMap(({ addresses }) => addresses),
      "udp dport { 3784, 4784 }",
    ),
  ];
}

function vrrp({ vrrp: groups }: DesiredState): string[] {
  if (groups.length === 0) return [];
  const names = anyInterface([...new Set(groups.map((group) => group.interface))]);
  return [`iifname ${names} meta l4proto ${VRRP} accept`];
}

/**
 * Who asks for a router is heard where one advertises itself, and so is the other router of a LAN that two
 * share; anybody else who advertises there is refused, and logged.
 */
function advertisements(state: DesiredState): string[] {
  const { routerAdvertisements: all } = state;
  if (all.length === 0) return [];
  const hops = `ip6 hoplimit ${ALL_ROUTERS_HOPS}`;
  const names = anyInterface(all.map((one) => one.interface));
  return [
    `iifname ${names} ${hops} icmpv6 type nd-router-solicit accept`,
    ...all.flatMap((one) => {
      const from = sharedGateway(state, one);
      if (from === undefined) return [];
      const here = `iifname ${nftInterface(one.interface)}`;
      return [`${here} ip6 saddr ${from} ${hops} icmpv6 type nd-router-advert accept`];
    }),
    `iifname ${names} icmpv6 type nd-router-advert goto refused`,
  ];
}

function dhcp({ dhcpRelays, interfaces }: DesiredState): string[] {
  const clients = interfaces.filter((face) => face.dhcp).map(({ name }) => name);
  const servers = [...new Set(dhcpRelays.flatMap((relay) => relay.servers))];
  const relayed = dhcpRelays.map((relay) => relay.interface);
  return [
    ...(ofVersion(servers, 4).length === 0
      ? []
      : [`iifname ${anyInterface(relayed)} udp sport 68 udp dport 67 accept`]),
    ...(ofVersion(servers, 6).length === 0
      ? []
      : [`iifname ${anyInterface(relayed)} ip6 saddr fe80::/10 udp dport 547 accept`]),
    ...fromAddresses(servers, "udp dport { 67, 547 } accept"),
    ...(clients.length === 0
      ? []
      : [`iifname ${anyInterface(clients)} udp sport 67 udp dport 68 accept`]),
  ];
}

function tunnels(state: DesiredState): string[] {
  const outside = interfacesOf(state, OUTSIDE);
  const ports = state.tunnels.flatMap(({ listenPort }) =>
    listenPort === undefined ? [] : [wholeNumber(listenPort, 1, 65_535)],
  );
  if (ports.length === 0 || outside.length === 0) return [];
  return [`iifname ${anyInterface(outside)} udp dport ${anyOf(ports)} accept`];
}

function management({ snmp }: DesiredState): string[] {
  return [
    "ip saddr @managers4 tcp dport 22 accept",
    "ip6 saddr @managers6 tcp dport 22 accept",
    ...fromAddresses(snmp?.managers ?? [], "udp dport 161 accept"),
  ];
}

function fromAddresses(addresses: readonly string[], rest: string): string[] {
  return ([4, 6] as const).flatMap((version) => {
    const own = ofVersion(addresses, version).map(addressText);
    return own.length === 0 ? [] : [`${version === 4 ? "ip" : "ip6"} saddr ${anyOf(own)} ${rest}`];
  });
}
