import { type AddressLock, EMPTY_LOCK } from "../addressing/address-lock.ts";
import { type AddressReview, addressReview } from "../addressing/address-review.ts";
import type { Allocation } from "../addressing/allocate.ts";
import { lockConflicts } from "../addressing/lock-conflicts.ts";
import { overlappingPools, poolTable, type PoolTable } from "../addressing/pool-table.ts";
import { finding, label, type Finding } from "../findings/finding.ts";
import type { Place } from "../findings/place.ts";
import { contains, formatPrefix, overlap, parsePrefix, prefixOf } from "../ip/prefix.ts";
import type { Network } from "../model/network.ts";
import type { Rule } from "./rule.ts";

/** Owners named in a message; the rest is counted. */
const EXAMPLES_MAX = 4;

/** Ranges that anybody may use inside: RFC 1918, RFC 6598, RFC 4193 (its half that is in use). */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fd00::/8"].map(
  (text) => parsePrefix(text)!,
);

/**
 * Whether every router, link and local network has an address, and for how long there will be some;
 * asked of networks with address pools only. R601 no pool for a use, R602 lock out of date, R603 held
 * twice, R604 run out, R605 nearly full, R606 questionable range, R607 entry outside its pool, R608
 * lengths that do not fit. What the lock says is not asked where it cannot be read.
 * O(demands + entries · log entries + pools²).
 */
export const addresses: Rule = ({ index: { network }, routed, addressLock }) =>
  network.addressPools.size === 0
    ? []
    : addressFindings(network, addressLock, addressReview(routed(), addressLock ?? EMPTY_LOCK));

/** What the rule says of a review that is at hand. */
export function addressFindings(
  network: Network,
  addressLock: AddressLock | undefined,
  review: AddressReview,
): Finding[] {
  const table = poolTable(network.addressPools.values());
  const found = [
    ...problems(network, review.allocation),
    ...ranges(network, table),
    ...lengths(table),
  ];
  if (addressLock === undefined) return found;
  return [
    ...found,
    ...outOfDate(network, addressLock, review),
    ...heldTwice(addressLock),
    ...nearlyFull(review),
    ...outside(table, addressLock),
  ];
}

/** Where what concerns all pools is shown: the first of them in the files. */
function poolsPlace({ addressPools }: Network): Place {
  return [...addressPools.values()][0]!.origin.at(["id"]);
}

function problems(network: Network, { lock, problems: all }: Allocation): Finding[] {
  return all.map((problem) => {
    const { owners } = problem;
    const some = { count: owners.length, examples: owners.slice(0, EXAMPLES_MAX) };
    switch (problem.kind) {
      case "no-pool": {
        const { role, zone = "" } = problem;
        const subject = zone === "" ? role : `${role}/${zone}`;
        return finding("R601", poolsPlace(network), subject, { role, zone, ...some });
      }
      case "exhausted": {
        const { pools } = problem;
        const place = network.addressPools.get(pools[0] as never)!.origin.at(["prefix"]);
        return finding("R604", place, pools[0]!, { pools, scope: "", last: 0, ...some });
      }
      case "numbers-exhausted": {
        const { scope, last } = problem;
        const place = lock.origin?.at() ?? poolsPlace(network);
        return finding("R604", place, scope, { pools: [], scope, last, ...some });
      }
    }
  });
}

/** R602: one finding for a network, because one command mends all of it. */
function outOfDate(network: Network, lock: AddressLock, { changes }: AddressReview): Finding[] {
  if (changes.length === 0) return [];
  // A kecamatan's block is worth naming only where nobody in it is.
  const owners = changes.filter(({ what }) => what !== "block");
  const ownersOf = (kind: string) => [
    ...new Set(
      (owners.length > 0 ? owners : changes)
        .filter((change) => change.kind === kind)
        .map(({ owner }) => owner),
    ),
  ];
  const [missing, moved, released] = [ownersOf("given"), ownersOf("moved"), ownersOf("released")];
  const args = {
    missing: missing.length,
    moved: moved.length,
    released: released.length,
    examples: [...missing, ...moved, ...released].slice(0, EXAMPLES_MAX),
  };
  const place = lock.origin?.at() ?? poolsPlace(network);
  // As long as everybody has what they need, a removal that is not yet marked does no harm.
  const severity = missing.length + moved.length > 0 ? "error" : "warning";
  return [finding("R602", place, network.id, args, { severity })];
}

