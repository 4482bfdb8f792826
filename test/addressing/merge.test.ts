import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AddressLock, EMPTY_LOCK } from "../../src/addressing/address-lock.ts";
import { lockChanges } from "../../src/addressing/lock-changes.ts";
import { lockConflicts } from "../../src/addressing/lock-conflicts.ts";
import { lockText } from "../../src/addressing/lock-text.ts";
import { readLock } from "../../src/addressing/read-lock.ts";
import { overlap } from "../../src/ip/prefix.ts";
import { demandsOf, historyOf, next, type Sites, step } from "./small-network.ts";
import { RUNS } from "../analysis/networks.ts";

/** Two branches that each changed the network and wrote its lock. */

const NAME = "addresses.lock.yaml";
const desa = (area: string) => ({ area, kind: "desa" as const });
const ownerOf = (entry: object) => ("owner" in entry ? String(entry.owner) : "a block");
const parse = (text: string) => readLock({ path: NAME, name: NAME, text });

describe("git merges the file by lines", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "rajut-merge-"));
    git("init", "-q", "-b", "main");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const git = (...words: string[]) =>
    execFileSync(
      "git",
      [
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.invalid",
        "-c",
        "commit.gpgsign=false",
        ...words,
      ],
      {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
      },
    );
  const commit = (lock: AddressLock) => {
    writeFileSync(path.join(folder, NAME), lockText(lock));
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", "x");
  };
  /** The file after merging two branches from one base; what git itself says of it. */
  function merged(base: AddressLock, ours: AddressLock, theirs: AddressLock) {
    commit(base);
    git("checkout", "-q", "-b", "theirs");
    commit(theirs);
    git("checkout", "-q", "main");
    commit(ours);
    let isClean = true;
    try {
      git("merge", "-q", "theirs");
    } catch {
      isClean = false;
    }
    return { isClean, text: readFileSync(path.join(folder, NAME), "utf8") };
  }

  const base: Sites = new Map(
    Array.from({ length: 6 }, (_, i) => [`site-${10 + i}`, desa(`kec-${"abc"[i % 3]!}`)]),
  );
  const first = next(EMPTY_LOCK, base, 0).lock;
  const withSites = (...added: [string, string][]) =>
    new Map([
      ...base,
      ...added.map(([id, area]): [string, ReturnType<typeof desa>] => [id, desa(area)]),
    ]);

  test("sites added in different kecamatan need nobody's hand", () => {
    const [a, b] = [withSites(["site-105", "kec-a"]), withSites(["site-145", "kec-b"])];
    const { isClean, text } = merged(first, next(first, a, 1).lock, next(first, b, 2).lock);
    expect(isClean).toBe(true);
    const { lock, findings } = parse(text);
    expect(findings).toEqual([]);
    const both = new Map([...a, ...b]);
    const after = next(lock!, both, 2);
    const numbers = lockConflicts(lock!).filter(({ what }) => what === "number");
    // Both took the lowest free port of the place that they share, and nothing else.
    expect(lockConflicts(lock!)).toEqual(numbers);
    expect(
      lockChanges(lock!, after.lock).map(({ kind, owner, of }) => `${kind} ${owner} ${of}`),
    ).toEqual(["moved link/site-145 port/pop"]);
  });

  test("one added and one removed, each in its place", () => {
    const a = withSites(["site-105", "kec-a"]);
    const b = new Map([...base].filter(([id]) => id !== "site-14"));
    const { isClean, text } = merged(first, next(first, a, 1).lock, next(first, b, 2).lock);
    expect(isClean).toBe(true);
    const { lock } = parse(text);
    const both = new Map([...a].filter(([id]) => id !== "site-14"));
    expect(lockChanges(lock!, next(lock!, both, 2).lock)).toEqual([]);
  });

  test("neighbours in the file conflict for git; with both sides taken it is right or told", () => {
    const [a, b] = [withSites(["site-105", "kec-a"]), withSites(["site-106", "kec-a"])];
    const { isClean, text } = merged(first, next(first, a, 1).lock, next(first, b, 2).lock);
    expect(isClean).toBe(false);
    expect(parse(text).findings.map(({ code }) => code)).toEqual(["R002"]);
    const taken = text.replaceAll(/^(?:<{7}|={7}|>{7}).*\n/gm, "");
    const { lock, findings } = parse(taken);
    expect(findings).toEqual([]);
    const told = lockConflicts(lock!).map(({ what, entries }) => `${what} ${ownerOf(entries[1])}`);
    // At least the port of the place that they share, whose lowest free number both took.
    expect(told).toContain("number link/site-106");
    const after = next(lock!, new Map([...a, ...b]), 2);
    expect(
      lockChanges(lock!, after.lock).map(({ kind, what, owner }) => `${kind} ${what} ${owner}`),
    ).toEqual(told.map((conflict) => `moved ${conflict}`).toSorted());
    expect(lockConflicts(after.lock)).toEqual([]);
  });

  test("with `merge=union` git takes both sides itself", () => {
    writeFileSync(path.join(folder, ".gitattributes"), `${NAME} merge=union\n`);
    const [a, b] = [withSites(["site-105", "kec-a"]), withSites(["site-106", "kec-c"])];
    const { isClean, text } = merged(first, next(first, a, 1).lock, next(first, b, 2).lock);
    expect(isClean).toBe(true);
    const { lock, findings } = parse(text);
    expect(findings).toEqual([]);
    expect(next(lock!, new Map([...a, ...b]), 2).problems).toEqual([]);
  });
});

