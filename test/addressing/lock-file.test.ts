import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AddressLock } from "../../src/addressing/address-lock.ts";
import { lockText } from "../../src/addressing/lock-text.ts";
import { readLock } from "../../src/addressing/read-lock.ts";
import { lineColumn } from "../../src/findings/line-column.ts";
import { comparePrefixes, parsePrefix } from "../../src/ip/prefix.ts";
import type { Day } from "../../src/model/calendar.ts";
import { UNSAFE_CHARACTER } from "../../src/text/unsafe-characters.ts";
import { RUNS } from "../analysis/networks.ts";

const read = (text: string) =>
  readLock({ path: "contoh/addresses.lock.yaml", name: "addresses.lock.yaml", text });
/** `R010 4:12` for each finding. */
const told = (text: string) =>
  read(text).findings.map(({ code, place }) => {
    const { line, column } = lineColumn(text, place.start);
    return `${code} ${line}:${column}`;
  });
const p = (text: string) => parsePrefix(text)!;

const LOCK: AddressLock = {
  blocks: [
    { pool: "b-6", area: "kec-a", prefix: p("fd00:0:0:1::/64") },
    { pool: "a-4", area: "kec-b", prefix: p("10.0.1.0/24") },
    { pool: "a-4", area: "kec-a", prefix: p("10.0.0.0/24") },
  ],
  addresses: [
    { owner: "router/b", pool: "a-4", prefix: p("10.0.1.7/32"), released: "2025-02-03" as Day },
    { owner: "router/a", pool: "b-6", prefix: p("fd00:0:0:1::5/128") },
    { owner: "router/a", pool: "a-4", prefix: p("10.0.0.5/32") },
  ],
  numbers: [{ scope: "port/a", owner: "link/x", number: 1 }],
  origin: undefined,
};

describe("the lock file", () => {
  test("is one line an entry, in order", () => {
    expect(lockText(LOCK)).toMatchInlineSnapshot(`
      "# Ditulis oleh \`rajut addresses --write\`; simpan di git, jangan disunting. Baris yang dihapus berarti alamat baru.
      # Written by \`rajut addresses --write\`; keep it in git, do not edit. A line that is removed means a new address.
      version: 1
      blocks:
        - { pool: a-4, area: kec-a, prefix: 10.0.0.0/24 }
        - { pool: a-4, area: kec-b, prefix: 10.0.1.0/24 }
        - { pool: b-6, area: kec-a, prefix: "fd00:0:0:1::/64" }
      addresses:
        - { owner: router/a, pool: a-4, prefix: 10.0.0.5/32 }
        - { owner: router/a, pool: b-6, prefix: "fd00:0:0:1::5/128" }
        - { owner: router/b, pool: a-4, prefix: 10.0.1.7/32, released: "2025-02-03" }
      numbers:
        - { scope: port/a, owner: link/x, number: 1 }
      "
    `);
  });

  test("says the same to who reads it, whatever the names are", () => {
    const name = fc
      .string({ unit: "binary", minLength: 1, maxLength: 60 })
      .filter((text) => !UNSAFE_CHARACTER.test(text));
    const hostile = fc.oneof(
      name,
      fc.constantFrom(
        'x"; /user add',
        "null",
        "true",
        "$(reboot)",
        "- a",
        "a: b",
        "'",
        "#",
        "{}",
        "1e5",
        "a, b",
        "~",
        " x",
      ),
    );
    const prefix = fc.oneof(
      fc.nat(0xff_ff_ff).map((n) => ({ version: 4 as const, start: BigInt(n) * 256n, length: 24 })),
      fc
        .bigInt(0n, 2n ** 64n - 1n)
        .map((n) => ({ version: 6 as const, start: n << 64n, length: 64 })),
    );
    const id = fc.constantFrom("a-4", "kec-a", "null", "true", "on");
    const released = fc.constantFrom(undefined, "2025-02-03" as Day);
    const withRelease = <T extends object>(entry: T, day: Day | undefined) =>
      day === undefined ? entry : { ...entry, released: day };
    const lock = fc.record({
      blocks: fc.array(fc.record({ pool: id, area: id, prefix })),
      addresses: fc.array(
        fc
          .tuple(fc.record({ owner: hostile, pool: id, prefix }), released)
          .map(([entry, day]) => withRelease(entry, day)),
      ),
      numbers: fc.array(
        fc
          .tuple(fc.record({ scope: hostile, owner: hostile, number: fc.nat() }), released)
          .map(([entry, day]) => withRelease(entry, day)),
      ),
      origin: fc.constant(undefined),
    });
    fc.assert(
      fc.property(lock, (written) => {
        const text = lockText(written);
        const { lock: back, findings } = read(text);
        expect(findings).toEqual([]);
        expect(lockText(back!)).toBe(text);
        expect(back!.addresses.map(({ owner }) => owner).toSorted()).toEqual(
          written.addresses.map(({ owner }) => owner).toSorted(),
        );
        const prefixesOf = ({ addresses }: AddressLock) =>
          addresses.map((one) => one.prefix).toSorted(comparePrefixes);
        expect(prefixesOf(back!)).toEqual(prefixesOf(written));
        // A name never begins a line of its own.
        const entries = written.blocks.length + written.addresses.length + written.numbers.length;
        expect(text.split("\n").filter((line) => line.startsWith("  - { "))).toHaveLength(entries);
      }),
    );
  });
});

