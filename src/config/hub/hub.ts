import {
  addressCount,
  addressIn,
  bareAddress,
  BITS,
  interfaceAddressIn,
  overlap,
  parsePrefix,
  type Prefix,
  subPrefix,
} from "../../ip/prefix.ts";
import { shown } from "../../text/safe.ts";
import type { DesiredState, Interface } from "../desired-state.ts";
import { PRIVATE_ASN } from "../features/bgp.ts";
import { WIREGUARD_MTU } from "../wiring.ts";
import type { HubSettings } from "./hub-settings.ts";

/** An off-site hub as plain data: what its files and the cores' side of its tunnels are made of. */
export interface Hub {
  readonly settings: HubSettings;
  /** Its own addresses, IPv4 first: known in the whole network by the cores' BGP. */
  readonly addresses: readonly string[];
  readonly asn: number;
  /** In the order of the settings: the first is preferred. */
  readonly tunnels: readonly HubTunnel[];
  /** What is reached through the tunnels. */
  readonly network: readonly string[];
  /** From where inside SSH and the monitoring's pages are opened. */
  readonly managers: readonly string[];
  readonly routers: readonly WatchedRouter[];
}

export interface HubTunnel {
  readonly core: string;
  /** At the hub. */
  readonly interface: string;
  readonly listenPort: number;
  /** Of the same networks, IPv4 first; with length. */
  readonly hubEnd: readonly string[];
  readonly coreEnd: readonly string[];
}

export interface WatchedRouter {
  readonly device: string;
  readonly area: string;
  readonly siteKind: DesiredState["siteKind"];
  readonly loopbacks: readonly string[];
}

/** The name of the interface at a core. */
export const CORE_INTERFACE = "hub0";
export const HUB_MTU = WIREGUARD_MTU;

/** Where in the block the hub itself stands, and where its tunnels begin, in networks of two addresses. */
const HUB_OFFSET = 1n;
const FIRST_TUNNEL = 1n;
const TUNNEL_LENGTH = { 4: 31, 6: 127 } as const;
const BLOCK_LENGTH_MAX = { 4: 28, 6: 120 } as const;

/**
 * The hub of a network whose routers' states are given, in their order; each is looked at once. Throws
 * RangeError, in words for who wrote the settings, where these do not fit the network. O(routers).
 */
export function hubOf(settings: HubSettings, states: Iterable<DesiredState>): Hub {
  const cores = new Map<string, DesiredState>();
  const routers: WatchedRouter[] = [];
  const [network, managers] = [new Set<string>(), new Set<string>()];
  for (const state of states) {
    const { device, area, siteKind, firewall } = state;
    routers.push({ device, area, siteKind, loopbacks: loopbacksOf(state) });
    if (settings.cores.includes(device)) cores.set(device, state);
    for (const prefix of firewall.own) network.add(prefix);
    for (const prefix of firewall.managers) managers.add(prefix);
  }
  checkNames(settings, routers, cores);
  const blocks = checkedBlocks(settings, [...network]);
  return {
    settings,
    addresses: blocks.map((block) => addressIn(block, HUB_OFFSET)),
    asn: asnOf([...cores.values()]),
    tunnels: settings.cores.map((core, number) => tunnel(settings, blocks, core, number)),
    network: [...network],
    managers: [...managers],
    routers,
  };
}

/** The addresses by which a router is known to others, without length. */
const loopbacksOf = ({ interfaces }: DesiredState): string[] =>
  interfaces
    .filter(({ role }: Interface) => role === "loopback")
    .flatMap(({ addresses }) => addresses.map(bareAddress));

function tunnel(
  { firstPort }: HubSettings,
  blocks: readonly Prefix[],
  core: string,
  number: number,
): HubTunnel {
  const networks = blocks.map((block) =>
    subPrefix(block, TUNNEL_LENGTH[block.version], FIRST_TUNNEL + BigInt(number)),
  );
  return {
    core,
    interface: `hub${number}`,
    listenPort: firstPort + number,
    coreEnd: networks.map((one) => interfaceAddressIn(one, 0n)),
    hubEnd: networks.map((one) => interfaceAddressIn(one, 1n)),
  };
}

function checkNames(
  { name, cores: wanted }: HubSettings,
  routers: readonly WatchedRouter[],
  cores: ReadonlyMap<string, DesiredState>,
): void {
  if (routers.some(({ device }) => device === name)) {
    throw new RangeError(`the hub and a site are both named ${name}: give the hub another name`);
  }
  if (new Set(wanted).size < wanted.length)
    throw new RangeError("a core is named twice for the hub");
  for (const core of wanted) {
    const uplinks = cores.get(core)?.uplinks ?? [];
    if (uplinks.length > 0) continue;
    throw new RangeError(
      `the hub's tunnel cannot end at ${shown(core)}: no router of that id has an uplink to the internet`,
    );
  }
}

function checkedBlocks({ blocks, cores }: HubSettings, own: readonly string[]): Prefix[] {
  const parsed = blocks.map((text) => parsePrefix(text)!).sort((a, b) => a.version - b.version);
  if (parsed[0]!.version !== 4 || parsed[1]?.version === 4) {
    throw new RangeError("the hub's blocks must be one of IPv4 and at most one of IPv6");
  }
  for (const block of parsed) {
    const taken = own.find((prefix) => overlap(parsePrefix(prefix)!, block));
    if (taken !== undefined) {
      throw new RangeError(
        `the hub's block overlaps ${taken}, from which the network's own addresses are given: take one outside`,
      );
    }
    const room = addressCount(block) / 2n - FIRST_TUNNEL;
    if (block.length > BLOCK_LENGTH_MAX[block.version] || room < BigInt(cores.length)) {
      throw new RangeError(
        `the hub's block of ${BITS[block.version] - block.length} bits is too small for ${cores.length} tunnels`,
      );
    }
  }
  return parsed;
}

/** All cores speak as one AS; those that speak with nobody yet take the number that sites' tunnels use. */
function asnOf(cores: readonly DesiredState[]): number {
  return cores.find(({ bgp }) => bgp !== undefined)?.bgp?.asn ?? PRIVATE_ASN;
}
