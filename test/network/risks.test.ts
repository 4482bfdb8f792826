import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../src/document/entry.ts";
import type { Day } from "../../src/model/calendar.ts";
import { analyse, load } from "../../src/pipeline.ts";
import { distanceM } from "../../src/geo/line.ts";

const DEGREE_M = distanceM([0, 0], [0, 1]);
const east = (metres: number, northM = 0) => [101 + metres / DEGREE_M, northM / DEGREE_M];

/** A straight road of 2 km on the equator, where a degree is the same both ways, and two sites at its ends. */
function network(links: string, routes: Record<string, number[][]> = {}, more = ""): SourceFile[] {
  const file = (name: string, text: string): SourceFile => ({ path: `contoh/${name}`, name, text });
  const lines = { jalan: [east(0), east(2000)], ...routes };
  const site = (id: string, metres: number) =>
    `  - { id: ${id}, name: X, nameSource: survei, kind: opd, area: kec, position: { lon: ${east(metres)[0]}, lat: 0, source: surveyed } }`;
  return [
    file(
      "network.yaml",
      'network: contoh\nname: Contoh\narea: "14.72"\nasOf: "2025-02-03"\ncore: [inti]\n',
    ),
    file("areas.yaml", 'areas: [{ id: kec, level: kecamatan, code: "14.72.01", name: X }]\n'),
    file(
      "sites.yaml",
      `sites:\n${site("inti", 0)}\n${site("a", 2000)}\n${site("b", 2000)}\n${site("c", 2000)}\n${more}`,
    ),
    file("links.yaml", `links:\n${links}`),
    file(
      "routes.geojson",
      JSON.stringify({
        type: "FeatureCollection",
        features: Object.entries(lines).map(([id, coordinates]) => ({
          type: "Feature",
          properties: { id, name: id, kind: "duct", positionSource: "surveyed", accuracyM: 5 },
          geometry: { type: "LineString", coordinates },
        })),
      }),
    ),
  ];
}

const fibre = (id: string, to: string, via: string) =>
  `  - { id: ${id}, ends: [inti, ${to}], medium: fiber, via: [${via}] }\n`;

function risksOf(files: readonly SourceFile[]) {
  const { network, findings } = load(files, { today: "2025-02-03" as Day });
  expect(findings).toEqual([]);
  const { index } = analyse(network!);
  const idsOf = (links: readonly number[]) => links.map((link) => index.links[link]!.id);
  return index.risks.risks
    .filter(({ kind }) => kind !== "site")
    .map(({ id, basis, links, possibleLinks }) => ({
      id,
      basis,
      links: idsOf(links),
      possible: idsOf(possibleLinks),
    }));
}

describe("segments", () => {
  test("a route is cut where links join and leave: a shared 400 m is one risk", () => {
    const found = risksOf(
      network(
        fibre("l-a", "a", "{ route: jalan, fromM: 0, toM: 1200 }") +
          fibre("l-b", "b", "{ route: jalan, fromM: 800, toM: 2000 }"),
      ),
    );
    expect(found.map(({ id, links }) => [id, links])).toEqual([
      ["segment:jalan:0-800", ["l-a"]],
      ["segment:jalan:1200-2000", ["l-b"]],
      ["segment:jalan:800-1200", ["l-a", "l-b"]],
    ]);
  });

  test("the direction in which a piece is written does not matter", () => {
    const forwards = fibre("l-a", "a", "{ route: jalan, fromM: 100, toM: 500 }");
    const backwards = fibre("l-a", "a", "{ route: jalan, fromM: 500, toM: 100 }");
    expect(risksOf(network(forwards))).toEqual(risksOf(network(backwards)));
  });

  test("cuts within half a metre are one", () => {
    const found = risksOf(
      network(
        fibre("l-a", "a", "{ route: jalan, fromM: 0, toM: 1000 }") +
          fibre("l-b", "b", "{ route: jalan, fromM: 0.3, toM: 1000.2 }"),
      ),
    );
    expect(found.map(({ id, links }) => [id, links])).toEqual([
      ["segment:jalan:0-1000", ["l-a", "l-b"]],
    ]);
  });

  test("three links, five pieces, each metre with exactly those that lie on it", () => {
    const found = risksOf(
      network(
        fibre("l-a", "a", "jalan") +
          fibre("l-b", "b", "{ route: jalan, fromM: 500, toM: 1500 }") +
          fibre("l-c", "c", "{ route: jalan, fromM: 1000, toM: 2000 }"),
      ),
    );
    expect(found.map(({ id, links }) => [id, links])).toEqual([
      ["segment:jalan:0-500", ["l-a"]],
      ["segment:jalan:1000-1500", ["l-a", "l-b", "l-c"]],
      ["segment:jalan:1500-2000", ["l-a", "l-c"]],
      ["segment:jalan:500-1000", ["l-a", "l-b"]],
    ]);
  });
});

describe("what is not proven", () => {
  test("two routes 10 m apart share an inferred corridor, a crossing one does not", () => {
    const routes = {
      sejajar: [east(0, 10), east(2000, 10)],
      silang: [east(1000, -500), east(1000, 500)],
    };
    const found = risksOf(
      network(
        fibre("l-a", "a", "jalan") + fibre("l-b", "b", "sejajar") + fibre("l-c", "c", "silang"),
        routes,
      ),
    );
    const corridors = found.filter(({ id }) => id.startsWith("corridor:"));
    expect(corridors).toMatchObject([{ basis: "inferred", links: ["l-a", "l-b"] }]);
  });

  test("a cable whose path nobody stated may lie on any segment", () => {
    const unknown = "  - { id: l-b, ends: [inti, b], medium: fiber }\n";
    const found = risksOf(network(fibre("l-a", "a", "jalan") + unknown));
    expect(found.map(({ id, links, possible }) => ({ id, links, possible }))).toEqual([
      { id: "segment:jalan:0-2000", links: ["l-a"], possible: ["l-b"] },
      { id: "unknown-path", links: [], possible: ["l-b"] },
    ]);
  });

  test("a declared bridge on a stretch of a route takes the links on that stretch, and no others", () => {
    const bridge =
      "risks: [{ id: jembatan, kind: bridge, name: J, routes: [{ route: jalan, fromM: 900, toM: 950 }] }]\n";
    const found = risksOf(
      network(
        fibre("l-a", "a", "jalan") + fibre("l-b", "b", "{ route: jalan, fromM: 0, toM: 800 }"),
        {},
        bridge,
      ),
    );
    expect(found.find(({ id }) => id === "jembatan")?.links).toEqual(["l-a"]);
  });

  test("what takes down a risk's parent takes down the risk's members too", () => {
    const risks =
      "risks:\n  - { id: kabel-laut, kind: backbone, name: K, parent: jasuka }\n  - { id: jasuka, kind: backbone, name: J }\n";
    const link = "  - { id: l-a, ends: [inti, a], medium: microwave, risks: [kabel-laut] }\n";
    const found = risksOf(network(link, {}, risks));
    expect(found.map(({ id, links }) => [id, links])).toEqual([
      ["jasuka", ["l-a"]],
      ["kabel-laut", ["l-a"]],
    ]);
  });

  test("risks that are each other's parent end", () => {
    const risks =
      "risks:\n  - { id: satu, kind: backbone, name: K, parent: dua, links: [l-a] }\n  - { id: dua, kind: backbone, name: J, parent: satu }\n";
    const link = "  - { id: l-a, ends: [inti, a], medium: microwave }\n";
    expect(risksOf(network(link, {}, risks)).map(({ links }) => links)).toEqual([["l-a"], ["l-a"]]);
  });
});
