import fc from "fast-check";
import { type AddressLock, EMPTY_LOCK } from "../../src/addressing/address-lock.ts";
import { allocate, type Allocation } from "../../src/addressing/allocate.ts";
import type { AddressDemand, Demands } from "../../src/addressing/demand.ts";
import { lockText } from "../../src/addressing/lock-text.ts";
import { readLock } from "../../src/addressing/read-lock.ts";
import type { Day } from "../../src/model/calendar.ts";
import type { AreaId } from "../../src/model/ids.ts";
import type { AddressPool } from "../../src/model/network.ts";

/** Networks of a few sites and pools so tight that they collide and run out. */

export const HOLD_DAYS = 30;

export const pool = (
  id: string,
  role: AddressPool["role"],
  prefix: string,
  blockLength: number,
  lan: Partial<AddressPool> = {},
): AddressPool => ({
  id: id as AddressPool["id"],
  role,
  prefix,
  blockLength,
  ...lan,
  origin: { file: "pools.yaml", at: () => ({ file: "pools.yaml", start: 0, end: 0 }) },
});

export const POOLS: readonly AddressPool[] = [
  pool("inti-4", "loopback", "10.0.0.0/26", 28),
  pool("inti-6", "loopback", "fd00:0:0:1::/64", 72),
  pool("antar-4", "point-to-point", "10.0.1.0/25", 28),
  pool("antar-6", "point-to-point", "fd00:0:0:2::/64", 124),
  pool("kantor-4", "lan", "10.1.0.0/21", 24, { zone: "opd", lanLength: 26 }),
  pool("kantor-4-kedua", "lan", "10.1.16.0/22", 24, { zone: "opd", lanLength: 26 }),
  pool("sekolah-4", "lan", "10.2.0.0/22", 24, { zone: "opd", lanLength: 25, kinds: ["school"] }),
  pool("kantor-6", "lan", "fd00:0:1::/52", 56, { zone: "opd", lanLength: 64 }),
  pool("wifi-4", "lan", "10.3.0.0/22", 24, { zone: "wifi", lanLength: 27 }),
];

/** The kecamatan and kind of every site. */
export type Sites = ReadonlyMap<
  string,
  { readonly area: string; readonly kind: "desa" | "school" }
>;

export function demandsOf(sites: Sites): Demands {
  const addresses = Array.from(sites).flatMap(([id, { area: name, kind }]): AddressDemand[] => {
    const area = name as AreaId;
    return [
      { owner: `router/${id}`, role: "loopback", area },
      { owner: `link/${id}`, role: "point-to-point", area },
      { owner: `lan/${id}/opd`, role: "lan", zone: "opd", kind, area },
      { owner: `lan/${id}/wifi`, role: "lan", zone: "wifi", kind, area },
    ];
  });
  const numbers = Array.from(sites.keys(), (id) => [
    { scope: "port/pop", owner: `link/${id}`, first: 1, last: 8 },
    { scope: `port/${id}`, owner: `link/${id}`, first: 1, last: 128 },
  ]);
  return { addresses, numbers: numbers.flat() };
}

export const dayAfter = (days: number): Day =>
  new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10) as Day;

/** Allocates as the command does: from a lock that was written and read. */
export function next(before: AddressLock, sites: Sites, days: number): Allocation {
  const allocation = allocate(POOLS, demandsOf(sites), before, dayAfter(days), HOLD_DAYS);
  return { ...allocation, lock: throughFile(allocation.lock) };
}

export function throughFile(lock: AddressLock): AddressLock {
  const { lock: read, findings } = readLock({ path: "x", name: "x", text: lockText(lock) });
  if (read === undefined || findings.length > 0) throw new Error(JSON.stringify(findings));
  return read;
}

const SITES = Array.from({ length: 20 }, (_, i) => `site-${i}`);
const AREAS = ["kec-a", "kec-b", "kec-c", "kec-d"];
const state = fc.record({
  area: fc.constantFrom(...AREAS),
  kind: fc.constantFrom<("desa" | "school")[]>("desa", "school"),
});

/** What may happen to a network between two writings of its lock. */
export type Step =
  | {
      readonly do: "place";
      readonly site: string;
      readonly at: { area: string; kind: "desa" | "school" };
    }
  | { readonly do: "remove"; readonly site: string }
  | { readonly do: "wait"; readonly days: number };

export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("place" as const),
      site: fc.constantFrom(...SITES),
      at: state,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("remove" as const), site: fc.constantFrom(...SITES) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wait" as const), days: fc.nat(40) }) },
);

export interface History {
  readonly sites: Sites;
  readonly days: number;
  readonly allocation: Allocation;
}

/** All states that steps lead through, the lock being written after each group of them. */
export function historyOf(groups: readonly (readonly Step[])[], from?: History): History[] {
  let now: History = from ?? {
    sites: new Map(),
    days: 0,
    allocation: { lock: EMPTY_LOCK, problems: [] },
  };
  return groups.map((steps) => {
    const sites = new Map(now.sites);
    let { days } = now;
    for (const one of steps) {
      if (one.do === "place") sites.set(one.site, one.at);
      else if (one.do === "remove") sites.delete(one.site);
      else days += one.days;
    }
    now = { sites, days, allocation: next(now.allocation.lock, sites, days) };
    return now;
  });
}
