import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { RolloutNetwork } from "../../src/rollout/rollout-network.ts";
import { planWaves } from "../../src/rollout/waves.ts";
import { networks } from "./random-networks.ts";
import { hasWay, sitesWithWay } from "./reach-oracle.ts";

const RUNS = { seed: 20261125, numRuns: 1500 } as const;
const NOBODY: ReadonlySet<string> = new Set();
const EVERYBODY = "100%";

describe("waves of any network", () => {
  const check = (law: (network: RolloutNetwork) => void) =>
    fc.assert(fc.property(networks, law), RUNS);

  test("every router is in exactly one wave, and knows which", () =>
    check((network) => {
      const { waves, devices } = planWaves(network, { maxUnavailable: EVERYBODY });
      expect(waves.flatMap(({ members }) => members).sort()).toEqual([...network.routers].sort());
      for (const [device, { wave }] of devices) expect(waves[wave - 1]!.members).toContain(device);
    }));

  test("a site outside the wave keeps its way unless one member alone takes it", () =>
    check((network) => {
      const always = sitesWithWay(network, NOBODY);
      for (const { members } of planWaves(network, { maxUnavailable: EVERYBODY }).waves) {
        const together = sitesWithWay(network, new Set(members));
        const oneByOne = members.map((member) => sitesWithWay(network, new Set([member])));
        for (const site of always) {
          if (members.includes(site) || oneByOne.some((withWay) => !withWay.has(site))) continue;
          expect(together, `${site} while ${members.join(", ")}`).toContain(site);
        }
      }
    }));

  test("a member is reached while all others of its wave are down", () =>
    check((network) => {
      for (const { members } of planWaves(network, { maxUnavailable: EVERYBODY }).waves) {
        for (const member of members) {
          if (!hasWay(network, member, NOBODY)) continue;
          const others = new Set(members.filter((other) => other !== member));
          expect(hasWay(network, member, others), `${member} of ${members.join(", ")}`).toBe(true);
        }
      }
    }));

  test("who is said to be cut off is", () =>
    check((network) => {
      const always = sitesWithWay(network, NOBODY);
      for (const [device, { cutOff }] of planWaves(network).devices) {
        const left = sitesWithWay(network, new Set([device]));
        const lost = [...always].filter((site) => site !== device && !left.has(site));
        const connected = cutOff.filter((site) => always.has(site));
        expect(connected, device).toEqual(lost.sort());
      }
    }));

  test("neverWith names exactly the pairs that cut somebody off, are on each other's way, or are kept apart", () =>
    fc.assert(
      fc.property(networks, (network) => {
        const { devices } = planWaves(network);
        const left = new Map(
          network.routers.map((router) => [router, sitesWithWay(network, new Set([router]))]),
        );
        for (const [a, { neverWith }] of devices) {
          for (const b of network.routers.filter((router) => router > a)) {
            const told = neverWith.find(({ device }) => device === b)?.because;
            const back = devices.get(b)!.neverWith.find(({ device }) => device === a)?.because;
            expect(back).toBe(told);
            const problem = wrongAbout(network, left, a, b, told);
            if (problem !== undefined) expect.fail(`${a} with ${b}, told ${told}: ${problem}`);
          }
        }
      }),
      { ...RUNS, numRuns: 300 },
    ));

  test("no two of a wave are never together, and whoever is needed to reach another comes later", () =>
    check((network) => {
      const { waves, devices } = planWaves(network, { maxUnavailable: EVERYBODY, canaries: [] });
      for (const [device, { neverWith, wave, cutOff }] of devices) {
        for (const other of neverWith) {
          expect(waves[wave - 1]!.members, device).not.toContain(other.device);
        }
        if (waves[wave - 1]!.kind === "core") continue;
        for (const behind of cutOff.filter((site) => devices.has(site))) {
          if (network.cores.includes(behind)) continue;
          expect(devices.get(behind)!.wave, `${behind} behind ${device}`).toBeLessThan(wave);
        }
      }
    }));

  test("canaries come first, cores last and one at a time, and no wave is larger than allowed", () =>
    check((network) => {
      for (const maxUnavailable of [1, 2, "25%"] as const) {
        const { waves } = planWaves(network, { maxUnavailable });
        const sizeMax =
          maxUnavailable === "25%"
            ? Math.max(1, Math.floor(network.routers.length / 4))
            : maxUnavailable;
        const kinds = waves.map(({ kind }) => kind);
        const rank = { canary: 0, ordinary: 1, core: 2 } as const;
        expect(kinds).toEqual([...kinds].sort((a, b) => rank[a] - rank[b]));
        expect(kinds.filter((kind) => kind === "canary").length).toBeLessThanOrEqual(1);
        expect(
          waves.filter(({ kind }) => kind === "core").flatMap(({ members }) => members).length,
        ).toBe(kinds.filter((kind) => kind === "core").length);
        for (const { members } of waves) expect(members.length).toBeLessThanOrEqual(sizeMax);
      }
    }));

  test("the order of what is given changes nothing", () =>
    fc.assert(
      fc.property(networks, fc.infiniteStream(fc.nat()), (network, numbers) => {
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, key: numbers.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const other: RolloutNetwork = {
          routers: shuffled(network.routers),
          cores: shuffled(network.cores),
          links: shuffled(network.links).map(({ ends: [a, b], cost }) => ({ ends: [b, a], cost })),
          ownTunnels: shuffled(network.ownTunnels),
          carried: shuffled(network.carried).map(({ site, by }) => ({ site, by: shuffled(by) })),
          apart: network.apart.map((set) => ({ ...set, routers: shuffled(set.routers) })),
        };
        expect(planWaves(other)).toEqual(planWaves(network));
      }),
      RUNS,
    ));
});

