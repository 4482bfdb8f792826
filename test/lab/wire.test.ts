import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrivals } from "../../src/lab/wire/arrivals.ts";
import { arrivalUs, type DelayLine } from "../../src/lab/wire/delay-line.ts";
import { completeChecksum } from "../../src/lab/wire/transport-checksum.ts";
import { setVni, vniOf } from "../../src/lab/wire/vxlan-frame.ts";
import { wireLines } from "../../src/lab/wire/wire-config.ts";

describe("a slow line", () => {
  it("delays, and sends at its rate", () => {
    const line: DelayLine = { limits: { delayUs: 300_000, rateMbps: 8 }, busyUntilUs: 0 };
    // 1000 bytes at 8 Mbit/s take a millisecond; the second waits for the first.
    expect(arrivalUs(line, 0, 1000)).toBe(301_000);
    expect(arrivalUs(line, 0, 1000)).toBe(302_000);
    expect(arrivalUs(line, 10_000, 1000)).toBe(311_000);
  });

  it("drops what its queue does not hold", () => {
    const line: DelayLine = { limits: { delayUs: 0, rateMbps: 1 }, busyUntilUs: 0 };
    const arrived = Array.from({ length: 100 }, () => arrivalUs(line, 0, 1250));
    // Ten milliseconds each, and 200 ms of them wait.
    expect(arrived.filter((at) => at !== undefined)).toHaveLength(21);
  });

  it("never lets anything overtake", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(50_000), fc.integer({ min: 1, max: 1500 })), { maxLength: 40 }),
        fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
        (packets, rateMbps) => {
          const line: DelayLine = { limits: { delayUs: 1000, rateMbps }, busyUntilUs: 0 };
          let nowUs = 0;
          let last = 0;
          for (const [waitUs, bytes] of packets) {
            nowUs += waitUs;
            const at = arrivalUs(line, nowUs, bytes);
            if (at === undefined) continue;
            expect(at).toBeGreaterThanOrEqual(Math.max(last, nowUs + 1000));
            last = at;
          }
        },
      ),
    );
  });
});

describe("what is under way", () => {
  it("comes out by time, and as it went in among equals", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const underway = arrivals<number>();
        times.forEach((at, i) => underway.add(at, i));
        const out: number[] = [];
        for (let next = underway.take(20); next !== undefined; next = underway.take(20)) {
          out.push(next);
        }
        const expected = times
          .map((at, i) => ({ at, i }))
          .sort((a, b) => a.at - b.at || a.i - b.i)
          .map(({ i }) => i);
        expect(out).toEqual(expected);
        expect(underway.nextUs()).toBeUndefined();
      }),
    );
  });

  it("keeps what has not arrived", () => {
    const underway = arrivals<string>();
    underway.add(5, "later");
    expect(underway.take(4)).toBeUndefined();
    expect(underway.nextUs()).toBe(5);
    expect(underway.take(5)).toBe("later");
  });
});

describe("VXLAN", () => {
  it("has its identifier in bytes 4 to 6", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xff_ffff }), (vni) => {
        const datagram = Uint8Array.of(0x08, 0, 0, 0, 0, 0, 0, 0, 1, 2);
        setVni(datagram, vni);
        expect(vniOf(datagram)).toBe(vni);
        expect([...datagram.subarray(8)]).toEqual([1, 2]);
      }),
    );
  });
  it("has none without its flag, or when it is cut short", () => {
    expect(vniOf(Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 0))).toBeUndefined();
    expect(vniOf(Uint8Array.of(8, 0, 0))).toBeUndefined();
  });
  it("gives each end of a slow cable an identifier of its own", () => {
    const end = (space: string) => ({ space, interface: "eth0" });
    const cable = (id: string, isSlow: boolean) => ({
      id,
      ends: [end(`${id}-a`), end(`${id}-b`)] as const,
      mtu: 1500,
      carries: id,
      role: "transit" as const,
      medium: undefined,
      wire: isSlow ? { delayUs: 1, rateMbps: undefined } : undefined,
    });
    const lines = wireLines([cable("a", true), cable("b", false), cable("c", true)]);
    expect(lines.map(({ id }) => id)).toEqual(["a", "c"]);
    expect(new Set(lines.flatMap(({ vnis }) => vnis)).size).toBe(4);
  });
});

describe("checksums that the kernel left to a network card", () => {
  // 10.1.0.1:48462 → 10.1.0.2:5000, "hello\n", as it left a VXLAN interface but with the sum that tcpdump says is right.
  const UDP_WITH_ITS_SUM =
    "020000000001c68aacf5f85408004500002239794000401" +
    "1ed50" +
    "0a0100010a010002bd4e1388000ed71a68656c6c6f0a";
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

  it("are as the kernel would have them", () => {
    const frame = bytes(UDP_WITH_ITS_SUM);
    const broken = frame.slice();
    broken[40] = 0x14;
    broken[41] = 0x24;
    completeChecksum(broken);
    expect(Buffer.from(broken).toString("hex")).toBe(UDP_WITH_ITS_SUM);
  });

  it("leave a right one as it is, and everything that is no TCP or UDP", () => {
    const frame = bytes(UDP_WITH_ITS_SUM);
    completeChecksum(frame);
    expect(Buffer.from(frame).toString("hex")).toBe(UDP_WITH_ITS_SUM);
    const icmp = bytes(UDP_WITH_ITS_SUM);
    icmp[23] = 1;
    const before = icmp.slice();
    completeChecksum(icmp);
    expect(icmp).toEqual(before);
  });

  it("make the sum over everything all ones, for IPv4 and IPv6, whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(4, 6),
        fc.constantFrom(6, 17),
        fc.uint8Array({ minLength: 20, maxLength: 80 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (version, protocol, segment, addresses) => {
          const frame = frameOf(version, protocol, segment, addresses);
          completeChecksum(frame);
          expect(onesSum(frame, version)).toBe(0xffff);
        },
      ),
    );
  });

  it("survive any bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (frame) => completeChecksum(frame)));
  });
});

function frameOf(
  version: number,
  protocol: number,
  segment: Uint8Array,
  addresses: Uint8Array,
): Uint8Array {
  const header = version === 4 ? new Uint8Array(20) : new Uint8Array(40);
  const view = new DataView(header.buffer);
  if (version === 4) {
    header[0] = 0x45;
    view.setUint16(2, 20 + segment.length);
    header[9] = protocol;
    header.set(addresses.subarray(0, 8), 12);
  } else {
    header[0] = 0x60;
    view.setUint16(4, segment.length);
    header[6] = protocol;
    header.set(addresses, 8);
  }
  const type = version === 4 ? [0x08, 0x00] : [0x86, 0xdd];
  return Uint8Array.of(...new Uint8Array(12), ...type, ...header, ...segment);
}

/** RFC 1071, word by word over pseudo header and segment, unlike the code that it judges. */
function onesSum(frame: Uint8Array, version: number): number {
  const ip = frame.subarray(14);
  const [protocol, addresses, segment] =
    version === 4
      ? [ip[9]!, ip.subarray(12, 20), ip.subarray(20)]
      : [ip[6]!, ip.subarray(8, 40), ip.subarray(40)];
  const pseudo = [
    ...addresses,
    0,
    protocol,
    segment.length >> 8,
    segment.length & 0xff,
    ...segment,
  ];
  if (pseudo.length % 2 === 1) pseudo.push(0);
  let sum = 0;
  for (let i = 0; i < pseudo.length; i += 2) {
    sum += pseudo[i]! * 256 + pseudo[i + 1]!;
    if (sum > 0xffff) sum = (sum & 0xffff) + 1;
  }
  return sum;
}
