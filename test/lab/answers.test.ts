import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answered, attemptsScript } from "../../src/lab/measure/connection-script.ts";
import { aliveAddresses, parseAnswer } from "../../src/lab/measure/fping.ts";
import { driftLines } from "../../src/config/vendors/linux/answers/frr-reload.ts";
import {
  bfdSessionsUp,
  establishedBgpNeighbors,
  fullOspf6Neighbors,
  fullOspfNeighbors,
  isFlooding,
} from "../../src/config/vendors/linux/answers/vtysh-json.ts";
import { shellWord } from "../../src/text/shell-word.ts";

describe("what FRR says", () => {
  const ospf = (state: string, open = 0) =>
    JSON.stringify({
      neighbors: {
        "10.0.0.2": [
          {
            nbrState: state,
            ifaceName: "eth13:10.72.22.12",
            linkStateRetransmissionListCounter: open,
          },
        ],
      },
    });

  it("full OSPF neighbours, by interface and router id", () => {
    expect([...fullOspfNeighbors(ospf("Full/-"))]).toEqual(["eth13 10.0.0.2"]);
    expect([...fullOspfNeighbors(ospf("Full/DROther"))]).toEqual(["eth13 10.0.0.2"]);
    expect([...fullOspfNeighbors(ospf("ExStart/-"))]).toEqual([]);
  });
  it("whether something is still being told", () => {
    expect(isFlooding(ospf("Full/-", 3))).toBe(true);
    expect(isFlooding(ospf("Full/-"))).toBe(false);
  });
  it("full OSPFv3 neighbours", () => {
    const text = JSON.stringify({
      neighbors: [
        { neighborId: "10.0.0.2", state: "Full", interfaceName: "eth1" },
        { neighborId: "10.0.0.3", state: "Init", interfaceName: "eth2" },
      ],
    });
    expect([...fullOspf6Neighbors(text)]).toEqual(["eth1 10.0.0.2"]);
  });
  it("BFD sessions by interface and version", () => {
    const text = JSON.stringify([
      { peer: "10.0.0.1", interface: "eth1", status: "up" },
      { peer: "fe80::1", interface: "eth1", status: "down" },
    ]);
    expect([...bfdSessionsUp(text)]).toEqual([["eth1 4", 1]]);
  });
  it("established BGP neighbours of all families, after a daemon's words", () => {
    const text = `% some warning\n${JSON.stringify({
      ipv4Unicast: { peers: { "192.0.2.1": { state: "Established" } } },
      ipv6Unicast: { peers: { "2001:db8::1": { state: "Active" } } },
    })}`;
    expect([...establishedBgpNeighbors(text)]).toEqual(["192.0.2.1"]);
  });
  it("nothing is up where a daemon is not running", () => {
    for (const text of ["", "bgpd is not running", "{", "[1]", '{"neighbors":3}']) {
      expect(fullOspfNeighbors(text).size).toBe(0);
      expect(fullOspf6Neighbors(text).size).toBe(0);
      expect(bfdSessionsUp(text).size).toBe(0);
      expect(establishedBgpNeighbors(text).size).toBe(0);
    }
  });
});

describe("fping", () => {
  it("tells when an answered ping left", () => {
    const line = "[1795557680.35543] 10.72.12.122 : [0], 64 bytes, 600.5 ms (600 avg, 0% loss)";
    const answer = parseAnswer(line)!;
    expect(answer.address).toBe("10.72.12.122");
    expect(answer.rttMs).toBe(600.5);
    expect(answer.sentMs).toBeCloseTo(1795557680355.43 - 600.5, 1);
  });
  it("is silent of pings that nobody answered", () => {
    const line = "[1795557680.55621] 10.99.9.9    : [0], timed out (NaN avg, 100% loss)";
    expect(parseAnswer(line)).toBeUndefined();
    const text = "10.0.0.1 is alive\nfd00::1 is alive\n10.0.0.2 is unreachable\n";
    expect([...aliveAddresses(text)]).toEqual(["10.0.0.1", "fd00::1"]);
  });
});

describe("frr-reload.py --test", () => {
  it("differs in nothing but what is always said", () => {
    const output = [
      "INFO: Loading",
      "Lines To Delete",
      "===============",
      "no hostname pusat-data",
      "interface lo",
      " no shutdown",
      "line vty",
      "",
      "Lines To Add",
      "============",
      "hostname router-pusat-data",
    ].join("\n");
    expect(driftLines(output)).toEqual([]);
  });
  it("a line of a block stands with its block", () => {
    const output =
      "Lines To Delete\n===\ninterface eth1\n no ip ospf cost 4\n\nLines To Add\n===\nrouter bgp 65000\nrouter bgp 65000\n address-family ipv4 unicast\n  neighbor 10.0.0.1 activate\nip route 10.0.0.0/8 blackhole\n";
    expect(driftLines(output)).toEqual([
      "- interface eth1 / no ip ospf cost 4",
      "+ router bgp 65000",
      "+ router bgp 65000 / address-family ipv4 unicast / neighbor 10.0.0.1 activate",
      "+ ip route 10.0.0.0/8 blackhole",
    ]);
  });
});

describe("what the shell is given", () => {
  it("a word stays one word, whatever it holds", () => {
    const hostile = [`x"; /user add`, "$(reboot)", "`id`", "a'b", "two\nlines", "-n", "*", "", "é"];
    for (const word of hostile) {
      const out = execFileSync("sh", ["-c", `printf %s ${shellWord(word)}`], { encoding: "utf8" });
      expect(out).toBe(word);
    }
  });
  it("for any text without a zero byte", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { maxLength: 30 }), (words) => {
        const clean = words.map((word) => word.replaceAll("\0", ""));
        const script = `printf '%s\\n--\\n' ${clean.map(shellWord).join(" ")}`;
        const out = execFileSync("sh", ["-c", script], { encoding: "utf8" });
        const expected = (clean.length === 0 ? [""] : clean)
          .map((word) => `${word}\n--\n`)
          .join("");
        expect(out).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });
  it("attempts are told apart by their number", () => {
    const script = attemptsScript([{ by: "tcp", address: "127.0.0.1", port: 1 }]);
    const out = execFileSync("bash", ["-c", script], { encoding: "utf8" });
    expect(answered(out).size).toBe(0);
    expect([...answered("0\n12\nnoise 3\n")]).toEqual([0, 12]);
  });
});
