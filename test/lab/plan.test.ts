import { describe, expect, it } from "vitest";
import type { DesiredState } from "../../src/config/desired-state.ts";
import { expectedAdjacencies } from "../../src/lab/expected-adjacencies.ts";
import { labPlan } from "../../src/lab/lab-plan.ts";
import { labSecrets } from "../../src/lab/lab-secrets.ts";
import { subnetwork } from "../../src/config/subnetwork.ts";
import { fixtureStates } from "../config/fixture-states.ts";

const states = [...fixtureStates("delapan-router").states.values()];
const asn = [...fixtureStates("dengan-asn").states.values()];
const plan = labPlan(states);

describe("the plan of a lab", () => {
  it("gives every interface of every router exactly one other end", () => {
    for (const all of [states, asn, states.slice(0, 3)]) {
      const ends = labPlan(all).cables.flatMap((cable) =>
        cable.ends.map((end) => `${end.space} ${end.interface}`),
      );
      expect(new Set(ends).size).toBe(ends.length);
      const wanted = all.flatMap(({ device, interfaces }) =>
        interfaces
          .filter(({ kind }) => kind === "ethernet" || kind === "vlan")
          .map(({ name }) => `router-${device} ${name}`),
      );
      expect(ends.filter((end) => end.startsWith("router-")).sort()).toEqual(wanted.sort());
    }
  });
  it("does not depend on the order of the routers", () => {
    expect(labPlan(states.toReversed())).toEqual(plan);
  });
  it("has names that the kernel takes, and a namespace behind each", () => {
    const known = new Set([
      ...plan.routers.map(({ device }) => `router-${device}`),
      ...plan.spaces.map(({ name }) => name),
    ]);
    for (const { ends } of plan.cables) {
      for (const end of ends) {
        expect(end.interface).toMatch(/^[a-z0-9.-]{1,15}$/);
        expect(known).toContain(end.space);
      }
    }
  });
  it("puts slow media on the wire with their delay, and nothing else", () => {
    const slow = plan.cables.filter(({ wire }) => wire !== undefined);
    expect(slow.map(({ carries, medium }) => `${carries} ${medium}`).sort()).toEqual([
      "satelit-e satellite",
      "seluler-c mobile",
    ]);
    for (const { wire } of slow) expect(wire!.delayUs).toBeGreaterThan(1000);
  });
  it("leads what is not in the lab into the open", () => {
    const [first] = states;
    const alone = labPlan([first!]);
    expect(alone.cables.filter(({ role }) => role === "transit")).toEqual([]);
    expect(alone.cables.filter(({ role }) => role === "open").length).toBeGreaterThan(0);
  });
  it("gives clients addresses that no router and no server has", () => {
    const taken = new Set(
      states.flatMap(({ interfaces, vrrp }) =>
        [...interfaces, ...vrrp].flatMap(({ addresses }) => addresses.map((a) => a.split("/")[0])),
      ),
    );
    for (const { addresses, servers } of plan.clients) {
      for (const address of Object.values(addresses)) {
        expect(taken).not.toContain(address);
        expect(servers).not.toContain(address);
      }
    }
  });
  it("speaks BGP outside exactly where a router does", () => {
    const speaking = (all: readonly DesiredState[]) =>
      labPlan(all)
        .spaces.filter(({ frrConf }) => frrConf !== undefined)
        .map(({ name }) => name);
    expect(speaking(states)).toEqual([]);
    expect(speaking(asn)).toContain("internet");
    const conf = labPlan(asn).spaces.find(({ name }) => name.startsWith("isp-"))!.frrConf!;
    expect(conf).toMatch(/^router bgp \d+$/m);
    expect(conf).toContain("timers 1 3");
  });
});

describe("expected adjacencies", () => {
  it("are seen from both ends", () => {
    const found = expectedAdjacencies(states);
    expect(found.length).toBeGreaterThan(0);
    const idOf = new Map(states.map(({ device, ospf }) => [device, ospf?.routerId]));
    for (const { device, neighborId, carries } of found) {
      expect(
        found.some(
          (other) =>
            other.carries === carries &&
            other.neighborId === idOf.get(device) &&
            idOf.get(other.device) === neighborId,
        ),
      ).toBe(true);
    }
  });
  it("are none where the two ends differ in their area, or one is silent", () => {
    const changed = (change: { area: string } | { passive: boolean }) =>
      states.map((state, i) =>
        i > 0 || state.ospf === undefined
          ? state
          : {
              ...state,
              ospf: {
                ...state.ospf,
                interfaces: state.ospf.interfaces.map((one) => ({ ...one, ...change })),
              },
            },
      );
    const [first] = states;
    for (const change of [{ area: "9.9.9.9" }, { passive: true }]) {
      const found = expectedAdjacencies(changed(change));
      expect(found.filter(({ device }) => device === first!.device)).toEqual([]);
    }
  });
});

describe("the sub-network of a kecamatan", () => {
  const cores = ["inti-selatan", "inti-utara"];
  const areas = [...new Set(states.map(({ area }) => area))];

  it("is everything without a choice", () => {
    expect(subnetwork(states, [], cores).states).toHaveLength(states.length);
  });
  it("holds the cores and all routers of what was chosen, joined", () => {
    for (const area of areas) {
      const { states: inside, left } = subnetwork(states, [area], cores);
      const names = inside.map(({ device }) => device);
      expect(names).toEqual(expect.arrayContaining(cores));
      const chosen = states.filter((state) => state.area === area).map(({ device }) => device);
      expect(names).toEqual(expect.arrayContaining(chosen));
      expect([...names, ...left].sort()).toEqual(states.map(({ device }) => device).sort());
      const joined = new Set([names[0]!]);
      for (const name of joined) {
        const state = inside.find(({ device }) => device === name)!;
        for (const { peer } of state.interfaces) {
          if (peer !== undefined && names.includes(peer.device)) joined.add(peer.device);
        }
        for (const other of inside) {
          if (other.interfaces.some(({ peer }) => peer?.device === name)) joined.add(other.device);
        }
      }
      expect(joined.size).toBe(names.length);
    }
  });
  it("does not depend on the order of the routers", () => {
    expect(subnetwork(states.toReversed(), [areas[0]!], cores)).toEqual(
      subnetwork(states, [areas[0]!], cores),
    );
  });
});

describe("secrets of a lab", () => {
  it("are pairs where WireGuard needs them, the same for both ends, and new each time", () => {
    const secrets = labSecrets("dumai");
    const tunnels = states.flatMap((state) => state.tunnels);
    expect(tunnels.length).toBeGreaterThan(0);
    for (const { privateKey, peers } of tunnels) {
      expect(Buffer.from(secrets.secret(privateKey.secret)!, "base64")).toHaveLength(32);
      for (const { publicKey, presharedKey } of peers) {
        expect(Buffer.from(secrets.publicKey(publicKey.publicKeyOf)!, "base64")).toHaveLength(32);
        expect(Buffer.from(secrets.secret(presharedKey.secret)!, "base64")).toHaveLength(32);
      }
    }
    expect(secrets.secret("ospf/x")).toBe(secrets.secret("ospf/x"));
    expect(secrets.secret("ospf/x")).toMatch(/^\w{16}$/);
    expect(labSecrets("dumai").secret("ospf/x")).not.toBe(secrets.secret("ospf/x"));
  });
});
