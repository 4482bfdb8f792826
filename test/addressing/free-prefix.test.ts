import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freePrefix } from "../../src/addressing/free-prefix.ts";
import { prefixMap } from "../../src/addressing/prefix-map.ts";
import { contains, formatPrefix, overlap, parsePrefix, type Prefix } from "../../src/ip/prefix.ts";

const p = (text: string): Prefix => parsePrefix(text)!;

describe("a free prefix", () => {
  test("is found as long as there is one, whatever else is taken", () => {
    const inside = fc
      .record({ length: fc.integer({ min: 24, max: 32 }), index: fc.nat(255) })
      .map(({ length, index }): Prefix => {
        const size = 1n << BigInt(32 - length);
        return {
          ...p("10.0.0.0/24"),
          start: p("10.0.0.0/24").start + (BigInt(index) / size) * size,
          length,
        };
      });
    fc.assert(
      fc.property(
        fc.array(inside, { maxLength: 30 }),
        fc.integer({ min: 24, max: 32 }),
        fc.string(),
        (others, length, name) => {
          const taken = prefixMap<number>();
          const held = others.filter((one, i) => taken.add(one, i));
          const found = freePrefix(p("10.0.0.0/24"), length, name, taken);
          const all = Array.from({ length: 2 ** (length - 24) }, (_, i): Prefix => ({
            version: 4,
            start: p("10.0.0.0/24").start + BigInt(i) * (1n << BigInt(32 - length)),
            length,
          }));
          const free = all.filter((one) => !held.some((other) => overlap(other, one)));
          if (found === undefined) expect(free).toEqual([]);
          else expect(free).toContainEqual(found);
        },
      ),
    );
  });

  test("is not looked for one by one behind what covers 2^62 of them", () => {
    const taken = prefixMap<number>();
    taken.add(p("fd00::/65"), 0);
    const found = freePrefix(p("fd00::/64"), 127, "router/a", taken)!;
    expect(contains(p("fd00::8000:0:0:0/65"), found)).toBe(true);
    taken.add(p("fd00::8000:0:0:0/65"), 1);
    expect(freePrefix(p("fd00::/64"), 127, "router/a", taken)).toBeUndefined();
  });

  test("never is the address that IPv6 gives to every router", () => {
    const taken = prefixMap<number>();
    const given: string[] = [];
    for (const name of ["a", "b", "c", "d", "e"]) {
      const found = freePrefix(p("fd00::/126"), 128, name, taken);
      if (found === undefined) continue;
      taken.add(found, 0);
      given.push(formatPrefix(found));
    }
    expect(given.toSorted()).toEqual(["fd00::1/128", "fd00::2/128", "fd00::3/128"]);
  });

  test("does not exist in what is narrower than it", () => {
    expect(freePrefix(p("10.0.0.0/30"), 29, "a", prefixMap())).toBeUndefined();
  });
});
