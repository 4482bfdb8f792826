import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import {
  probeQuestions,
  type Probes,
  proofSeconds,
  readProbes,
  wantedBy,
  whatIsLost,
} from "../../../src/deploy/linux/probes.ts";
import { exampleState } from "../../config/vendors/example-states.ts";

const files = new Map(
  linux.render(exampleState("core")).files.map(({ path, content }) => [path, content]),
);
const frrConf = files.get("etc/frr/frr.conf")!;
const CORE = ["10.0.0.9", "fd00:0:0:1::9"];

/** What FRR 8.4 says, shortened. */
const answers = ({ ospf = "Full/-", bfd = "up", bgp = "Established", ping = 0 } = {}) =>
  new Map<string, { stdout: string; code: number }>([
    ...Object.entries({
      ospf: JSON.stringify({
        neighbors: { "10.0.0.7": [{ nbrState: ospf, ifaceName: "eth2:10.1.0.18" }] },
      }),
      ospf6: JSON.stringify({
        neighbors: [{ neighborId: "10.0.0.7", state: "Full", interfaceName: "eth2" }],
      }),
      bfd: JSON.stringify([
        { peer: "10.1.0.19", interface: "eth2", status: bfd },
        { peer: "10.2.0.69", status: bfd },
      ]),
      bgp: JSON.stringify({ ipv4Unicast: { peers: { "10.2.0.69": { state: bgp } } } }),
    }).map(([name, stdout]) => [name, { stdout, code: 0 }] as const),
    ...CORE.map((one) => [`ping ${one}`, { stdout: "", code: ping }] as const),
  ]);
const before = readProbes(answers());
const wanted = wantedBy(frrConf, CORE);

describe("what is asked", () => {
  test("addresses, from the loopback's own of the same kind", () => {
    const words = new Map(
      probeQuestions(files, CORE).map((one) => [one.name, one.words.join(" ")]),
    );
    expect(words.get("ping 10.0.0.9")).toMatch(/ -I 10\.0\.0\.0 -- 10\.0\.0\.9$/);
    expect(words.get("ping fd00:0:0:1::9")).toMatch(/ -I fd00:0:0:1:: -- fd00:0:0:1::9$/);
    expect(words.get("ospf")).toBe("vtysh -c show ip ospf neighbor json");
  });

  test("without a loopback, from wherever the way begins", () => {
    const [ping] = probeQuestions(new Map(), ["10.0.0.9"]).slice(-1);
    expect(ping!.words.join(" ")).not.toContain("-I");
  });
});

describe("what is wanted", () => {
  test("neighbours where OSPF speaks, BGP's by address, and those that BFD watches", () => {
    expect([...wanted.ospf]).toEqual(["eth1", "eth2", "eth3", "eth4", "wg0"]);
    expect([...wanted.ospf6]).toEqual(["eth1", "eth2", "eth3", "eth4", "wg0"]);
    expect([...wanted.bgp]).toEqual(["10.2.0.69", "fd00:0:0:3::45"]);
    expect([...wanted.bfd]).toEqual(
      expect.arrayContaining(["eth1", "wg0", "10.2.0.69", "fd00:0:0:3::45"]),
    );
    expect(wanted.bfd).not.toContain("eth7");
  });
});

