import fc from "fast-check";
import { expect, test } from "vitest";
import { prefixMap } from "../../src/addressing/prefix-map.ts";
import { BITS, contains, type IpVersion, overlap, type Prefix } from "../../src/ip/prefix.ts";

/** Prefixes crowded into few addresses, so that they nest and collide, at either end of the space. */
const prefix = fc
  .record({
    version: fc.constantFrom<IpVersion[]>(4, 6),
    bits: fc.integer({ min: 0, max: 6 }),
    index: fc.nat(63),
    high: fc.boolean(),
  })
  .map(({ version, bits, index, high }): Prefix => {
    const length = (high && version === 6 ? 64 : BITS[version]) - bits;
    const size = 1n << BigInt(BITS[version] - length);
    const unit = high && version === 6 ? 1n << 64n : 1n;
    return { version, start: ((BigInt(index) * unit) / size) * size, length };
  });

test("takes, finds and refuses as a list of all prefixes would", () => {
  fc.assert(
    fc.property(
      fc.array(prefix, { maxLength: 40 }),
      fc.array(prefix, { maxLength: 20 }),
      (added, asked) => {
        const map = prefixMap<number>();
        const list: { prefix: Prefix; value: number }[] = [];
        added.forEach((one, i) => {
          // Asking in between must not spoil the tables by length.
          map.overlaps(asked[i % Math.max(1, asked.length)] ?? one);
          const isFree = !list.some((held) => overlap(held.prefix, one));
          expect(map.add(one, i)).toBe(isFree);
          if (isFree) list.push({ prefix: one, value: i });
        });
        for (const one of [...added, ...asked]) {
          expect(map.overlaps(one)).toBe(list.some((held) => overlap(held.prefix, one)));
          expect(map.covering(one)).toEqual(list.find((held) => contains(held.prefix, one)));
        }
      },
    ),
  );
});
