import { contains, type IpVersion, type Prefix } from "../ip/prefix.ts";
import { daysBetween, type Day } from "../model/calendar.ts";
import { compareText } from "../text/order.ts";
import type { AddressLock, LockedAddress, LockedBlock } from "./address-lock.ts";
import type { AllocationProblem } from "./allocation-problem.ts";
import { blockBook, type BlockBook } from "./block-book.ts";
import type { AddressDemand } from "./demand.ts";
import { freePrefix } from "./free-prefix.ts";
import { demandKey, inOwnerOrder, keptAddresses, type KeptAddresses } from "./kept-addresses.ts";
import { compareAddresses, compareBlocks } from "./lock-order.ts";
import { IP_VERSIONS, type PoolTable, type PreparedPool } from "./pool-table.ts";

/** Addresses and blocks after a day's demands are met as far as they can be. */
export interface AddressAllocation {
  readonly blocks: LockedBlock[];
  readonly addresses: LockedAddress[];
  readonly problems: AllocationProblem[];
}

/**
 * What the lock has stays, what nobody asks for any more is set aside, and the rest gets a prefix in a
 * block of its kecamatan, placed by the hash of its owner. O(demands + entries · log entries).
 */
export function allocateAddresses(
  table: PoolTable,
  demands: readonly AddressDemand[],
  lock: AddressLock,
  day: Day,
  holdDays: number,
): AddressAllocation {
  const book = keptAddresses(table, demands, lock);
  const addresses = Array.from(book.kept.values(), inUse);
  const aside = setAside(table, book, lock.addresses, day, holdDays);
  // A block whose last address has just gone is free for others today, and not only tomorrow.
  const blocks = bookOf(usedBlocks(book.blocks, [...addresses, ...aside]));
  const { given, problems } = give(table, inOwnerOrder(demands), { ...book, blocks });
  const all = [...addresses, ...aside, ...given].sort(compareAddresses);
  return { blocks: usedBlocks(blocks, all), addresses: all, problems };
}

function bookOf(blocks: readonly LockedBlock[]): BlockBook {
  const book = blockBook();
  for (const block of blocks) book.claim(block);
  return book;
}

const inUse = ({ owner, pool, prefix }: LockedAddress): LockedAddress => ({ owner, pool, prefix });

/** Entries that nobody uses, from the day of their release until the hold is over, where they can still matter. */
function setAside(
  table: PoolTable,
  { kept, taken }: KeptAddresses,
  entries: readonly LockedAddress[],
  day: Day,
  holdDays: number,
): LockedAddress[] {
  const known = new Set(kept.values());
  return entries
    .filter((entry) => !known.has(entry))
    .map(({ owner, pool, prefix, released = day }) => ({ owner, pool, prefix, released }))
    .sort((a, b) => compareText(b.released, a.released) || compareAddresses(a, b))
    .filter(
      ({ owner, prefix, released }) =>
        daysBetween(released, day) < holdDays &&
        table.pools.some((pool) => couldGive(pool, prefix)) &&
        taken.add(prefix, owner),
    );
}

function couldGive({ pool, prefix: outer }: PreparedPool, prefix: Prefix): boolean {
  return contains(outer, prefix) && prefix.length >= pool.blockLength;
}

function give(
  table: PoolTable,
  demands: readonly AddressDemand[],
  book: KeptAddresses,
): { given: LockedAddress[]; problems: AllocationProblem[] } {
  const given: LockedAddress[] = [];
  const unserved = new Map<string, AllocationProblem & { owners: string[] }>();
  const tell = (key: string, { owner }: AddressDemand, problem: AllocationProblem) => {
    const known = unserved.get(key);
    if (known === undefined) unserved.set(key, { ...problem, owners: [owner] });
    else known.owners.push(owner);
  };
  // Nothing is given back while this runs, so what is full stays full.
  const full = new Set<string>();
  for (const demand of demands) {
    const { owner, role, zone } = demand;
    const offers = IP_VERSIONS.map((version) => ({
      version,
      pools: table.fitting(demand, version),
    }));
    if (offers.every(({ pools }) => pools.length === 0)) {
      tell(`${role} ${zone ?? ""}`, demand, { kind: "no-pool", role, zone, owners: [] });
    }
    for (const { version, pools } of offers) {
      if (pools.length === 0 || book.kept.has(demandKey(version, owner))) continue;
      // A pool whose lengths contradict each other is told by itself.
      const usable = pools.filter(({ misfit }) => misfit === undefined);
      if (usable.length === 0) continue;
      const entry = newAddress(demand, usable, book, full);
      if (entry !== undefined) given.push(entry);
      else tell(...exhausted(demand, version, usable));
    }
  }
  return { given, problems: [...unserved.values()] };
}

function exhausted(
  demand: AddressDemand,
  version: IpVersion,
  usable: readonly PreparedPool[],
): [string, AddressDemand, AllocationProblem] {
  const pools = usable.map(({ id }) => id);
  return [pools.join(" "), demand, { kind: "exhausted", version, pools, owners: [] }];
}

/** A place in a block that the area has, else in a new block, in the first pool that has room. */
function newAddress(
  { owner, area }: AddressDemand,
  pools: readonly PreparedPool[],
  { blocks, taken }: KeptAddresses,
  full: Set<string>,
): LockedAddress | undefined {
  for (const { id, pool, prefix: outer, givenLength } of pools) {
    const inBlock = (block: LockedBlock): Prefix | undefined => {
      const key = `${id} ${block.prefix.version} ${block.prefix.start} ${block.prefix.length}`;
      if (full.has(key)) return undefined;
      const prefix = freePrefix(block.prefix, givenLength, owner, taken);
      if (prefix === undefined) full.add(key);
      return prefix;
    };
    let prefix: Prefix | undefined;
    for (const block of blocks.of(id, area)) if ((prefix ??= inBlock(block)) !== undefined) break;
    while (prefix === undefined && !full.has(id)) {
      // The count in the name leads a second block of the same area elsewhere at once.
      const name = `block/${id}/${area}/${blocks.of(id, area).length}`;
      const start = freePrefix(outer, pool.blockLength, name, blocks.taken);
      if (start === undefined) {
        full.add(id);
        break;
      }
      const block = { pool: id, area, prefix: start };
      blocks.claim(block);
      prefix = inBlock(block);
    }
    if (prefix !== undefined) {
      taken.add(prefix, owner);
      return { owner, pool: id, prefix };
    }
  }
  return undefined;
}

/** Blocks in which something lies; what stands empty goes back to its pool. */
function usedBlocks(blocks: BlockBook, addresses: readonly LockedAddress[]): LockedBlock[] {
  const used = new Set<LockedBlock>();
  for (const { prefix } of addresses) {
    const block = blocks.around(prefix);
    if (block !== undefined) used.add(block);
  }
  return Array.from(used, ({ pool, area, prefix }) => ({ pool, area, prefix })).sort(compareBlocks);
}