describe("with the lines of both branches", () => {
  const steps = fc.array(step, { maxLength: 5 });
  /** Lines of either side, as one who resolves a conflict by taking both leaves them. */
  const union = (a: AddressLock, b: AddressLock): AddressLock => ({
    blocks: [...a.blocks, ...b.blocks],
    addresses: [...a.addresses, ...b.addresses],
    numbers: [...a.numbers, ...b.numbers],
    origin: undefined,
  });

  test("writing it anew leaves nobody overlapping, and who moved was told of or had changed places", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), steps, steps, (common, ours, theirs) => {
        const [base] = historyOf([common]);
        const [a] = historyOf([ours], base);
        const [b] = historyOf([theirs], base);
        const both = new Map([...a!.sites, ...b!.sites]);
        const mergedLock = union(a!.allocation.lock, b!.allocation.lock);
        const after = next(mergedLock, both, Math.max(a!.days, b!.days)).lock;
        after.addresses.forEach((one, i) =>
          after.addresses
            .slice(i + 1)
            .forEach((other) => expect(overlap(one.prefix, other.prefix)).toBe(false)),
        );
        expect(lockConflicts(after)).toEqual([]);
        const told = new Set(
          lockConflicts(mergedLock).flatMap(({ entries }) =>
            entries.map((entry) => ("owner" in entry ? entry.owner : entry.area)),
          ),
        );
        for (const { kind, what, owner } of lockChanges(mergedLock, after)) {
          if (kind !== "moved") continue;
          const id = owner.split("/")[1]!;
          const area = both.get(id)?.area;
          const hasChangedPlaces = [a, b, base].some((one) => one!.sites.get(id)?.area !== area);
          const isTold = told.has(owner) || (what === "address" && told.has(area!));
          expect(isTold || hasChangedPlaces, owner).toBe(true);
        }
      }),
      { ...RUNS, numRuns: 150 },
    );
  });

  test("the result does not depend on whose branch was merged into whose", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), steps, steps, (common, ours, theirs) => {
        const [base] = historyOf([common]);
        const [a] = historyOf([ours], base);
        const [b] = historyOf([theirs], base);
        const both = new Map([...a!.sites, ...b!.sites]);
        const [x, y] = [a!.allocation.lock, b!.allocation.lock];
        expect(lockText(next(union(x, y), both, 50).lock)).toBe(
          lockText(next(union(y, x), both, 50).lock),
        );
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  test("places are chosen so that two branches seldom meet", () => {
    const base = next(EMPTY_LOCK, new Map([["site-0", desa("kec-a")]]), 0).lock;
    let meetings = 0;
    let pairsTried = 0;
    for (let i = 1; i < 12; i++) {
      for (let j = i + 1; j < 12; j++) {
        const lockOf = (n: number) =>
          next(
            base,
            new Map([
              ["site-0", desa("kec-a")],
              [`site-${n}`, desa("kec-a")],
            ]),
            0,
          ).lock;
        pairsTried++;
        const found = lockConflicts(union(lockOf(i), lockOf(j)));
        if (
          found.some(
            ({ entries: [entry] }) => "owner" in entry && entry.owner.startsWith("router/"),
          )
        )
          meetings++;
      }
    }
    // Fifteen free places in the block: next-free would meet in all 55, chance in about 4.
    expect(pairsTried).toBe(55);
    expect(meetings).toBeLessThan(12);
  });

  test("a block whose line was lost is known again by its addresses", () => {
    const sites: Sites = new Map([
      ["site-0", desa("kec-a")],
      ["site-1", desa("kec-b")],
    ]);
    const { lock } = next(EMPTY_LOCK, sites, 0);
    const lost = { ...lock, blocks: lock.blocks.filter(({ area }) => area !== "kec-b") };
    const after = next(lost, sites, 1).lock;
    expect(lockText(after)).toBe(lockText(lock));
    expect(
      new Set(lockChanges(lost, after).map(({ kind, what, owner }) => `${kind} ${what} ${owner}`)),
    ).toEqual(new Set(["given block kec-b"]));
  });

  test("two kecamatan on one block: the first in order of pool and area keeps it", () => {
    const sites: Sites = new Map([
      ["site-0", desa("kec-a")],
      ["site-1", desa("kec-b")],
    ]);
    const one = next(EMPTY_LOCK, new Map([["site-0", desa("kec-a")]]), 0).lock;
    const stolen: AddressLock = {
      ...one,
      blocks: one.blocks.flatMap((block) => [block, { ...block, area: "kec-b" }]),
    };
    expect(lockConflicts(stolen).map(({ what }) => what)).toEqual(Array<string>(7).fill("block"));
    const after = next(stolen, sites, 1).lock;
    expect(lockConflicts(after)).toEqual([]);
    for (const entry of one.addresses)
      expect(after.addresses).toContainEqual(
        expect.objectContaining({ owner: entry.owner, prefix: entry.prefix }),
      );
  });
});

test("demands of the test network are met by its pools to begin with", () => {
  const sites: Sites = new Map([["site-0", desa("kec-a")]]);
  expect(demandsOf(sites).addresses).toHaveLength(4);
  expect(next(EMPTY_LOCK, sites, 0).problems).toEqual([]);
});