function heldTwice(lock: AddressLock): Finding[] {
  return lockConflicts(lock).flatMap((conflict) => {
    const [other, entry] = conflict.entries;
    if (other.origin === undefined || entry.origin === undefined) return [];
    const { what } = conflict;
    const holder = (one: typeof entry) => ("owner" in one ? one.owner : one.area);
    const value = (one: typeof entry) =>
      "prefix" in one ? formatPrefix(one.prefix) : `${one.number}`;
    const field = what === "number" ? "number" : "prefix";
    const args = {
      what,
      owner: holder(entry),
      value: value(entry),
      other: holder(other),
      otherValue: value(other),
      scope: "scope" in entry ? entry.scope : "",
    };
    const labels = [label("here", other.origin.at([field]), {})];
    return [finding("R603", entry.origin.at([field]), args.owner, args, { labels })];
  });
}

function nearlyFull({ use: uses, allocation }: AddressReview): Finding[] {
  // What has run out is not foretold any more.
  const exhausted = new Set(
    allocation.problems.flatMap((one) => (one.kind === "exhausted" ? one.pools : [])),
  );
  return uses.flatMap((use) => {
    const { id, pool } = use.pool;
    if (exhausted.has(id)) return [];
    const place = pool.origin.at(["prefix"]);
    const found: Finding[] = [];
    if (use.isNearlyFull) {
      const { blocksTaken: taken, blocksTotal: total, blocksRatio: ratio } = use;
      found.push(finding("R605", place, id, { pool: id, area: "", taken, total, ratio }));
    }
    for (const { area, inUse, held, total, ratio, isNearlyFull } of use.areas) {
      if (!isNearlyFull) continue;
      const args = { pool: id, area, taken: inUse + held, total, ratio };
      found.push(finding("R605", place, `${id}/${area}`, args));
    }
    return found;
  });
}

function ranges(network: Network, table: PoolTable): Finding[] {
  const overlapping = overlappingPools(table.pools).map(([a, b]) => {
    const args = { pool: b.id, prefix: b.pool.prefix, problem: "overlap", other: a.id } as const;
    const labels = [label("here", a.pool.origin.at(["prefix"]), {})];
    return finding("R606", b.pool.origin.at(["prefix"]), b.id, args, { labels });
  });
  const own = [...PRIVATE, ...network.ownPrefixes.map(prefixOf)];
  const foreign = table.pools
    .filter(({ prefix }) => !own.some((one) => contains(one, prefix)))
    .map(({ id, pool: { prefix, origin } }) => {
      const args = { pool: id, prefix, problem: "foreign", other: "" } as const;
      return finding("R606", origin.at(["prefix"]), id, args);
    });
  return [...overlapping, ...foreign, ...ofProviders(network, table)];
}

function ofProviders({ links }: Network, { pools }: PoolTable): Finding[] {
  return [...links.values()].flatMap(({ id, access, origin }) =>
    (["wan", "nat"] as const).flatMap((field) => {
      const text = field === "wan" ? access?.wan?.address : access?.nat;
      const given = text === undefined ? undefined : prefixOf(text);
      if (given === undefined) return [];
      return pools
        .filter(({ prefix }) => overlap(prefix, given))
        .map(({ id: pool, pool: { prefix, origin: place } }) => {
          const args = { pool, prefix, problem: "provider", other: id } as const;
          const labels = [label("here", origin.at([field]), {})];
          return finding("R606", place.at(["prefix"]), pool, args, { labels });
        });
    }),
  );
}

function lengths({ pools }: PoolTable): Finding[] {
  return pools.flatMap(({ id, pool, misfit }) =>
    misfit === undefined
      ? []
      : [finding("R608", pool.origin.at([misfit.field]), id, { pool: id, ...misfit })],
  );
}

/** R607: one finding a pool, at its first entry. */
function outside(table: PoolTable, { blocks, addresses: given }: AddressLock): Finding[] {
  const entries = [
    ...given.filter(({ released }) => released === undefined),
    ...blocks.map((block) => ({ ...block, owner: block.area })),
  ];
  const wrong = Map.groupBy(entries, ({ pool, prefix }) => {
    const known = table.get(pool);
    if (known === undefined) return `unknown-pool ${pool}`;
    return contains(known.prefix, prefix) ? "" : `outside ${pool}`;
  });
  return Array.from(wrong, ([key, [first, ...more]]) => {
    if (key === "" || first?.origin === undefined) return [];
    const problem = key.startsWith("outside ") ? "outside" : "unknown-pool";
    const { pool, owner, prefix, origin } = first;
    const count = 1 + more.length;
    const args = { pool, problem, owner, value: formatPrefix(prefix), count } as const;
    return [finding("R607", origin.at([problem === "outside" ? "prefix" : "pool"]), pool, args)];
  }).flat();
}
