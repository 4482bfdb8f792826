import { describe, expect, test } from "vitest";
import { configure } from "../../src/config/configure.ts";
import { contains, parseInterfaceAddress, parsePrefix } from "../../src/ip/prefix.ts";
import { addressDemands } from "../../src/addressing/demands.ts";
import { summaries } from "../../src/config/summaries.ts";
import type { RoutedNetwork } from "../../src/layer3/routed-network.ts";
import { fixtureStates } from "./fixture-states.ts";
import { numberedPlan } from "./numbered-plan.ts";

const { routed, states } = fixtureStates("delapan-router");
const state = (device: string) => states.get(device)!;
const carrying = (device: string, carries: string) =>
  state(device).interfaces.find((one) => one.carries === carries)!;

describe("who routes", () => {
  test("offices and PoPs route; the camera, the access point and the cabinet switch", () => {
    expect([...states.keys()]).toEqual([
      "inti-selatan",
      "inti-utara",
      "kantor-a",
      "kantor-b",
      "kantor-c",
      "kantor-d",
      "kantor-e",
      "simpul",
    ]);
    expect(routed.stranded).toEqual([]);
  });

  test("a chain that ends at two routers is a LAN of both, with one VLAN a zone and a shared gateway", () => {
    const cctv = routed.lans.find(({ owner }) => owner === "lan/kamera-balik/cctv")!;
    expect(cctv.attachments.map(({ router }) => router)).toEqual(["kantor-a", "kantor-b"]);
    const [a, b] = ["kantor-a", "kantor-b"].map((device) => carrying(device, cctv.owner));
    expect([a!.vlan?.id, b!.vlan?.id]).toEqual([20, 20]);
    expect(a!.addresses).not.toEqual(b!.addresses);
    const [first, second] = [state("kantor-a").vrrp[0]!, state("kantor-b").vrrp[0]!];
    expect(first.addresses).toEqual(second.addresses);
    expect(first.priority).toBeGreaterThan(second.priority);
  });
});

describe("OSPF", () => {
  test("a spur is totally stubby where no site of it has a tunnel, and its border router gives it no more than a default", () => {
    const withoutTunnels = { ...routed, lines: [], backups: [] };
    const without = [...configure(withoutTunnels, numberedPlan(withoutTunnels))];
    const types = (device: string) =>
      without.find((one) => one.device === device)!.ospf!.areas.map(({ type }) => type);
    expect(types("kantor-c")).toEqual(["totally-stubby"]);
    expect(types("inti-selatan")).toEqual(["normal", "totally-stubby"]);
  });

  test("a spur with a tunnel hears whether the default is there, which a cut-off border router of a stub would not tell", () => {
    const area = state("kantor-c").ospf!.areas[0]!.area;
    expect(area).not.toBe("0.0.0.0");
    const ends = [...states.values()].flatMap(({ device, ospf }) =>
      ospf!.areas.filter((one) => one.area === area).map(({ type }) => [device, type]),
    );
    expect(ends).toEqual([
      ["inti-selatan", "normal"],
      ["kantor-c", "normal"],
      ["kantor-d", "normal"],
    ]);
  });

  test("an office joined by fibre and by satellite lies in the backbone, or the satellite would be taken first", () => {
    expect(state("kantor-e").ospf!.areas.map(({ area }) => area)).toEqual(["0.0.0.0"]);
    const costs = new Map(
      state("kantor-e").ospf!.interfaces.map(({ interface: name, cost }) => [name, cost]),
    );
    expect(costs.get(carrying("kantor-e", "satelit-e").name)).toBe(31_120);
    expect(costs.get(carrying("kantor-e", "serat-e").name)).toBe(8);
  });

  test("a satellite hop is watched slowly", () => {
    const satellite = carrying("kantor-e", "satelit-e").name;
    const bfd = state("kantor-e").ospf!.interfaces.find((one) => one.interface === satellite)!.bfd;
    expect(bfd).toBe("slow");
  });

  test("a line in which the provider routes carries a tunnel, and OSPF runs in that", () => {
    expect(carrying("kantor-d", "vpn-1").role).toBe("underlay");
    const active = state("kantor-d").ospf!.interfaces.filter(({ passive }) => !passive);
    expect(active.map(({ interface: name }) => name)).toEqual(["wg0"]);
    const [tunnel] = state("kantor-d").tunnels;
    const underlay = state("inti-selatan").interfaces.find(({ role }) => role === "underlay")!;
    expect(`${tunnel!.peers[0]!.endpoint!.address}/31`).toBe(underlay.addresses[0]);
    // And there is a way to that address that does not lead through the tunnel itself.
    expect(state("kantor-d").staticRoutes.some(({ reason }) => reason === "underlay")).toBe(true);
  });
});

