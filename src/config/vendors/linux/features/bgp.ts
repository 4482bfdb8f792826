import type { Bgp, BgpNeighbor, DesiredState } from "../../../desired-state.ts";
import { secretToken } from "../../../secrets.ts";
import {
  addressText,
  ofVersion,
  plainWord,
  prefixText,
  versionOf,
  wholeNumber,
} from "../../plain-values.ts";
import { type Part, part } from "../part.ts";
import { type FrrBlock, frrBlock, frrLine, type FrrNode } from "../syntax/frr-text.ts";
import { prefixLists, routeMap } from "./route-filters.ts";

const AS_MAX = 4_294_967_295;
const DEFAULT_ROUTES = ["0.0.0.0/0", "::/0"];
const DEFAULT_LIST = "default";
const OWN_LIST = "own";
/** As iBGP's: a tunnel stands behind OSPF, whatever the number of the AS at its other end. */
const TUNNEL_DISTANCE = 200;

/**
 * BGP (RFC 4271). Every neighbor has a filter in each direction (RFC 8212): a provider gives the default
 * and takes the network's own prefixes; through a tunnel a site gives its own prefixes and takes the
 * default.
 */
export function bgp({ bgp: desired }: DesiredState): Part {
  if (desired === undefined) return part({});
  const { neighbors } = desired;
  const sessions = neighbors.flatMap((neighbor) =>
    neighbor.addresses.map((address): Session => ({ address: addressText(address), neighbor })),
  );
  return part({
    frr: [
      frrBlock(frrLine("router bgp", wholeNumber(desired.asn, 1, AS_MAX)), [
        frrLine("bgp router-id", addressText(desired.routerId)),
        "bgp log-neighbor-changes",
        "no bgp default ipv4-unicast",
        ...sessions.flatMap(sessionLines),
        ...([4, 6] as const).flatMap((version) => addressFamily(desired, sessions, version)),
      ]),
      ...filters(desired),
    ],
  });
}

interface Session {
  readonly address: string;
  readonly neighbor: BgpNeighbor;
}

function sessionLines({ address, neighbor }: Session): string[] {
  const { remoteAsn, carries, bfd, password } = neighbor;
  const say = (...words: (string | number)[]) => frrLine("neighbor", address, ...words);
  return [
    say("remote-as", wholeNumber(remoteAsn, 1, AS_MAX)),
    say("description", plainWord(carries)),
    ...(bfd === undefined ? [] : [say("bfd"), say("bfd profile", bfd)]),
    ...(password === undefined ? [] : [say("password", secretToken(password))]),
  ];
}

function addressFamily(desired: Bgp, sessions: readonly Session[], version: 4 | 6): FrrBlock[] {
  const own = sessions.filter(({ address }) => versionOf(address) === version);
  if (own.length === 0) return [];
  const { externalDistance: external } = desired;
  const told = [...new Set([...desired.ownPrefixes, ...desired.neighbors.flatMap(toldPrefixes)])];
  return [
    {
      head: `address-family ipv${version} unicast`,
      body: [
        ...(external === undefined
          ? []
          : [frrLine("distance bgp", wholeNumber(external, 1, 255), "200 200")]),
        ...own
          .filter(
            ({ neighbor }) => neighbor.role !== "internet" && neighbor.remoteAsn !== desired.asn,
          )
          .map(({ address }) =>
            frrLine("distance", TUNNEL_DISTANCE, `${address}/${version === 4 ? 32 : 128}`),
          ),
        ...ofVersion(told, version).map((prefix) => frrLine("network", prefixText(prefix))),
        ...own.flatMap(exchange),
      ],
      end: "exit-address-family",
    },
  ];
}

const toldPrefixes = ({ announce }: BgpNeighbor) => (announce === "default" ? [] : announce);

/** What a session lets in and out. */
function exchange({ address, neighbor }: Session): string[] {
  const { announce, maxPrefixes, localPreference } = neighbor;
  const say = (...words: (string | number)[]) => frrLine("neighbor", address, ...words);
  return [
    say("activate"),
    ...(announce === "default" ? [say("default-originate")] : []),
    ...(localPreference === undefined ? [say("prefix-list", acceptList(neighbor), "in")] : []),
    say("prefix-list", announceList(neighbor), "out"),
    say("maximum-prefix", wholeNumber(maxPrefixes, 1, AS_MAX)),
    ...(localPreference === undefined ? [] : [say("route-map", mapName(neighbor), "in")]),
  ];
}

const acceptList = ({ accept, carries }: BgpNeighbor) =>
  accept === "default" ? DEFAULT_LIST : `${plainWord(carries)}-in`;

function announceList({ announce, role, carries }: BgpNeighbor): string {
  if (announce === "default") return DEFAULT_LIST;
  return role === "internet" ? OWN_LIST : `${plainWord(carries)}-out`;
}

const mapName = ({ carries }: BgpNeighbor) => `${plainWord(carries)}-in`;

function filters({ neighbors }: Bgp): FrrNode[] {
  const lists = new Map<string, { prefixes: readonly string[]; versions: Set<4 | 6> }>();
  const use = (name: string, what: BgpNeighbor["accept"], versions: readonly (4 | 6)[]) => {
    const list = lists.get(name) ?? {
      prefixes: what === "default" ? DEFAULT_ROUTES : what,
      versions: new Set(),
    };
    lists.set(name, list);
    for (const version of versions) list.versions.add(version);
  };
  for (const neighbor of neighbors) {
    const versions = versionsOf(neighbor);
    use(acceptList(neighbor), neighbor.accept, versions);
    use(announceList(neighbor), neighbor.announce, versions);
  }
  return [
    ...[...lists].flatMap(([name, { prefixes, versions }]) =>
      prefixLists(
        name,
        prefixes,
        ([4, 6] as const).filter((version) => versions.has(version)),
      ),
    ),
    ...neighbors.flatMap((neighbor) => {
      const { localPreference } = neighbor;
      if (localPreference === undefined) return [];
      const set = frrLine("set local-preference", wholeNumber(localPreference, 0, AS_MAX));
      return routeMap(mapName(neighbor), acceptList(neighbor), versionsOf(neighbor), [set]);
    }),
  ];
}

const versionsOf = ({ addresses }: BgpNeighbor): (4 | 6)[] =>
  ([4, 6] as const).filter((version) => ofVersion(addresses, version).length > 0);