/** What is wrong about being told that two routers may not be together because of `told`. */
function wrongAbout(
  network: RolloutNetwork,
  left: ReadonlyMap<string, ReadonlySet<string>>,
  a: string,
  b: string,
  told: string | undefined,
): string | undefined {
  const always = sitesWithWay(network, NOBODY);
  const withoutBoth = sitesWithWay(network, new Set([a, b]));
  const isPair = [...left.get(a)!].some(
    (site) => site !== b && left.get(b)!.has(site) && !withoutBoth.has(site),
  );
  const isApart = network.apart.some(({ routers }) => routers.includes(a) && routers.includes(b));
  // What islands keep together beyond that, the oracle does not know.
  const hasNoIsland = network.routers.every((router) => always.has(router));
  if (isPair && told === undefined) return "together they cut somebody off";
  if (isApart && told !== "uplinks" && told !== "cores") return "they are kept apart";
  if (told === "pair" && hasNoIsland && !isPair) return "together they cut off nobody more";
  if ((told === "uplinks" || told === "cores") && !isApart) return "nothing keeps them apart";
  return undefined;
}

/** A network of links `a-b`; the first letter that is upper case is a core. */
function network(links: string, more: Partial<RolloutNetwork> = {}): RolloutNetwork {
  const pairs = links.split(" ").map((link) => link.split("-") as [string, string]);
  const routers = [...new Set(pairs.flat())];
  return {
    routers,
    cores: routers.filter((id) => id !== id.toLowerCase()),
    links: pairs.map((ends) => ({ ends, cost: 1 })),
    ownTunnels: [],
    carried: [],
    apart: [],
    ...more,
  };
}

const membersOf = (some: RolloutNetwork, options: Parameters<typeof planWaves>[1] = {}) =>
  planWaves(some, { maxUnavailable: EVERYBODY, ...options }).waves.map(({ members }) =>
    members.join(" "),
  );

