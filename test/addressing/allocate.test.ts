import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AddressLock, EMPTY_LOCK } from "../../src/addressing/address-lock.ts";
import { allocate } from "../../src/addressing/allocate.ts";
import { lockChanges } from "../../src/addressing/lock-changes.ts";
import { lockConflicts } from "../../src/addressing/lock-conflicts.ts";
import { lockText } from "../../src/addressing/lock-text.ts";
import { poolTable } from "../../src/addressing/pool-table.ts";
import { readPlan } from "../../src/addressing/read-plan.ts";
import { addressCount, contains, formatPrefix, overlap, type Prefix } from "../../src/ip/prefix.ts";
import type { AreaId } from "../../src/model/ids.ts";
import {
  dayAfter,
  demandsOf,
  HOLD_DAYS,
  historyOf,
  next,
  pool,
  POOLS,
  type Sites,
  step,
} from "./small-network.ts";
import { RUNS } from "../analysis/networks.ts";

const groups = fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 12 });

/** What everybody has in use, by owner and IP version or scope. */
function inUse({ addresses, numbers }: AddressLock): Map<string, string> {
  return new Map([
    ...addresses
      .filter(({ released }) => released === undefined)
      .map(({ owner, prefix }): [string, string] => [
        `${owner} ${prefix.version}`,
        formatPrefix(prefix),
      ]),
    ...numbers
      .filter(({ released }) => released === undefined)
      .map(({ scope, owner, number }): [string, string] => [`${owner} ${scope}`, `${number}`]),
  ]);
}

const siteOf = (key: string) => /site-\d+/.exec(key)![0];

const pairs = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]));

