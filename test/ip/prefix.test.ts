import * as fc from "fast-check";
import { Address4, Address6 } from "ip-address";
import { describe, expect, test } from "vitest";
import {
  addressIn,
  comparePrefixes,
  contains,
  formatAddress,
  formatPrefix,
  interfaceAddressIn,
  isDocumentation,
  overlap,
  parseAddress,
  parseInterfaceAddress,
  parsePrefix,
  subPrefix,
  subPrefixCount,
  type Prefix,
} from "../../src/ip/prefix.ts";
import { RUNS } from "../analysis/networks.ts";

const version = fc.constantFrom(4 as const, 6 as const);
const address = version.chain((v) =>
  fc
    .bigInt({ min: 0n, max: (1n << (v === 4 ? 32n : 128n)) - 1n })
    .map((value) => ({ version: v, value })),
);
const prefix: fc.Arbitrary<Prefix> = address.chain(({ version: v, value }) =>
  fc.integer({ min: 0, max: v === 4 ? 32 : 128 }).map((length) => {
    const free = BigInt((v === 4 ? 32 : 128) - length);
    return { version: v, start: (value >> free) << free, length };
  }),
);

describe("addresses", () => {
  test("are written as the library writes them, and read back", () => {
    fc.assert(
      fc.property(address, ({ version: v, value }) => {
        const written = formatAddress(v, value);
        const library = v === 4 ? Address4.fromBigInt(value) : Address6.fromBigInt(value);
        expect(written).toBe(library.correctForm());
        expect(parseAddress(written)).toEqual({ version: v, value });
      }),
      RUNS,
    );
  });

  test.each([
    "",
    "10.0.0",
    "10.0.0.256",
    "010.0.0.1",
    "fe80::1%eth0",
    "10.0.0.1/8",
    "x",
    ":::",
    "1.2.3.4 ",
  ])("%j is none", (text) => expect(parseAddress(text)).toBeUndefined());
});

describe("prefixes", () => {
  test("are read back, and refused when host bits are set", () => {
    fc.assert(
      fc.property(prefix, (one) => {
        expect(parsePrefix(formatPrefix(one))).toEqual(one);
        const bits = one.version === 4 ? 32 : 128;
        if (one.length === bits) return;
        const text = `${formatAddress(one.version, one.start + 1n)}/${one.length}`;
        expect(parsePrefix(text)).toBeUndefined();
        expect(parseInterfaceAddress(text)?.value).toBe(one.start + 1n);
      }),
      RUNS,
    );
  });

  test("contain their parts and none of the parts overlaps another", () => {
    fc.assert(
      fc.property(prefix, fc.integer({ min: 0, max: 6 }), (one, longer) => {
        const bits = one.version === 4 ? 32 : 128;
        const length = Math.min(bits, one.length + longer);
        const parts = Array.from({ length: Number(subPrefixCount(one, length)) }, (_, i) =>
          subPrefix(one, length, BigInt(i)),
        );
        expect(parts.every((part) => contains(one, part))).toBe(true);
        for (const [i, part] of parts.entries()) {
          if (i > 0) expect(overlap(parts[i - 1]!, part)).toBe(false);
          if (i > 0) expect(comparePrefixes(parts[i - 1]!, part)).toBeLessThan(0);
        }
      }),
      RUNS,
    );
  });

  test("addresses in them", () => {
    const lan = parsePrefix("10.1.2.0/24")!;
    expect([addressIn(lan, 1n), interfaceAddressIn(lan, 10n)]).toEqual([
      "10.1.2.1",
      "10.1.2.10/24",
    ]);
    expect(subPrefixCount(lan, 16)).toBe(0n);
  });
});

test("ranges for examples are known", () => {
  const examples = [
    "192.0.2.1",
    "198.51.100.0/28",
    "203.0.113.5/32",
    "2001:db8::1",
    "2001:db8::/48",
  ];
  expect(examples.filter((text) => !isDocumentation(text))).toEqual([]);
  expect(["10.0.0.1", "192.0.3.1", "fd00::/8", "x"].filter(isDocumentation)).toEqual([]);
});
