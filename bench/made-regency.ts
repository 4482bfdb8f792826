import type { SourceFile } from "../src/document/entry.ts";

/** Kecamatan of a made regency, and offices in each: with two cores and a PoP a kecamatan, 179 routers. */
const KECAMATAN = 11;
const OFFICES = 15;

/** How many routers a made regency has. */
export const ROUTERS_PER_REGENCY = 3 + KECAMATAN * (1 + OFFICES);

/**
 * The files of a made regency: a core ring of PoPs, in each kecamatan a ring of ten offices between two
 * PoPs and five spurs, two of them with a 4G line, two uplinks, address pools. Regencies differ by their id only.
 */
export function madeRegency(id: string): SourceFile[] {
  const pops = Array.from({ length: KECAMATAN }, (_, k) => `pop-${k}`);
  const ring = ["inti-a", ...pops.slice(0, 5), "inti-b", ...pops.slice(5), "inti-c"];
  const sites = [
    "id,name,kind,area,location_area",
    ...["inti-a", "inti-b", "inti-c"].map(
      (core, i) => `${core},${core},datacentre,kec-${i},kec-${i}`,
    ),
    ...pops.map((pop, k) => `${pop},${pop},pop,kec-${k},kec-${k}`),
    ...pops.flatMap((_, k) =>
      Array.from(
        { length: OFFICES },
        (__, o) => `kantor-${k}-${o},Kantor ${k} ${o},kelurahan,kec-${k},kec-${k}`,
      ),
    ),
  ];
  let count = 0;
  const fibre = (a: string, b: string, rateMbps: number) =>
    `  - { id: serat-${++count}, ends: [${a}, ${b}], medium: fiber, rateMbps: ${rateMbps}, lengthM: ${1000 + ((count * 7919) % 9000)} }`;
  const links = [
    "links:",
    ...ring.map((at, i) => fibre(at, ring[(i + 1) % ring.length]!, 10_000)),
    ...pops.flatMap((pop, k) => {
      const offices = Array.from({ length: OFFICES }, (_, o) => `kantor-${k}-${o}`);
      const path = [pop, ...offices.slice(0, 10), pops[(k + 1) % KECAMATAN]!];
      return [
        ...path.slice(1).map((to, i) => fibre(path[i]!, to, 1000)),
        ...offices.slice(10).map((office) => fibre(pop, office, 1000)),
        ...offices
          .slice(13)
          .map(
            (office) =>
              `  - { id: seluler-${office}, ends: [${office}, internet], medium: mobile, technology: 4g, provider: isp-a, rateMbps: 20, tunnel: true }`,
          ),
      ];
    }),
  ];
  const head = `network: ${id}
name: ${id}
area: "14.99"
asOf: "2025-02-03"
core: [inti-a, inti-b]
providers:
  - { id: isp-a, name: A, kind: isp }
  - { id: isp-b, name: B, kind: isp }
areas:
  - { id: kota, level: regency, code: "14.99", name: Kota }
${pops.map((_, k) => `  - { id: kec-${k}, level: kecamatan, code: "14.99.${String(k + 1).padStart(2, "0")}", name: K${k}, parent: kota }`).join("\n")}
uplinks:
  - { id: uplink-a, site: inti-a, role: primary, provider: isp-a, rateMbps: 1000, wan: { address: 192.0.2.2/30, gateway: 192.0.2.1 }, nat: 192.0.2.16/28, checks: [203.0.113.53] }
  - { id: uplink-b, site: inti-b, role: secondary, provider: isp-b, rateMbps: 1000, wan: { address: 198.51.100.2/30, gateway: 198.51.100.1 }, nat: 198.51.100.16/28, checks: [203.0.113.53] }
services:
  - { id: dns, name: DNS, site: inti-a, zone: management, role: dns }
  - { id: dhcp, name: DHCP, site: inti-a, zone: management, role: dhcp }
  - { id: waktu, name: Waktu, site: inti-a, zone: management, role: ntp }
  - { id: catatan, name: Catatan, site: inti-a, zone: management, role: syslog }
  - { id: pantau, name: Pantau, site: inti-a, zone: management, role: snmp }
addressPools:
  - { id: loopback-4, role: loopback, prefix: 10.0.0.0/20, blockLength: 26 }
  - { id: loopback-6, role: loopback, prefix: "fd12:3456:789a::/56", blockLength: 64 }
  - { id: antar-4, role: point-to-point, prefix: 10.0.16.0/20, blockLength: 25 }
  - { id: antar-6, role: point-to-point, prefix: "fd12:3456:789a:100::/56", blockLength: 64 }
  - { id: terowongan-4, role: tunnel, prefix: 10.0.32.0/20, blockLength: 26 }
  - { id: terowongan-6, role: tunnel, prefix: "fd12:3456:789a:200::/56", blockLength: 64 }
  - { id: kantor-4, role: lan, zone: opd, prefix: 10.64.0.0/12, blockLength: 18, lanLength: 24 }
  - { id: kantor-6, role: lan, zone: opd, prefix: "fd12:3456:789a:1000::/52", blockLength: 56, lanLength: 64 }
  - { id: manajemen-4, role: lan, zone: management, prefix: 10.4.0.0/16, blockLength: 22, lanLength: 27 }
`;
  const file = (name: string, text: string): SourceFile => ({ path: `${id}/${name}`, name, text });
  return [
    file("network.yaml", head),
    file("sites.csv", `${sites.join("\n")}\n`),
    file("links.yaml", `${links.join("\n")}\n`),
  ];
}
