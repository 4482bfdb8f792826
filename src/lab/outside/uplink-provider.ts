import type { BgpNeighbor, DesiredState, Interface, Uplink } from "../../config/desired-state.ts";
import { formatPrefix, type IpVersion, bareAddress, prefixOf } from "../../ip/prefix.ts";
import { compareText } from "../../text/order.ts";
import { cableFrom } from "../cable.ts";
import { addressRange, holds, hostPrefix, versionOf } from "../addresses.ts";
import { EMPTY_SPACE, type Space } from "../space.ts";
import { type BgpSession, frrConfOf } from "./bgp-conf.ts";
import {
  CUSTOMER,
  type Provider,
  type Transfer,
  transferAddress,
  UPSTREAM,
  upstreamCable,
} from "./provider.ts";

/** The lab's internet speaks BGP under a number for documentation (RFC 5398). */
export const INTERNET_ASN = 65_551;
/** A silent failure beyond the provider is its own affair to notice; three seconds is quick for one. */
const UPSTREAM_TIMERS = { keepaliveS: 1, holdS: 3 };
/** With a customer who has no BFD a provider is as slow as is usual, but not as slow as 180 s. */
const CUSTOMER_TIMERS = { keepaliveS: 3, holdS: 9 };

/** The name of an uplink's provider's namespace. */
export const uplinkSpace = (uplink: string): string => `isp-${uplink}`;

/**
 * The provider at the other end of an uplink: its gateway, routes to whatever public addresses the
 * uplink answers for, and a BGP session where the router expects one.
 */
export function uplinkProvider(
  state: DesiredState,
  uplink: Uplink,
  face: Interface,
  transfer: Transfer,
): Provider {
  const neighbors = (state.bgp?.neighbors ?? []).filter(
    ({ role, carries }) => role === "internet" && carries === uplink.id,
  );
  const connected = face.addresses.map(prefixOf);
  // Of its own prefixes the network tells by BGP, and nobody else has to know.
  const told = neighbors.length === 0 ? [] : (state.bgp?.ownPrefixes ?? []).map(prefixOf);
  const beyond = publicAddresses(state, uplink).filter(
    (address) => ![...connected, ...told].some((prefix) => holds(prefix, address)),
  );
  const versions = [...new Set(connected.map(({ version }) => version))];
  const name = uplinkSpace(uplink.id);
  const asn = neighbors[0]?.remoteAsn;
  const defaults = versions.map((version) => ({
    to: version === 4 ? "0.0.0.0/0" : "::/0",
    via: bareAddress(transferAddress(transfer, version, "internet")),
  }));
  const space: Space = {
    ...EMPTY_SPACE,
    name,
    forwards: true,
    addresses: [
      ...ownAddresses(uplink, face, neighbors),
      ...versions.map((version) => ({
        interface: UPSTREAM,
        address: transferAddress(transfer, version, "provider"),
      })),
    ],
    routes: [
      // With BGP the provider knows the internet from the internet, and loses it when that dies.
      ...(asn === undefined ? defaults : []),
      ...beyond.map((address) => ({ to: hostPrefix(address), via: uplink.address })),
    ],
    frrConf:
      asn === undefined
        ? undefined
        : frrConfOf({
            asn,
            routerId: bareAddress(transferAddress(transfer, 4, "provider")),
            sessions: [
              ...neighbors.flatMap((neighbor) => customerSessions(neighbor, face, state)),
              ...versions.map((version) => upstreamSession(transfer, version)),
            ],
          }),
  };
  return {
    space,
    cables: [
      cableFrom("outside", state.device, face, { space: name, interface: CUSTOMER }),
      upstreamCable(name, transfer),
    ],
    transfer,
    prefixes: [
      ...connected.map((prefix) => ({ version: prefix.version, prefix: formatPrefix(prefix) })),
      ...beyond.map((address) => ({ version: versionOf(address), prefix: hostPrefix(address) })),
    ],
    bgp: asn === undefined ? undefined : { asn, versions },
  };
}

/** The provider's addresses at the customer: the gateway, and those at which BGP is spoken. */
function ownAddresses(uplink: Uplink, face: Interface, neighbors: readonly BgpNeighbor[]) {
  const wanted = new Set([uplink.gateway, ...neighbors.flatMap(({ addresses }) => addresses)]);
  return [...wanted].flatMap((address) => {
    const prefix = face.addresses.map(prefixOf).find((candidate) => holds(candidate, address));
    return prefix === undefined
      ? []
      : [{ interface: CUSTOMER, address: `${address}/${prefix.length}` }];
  });
}

/** The session with the customer, seen from the provider. */
function customerSessions(
  { addresses, bfd, password }: BgpNeighbor,
  face: Interface,
  { bgp }: DesiredState,
): BgpSession[] {
  return addresses.flatMap((address) => {
    const customer = face.addresses.find((candidate) => holds(prefixOf(candidate), address));
    if (customer === undefined || bgp === undefined) return [];
    return [
      {
        neighbor: bareAddress(customer),
        remoteAsn: bgp.asn,
        timers: CUSTOMER_TIMERS,
        bfd,
        password,
        originatesDefault: false,
      },
    ];
  });
}

const upstreamSession = (transfer: Transfer, version: IpVersion): BgpSession => ({
  neighbor: bareAddress(transferAddress(transfer, version, "internet")),
  remoteAsn: INTERNET_ASN,
  timers: UPSTREAM_TIMERS,
  bfd: undefined,
  password: undefined,
  originatesDefault: false,
});

/** The internet's side of the sessions with a provider. */
export function internetSessions({ bgp, transfer }: Provider): BgpSession[] {
  return (bgp?.versions ?? []).map((version) => ({
    neighbor: bareAddress(transferAddress(transfer, version, "provider")),
    remoteAsn: bgp!.asn,
    timers: UPSTREAM_TIMERS,
    bfd: undefined,
    password: undefined,
    originatesDefault: true,
  }));
}

/** Every public address behind an uplink's interface: of its pool, and of services. */
function publicAddresses({ nat }: DesiredState, { id, interface: name }: Uplink): string[] {
  const pools = (nat?.sources ?? [])
    .filter((source) => source.interface === name)
    .flatMap(({ from, to }) => addressRange(from, to));
  const published = (nat?.published ?? [])
    .filter(({ uplink }) => uplink === id)
    .map(({ publicAddress }) => publicAddress);
  return [...new Set([...pools, ...published])].sort(compareText);
}