describe("waves of networks that one can draw", () => {
  it("goes up a chain one by one", () => {
    expect(membersOf(network("K-a a-b b-c"))).toEqual(["c", "b", "a", "K"]);
  });

  it("takes leaves together after one of them, then what they hang on", () => {
    expect(membersOf(network("K-a a-b a-c a-d a-e"))).toEqual(["b", "c d e", "a", "K"]);
  });

  it("never opens a ring in two places between which a site lies", () => {
    const { devices } = planWaves(network("K-a a-b b-c c-d d-e e-K"));
    const never = (id: string) => devices.get(id)!.neverWith.map(({ device }) => device);
    expect(never("a")).toEqual(["K", "b", "c", "d", "e"]);
    // Neighbours on the two sides of the ring's far end: nobody lies between them.
    expect(devices.get("c")!.neverWith.map(({ device, because }) => [device, because])).toEqual([
      ["K", "way"],
      ["a", "way"],
      ["b", "way"],
      ["e", "pair"],
    ]);
    expect(never("d")).not.toContain("c");
  });

  it("sees what only three together cut off", () => {
    // x hangs on a, b and c; a pair of them leaves it the third.
    const three = network("K-a K-b K-c a-x b-x c-x");
    const { waves, devices } = planWaves(three, { maxUnavailable: EVERYBODY, canaries: ["x"] });
    expect(devices.get("b")!.neverWith.map(({ device }) => device)).not.toContain("c");
    expect(waves.map(({ members }) => members)).toEqual([["x"], ["a", "b"], ["c"], ["K"]]);
  });

  it("counts a site's own tunnel for the site, not for who hangs on it", () => {
    const some = network("K-a a-b b-c", { ownTunnels: [{ router: "b", core: "K" }] });
    const { devices } = planWaves(some);
    expect(devices.get("a")!.cutOff).toEqual(["c"]);
    expect(devices.get("K")!.cutOff).toEqual(["a", "b", "c"]);
  });

  it("lets a site with a tunnel only come before the core, and cuts it off with the core", () => {
    const some = network("K-a L-K b-b", { ownTunnels: [{ router: "b", core: "K" }] });
    const { waves, devices } = planWaves(some, { maxUnavailable: 1 });
    expect(waves.map(({ members }) => members[0])).toEqual(["a", "b", "L", "K"]);
    expect(devices.get("K")!.cutOff).toEqual(["a", "b"]);
  });

  it("does not take down both routers that carry a camera, nor what both hang on", () => {
    const some = network("K-a K-b a-c b-d", { carried: [{ site: "kamera", by: ["c", "d"] }] });
    const never = (id: string) =>
      planWaves(some)
        .devices.get(id)!
        .neverWith.map(({ device }) => device);
    expect(never("a")).toEqual(["K", "b", "c", "d"]);
    expect(never("c")).toEqual(["K", "a", "b", "d"]);
  });

  it("goes through an island inwards, before all else", () => {
    expect(membersOf(network("K-a x-y y-z y-w"))).toEqual(["a", "w x z", "y", "K"]);
    expect(planWaves(network("K-a x-y y-z")).devices.get("y")!.cutOff).toEqual(["x", "z"]);
  });

  it("works without any core, and with nothing", () => {
    expect(membersOf(network("a-b b-c"))).toEqual(["a c", "b"]);
    expect(planWaves({ ...network("a-b"), routers: [], links: [] }).waves).toEqual([]);
  });

  it("orders managed routers only, by all that carries", () => {
    const options = { devices: ["c", "a"] };
    expect(membersOf(network("K-a a-b b-c"), options)).toEqual(["c", "a"]);
  });

  it("takes a share of the managed routers, at least one", () => {
    const leaves = network(Array.from({ length: 29 }, (_, i) => `K-s${i + 10}`).join(" "));
    const sizes = (maxUnavailable?: number | string) =>
      planWaves(leaves, { maxUnavailable }).waves.map(({ members }) => members.length);
    expect(Math.max(...sizes())).toBe(3);
    expect(Math.max(...sizes("0.5%"))).toBe(1);
    expect(Math.max(...sizes(7))).toBe(7);
  });

  it.each([0, -1, 1.5, Number.NaN, "0%", "101%", "10", "%", ""])(
    "refuses %s as maxUnavailable",
    (maxUnavailable) => {
      expect(() => planWaves(network("K-a"), { maxUnavailable })).toThrow(/maxUnavailable/);
    },
  );

  it("refuses names that it does not know, and a core as canary", () => {
    const some = network("K-a a-b");
    expect(() => planWaves(some, { devices: ["z"] })).toThrow(/no router of this network: z/);
    expect(() => planWaves(some, { canaries: ["K"] })).toThrow(/a core cannot be a canary: K/);
    expect(() => planWaves(some, { devices: ["a"], canaries: ["b"] })).toThrow(/not managed here/);
    expect(() => planWaves({ ...some, cores: ["z"] })).toThrow(/no router: z/);
  });
});
