import * as fc from "fast-check";
import { readNetwork } from "../../src/io/read-network.ts";
import type { Day } from "../../src/model/calendar.ts";
import type { Network } from "../../src/model/network.ts";
import { analyse, load, type Analysis } from "../../src/pipeline.ts";

/** One seed for all properties: a failure on one machine is a failure on every other. */
export const RUNS = { seed: 20261124, numRuns: 150 } as const;

const TODAY = "2025-02-03" as Day;

/** A network on disk, analysed. */
export async function analysed(folder: string): Promise<Analysis> {
  const { files } = readNetwork(folder);
  return analyse(load(files, { today: TODAY }).network!);
}

/** A network of one file, for networks built in memory. */
export function networkOf(text: string): Network {
  const file = { path: "kecil/network.yaml", name: "network.yaml", text };
  const { network, findings } = load([file], { today: TODAY });
  if (network === undefined) throw new Error(findings.map(({ code }) => code).join());
  return network;
}

/** Networks of up to eight sites with fibre, hired lines, modems with and without tunnels, and uplinks. */
export const smallNetworks: fc.Arbitrary<Network> = fc
  .integer({ min: 2, max: 8 })
  .chain((siteCount) => {
    const site = fc.integer({ min: 0, max: siteCount - 1 });
    return fc.record({
      siteCount: fc.constant(siteCount),
      cores: fc.uniqueArray(site, { minLength: 1, maxLength: 2 }),
      idle: fc.uniqueArray(site, { maxLength: 1 }),
      links: fc.array(fc.tuple(site, site, fc.constantFrom("fiber", "leased", "leased-b")), {
        maxLength: 12,
      }),
      modems: fc.array(fc.tuple(site, fc.boolean()), { maxLength: 3 }),
      uplinks: fc.array(site, { maxLength: 2 }),
    });
  })
  .map(({ siteCount, cores, idle, links, modems, uplinks }) =>
    networkOf(
      [
        "network: kecil",
        "name: Kecil",
        'area: "14.99"',
        `core: [${cores.map((core) => `s${core}`).join(", ")}]`,
        "areas:",
        '  - { id: kota, level: regency, code: "14.99", name: Kota }',
        '  - { id: kec, level: kecamatan, code: "14.99.01", name: Kec, parent: kota }',
        "providers:",
        ...["p-a", "p-b", "p-c"].map((id) => `  - { id: ${id}, name: ${id}, kind: isp }`),
        "sites:",
        ...Array.from(
          { length: siteCount },
          (_, i) =>
            `  - { id: s${i}, name: S${i}, kind: ${i % 2 === 0 ? "pop" : "opd"}, area: ${i < 5 ? "kec" : "kota"}, location: { area: kota }${idle.includes(i) ? ", status: planned" : ""} }`,
        ),
        "links:",
        "  - { id: none, ends: [s0, s1], medium: fiber, status: proposed }",
        ...links.map(
          ([a, b, medium], i) =>
            `  - { id: l${i}, ends: [s${a}, s${b}], ${medium === "fiber" ? "medium: fiber, provider: p-a" : `medium: leased-line, service: metro-e, provider: ${medium === "leased" ? "p-a" : "p-b"}`} }`,
        ),
        ...modems.map(
          ([at, tunnel], i) =>
            `  - { id: m${i}, ends: [s${at}, internet], medium: mobile, provider: p-c, technology: 4g, tunnel: ${tunnel} }`,
        ),
        ...(uplinks.length === 0 ? [] : ["uplinks:"]),
        ...uplinks.map((at, i) => `  - { id: u${i}, site: s${at}, role: primary, provider: p-b }`),
        "",
      ].join("\n"),
    ),
  );
