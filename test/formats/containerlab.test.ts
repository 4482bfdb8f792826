import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { DesiredState } from "../../src/config/desired-state.ts";
import { containerlab } from "../../src/formats/containerlab.ts";
import { visible } from "../../src/text/safe.ts";
import { RUNS, smallNetworks } from "../analysis/networks.ts";
import { configured, expectExport, statesOf } from "./configured.ts";

/** Schema and sample labs of https://github.com/srl-labs/containerlab. */
const FOLDER = path.resolve(import.meta.dirname, "../../../shared/data/cases/containerlab");

interface Topology {
  readonly name: string;
  readonly topology: {
    readonly groups: Record<string, { sysctls?: Record<string, number> }>;
    readonly nodes: Record<
      string,
      { labels?: Record<string, string>; exec: string[]; binds?: string[]; group: string }
    >;
    readonly links: {
      readonly endpoints?: string[];
      readonly endpoint?: { node: string; interface: string };
    }[];
  };
}

const eight = configured("fixtures/networks/delapan-router");
const exported = (states: readonly DesiredState[], name = "lab") =>
  containerlab(states, { name, lang: "en" });

/** What containerlab reads: first its templates and variables are put in, then YAML is parsed. */
function read(content: string): Topology {
  const templated = content.replaceAll("{{`{{`}}", "{{");
  expect(content.replaceAll("{{`{{`}}", "")).not.toContain("{{");
  expect(content.replaceAll("$$", "")).not.toContain("$");
  return parse(templated.replaceAll("$$", "$")) as Topology;
}

describe.skipIf(!existsSync(FOLDER))("containerlab's schema", () => {
  const schema = existsSync(FOLDER)
    ? (JSON.parse(readFileSync(path.join(FOLDER, "clab.schema.json"), "utf8")) as object)
    : {};
  // Its expressions have hyphens that only the older syntax takes; its keywords are not all of the draft.
  const validate = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false }).compile(
    schema,
  );
  const problems = (topology: unknown) => (validate(topology) ? [] : (validate.errors ?? []));

  // Its third sample, lab.clab.yaml, writes chassis types in capitals, which the schema itself refuses.
  test.each(["frr01.clab.yml", "srl02.clab.yml"])("takes the sample %s", (file) => {
    expect(problems(parse(readFileSync(path.join(FOLDER, file), "utf8")))).toEqual([]);
  });

  test("refuses a node of an unknown kind and a link with an unknown key", () => {
    const broken = read(exported(eight).content) as unknown as Record<string, never>;
    const nodes = { r1: { kind: "nonesuch" } };
    const links = [{ endpoints: ["a:b", "c:d"], delay: "1ms" }];
    expect(problems({ ...broken, topology: { nodes } })).not.toEqual([]);
    expect(problems({ ...broken, topology: { nodes: {}, links } })).not.toEqual([]);
  });

  test.each(["fixtures/networks/delapan-router", "fixtures/networks/dengan-asn", "topology/dumai"])(
    "takes our export of %s",
    (folder) => {
      expect(problems(read(exported(configured(folder)).content))).toEqual([]);
    },
  );
});

test("three routers of an own AS, as a lab", () => {
  const lab = containerlab(configured("fixtures/networks/dengan-asn"), {
    name: "dengan-asn",
    lang: "id",
  });
  expectExport("dengan-asn.clab.yml", lab.content);
  expectExport("dengan-asn.netem.sh", lab.impairments);
});

test("no endpoint twice, every endpoint's node is there, whatever the order of the states", () => {
  fc.assert(
    fc.property(smallNetworks, (network) => {
      const states = statesOf(network);
      const { content } = exported(states);
      const { nodes, links } = read(content).topology;
      const ends = links.flatMap(({ endpoints, endpoint }) =>
        endpoint === undefined ? endpoints! : [`${endpoint.node}:${endpoint.interface}`],
      );
      expect(new Set(ends).size).toBe(ends.length);
      for (const end of ends) expect(nodes).toHaveProperty([end.split(":")[0]!]);
      const interfaces = states.flatMap(({ device, interfaces: all }) =>
        all
          .filter(({ kind }) => kind === "ethernet" || kind === "wireguard")
          .map(({ name }) => `${device}:${name}`),
      );
      expect(ends).toEqual(expect.arrayContaining(interfaces));
      expect(exported(states.toReversed()).content).toBe(content);
    }),
    RUNS,
  );
});