describe("summaries", () => {
  const blocks = [{ pool: "kantor-4", area: "kec-selatan", prefix: parsePrefix("10.1.0.0/20")! }];
  /** What is told when these local networks lie in the block. */
  const told = (network: RoutedNetwork, inBlock: readonly string[]) => {
    const plan = numberedPlan(network);
    const prefixes = (owner: string) =>
      inBlock.includes(owner)
        ? [parsePrefix(`10.1.${inBlock.indexOf(owner)}.0/24`)!]
        : plan.prefixes(owner);
    return [...summaries(network, network.areas, { ...plan, blocks, prefixes }).values()].flat();
  };
  const spur = ["lan/kantor-c/opd", "lan/kantor-d/opd"];
  const noTunnels = { ...routed, backups: [] };

  test("a spur that has a block for itself is told as one prefix", () => {
    expect(told(noTunnels, spur)).toEqual(["10.1.0.0/20"]);
  });
  test("never when a site of it has a tunnel: the tunnel's longer prefix would win", () => {
    expect(told(routed, spur)).toEqual([]);
  });
  test("never when another area holds part of the block: the border router would not hear it", () => {
    expect(told(noTunnels, [...spur, "lan/kantor-a/opd"])).toEqual([]);
  });
  test("what the backbone holds of it does no harm", () => {
    expect(told(noTunnels, [...spur, "lan/inti-utara/opd"])).toEqual(["10.1.0.0/20"]);
  });
});

describe("a site's own internet line", () => {
  const hub = state("inti-utara").tunnels.find(({ peers }) => peers[0]!.device === "kantor-c")!;

  test("reaches both cores, the one with the primary uplink preferred", () => {
    const cores = state("kantor-c").bgp!.neighbors;
    expect(cores.map(({ carries, localPreference }) => [carries, localPreference])).toEqual([
      ["tunnel/seluler-c/inti-selatan", 100],
      ["tunnel/seluler-c/inti-utara", 200],
    ]);
  });

  test("carries the site's own prefixes and nobody else's", () => {
    const [site] = state("inti-utara").bgp!.neighbors;
    expect(site!.accept).toEqual(state("kantor-c").bgp!.neighbors[0]!.announce);
    const own = site!.accept as readonly string[];
    expect(own.filter((prefix) => !hub.peers[0]!.allowed.includes(prefix))).toEqual([]);
    expect(hub.peers[0]!.allowed).not.toContain("0.0.0.0/0");
    expect(site!.announce).toBe("default");
  });

  test("and its tunnel's ends are told by the core, in the backbone", () => {
    for (const core of ["inti-utara", "inti-selatan"]) {
      const { name } = carrying(core, "hub");
      const told = state(core).ospf!.interfaces.find((one) => one.interface === name);
      expect(told).toMatchObject({ passive: true, area: "0.0.0.0" });
    }
  });

  test("keys fit: each side's peer is the other side's key", () => {
    const spoke = state("kantor-c").tunnels.find(({ peers }) => peers[0]!.device === "inti-utara")!;
    expect(spoke.peers[0]!.publicKey.publicKeyOf).toBe(hub.privateKey.secret);
    expect(hub.peers[0]!.publicKey.publicKeyOf).toBe(spoke.privateKey.secret);
    expect(spoke.peers[0]!.presharedKey).toEqual(hub.peers[0]!.presharedKey);
    expect(spoke.mark).toBe(state("kantor-c").lines[0]!.mark);
  });
});

describe("the internet", () => {
  test("the secondary's default stands behind what OSPF tells of the primary", () => {
    expect(state("inti-utara").uplinks.map(({ distance }) => distance)).toEqual([0]);
    expect(state("inti-selatan").uplinks.map(({ distance }) => distance)).toEqual([220]);
    expect(state("inti-utara").ospf!.originateDefault!.metric).toBeLessThan(
      state("inti-selatan").ospf!.originateDefault!.metric,
    );
  });

  test("a citizens' service stands on both providers; where the server is behind another router, answers come back", () => {
    const [near] = state("inti-utara").nat!.published;
    const [far] = state("inti-selatan").nat!.published;
    expect([near!.publicAddress, far!.publicAddress]).toEqual(["192.0.2.31", "198.51.100.31"]);
    expect(near!.server).toBe(far!.server);
    expect([near!.answerTo, far!.answerTo]).toEqual([
      undefined,
      state("inti-selatan").ospf!.routerId,
    ]);
  });

  test("addresses for going out and for services do not overlap", () => {
    expect(state("inti-utara").nat!.sources).toEqual([
      {
        interface: carrying("inti-utara", "uplink-a").name,
        from: "192.0.2.16",
        to: "192.0.2.23",
      },
    ]);
  });

  test("services that find no public address of their own get no other's", () => {
    const last = addressDemands(routed)
      .numbers.filter(({ scope }) => scope.startsWith("published/"))
      .map((demand) => demand.last);
    // Of the sixteen addresses of a /28 eight are for going out.
    expect(last).toEqual([8, 8]);
  });

  test("no AS, no BGP to providers; with one, the default in and own prefixes out", () => {
    const internet = (name: string) =>
      [...fixtureStates(name).states.values()].flatMap(
        ({ bgp }) => bgp?.neighbors.filter(({ role }) => role === "internet") ?? [],
      );
    expect(internet("delapan-router")).toEqual([]);
    expect(internet("dengan-asn").map(({ accept, announce }) => [accept, announce])).toEqual([
      ["default", ["192.0.2.0/24"]],
      ["default", ["192.0.2.0/24"]],
    ]);
  });

  test("answers that come in by the other provider find the router that translates", () => {
    const asn = fixtureStates("dengan-asn").states;
    expect(asn.get("inti-utara")!.ospf!.redistributeStatic).toEqual(["192.0.2.0/26"]);
    expect(asn.get("inti-selatan")!.ospf!.redistributeStatic).toEqual(["192.0.2.64/26"]);
  });
});

