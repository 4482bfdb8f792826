import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DesiredState } from "../../../src/config/desired-state.ts";
import { secretNames } from "../../../src/config/secrets.ts";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import { PROOFS } from "../../../src/config/vendors/vendor.ts";
import { desiredStates } from "../desired-states.ts";
import { exampleState } from "./example-states.ts";

const file = (state: DesiredState, path: string): string =>
  linux.render(state).files.find((one) => one.path === path)!.content;

/** The same router with names that mean nothing. */
function withPlainNames(state: DesiredState): DesiredState {
  const { snmp, ospf } = state;
  return {
    ...state,
    siteName: "Biasa",
    ospf: ospf && {
      ...ospf,
      areas: ospf.areas.map((area) => ({ ...area, kecamatan: "Biasa" })),
    },
    snmp: snmp && {
      ...snmp,
      location: "Biasa",
      contact: snmp.contact === undefined ? undefined : "Biasa",
    },
  };
}

describe("any router", () => {
  test("is rendered the same twice, each file once, with its proof, and no service without its files", () => {
    fc.assert(
      fc.property(desiredStates, (state) => {
        const { files, services, unsupported } = linux.render(state);
        expect({ files, services, unsupported }).toEqual(linux.render(structuredClone(state)));
        const paths = files.map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
        for (const { files: read } of services)
          expect(paths).toEqual(expect.arrayContaining([...read]));
        for (const { files: read, restart } of services)
          expect(read).toEqual(expect.arrayContaining([...(restart?.files ?? [])]));
        expect(new Set(services.map(({ unit }) => unit)).size).toBe(services.length);
        for (const { path, content, mode, proof } of files) {
          expect(content.endsWith("\n"), path).toBe(true);
          expect(content, path).not.toMatch(/undefined|NaN|\[object/);
          // A key must stand alone in its file.
          if (!path.includes("/keys/"))
            expect(content.split("\n").slice(0, 4).join()).toContain(PROOFS[proof]);
          const isPrivate = (mode & 0o007) === 0;
          expect(isPrivate, path).toBe(
            secretNames([{ content }]).secrets.length > 0 || path === "etc/frr/frr.conf",
          );
        }
      }),
    );
  });

  test("has no name that becomes anything else", () => {
    fc.assert(
      fc.property(desiredStates, (state) => {
        const [hostile, plain] = [linux.render(state), linux.render(withPlainNames(state))];
        expect(hostile.services).toEqual(plain.services);
        expect(secretNames(hostile.files)).toEqual(secretNames(plain.files));
        for (const [i, { path, content }] of hostile.files.entries()) {
          const expected = plain.files[i]!.content.split("\n");
          const lines = content.split("\n");
          expect(lines.length, path).toBe(expected.length);
          for (const [n, line] of lines.entries()) {
            if (line === expected[n]) continue;
            // The header's first line, and the two texts of SNMP.
            expect(line, path).toMatch(/^(?:[#!] test \(|sys(?:Location|Contact) )/u);
            // Nothing that ends a line, runs, continues or hides.
            expect(line, path).not.toMatch(/[\p{Cc}\u2028\u2029\u202e\\]|@(?:secret|publickey):/u);
          }
        }
      }),
    );
  });
});

describe("values that cannot be", () => {
  const state = exampleState("core");
  const ospf = state.ospf!;
  const wrong: readonly [string, DesiredState][] = [
    [
      "a cost of 0",
      {
        ...state,
        ospf: { ...ospf, interfaces: ospf.interfaces.map((one) => ({ ...one, cost: 0 })) },
      },
    ],
    [
      "a cost above 65535",
      {
        ...state,
        ospf: { ...ospf, interfaces: ospf.interfaces.map((one) => ({ ...one, cost: 65_536 })) },
      },
    ],
    [
      "an interface name with a command",
      { ...state, interfaces: state.interfaces.map((one) => ({ ...one, name: "eth0\nreboot" })) },
    ],
    ["an address with a blank", { ...state, ntpServers: ["10.0.0.1 iburst"] }],
    ["an id with a quote", { ...state, device: "x'y" }],
    ["OSPF where there is no interface", { ...state, interfaces: [] }],
    [
      "a VLAN 4095",
      {
        ...state,
        interfaces: state.interfaces.map((one) => ({ ...one, vlan: { parent: "eth1", id: 4095 } })),
      },
    ],
    ["a priority of 255", { ...state, vrrp: state.vrrp.map((one) => ({ ...one, priority: 255 })) }],
  ];
  test.each(wrong)("%s", (_, state) => {
    expect(() => linux.render(state)).toThrow(RangeError);
  });
});

describe("what is easily wrong", () => {
  test("the kernel allows one membership an interface and more: its limit of 20 drops neighbours silently", () => {
    const { interfaces, ...rest } = exampleState("core");
    const many = Array.from({ length: 150 }, (_, i) => ({
      ...interfaces[0]!,
      name: `eth${i + 100}`,
    }));
    const [, limit] = /igmp_max_memberships = (\d+)/.exec(
      file({ ...rest, interfaces: [...interfaces, ...many] }, "etc/sysctl.d/90-rajut.conf"),
    )!;
    expect(Number(limit)).toBeGreaterThanOrEqual(interfaces.length + many.length + 8);
  });

  test("a secondary uplink's default has FRR's distance in its highest byte", () => {
    expect(file(exampleState("core"), "etc/rajut/uplinks/uplink-b.conf")).toContain(
      `METRIC='${220 * 2 ** 24 + 20}'`,
    );
  });

  test("an advertised prefix that is no /64 gives no addresses, which is told; resolvers are named", () => {
    const state = exampleState("core");
    const [shared] = state.routerAdvertisements;
    const office = { ...state.interfaces[0]!, name: "eth9", role: "lan" as const };
    const told = {
      ...state,
      interfaces: [...state.interfaces, office],
      routerAdvertisements: [shared!, { ...shared!, interface: "eth9" }].map((one) => ({
        ...one,
        prefixes: ["fd00:1:0:14::/64", "fd00:1:0:20::/60"],
        dnsServers: ["fd00:9::1", "fd00:9::2"],
      })),
    };
    const { unsupported } = linux.render(told);
    expect(
      unsupported
        .filter(({ feature }) => feature === "routerAdvertisements")
        .map((u) => u.detail.en),
    ).toEqual([
      "eth7: hosts cannot make addresses in fd00:1:0:20::/60, only in a /64",
      "eth9: hosts cannot make addresses in fd00:1:0:20::/60, only in a /64",
    ]);
    const radvd = file(told, "etc/radvd.conf");
    expect(radvd).toContain("  prefix fd00:1:0:20::/60 {\n    AdvAutonomous off;\n");
    expect(radvd.match(/AdvAutonomous off/g)).toHaveLength(1);
    expect(radvd).toContain("  RDNSS fd00:9::1 fd00:9::2 {\n    AdvRDNSSLifetime 1800;\n");
    expect(radvd).not.toContain("eth9");
    const networkd = file(told, "etc/systemd/network/50-eth9.network");
    expect(networkd).toContain("Prefix=fd00:1:0:20::/60\nAddressAutoconfiguration=no\n");
    expect(networkd.match(/AddressAutoconfiguration/g)).toHaveLength(1);
    expect(networkd).toContain("EmitDNS=yes\nDNS=fd00:9::1 fd00:9::2\nDNSLifetimeSec=1800\n");
    expect(file(told, "etc/systemd/network/50-eth7.network")).not.toContain("IPv6SendRA");
  });

  test("a LAN whose shared addresses are all IPv4 has no shared gateway to advertise", () => {
    const state = exampleState("core");
    const vrrp = state.vrrp.map((group) => ({ ...group, addresses: ["10.64.20.1/24"] }));
    const { files } = linux.render({ ...state, vrrp });
    expect(files.map(({ path }) => path)).not.toContain("etc/radvd.conf");
    expect(file({ ...state, vrrp }, "etc/systemd/network/50-eth7.network")).toContain("IPv6SendRA");
  });

  test("the first BGP session needs a daemon that does not run, which a reload of FRR would not start", () => {
    const state = exampleState("asn");
    const frr = (one: DesiredState) =>
      linux.render(one).services.find(({ unit }) => unit === "frr.service")!;
    const without = { ...state, bgp: undefined };
    const changed = frr(state).files.filter((one) => file(state, one) !== file(without, one));
    expect(changed).toEqual(["etc/frr/frr.conf", "etc/frr/daemons"]);
    const { restart } = frr(state);
    expect(restart!.run).toEqual(["systemctl", "restart", "frr.service"]);
    expect(changed.filter((one) => restart!.files.includes(one))).toEqual(["etc/frr/daemons"]);
  });

  test("a changed queue of a tunnel is brought about by the tunnel's service", () => {
    const { services, files } = linux.render(exampleState("core"));
    const queues = files.map(({ path }) => path).filter((one) => one.includes("/queues/wg"));
    expect(queues.length).toBeGreaterThan(0);
    const read = services
      .filter(({ unit }) => unit.startsWith("wg-quick@"))
      .flatMap((service) => service.files);
    expect(read).toEqual(expect.arrayContaining(queues));
  });

  test("a name server too many is told", () => {
    const dnsServers = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"];
    const { unsupported } = linux.render({ ...exampleState("edge"), dnsServers });
    expect(unsupported.map(({ feature }) => feature)).toContain("dnsServers");
  });

  test("values that are FRR's own are not written", () => {
    const state = exampleState("edge");
    const throttle = {
      spfDelayMs: 0,
      spfHoldMs: 50,
      spfMaxHoldMs: 5000,
      lsaMs: 50,
      lsaMinArrivalMs: 50,
    };
    const text = file(
      {
        ...state,
        ospf: {
          ...state.ospf!,
          throttle,
          externalDistance: 110,
          interfaces: state.ospf!.interfaces.map((one) => ({
            ...one,
            helloS: 10,
            deadS: 40,
            bfd: "radio",
          })),
        },
      },
      "etc/frr/frr.conf",
    );
    expect(text).not.toMatch(/hello-interval|dead-interval|throttle spf|distance|-interval 300/);
  });
});