describe("whatever is added, removed, moved and waited for", () => {
  test("nobody overlaps anybody, in use or set aside, and no number is given twice", () => {
    fc.assert(
      fc.property(groups, (steps) => {
        for (const { allocation } of historyOf(steps)) {
          const { addresses, numbers, blocks } = allocation.lock;
          for (const [a, b] of pairs(addresses)) expect(overlap(a.prefix, b.prefix)).toBe(false);
          for (const [a, b] of pairs(blocks)) expect(overlap(a.prefix, b.prefix)).toBe(false);
          const held = numbers.map(({ scope, number }) => `${scope} ${number}`);
          expect(new Set(held).size).toBe(held.length);
          expect(lockConflicts(allocation.lock)).toEqual([]);
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  test("adding, removing or moving a site changes no one else's address or number", () => {
    fc.assert(
      fc.property(groups, (steps) => {
        let before: { sites: Sites; lock: AddressLock } = { sites: new Map(), lock: EMPTY_LOCK };
        for (const { sites, allocation } of historyOf(steps)) {
          const now = inUse(allocation.lock);
          for (const [key, value] of inUse(before.lock)) {
            const [was, is] = [before.sites.get(siteOf(key)), sites.get(siteOf(key))];
            // A school that becomes a desa may stay where it is, so the kind does not matter.
            if (is !== undefined && was?.area === is.area) expect(now.get(key)).toBe(value);
          }
          before = { sites, lock: allocation.lock };
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  test("every address lies in a block that its kecamatan has of its pool, and the pool in the block's role", () => {
    fc.assert(
      fc.property(groups, (steps) => {
        for (const { sites, allocation } of historyOf(steps)) {
          const { addresses, blocks } = allocation.lock;
          for (const block of blocks) {
            const { prefix } = poolTable(POOLS).get(block.pool)!;
            expect(contains(prefix, block.prefix)).toBe(true);
            expect(addresses.some((one) => contains(block.prefix, one.prefix))).toBe(true);
          }
          for (const { owner, prefix, pool: id, released } of addresses) {
            if (released !== undefined) continue;
            const around = blocks.find((block) => contains(block.prefix, prefix));
            expect(around).toMatchObject({ pool: id, area: sites.get(siteOf(owner))!.area });
            expect(
              owner.startsWith("router/")
                ? "loopback"
                : owner.startsWith("link/")
                  ? "point-to-point"
                  : "lan",
            ).toBe(poolTable(POOLS).get(id)!.pool.role);
          }
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  test("everybody has an address of each version that has a pool, or is told", () => {
    fc.assert(
      fc.property(groups, (steps) => {
        for (const { sites, allocation } of historyOf(steps)) {
          const demands = demandsOf(sites);
          const plan = readPlan(allocation.lock, demands, POOLS);
          const told = new Set(allocation.problems.flatMap(({ owners }) => owners));
          for (const { owner, zone } of demands.addresses) {
            const versions = plan.prefixes(owner).map(({ version }) => version);
            if (!told.has(owner)) expect(versions).toEqual(zone === "wifi" ? [4] : [4, 6]);
          }
          for (const { scope, owner } of demands.numbers) {
            if (!told.has(owner)) expect(plan.number(scope, owner)).toBeGreaterThan(0);
          }
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  test("what was given back goes to nobody else while it is set aside", () => {
    fc.assert(
      fc.property(groups, (steps) => {
        /** Since when an address is unused, and whose it was. */
        const since = new Map<string, { owner: string; days: number }>();
        let before = EMPTY_LOCK;
        for (const { days, allocation } of historyOf(steps)) {
          const now = inUse(allocation.lock);
          for (const [owner, value] of inUse(before)) {
            if (now.get(owner) !== value && value.includes("/")) since.set(value, { owner, days });
          }
          for (const [owner, value] of now) {
            const was = since.get(value);
            if (was !== undefined && was.owner !== owner) {
              expect(days - was.days).toBeGreaterThanOrEqual(HOLD_DAYS);
            }
            since.delete(value);
          }
          before = allocation.lock;
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  test("the order of pools, demands and entries does not matter, and a second run changes nothing", () => {
    fc.assert(
      fc.property(groups, fc.infiniteStream(fc.nat()), (steps, random) => {
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, key: random.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        let before = EMPTY_LOCK;
        for (const { sites, days, allocation } of historyOf(steps)) {
          const demands = demandsOf(sites);
          const text = lockText(allocation.lock);
          const other = allocate(
            shuffled(POOLS),
            { addresses: shuffled(demands.addresses), numbers: shuffled(demands.numbers) },
            {
              blocks: shuffled(before.blocks),
              addresses: shuffled(before.addresses),
              numbers: shuffled(before.numbers),
              origin: undefined,
            },
            dayAfter(days),
            HOLD_DAYS,
          );
          expect(lockText(other.lock)).toBe(text);
          expect(other.problems).toEqual(allocation.problems);
          const again = next(allocation.lock, sites, days);
          expect(lockText(again.lock)).toBe(text);
          expect(lockChanges(allocation.lock, again.lock)).toEqual([]);
          before = allocation.lock;
        }
      }),
      { ...RUNS, numRuns: 40 },
    );
  });
});

const one = (area: string): Sites => new Map([["site-0", { area, kind: "desa" }]]);
const NOBODY: Sites = new Map();
const addressOf = (lock: AddressLock, owner: string): Prefix | undefined =>
  lock.addresses.find((entry) => entry.owner === owner && entry.released === undefined)?.prefix;

describe("a site that goes", () => {
  test("keeps its place until the hold is over, and no day longer", () => {
    const { lock } = next(EMPTY_LOCK, one("kec-a"), 0);
    const gone = next(lock, NOBODY, 10).lock;
    expect(new Set(gone.addresses.map(({ released }) => released))).toEqual(
      new Set(["2025-01-11"]),
    );
    expect(gone.blocks).toEqual(
      lock.blocks.map((block) => expect.objectContaining({ area: block.area })),
    );
    expect(next(gone, NOBODY, 10 + HOLD_DAYS - 1).lock.addresses).toHaveLength(7);
    const over = next(gone, NOBODY, 10 + HOLD_DAYS).lock;
    expect(over).toMatchObject({ blocks: [], addresses: [], numbers: [] });
    // Time alone is no reason to call the lock out of date.
    expect(lockChanges(gone, over)).toEqual([]);
  });

  test("gets the same back when it returns, also to the kecamatan that it left", () => {
    const first = next(EMPTY_LOCK, one("kec-a"), 0).lock;
    const away = next(first, one("kec-b"), 5).lock;
    const back = next(away, one("kec-a"), 9).lock;
    for (const owner of ["router/site-0", "lan/site-0/opd"]) {
      expect(addressOf(away, owner)).not.toEqual(addressOf(first, owner));
      expect(addressOf(back, owner)).toEqual(addressOf(first, owner));
    }
    expect(
      lockChanges(first, away)
        .map(({ kind, what }) => `${kind} ${what}`)
        .sort(),
    ).toEqual([...Array<string>(7).fill("given block"), ...Array<string>(7).fill("moved address")]);
  });
});

describe("pools", () => {
  const lan = (id: string, kinds?: "school"[]) => ({
    owner: `lan/${id}/opd`,
    role: "lan" as const,
    zone: "opd" as const,
    kind: kinds?.[0] ?? ("desa" as const),
    area: "kec-a" as AreaId,
  });
  const run = (pools: typeof POOLS, addresses: ReturnType<typeof lan>[], lock = EMPTY_LOCK) =>
    allocate(pools, { addresses, numbers: [] }, lock, dayAfter(0), HOLD_DAYS);

  test("with kinds serve only those, and those kinds take from nowhere else", () => {
    const { lock } = run(POOLS, [lan("a"), lan("b", ["school"])]);
    const fourOf = (owner: string) =>
      lock.addresses.find((entry) => entry.owner === owner && entry.prefix.version === 4)!.pool;
    expect(fourOf("lan/a/opd")).toMatch(/^kantor/);
    expect(fourOf("lan/b/opd")).toBe("sekolah-4");
  });

  test("of the same use are taken in order of id, a further one when the first is full", () => {
    const pools = [
      pool("b", "lan", "10.1.0.0/25", 25, { zone: "opd", lanLength: 26 }),
      pool("a", "lan", "10.0.0.0/26", 26, { zone: "opd", lanLength: 26 }),
    ];
    const { lock, problems } = run(
      pools,
      ["1", "2", "3", "4"].map((id) => lan(id)),
    );
    expect(lock.addresses.map(({ owner, pool: id }) => `${owner} ${id}`)).toEqual([
      "lan/1/opd a",
      "lan/2/opd b",
      "lan/3/opd b",
    ]);
    expect(problems).toEqual([
      { kind: "exhausted", version: 4, pools: ["a", "b"], owners: ["lan/4/opd"] },
    ]);
  });

  test("without any for a use the owners are told, and with one of impossible lengths they wait", () => {
    const wrong = pool("a", "lan", "10.0.0.0/24", 23, { zone: "opd", lanLength: 26 });
    expect(run([wrong], [lan("1")])).toEqual({ lock: EMPTY_LOCK, problems: [] });
    expect(run([], [lan("2"), lan("1")]).problems).toEqual([
      { kind: "no-pool", role: "lan", zone: "opd", owners: ["lan/1/opd", "lan/2/opd"] },
    ]);
  });

  test("that grow, or get other block and LAN lengths, keep what was given", () => {
    const small = pool("a", "lan", "10.0.4.0/24", 25, { zone: "opd", lanLength: 27 });
    const { lock } = run([small], [lan("1"), lan("2"), lan("3")]);
    const wide = pool("a", "lan", "10.0.0.0/20", 22, { zone: "opd", lanLength: 24 });
    const after = run([wide], [lan("1"), lan("2"), lan("3"), lan("4")], lock);
    expect(lockChanges(lock, after.lock).map(({ kind, owner }) => `${kind} ${owner}`)).toEqual([
      "given lan/4/opd",
      "given kec-a",
    ]);
    const added = after.lock.addresses.at(-1)!;
    expect(addressCount(added.prefix)).toBe(256n);
  });

  test("that overlap still give nothing twice", () => {
    const pools = [
      pool("a", "loopback", "10.0.0.0/28", 30),
      pool("b", "point-to-point", "10.0.0.0/28", 30),
    ];
    const demands = Array.from({ length: 9 }, (_, i) => ({
      owner: `x/${i}`,
      role: i % 2 === 0 ? ("loopback" as const) : ("point-to-point" as const),
      area: `kec-${i % 3}` as AreaId,
    }));
    const { lock } = allocate(
      pools,
      { addresses: demands, numbers: [] },
      EMPTY_LOCK,
      dayAfter(0),
      0,
    );
    expect(lock.addresses.length).toBeGreaterThan(4);
    for (const [a, b] of pairs(lock.addresses)) expect(overlap(a.prefix, b.prefix)).toBe(false);
    for (const [a, b] of pairs(lock.blocks)) expect(overlap(a.prefix, b.prefix)).toBe(false);
  });
});

describe("numbers", () => {
  const port = (owner: string) => ({ scope: "port/a", owner, first: 1, last: 3 });
  const run = (owners: string[], lock = EMPTY_LOCK, days = 0) =>
    allocate([], { addresses: [], numbers: owners.map(port) }, lock, dayAfter(days), HOLD_DAYS);
  const numbersOf = (lock: AddressLock) =>
    lock.numbers.map(({ owner, number, released }) => `${owner}=${number}${released ? "!" : ""}`);

  test("are the lowest free ones, stay, and are set aside like addresses", () => {
    const two = run(["b", "a"]).lock;
    expect(numbersOf(two)).toEqual(["a=1", "b=2"]);
    const without = run(["b", "c"], two, 1).lock;
    expect(numbersOf(without)).toEqual(["a=1!", "b=2", "c=3"]);
    const full = run(["b", "c", "d"], without, 2);
    expect(full.problems).toEqual([
      { kind: "numbers-exhausted", scope: "port/a", first: 1, last: 3, owners: ["d"] },
    ]);
    expect(numbersOf(run(["b", "c", "d"], full.lock, 1 + HOLD_DAYS).lock)).toEqual([
      "b=2",
      "c=3",
      "d=1",
    ]);
    expect(numbersOf(run(["a", "b", "c"], full.lock, 3).lock)).toEqual(["a=1", "b=2", "c=3"]);
  });
});