describe("a lock file that is broken", () => {
  test.each([
    ["an empty file", "", ["R010 1:1"]],
    ["a list", "- 1\n", ["R010 1:1"]],
    ["no version", "blocks: []\n", ["R011 1:1"]],
    ["a version to come", "version: 2\nblocks: []\n", ["R013 1:10"]],
    ["an unknown list", "version: 1\nadresses: []\n", ["R012 2:1"]],
    ["a mapping for a list", "version: 1\naddresses: {}\n", ["R010 2:12"]],
    [
      "what git leaves in a conflict",
      "version: 1\nnumbers:\n<<<<<<< HEAD\n  - { scope: a, owner: b, number: 1 }\n",
      ["R002 4:12"],
    ],
    [
      "host bits",
      "version: 1\naddresses:\n  - { owner: a, pool: p, prefix: 10.0.0.1/24 }\n",
      ["R022 3:34"],
    ],
    [
      "no prefix",
      "version: 1\nblocks:\n  - { pool: p, area: a, prefix: 10.0.0.0 }\n",
      ["R022 3:33"],
    ],
    [
      "a number as text",
      'version: 1\nnumbers:\n  - { scope: s, owner: a, number: "1" }\n',
      ["R010 3:35"],
    ],
    [
      "a day that does not exist",
      'version: 1\naddresses:\n  - { owner: a, pool: p, prefix: 10.0.0.0/24, released: "2025-02-30" }\n',
      ["R020 3:57"],
    ],
    [
      "a line break in a name",
      'version: 1\naddresses:\n  - { owner: "a\\nb", pool: p, prefix: 10.0.0.0/24 }\n',
      ["R017 3:14"],
    ],
    [
      "a pool that is no id",
      "version: 1\nblocks:\n  - { pool: ../x, area: a, prefix: 10.0.0.0/24 }\n",
      ["R103 3:13"],
    ],
    [
      "a forbidden key",
      "version: 1\nblocks:\n  - { pool: p, area: a, prefix: 10.0.0.0/24, __proto__: 1 }\n",
      ["R014 3:46"],
    ],
    ["an entry that is none", "version: 1\nblocks: [1]\n", ["R010 2:10"]],
  ])("%s", (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test("keeps its other entries", () => {
    const text =
      "version: 1\nnumbers:\n  - { scope: s, owner: a, number: x }\n  - { scope: s, owner: b, number: 2 }\n";
    expect(read(text).lock!.numbers.map(({ owner }) => owner)).toEqual(["b"]);
  });

  test("is never more than findings, whatever was changed in it", () => {
    const whole = lockText(LOCK);
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.nat(12),
        fc.string({ maxLength: 12 }),
        (at, cut, put) => {
          const { lock, findings } = read(whole.slice(0, at) + put + whole.slice(at + cut));
          expect(lock !== undefined || findings.length > 0).toBe(true);
        },
      ),
      { ...RUNS, numRuns: 500 },
    );
  });
});
