import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { BFD_PROFILES, type DesiredState } from "../../src/config/desired-state.ts";
import { NETLAB_DEVICES, netlab, type NetlabDevice } from "../../src/formats/netlab.ts";
import { RUNS, smallNetworks } from "../analysis/networks.ts";
import { configured, expectExport, statesOf } from "./configured.ts";

interface Topology {
  readonly name: string;
  readonly groups: Record<string, { members: string[] }>;
  readonly nodes: Record<string, { ospf?: { area: string } }>;
  readonly links: {
    readonly name: string;
    readonly interfaces: { readonly node: string; readonly ifindex?: number }[];
    readonly tc?: { readonly delay?: number; readonly rate?: number };
  }[];
}

const eight = configured("fixtures/networks/delapan-router");
const exported = (states: readonly DesiredState[], device: NetlabDevice = "frr", name = "lab") =>
  netlab(states, { name, device, lang: "en" });
const read = (content: string) => parse(content, { version: "1.1" }) as Topology;

test("three routers of an own AS, as a topology", () => {
  const states = configured("fixtures/networks/dengan-asn");
  const { content } = netlab(states, { name: "dengan-asn", device: "frr", lang: "id" });
  expectExport("dengan-asn.netlab.yml", content);
});

test("every link between two routers is there with its delay and rate", () => {
  const { links } = read(exported(eight).content);
  const satellite = links.find(({ name }) => name === "satelit-e")!;
  expect(satellite.tc).toEqual({ delay: 300, rate: 10_000 });
  expect(satellite.interfaces.map(({ node, ifindex }) => [node, ifindex])).toEqual([
    ["inti-utara", 4],
    ["kantor-e", 1],
  ]);
  const tunnel = links.find(({ name }) => name === "vpn-1")!;
  expect(tunnel.interfaces.map(({ ifindex }) => ifindex)).toEqual([200, 200]);
});

test("a port has one link, every router is in its groups, whatever the order of the states", () => {
  fc.assert(
    fc.property(smallNetworks, (network) => {
      const states = statesOf(network);
      const { content } = exported(states);
      const { links, nodes, groups } = read(content);
      const ports = links.flatMap(({ interfaces }) =>
        interfaces
          .filter(({ ifindex }) => ifindex !== undefined)
          .map(({ node, ifindex }) => `${node} ${ifindex}`),
      );
      expect(new Set(ports).size).toBe(ports.length);
      for (const { interfaces } of links) {
        for (const { node } of interfaces) expect(nodes).toHaveProperty([node]);
      }
      const members = Object.values(groups).flatMap((group) => group.members);
      const twice = states.flatMap(({ device }) => [device, device]);
      expect(members.toSorted()).toEqual(twice.toSorted());
      expect(exported(states.toReversed()).content).toBe(content);
    }),
    RUNS,
  );
});

describe("names", () => {
  test("too long for netlab are cut or numbered, and the header says which", () => {
    const area = "kecamatan-dengan-nama-panjang";
    const { content } = exported([{ ...eight[0]!, area }], "frr", "kabupaten-kepulauan-anambas");
    expect(read(content).name).toBe("kabupaten-kepula");
    expect(read(content).groups).toHaveProperty("kec_1");
    expect(content).toContain("# - kec_1 = kecamatan-dengan-nama-panjang\n");
  });

  test("that are netlab's own words stay routers", () => {
    const renamed = eight.map((state) =>
      state.device === "simpul" ? { ...state, device: "host" } : state,
    );
    const { nodes } = read(exported(renamed).content);
    expect(Object.keys(nodes)).toContain("host_");
    expect(Object.keys(nodes)).not.toContain("host");
  });
});

describe("what is left out", () => {
  test("is said in the header and returned", () => {
    const { content, leftOut } = exported(eight);
    expect(leftOut).toContain("BGP: absent (router: 3)");
    expect(leftOut).toContain("VLANs: loopback interfaces with the same prefix");
    for (const line of leftOut) expect(content).toContain(`# - ${line}\n`);
  });

  test("of a device that cannot have it", () => {
    const { content, leftOut } = exported(eight, "vyos");
    expect(leftOut).toContain("vyos: the device's own OSPF timers");
    expect(content).not.toContain("timers:");
    expect(content).not.toContain("ospf.areas");
    expect(exported(eight, "routeros7").content).not.toContain("ifindex");
  });
});

/** `NETLAB` names the program where it is not in the path: https://netlab.tools/install/ */
const NETLAB = process.env["NETLAB"] ?? "netlab";

function hasNetlab(): boolean {
  try {
    return execFileSync(NETLAB, ["version"], { encoding: "utf8", stdio: "pipe" }).includes("26.");
  } catch {
    return false;
  }
}

/** What netlab makes of a topology, all of it computed by netlab. */
interface Transformed {
  readonly nodes: Record<
    string,
    {
      readonly loopback: { readonly ipv4: string; readonly ospf?: { readonly area: string } };
      readonly ospf?: {
        readonly router_id: string;
        readonly default?: { readonly cost: number };
        readonly areas?: { area: string; kind: string; inter_area?: boolean; range?: object[] }[];
      };
      readonly interfaces: {
        readonly ifname: string;
        readonly ipv4?: string;
        readonly ipv6?: string;
        readonly bfd?: { readonly min_tx: number; readonly multiplier: number };
        readonly ospf?: {
          readonly area: string;
          readonly cost: number;
          readonly passive: boolean;
          readonly bfd?: boolean;
          readonly timers?: { readonly hello: number; readonly dead: number };
        };
        readonly neighbors?: { readonly node: string; readonly ipv4?: string }[];
      }[];
    }
  >;
}

