import { expect, test } from "vitest";
import { resolveScenario, scenarioNames } from "../../src/analysis/scenario.ts";
import { analysed } from "./networks.ts";

const { index } = await analysed("fixtures/commands/cincin");
const resolved = (...names: string[]) => {
  const { nodes, links, possibleLinks, unknown, ambiguous } = resolveScenario(index, names);
  return {
    sites: nodes.map((node) => index.sites[node]!.id),
    links: links.map((link) => index.links[link]!.id),
    possible: possibleLinks.map((link) => index.links[link]!.id),
    unknown,
    ambiguous,
  };
};
const empty = { sites: [], links: [], possible: [], unknown: [], ambiguous: [] };

test.each([
  ["pkm", { sites: ["pkm"] }],
  ["link:l1", { links: ["l1"] }],
  ["provider:isp-b", { links: ["lurah-1", "naik-2"] }],
  ["kec-b", { sites: ["kedua", "pkm"] }],
  ["area:kota", { sites: ["cam", "jauh", "kedua", "lurah-a", "pkm", "pop-a", "pusat"] }],
  ["gedung-b", { sites: ["jauh", "kedua"] }],
  ["banjir", { links: ["l1", "l3"] }],
  ["risk:cam", { sites: ["cam"] }],
])("%s", (name, expected) => {
  expect(resolved(name)).toEqual({ ...empty, ...expected });
});

test("a route takes every link with a piece of it; cables of unknown course may lie there", () => {
  const unknown = ["kamera", "lurah-1", "modem", "naik-1", "naik-2"];
  const both = { ...empty, links: ["pkm-1", "pkm-2"], possible: unknown };
  expect(resolved("jl-empat")).toEqual(both);
  expect(resolved("segment:jl-empat:612-1112")).toEqual(both);
  expect(resolved("risk:segment:jl-empat:612-1112")).toEqual(both);
  expect(resolved("segment:jl-empat:0-100").links).toEqual(["pkm-1"]);
  expect(resolved("segment:jl-empat:612-1112", "lurah-1").possible).not.toContain("lurah-1");
});

test("what is not in service takes nothing down", () => {
  expect(resolved("baru")).toEqual(empty);
});

test("unknown and ambiguous names", () => {
  expect(resolved("cam").ambiguous).toEqual([{ name: "cam", choices: ["site:cam", "risk:cam"] }]);
  const unknown = ["xx", "site:l1", "segment:jl-x:0-5", "unknown-path", "a:b", "constructor", ""];
  expect(resolved(...unknown).unknown).toEqual(unknown);
  expect(scenarioNames(index)).toContain("gedung-b");
});