describe("what is lost", () => {
  test("nothing while all is as before", () => {
    expect(before.sessions).toHaveLength(5);
    expect(whatIsLost(before, readProbes(answers()), wanted)).toEqual([]);
  });

  test("is told in words", () => {
    const after = readProbes(answers({ ospf: "Init/-", bfd: "down", bgp: "Active", ping: 1 }));
    expect(whatIsLost(before, after, wanted)).toEqual([
      "OSPF neighbour 10.0.0.7 on eth2 was full before, is Init/-",
      "BFD session with 10.1.0.19 on eth2 was up before, is down",
      "BFD session with 10.2.0.69 was up before, is down",
      "BGP neighbour 10.2.0.69 was established before, is Active",
      "10.0.0.9 answered before, does not now",
      "fd00:0:0:1::9 answered before, does not now",
    ]);
  });

  test("where a daemon gives no answer, all of its neighbours", () => {
    const lost = whatIsLost(before, readProbes(new Map()), wanted);
    expect(lost).toHaveLength(7);
    expect(lost[0]).toBe("OSPF neighbour 10.0.0.7 on eth2 was full before, is gone");
  });

  test("what the new configuration no longer has is not missed", () => {
    const smaller = frrConf
      .split(/(?<=^exit\n!\n)/m)
      .filter((block) => !block.includes("interface eth2\n") && !block.startsWith("router bgp"))
      .join("");
    expect(whatIsLost(before, readProbes(new Map()), wantedBy(smaller, []))).toEqual([]);
    const passive = frrConf.replace(
      /(interface eth2\n(?: .*\n)*? ip ospf network.*\n)/,
      "$1 ip ospf passive\n",
    );
    expect(wantedBy(passive, []).ospf).not.toContain("eth2");
  });

  test("a neighbour in whose place another has come is not missed; a second one is", () => {
    const session = (peer: string, state = "Full/-") =>
      ({ kind: "ospf", interface: "eth2", peer, state }) as const;
    const was: Probes = { sessions: [session("10.0.0.1"), session("10.0.0.2")], reached: {} };
    const now: Probes = {
      sessions: [session("10.0.0.3"), session("10.0.0.4", "Init/-")],
      reached: {},
    };
    expect(whatIsLost(was, now, wanted)).toEqual([
      "OSPF neighbour 10.0.0.2 on eth2 was full before, is gone",
    ]);
  });

  test("a forged name reaches no terminal", () => {
    const forged = "\u001b[2J\u202e";
    const was: Probes = {
      sessions: [{ kind: "ospf", interface: "eth2", peer: forged, state: "Full" }],
      reached: {},
    };
    expect(whatIsLost(was, readProbes(new Map()), wanted).join("")).not.toContain("\u001b");
  });

  test("nothing is lost from a moment to itself, and all that was up from one to none", () => {
    const anySession = fc.record({
      kind: fc.constantFrom("ospf" as const, "ospf6" as const, "bfd" as const),
      interface: fc.constantFrom("eth1", "eth2", "eth9"),
      peer: fc.constantFrom("10.0.0.1", "10.0.0.2", "fe80::1"),
      state: fc.constantFrom("Full/-", "Full", "Init/-", "up", "down"),
    });
    const sessions = fc.uniqueArray(anySession, {
      selector: ({ kind, interface: name, peer }) => `${kind} ${name} ${peer}`,
    });
    fc.assert(
      fc.property(sessions, sessions, (was, now) => {
        const probes = (all: typeof was): Probes => ({ sessions: all, reached: {} });
        expect(whatIsLost(probes(was), probes(was), wanted)).toEqual([]);
        const isUp = ({ kind, state }: (typeof was)[number]) =>
          kind === "bfd" ? state === "up" : state.startsWith("Full");
        const missed = was.filter((one) => isUp(one) && one.interface !== "eth9");
        expect(whatIsLost(probes(was), probes([]), wanted)).toHaveLength(missed.length);
        // As many as before on every interface is enough, and fewer on one never is.
        for (const kind of ["ospf", "ospf6", "bfd"]) {
          for (const name of ["eth1", "eth2"]) {
            const up = (all: typeof was, four: boolean) =>
              all.filter(
                (one) =>
                  isUp(one) &&
                  one.kind === kind &&
                  one.interface === name &&
                  one.peer.includes(":") !== four,
              );
            for (const four of [true, false]) {
              const [then, after] = [up(was, four), up(now, four)];
              const lost = whatIsLost(probes(then), probes(after), wanted);
              expect(lost).toHaveLength(Math.max(0, then.length - after.length));
            }
          }
        }
      }),
    );
  });
});

describe("how long a proof takes", () => {
  const face = (...lines: string[]) =>
    ["interface eth1", ...lines.map((line) => ` ${line}`), ""].join("\n");
  test.each([
    ["nobody to hear", "hostname a\n", 0],
    ["fibre", face("ip ospf area 0.0.0.0", "ip ospf dead-interval 8"), 9],
    ["FRR's own interval, which it does not write", face("ip ospf area 0.0.0.0"), 41],
    ["IPv6 alone", face("ipv6 ospf6 area 0.0.0.0", "ipv6 ospf6 dead-interval 12"), 13],
    ["a LAN without neighbours", face("ip ospf area 0.0.0.0", "ip ospf passive"), 0],
    ["BGP, which BFD watches", "router bgp 1\n neighbor 10.0.0.1 bfd\n", 7],
    [
      "the slowest of several",
      `${face("ip ospf area 0", "ip ospf dead-interval 8")}${face("ip ospf area 0", "ip ospf dead-interval 12")}`,
      13,
    ],
  ])("%s", (_, conf, seconds) => {
    expect(proofSeconds(conf)).toBe(seconds);
  });
  test("of a rendered router is that of its slowest link", () => {
    const dead = [...frrConf.matchAll(/dead-interval (\d+)/g)].map(([, value]) => Number(value));
    expect(dead.length).toBeGreaterThan(0);
    expect(proofSeconds(frrConf)).toBeGreaterThan(Math.max(...dead));
  });
});