function transformed(content: string): Transformed {
  const folder = mkdtempSync(path.join(tmpdir(), "netlab-"));
  try {
    writeFileSync(path.join(folder, "topology.yml"), content);
    execFileSync(NETLAB, ["create", "-q", "-o", "json=out.json"], { cwd: folder, stdio: "pipe" });
    return JSON.parse(readFileSync(path.join(folder, "out.json"), "utf8")) as Transformed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const addressOf = (addresses: readonly string[], version: 4 | 6) =>
  addresses.find((address) => address.includes(":") === (version === 6));

/** OSPF interfaces as they stand in the desired states, but hubs of backup tunnels, which netlab is not given. */
const expected = (states: readonly DesiredState[]) =>
  states.flatMap(({ device, interfaces, ospf }) =>
    (ospf?.interfaces ?? [])
      .filter((one) => one.interface !== "lo")
      .filter((one) => interfaces.find(({ name }) => name === one.interface)!.carries !== "hub")
      .map((one) => {
        const { addresses } = interfaces.find(({ name }) => name === one.interface)!;
        const profile = one.bfd && BFD_PROFILES[one.bfd];
        return {
          device,
          ipv4: addressOf(addresses, 4),
          ipv6: addressOf(addresses, 6),
          area: one.area,
          cost: one.cost,
          passive: one.passive,
          timers: one.passive ? undefined : { hello: one.helloS, dead: one.deadS },
          bfd: profile && [profile.intervalMs, profile.multiplier],
        };
      }),
  );

/** OSPF interfaces as netlab gives them to its templates. */
const actual = ({ nodes }: Transformed) =>
  Object.entries(nodes).flatMap(([device, { interfaces }]) =>
    interfaces
      .filter(({ ospf }) => ospf !== undefined)
      .map(({ ipv4, ipv6, ospf, bfd }) => ({
        device,
        ipv4,
        ipv6,
        area: ospf!.area,
        cost: ospf!.cost,
        passive: ospf!.passive,
        timers: ospf!.timers,
        bfd: ospf!.bfd === true ? [bfd!.min_tx, bfd!.multiplier] : undefined,
      })),
  );

const sorted = (rows: readonly { device: string; ipv4?: string | undefined }[]) =>
  rows.toSorted((a, b) => (`${a.device} ${a.ipv4}` < `${b.device} ${b.ipv4}` ? -1 : 1));

describe.skipIf(!hasNetlab())("netlab itself", { timeout: 120_000 }, () => {
  test.each(["fixtures/networks/delapan-router", "fixtures/networks/dengan-asn", "topology/dumai"])(
    "computes our areas, costs, timers and adjacencies for %s",
    (folder) => {
      const states = configured(folder);
      const lab = transformed(exported(states).content);

      expect(sorted(actual(lab))).toEqual(sorted(expected(states)));

      const theirs = Object.entries(lab.nodes).flatMap(([device, { interfaces }]) =>
        interfaces
          .filter(({ ospf }) => ospf?.passive === false)
          .flatMap(({ neighbors }) => neighbors!.map(({ node }) => `${device} ${node}`)),
      );
      const ours = states.flatMap(({ device, interfaces, ospf }) =>
        (ospf?.interfaces ?? [])
          .filter(({ passive }) => !passive)
          .map((one) => interfaces.find(({ name }) => name === one.interface)!.peer!)
          .map((peer) => `${device} ${peer.device}`),
      );
      expect(theirs.toSorted()).toEqual(ours.toSorted());
      expect(ours.length).toBeGreaterThan(0);

      for (const { device, interfaces, ospf } of states) {
        const node = lab.nodes[device]!;
        const { addresses } = interfaces.find(({ name }) => name === "lo")!;
        expect(node.loopback.ipv4).toBe(addressOf(addresses, 4));
        expect(node.loopback.ospf?.area).toBe(
          ospf?.interfaces.find((one) => one.interface === "lo")?.area,
        );
        expect(node.ospf?.router_id).toBe(ospf?.routerId);
        expect(node.ospf?.default?.cost).toBe(ospf?.originateDefault?.metric);
        const stubs = node.ospf?.areas?.filter(
          ({ kind, inter_area: inter }) => kind === "stub" && inter === false,
        );
        expect(stubs?.map(({ area }) => area) ?? []).toEqual(
          ospf?.areas.filter(({ type }) => type === "totally-stubby").map(({ area }) => area) ?? [],
        );
      }
    },
  );

  test.each(Object.keys(NETLAB_DEVICES) as NetlabDevice[])(
    "takes the topology for %s",
    (device) => {
      const { nodes } = transformed(exported(eight, device).content);
      expect(Object.keys(nodes)).toHaveLength(eight.length);
    },
  );

  test("refuses a broken topology", () => {
    const broken = exported(eight).content.replace("cost: 5", "cost: 70000");
    expect(() => transformed(broken)).toThrow(/cost/);
  });
});
