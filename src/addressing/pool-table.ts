import {
  BITS,
  contains,
  type IpVersion,
  overlap,
  parsePrefix,
  type Prefix,
  subPrefixCount,
} from "../ip/prefix.ts";
import type { AddressPool } from "../model/network.ts";
import { sortedBy } from "../text/order.ts";
import type { AddressRole } from "../vocabulary.ts";
import type { AddressDemand } from "./demand.ts";

/** Shortest local network of IPv4 in which routers and hosts have a place. */
const LAN_LENGTH_MAX = { 4: 30, 6: 64 } as const satisfies Record<IpVersion, number>;
/** Bits that are left of an address: none for a loopback, one between two routers (RFC 3021, RFC 6164). */
const HOST_BITS = { loopback: 0, "point-to-point": 1, tunnel: 1 } as const satisfies Record<
  Exclude<AddressRole, "lan">,
  number
>;

export const IP_VERSIONS: readonly IpVersion[] = [4, 6];

/** An address pool with its prefix as numbers. */
export interface PreparedPool {
  readonly pool: AddressPool;
  readonly id: string;
  readonly prefix: Prefix;
  /** Length of what one demand gets. */
  readonly givenLength: number;
  /** Which of its lengths contradict each other; such a pool gives nothing new. */
  readonly misfit: PoolMisfit | undefined;
  readonly blockCount: bigint;
}

export interface PoolMisfit {
  readonly field: "blockLength" | "lanLength";
  readonly length: number;
  /** What it may be. */
  readonly shortest: number;
  readonly longest: number;
}

export interface PoolTable {
  /** In id order. */
  readonly pools: readonly PreparedPool[];
  get(id: string): PreparedPool | undefined;
  /** The pools that a demand may take new addresses from, in the order in which they are tried. */
  fitting(demand: AddressDemand, version: IpVersion): readonly PreparedPool[];
}

/** The pools of a network, ready to be asked. O(pools); a question is answered once for all of its like. */
export function poolTable(pools: Iterable<AddressPool>): PoolTable {
  const prepared = sortedBy(pools, ({ id }) => id).flatMap(preparedPool);
  const byId = new Map<string, PreparedPool>(prepared.map((one) => [one.id, one]));
  const answers = new Map<string, readonly PreparedPool[]>();
  return {
    pools: prepared,
    get: (id) => byId.get(id),
    fitting(demand, version) {
      const { role, zone = "", kind = "" } = demand;
      const key = `${version} ${role} ${zone} ${kind}`;
      let answer = answers.get(key);
      if (answer === undefined) answers.set(key, (answer = poolsFor(prepared, demand, version)));
      return answer;
    },
  };
}

/** Whether an address from a pool is of the kind that a demand asks for; its place in blocks is another question. */
export function serves(
  { pool, prefix, givenLength }: PreparedPool,
  demand: AddressDemand,
  given: Prefix,
): boolean {
  return (
    pool.role === demand.role &&
    pool.zone === demand.zone &&
    contains(prefix, given) &&
    // The length of a LAN may have been another when it was given.
    (pool.role === "lan"
      ? given.length <= LAN_LENGTH_MAX[given.version]
      : given.length === givenLength)
  );
}

/** Pools that share an address, each pair once, in id order. O(pools²): a network has a few dozen. */
export function overlappingPools(pools: readonly PreparedPool[]): [PreparedPool, PreparedPool][] {
  return pools.flatMap((a, i) =>
    pools
      .slice(i + 1)
      .filter((b) => overlap(a.prefix, b.prefix))
      .map((b): [PreparedPool, PreparedPool] => [a, b]),
  );
}

function poolsFor(
  pools: readonly PreparedPool[],
  { role, zone, kind }: AddressDemand,
  version: IpVersion,
): PreparedPool[] {
  const all = pools.filter(
    ({ pool, prefix }) => prefix.version === version && pool.role === role && pool.zone === zone,
  );
  const named = all.filter(({ pool }) => kind !== undefined && pool.kinds?.includes(kind));
  return named.length > 0 ? named : all.filter(({ pool }) => pool.kinds === undefined);
}

function preparedPool(pool: AddressPool): PreparedPool[] {
  const prefix = parsePrefix(pool.prefix);
  if (prefix === undefined) return [];
  const givenLength =
    pool.role === "lan"
      ? (pool.lanLength ?? prefix.length)
      : BITS[prefix.version] - HOST_BITS[pool.role];
  const blockCount = subPrefixCount(prefix, pool.blockLength);
  return [
    {
      pool,
      id: pool.id,
      prefix,
      givenLength,
      misfit: misfitOf(pool, prefix, givenLength),
      blockCount,
    },
  ];
}

function misfitOf(
  { role, blockLength }: AddressPool,
  { version, length: shortest }: Prefix,
  givenLength: number,
): PoolMisfit | undefined {
  if (role === "lan") {
    const longest = LAN_LENGTH_MAX[version];
    if (givenLength < shortest || givenLength > longest) {
      return { field: "lanLength", length: givenLength, shortest, longest };
    }
  }
  return blockLength < shortest || blockLength > givenLength
    ? { field: "blockLength", length: blockLength, shortest, longest: givenLength }
    : undefined;
}