describe("router advertisements", () => {
  test("are for every LAN with an IPv6 prefix but that of citizens' services, with the LAN's own prefix", () => {
    const zonesSeen = new Set<string>();
    for (const { interfaces, routerAdvertisements } of states.values()) {
      const lans = interfaces.filter(
        ({ role, addresses }) => role === "lan" && addresses.some((one) => one.includes(":")),
      );
      for (const { zone } of lans) zonesSeen.add(zone!);
      const advertised = new Map(routerAdvertisements.map((one) => [one.interface, one]));
      expect([...advertised.keys()].toSorted()).toEqual(
        lans
          .filter(({ zone }) => zone !== "public")
          .map(({ name }) => name)
          .toSorted(),
      );
      for (const { name, addresses } of lans.filter(({ zone }) => zone !== "public")) {
        const inner = addresses.map(parseInterfaceAddress).find((one) => one!.version === 6)!;
        const [prefix] = advertised.get(name)!.prefixes.map((text) => parsePrefix(text)!);
        expect(contains(prefix!, { version: 6, start: inner.value, length: 128 })).toBe(true);
        expect(prefix!.length).toBe(inner.length);
      }
    }
    expect([...zonesSeen].toSorted()).toEqual(["cctv", "management", "opd", "public", "wifi"]);
  });

  test("of a shared LAN are the same at both routers", () => {
    const shared = ["kantor-a", "kantor-b"].map((device) =>
      state(device).routerAdvertisements.filter(({ interface: name }) =>
        state(device).vrrp.some((group) => group.interface === name),
      ),
    );
    expect(shared[0]!.length).toBeGreaterThan(0);
    const said = shared.map((all) => all.map(({ prefixes, dnsServers }) => [prefixes, dnsServers]));
    expect(said[0]).toEqual(said[1]);
  });

  test("name no resolver, since none has an IPv6 address", () => {
    expect(state("kantor-a").dnsServers.length).toBeGreaterThan(0);
    for (const { routerAdvertisements } of states.values()) {
      for (const { dnsServers } of routerAdvertisements) expect(dnsServers).toEqual([]);
    }
  });
});

test("the backup server is known by the host key of its service, the same at every router", () => {
  for (const { backup, device } of states.values()) {
    expect(backup!.hostKey).toEqual({ publicKeyOf: "ssh-host/cadangan" });
    expect(backup!.key).toEqual({ secret: `backup/${device}` });
  }
});

describe("zones", () => {
  const { firewall } = state("simpul");

  test("all may renew their leases at the server that the relays ask", () => {
    const servers = [...states.values()].flatMap(({ dhcpRelays }) =>
      dhcpRelays.flatMap((relay) => relay.servers),
    );
    expect(servers.length).toBeGreaterThan(0);
    for (const address of servers) {
      expect(firewall.shared).toContainEqual({ address, protocol: "udp", port: 67 });
    }
  });

  const mayReach = (zone: string) => firewall.policy.find(({ from }) => from === zone)!.to;
  test("public Wi-Fi reaches the internet only, cameras their recorder only", () => {
    expect(mayReach("wifi")).toEqual(["internet"]);
    expect(mayReach("cctv")).toEqual(["cctv"]);
  });
  test("everything that is ours is told, so that Wi-Fi can be kept from it", () => {
    for (const pool of routed.network.addressPools.values()) {
      expect(firewall.own).toContain(pool.prefix);
    }
  });
  test("routers are managed from the cores' management networks only", () => {
    expect(firewall.managers.length).toBeGreaterThan(0);
    const fromCore = state("inti-utara").interfaces.find(
      ({ zone, role }) => zone === "management" && role === "lan",
    );
    const [network] = fromCore!.addresses[0]!.split("/");
    expect(firewall.managers.some((prefix) => network!.startsWith(prefix.split(".0/")[0]!))).toBe(
      true,
    );
  });
});

test("queues of a line are sized by its rate and sum up to it", () => {
  for (const { qos } of states.values()) {
    for (const { rateMbps, classes } of qos) {
      expect(classes.reduce((sum, { rateKbps }) => sum + rateKbps, 0)).toBe(rateMbps * 1000);
    }
  }
  // A core ring of 10 Gbit/s is not shaped in software.
  expect(state("simpul").qos.map(({ interface: name }) => name)).not.toContain(
    carrying("simpul", "inti-1").name,
  );
});