test("a hostile name stays a name through templates, variables and YAML", () => {
  const hostile = [
    'x"; /user add',
    "a\nb: c",
    "$(reboot) ${HOME} $$",
    '{{ env "HOME" }} {{{',
    "no",
  ];
  const name = fc.oneof(
    fc.constantFrom(...hostile),
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom("{{", "}}", "`", "$", "'", '"', ": ", " #", "\\", "-"), {
        maxLength: 8,
      })
      .map((parts) => parts.join("")),
  );
  const plain = read(exported([eight[0]!]).content);
  fc.assert(
    fc.property(name, (siteName) => {
      const topology = read(exported([{ ...eight[0]!, siteName }]).content);
      const { labels } = topology.topology.nodes[eight[0]!.device]!;
      expect(labels!["rajut-site"] ?? "").toBe(visible(siteName));
      expect({ ...labels, "rajut-site": "" }).toEqual({
        ...plain.topology.nodes[eight[0]!.device]!.labels,
        "rajut-site": "",
      });
      expect(topology.topology.links).toEqual(plain.topology.links);
    }),
  );
});

test("each end of a link is delayed by its one-way delay, in whole microseconds", () => {
  const { impairments } = exported(eight);
  // 6,000 m of fibre; a geostationary satellite.
  expect(impairments).toContain("-n clab-lab-kantor-c -i eth1 --delay 29us --rate 1000000\n");
  expect(impairments).toContain("-n clab-lab-inti-utara -i eth4 --delay 300000us --rate 10000\n");
  expect(impairments).toContain("-n clab-lab-kantor-e -i eth1 --delay 300000us --rate 10000\n");
  const transit = eight.flatMap((state) => state.interfaces).filter(({ peer }) => peer);
  const delays = impairments.match(/--delay \d+us/g)!.length;
  expect(delays).toBeGreaterThanOrEqual(transit.length - 1);
});

describe("what the routers need besides FRR", () => {
  const { topology } = read(exported(eight).content);

  test("every address is set, on VLANs that exist before", () => {
    for (const { device, interfaces } of eight) {
      const { exec } = topology.nodes[device]!;
      for (const { name, addresses, vlan } of interfaces) {
        for (const address of addresses) {
          const set = exec.findIndex((line) =>
            line.startsWith(`ip address replace ${address} dev ${name}`),
          );
          expect(set).toBeGreaterThanOrEqual(0);
          if (vlan === undefined) continue;
          const made = exec.indexOf(
            `ip link add link ${vlan.parent} name ${name} type vlan id ${vlan.id}`,
          );
          expect(made).toBeGreaterThanOrEqual(0);
          expect(made).toBeLessThan(set);
        }
      }
    }
  });

  test("the outside answers as every gateway and check target, and knows the way back", () => {
    const { exec } = topology.nodes["rajut_outside"]!;
    for (const address of ["192.0.2.1/30", "198.51.100.1/30", "203.0.113.53/32", "10.1.0.37/31"]) {
      expect(exec.some((line) => line.startsWith(`ip address replace ${address} dev `))).toBe(true);
    }
    expect(exec).toContain("ip route replace 10.1.0.0/16 via 192.0.2.2 metric 10");
    expect(topology.nodes["inti-utara"]!.exec).toContain(
      "ip route replace default via 192.0.2.1 dev eth5 metric 10",
    );
  });

  test("a hub may join more OSPF groups than Linux allows by itself", () => {
    const { groups } = read(exported(configured("topology/dumai")).content).topology;
    expect(groups["routers"]!.sysctls!["net.ipv4.igmp_max_memberships"]).toBeGreaterThan(20);
  });
});

describe("what is left out", () => {
  test("is said in the header and returned", () => {
    const { content, leftOut } = exported(eight);
    expect(leftOut).toContain("firewall zones and policy: absent, everything may pass (router: 8)");
    expect(leftOut).toContain("VRRP: the shared gateway address is absent (router: 2)");
    for (const line of leftOut) expect(content).toContain(`# - ${line}\n`);
  });

  test("is only what is there", () => {
    const { leftOut } = exported(eight.filter(({ device }) => device === "kantor-e"));
    expect(leftOut.join("\n")).not.toMatch(/NAT|VRRP|WireGuard/);
    expect(leftOut.at(-1)).toMatch(/not exported.*\(links: 2\)$/);
  });

  test("sessions with providers, where BGP brings the internet", () => {
    const { leftOut } = exported(configured("fixtures/networks/dengan-asn"));
    expect(leftOut).toContain("BGP sessions with providers: nobody answers");
    expect(exported(eight).leftOut).not.toContain("BGP sessions with providers: nobody answers");
  });
});
