import type { DesiredState, Interface } from "../config/desired-state.ts";
import {
  addressCount,
  addressIn,
  interfaceAddressIn,
  type IpVersion,
  type Prefix,
  bareAddress,
  prefixOf,
} from "../ip/prefix.ts";
import { compareText } from "../text/order.ts";
import type { Zone } from "../vocabulary.ts";
import { type Cable, cableFrom, isPlugged } from "./cable.ts";
import { holds } from "./addresses.ts";
import { EMPTY_SPACE, type Space } from "./space.ts";

/** A computer in a local network: who asks, and who answers, in the experiments. */
export interface LanClient {
  readonly space: string;
  /** Id of the LAN. */
  readonly lan: string;
  readonly zone: Zone;
  /** Routers on the LAN, in order. */
  readonly routers: readonly string[];
  /** Its own address in each IP version that the LAN has. */
  readonly addresses: Readonly<Partial<Record<IpVersion, string>>>;
  /** Addresses of services of the network that lie in this LAN, which it answers too. */
  readonly servers: readonly string[];
}

/** On which a client always listens; discard (RFC 863) means nothing to any policy. */
export const CLIENT_TCP_PORT = 9;

interface Attachment {
  readonly state: DesiredState;
  readonly face: Interface;
}

/** A namespace for each local network, with one computer in it that is also every server there. */
export function lanPlan(routers: readonly DesiredState[]): {
  readonly spaces: Space[];
  readonly cables: Cable[];
  readonly clients: LanClient[];
} {
  const attachments = routers.flatMap((state) =>
    state.interfaces
      .filter((face) => face.role === "lan" && isPlugged(face))
      .map((face): Attachment => ({ state, face })),
  );
  const servers = serverAddresses(routers);
  const lans = [...Map.groupBy(attachments, ({ face }) => face.carries)];
  const made = lans
    .sort(([a], [b]) => compareText(a, b))
    .map(([lan, on]) => oneLan(lan, on, servers, servicePorts(routers)));
  return {
    spaces: made.map(({ space }) => space),
    cables: made.flatMap(({ cables }) => cables),
    clients: made.map(({ client }) => client),
  };
}

function oneLan(
  lan: string,
  on: readonly Attachment[],
  servers: readonly string[],
  portsOf: ReadonlyMap<string, readonly number[]>,
) {
  const name = lan.replace(/[^a-z0-9]+/g, "-");
  const shared = on.length > 1;
  const port = (i: number) => (shared ? `port${i}` : "lan");
  const cables = on.map(({ state, face }, i) =>
    cableFrom("lan", state.device, face, { space: name, interface: port(i) }),
  );
  const prefixes = prefixesOf(on);
  const here = servers.filter((server) => prefixes.some((prefix) => holds(prefix, server)));
  const taken = new Set([
    ...here,
    ...on.flatMap(({ state, face }) => routerAddresses(state, face)),
  ]);
  const own = prefixes.flatMap((prefix) => {
    const offset = freeOffset(prefix, taken);
    return offset === undefined ? [] : [{ prefix, offset }];
  });
  const withLength = (server: string) =>
    `${server}/${prefixes.find((prefix) => holds(prefix, server))!.length}`;
  const space: Space = {
    ...EMPTY_SPACE,
    name,
    bridged: shared ? cables.map(({ ends }) => ends[1].interface) : [],
    addresses: [
      ...own.map(({ prefix, offset }) => interfaceAddressIn(prefix, offset)),
      ...here.map(withLength),
    ].map((address) => ({ interface: "lan", address })),
    routes: prefixes.flatMap((prefix) => {
      const via = gateway(on, prefix);
      return via === undefined ? [] : [{ to: prefix.version === 4 ? "0.0.0.0/0" : "::/0", via }];
    }),
    tcpPorts: [
      ...new Set([CLIENT_TCP_PORT, ...here.flatMap((server) => portsOf.get(server) ?? [])]),
    ].sort((a, b) => a - b),
  };
  const client: LanClient = {
    space: name,
    lan,
    zone: on[0]!.face.zone ?? "opd",
    routers: on.map(({ state }) => state.device),
    addresses: Object.fromEntries(
      own.map(({ prefix, offset }) => [prefix.version, addressIn(prefix, offset)]),
    ),
    servers: here,
  };
  return { space, cables, client };
}

/** Distinct prefixes of a LAN, IPv4 first as the routers have them. */
function prefixesOf(on: readonly Attachment[]): Prefix[] {
  const all = on.flatMap(({ face }) => face.addresses.map(prefixOf));
  return all.filter(
    (prefix, i) =>
      all.findIndex((other) => other.start === prefix.start && other.length === prefix.length) ===
      i,
  );
}

/** What the routers have on a LAN, together and each for itself. */
function routerAddresses({ vrrp }: DesiredState, face: Interface): string[] {
  const virtual = vrrp.filter((group) => group.interface === face.name);
  return [...face.addresses, ...virtual.flatMap(({ addresses }) => addresses)].map(bareAddress);
}

/** The shared address where there is one, else that of the first router. */
function gateway(on: readonly Attachment[], prefix: Prefix): string | undefined {
  const shared = on.flatMap(({ state, face }) =>
    state.vrrp.filter((group) => group.interface === face.name).flatMap((group) => group.addresses),
  );
  const single = on.flatMap(({ face }) => face.addresses);
  return [...shared, ...single].map(bareAddress).find((address) => holds(prefix, address));
}

/** The last address of a prefix that nobody has: routers and servers are numbered from the front. */
function freeOffset(prefix: Prefix, taken: ReadonlySet<string>): bigint | undefined {
  const last = addressCount(prefix) - (prefix.version === 4 ? 2n : 1n);
  for (let offset = last < 0xfffen ? last : 0xfffen; offset > 0n; offset--) {
    if (!taken.has(addressIn(prefix, offset))) return offset;
  }
  return undefined;
}

/** Every address that a configuration expects somebody to answer at. */
function serverAddresses(routers: readonly DesiredState[]): string[] {
  const all = routers.flatMap((state) => [
    ...state.dnsServers,
    ...state.ntpServers,
    ...state.syslogServers,
    ...(state.snmp?.managers ?? []),
    ...(state.aaa?.servers ?? []),
    ...(state.backup === undefined ? [] : [state.backup.server]),
    ...state.dhcpRelays.flatMap(({ servers }) => servers),
    ...(state.nat?.published ?? []).map(({ server }) => server),
    ...state.firewall.shared.map(({ address }) => address),
  ]);
  return [...new Set(all)].sort(compareText);
}

/** TCP ports of the services that citizens use, by server. */
function servicePorts(routers: readonly DesiredState[]): Map<string, number[]> {
  const published = routers.flatMap(({ nat }) => nat?.published ?? []);
  const shared = routers.flatMap(({ firewall }) =>
    firewall.shared.map(({ address, protocol, port }) => ({ server: address, protocol, port })),
  );
  const tcp = [...published, ...shared].filter(({ protocol }) => protocol === "tcp");
  return new Map(
    [...Map.groupBy(tcp, ({ server }) => server)].map(([server, services]) => [
      server,
      services.map(({ port }) => port),
    ]),
  );
}
