import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { ConfigChanges, Files } from "../../../src/config/config-changes.ts";
import type { DesiredState } from "../../../src/config/desired-state.ts";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import { desiredStates } from "../desired-states.ts";
import { EXAMPLES, exampleState } from "./example-states.ts";

const filesOf = (state: DesiredState): Files =>
  Object.fromEntries(linux.render(state).files.map(({ path, content }) => [path, content]));

const NONE = { added: [], removed: [], changed: [] };
const NOTHING: ConfigChanges = {
  interfaces: NONE,
  addresses: NONE,
  neighbours: NONE,
  routes: NONE,
  services: NONE,
  restarts: [],
  touchesForwarding: false,
  firewall: { added: 0, removed: 0 },
};

describe("changes of a router", () => {
  const edge = exampleState("edge");
  const transit = edge.interfaces.find(({ role }) => role === "transit")!;
  const changed = (after: Partial<DesiredState>) =>
    linux.changes(filesOf(edge), filesOf({ ...edge, ...after }));

  it("are none between a router and itself", () => {
    expect(changed({})).toEqual(NOTHING);
  });

  it("name an interface that goes, with its addresses and its neighbour", () => {
    const { interfaces, addresses, neighbours, services, touchesForwarding } = changed({
      interfaces: edge.interfaces.filter(({ name }) => name !== transit.name),
      ospf: {
        ...edge.ospf!,
        interfaces: edge.ospf!.interfaces.filter((one) => one.interface !== transit.name),
      },
      qos: edge.qos.filter((one) => one.interface !== transit.name),
    });
    expect(interfaces.removed).toEqual([transit.name]);
    expect(addresses.removed).toEqual(
      transit.addresses.map((address) => `${transit.name} ${address}`).sort(),
    );
    expect(neighbours.removed).toEqual([
      `OSPF ${transit.name} (${transit.carries} to ${transit.peer!.device} ${transit.peer!.interface})`,
    ]);
    expect(services.changed).toContain("systemd-networkd");
    expect(touchesForwarding).toBe(true);
  });

  it("name an address that is another one, and no interface for it", () => {
    const { interfaces, addresses } = changed({
      interfaces: edge.interfaces.map((one) =>
        one.name === transit.name ? { ...one, addresses: ["10.9.9.9/31"] } : one,
      ),
    });
    expect(addresses.added).toEqual([`${transit.name} 10.9.9.9/31`]);
    expect(addresses.removed).toHaveLength(transit.addresses.length);
    expect(interfaces).toEqual(NONE);
  });

  it("name a neighbour that is spoken with otherwise", () => {
    const { neighbours, firewall } = changed({
      ospf: {
        ...edge.ospf!,
        interfaces: edge.ospf!.interfaces.map((one) =>
          one.interface === transit.name ? { ...one, cost: 4321 } : one,
        ),
      },
    });
    expect(neighbours).toEqual({
      ...NONE,
      changed: [expect.stringMatching(`^OSPF ${transit.name} `)],
    });
    expect(firewall).toEqual({ added: 0, removed: 0 });
  });

  it("name tunnel peers, static routes and BGP neighbours", () => {
    const some = exampleState("core");
    const after = {
      ...some,
      tunnels: some.tunnels.map((one) => ({ ...one, peers: one.peers.slice(1) })),
      bgp: some.bgp && { ...some.bgp, neighbors: some.bgp.neighbors.slice(1) },
      staticRoutes: [
        ...some.staticRoutes,
        { prefix: "203.0.113.0/24", gateway: "10.1.1.1", distance: undefined, reason: "underlay" },
      ],
    } satisfies DesiredState;
    const { neighbours, routes } = linux.changes(filesOf(some), filesOf(after));
    const peers = some.tunnels.flatMap((one) =>
      one.peers.slice(0, 1).map(({ device }) => `WireGuard ${one.interface} ${device}`),
    );
    expect(peers).not.toEqual([]);
    expect(neighbours.removed).toEqual(expect.arrayContaining(peers));
    const [gone] = some.bgp!.neighbors;
    for (const address of gone!.addresses) {
      expect(neighbours.removed).toContain(`BGP ${address} (${gone!.carries})`);
    }
    expect(routes.added).toEqual(["203.0.113.0/24 10.1.1.1"]);
  });

  it("count lines of the firewall, and say when FRR must restart", () => {
    const files = filesOf(edge);
    const after = {
      ...files,
      "etc/nftables.conf": files["etc/nftables.conf"]!.replace("\ttable", "").concat("# x\na\nb\n"),
      "etc/frr/daemons": files["etc/frr/daemons"]!.replace("bfdd=yes\n", ""),
    };
    const { firewall, restarts, services } = linux.changes(files, after);
    expect(firewall).toEqual({ added: 2, removed: 0 });
    expect(restarts).toEqual(["frr"]);
    expect(services.changed).toEqual(["frr", "nftables"]);
  });

  it("stop no traffic where only the clock or the log differs", () => {
    const { services, touchesForwarding } = changed({
      ntpServers: ["10.9.9.9"],
      syslogServers: ["10.9.9.8"],
    });
    expect(services.changed).toEqual(expect.arrayContaining(["chrony", "rsyslog"]));
    // The firewall lets the new servers in.
    expect(touchesForwarding).toBe(services.changed.includes("nftables"));
    const files = filesOf(edge);
    const clock = { ...files, "etc/chrony/chrony.conf": "server 10.9.9.9\n" };
    expect(linux.changes(files, clock)).toEqual({
      ...NOTHING,
      services: { ...NONE, changed: ["chrony"] },
    });
  });
});

test.each(EXAMPLES)("whoever reads a file of the %s router is told by name", (name) => {
  const { files, services } = linux.render(exampleState(name));
  const read = new Set(services.flatMap((service) => service.files));
  const all = Object.fromEntries(files.map(({ path, content }) => [path, content]));
  for (const { path, content } of files) {
    const { services: told } = linux.changes(all, { ...all, [path]: `${content}x\n` });
    expect(told.changed, path).toHaveLength(1);
    const isNamed = !told.changed[0]!.includes("/");
    const isProgram = /^(?:usr\/|etc\/systemd\/system\/|etc\/hostname$)/.test(path);
    if (read.has(path) && !isProgram) expect(isNamed, path).toBe(true);
  }
});

test("there and back are mirror images, for every router", () => {
  fc.assert(
    fc.property(desiredStates, desiredStates, (one, other) => {
      const [there, back] = [
        linux.changes(filesOf(one), filesOf(other)),
        linux.changes(filesOf(other), filesOf(one)),
      ];
      for (const kind of ["interfaces", "addresses", "neighbours", "routes", "services"] as const) {
        expect(there[kind]).toEqual({
          added: back[kind].removed,
          removed: back[kind].added,
          changed: back[kind].changed,
        });
      }
      expect(there.firewall).toEqual({
        added: back.firewall.removed,
        removed: back.firewall.added,
      });
      expect(linux.changes(filesOf(one), filesOf(one))).toEqual(NOTHING);
    }),
    { seed: 20261125, numRuns: 60 },
  );
});
