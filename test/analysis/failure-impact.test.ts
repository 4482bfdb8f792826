import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failureImpact, losesEveryCore } from "../../src/analysis/failure-impact.ts";
import { resolveScenario } from "../../src/analysis/scenario.ts";
import { analyse, type Analysis } from "../../src/pipeline.ts";
import { analysed, RUNS, smallNetworks } from "./networks.ts";
import { sitesReaching, type Gone } from "./reach-oracle.ts";

const NONE: Gone = { sites: new Set(), links: new Set() };

/** Names of things that can fail, with what they take down found anew, without the index. */
function names({ index: { network } }: Analysis): string[] {
  return [
    ...Array.from(network.sites.keys(), (id) => `site:${id}`),
    ...Array.from(network.links.keys(), (id) => `link:${id}`),
    ...Array.from(network.routes.keys(), (id) => `route:${id}`),
    ...Array.from(network.providers.keys(), (id) => `provider:${id}`),
    ...Array.from(network.areas.values(), ({ id }) => `area:${id}`),
    ...Array.from(network.buildings.keys(), (id) => `building:${id}`),
  ];
}

function goneBy({ index: { network } }: Analysis, asked: readonly string[]): Gone {
  const sites = new Set<string>();
  const links = new Set<string>();
  for (const name of asked) {
    const [kind, id] = name.split(":") as [string, string];
    if (kind === "site") sites.add(id);
    if (kind === "link") links.add(id);
    for (const link of network.links.values()) {
      if (kind === "route" && link.via?.some(({ route }) => route === id)) links.add(link.id);
      if (kind === "provider" && link.provider === id && link.medium !== "fiber")
        links.add(link.id);
    }
    for (const site of network.sites.values()) {
      if (kind === "building" && site.building === id) sites.add(site.id);
      if (kind !== "area") continue;
      let area = network.areas.get(site.area);
      while (area !== undefined) {
        if (area.id === id) sites.add(site.id);
        area = area.parent === undefined ? undefined : network.areas.get(area.parent);
      }
    }
  }
  return { sites, links };
}

/** What the analysis says and what the walk says, as ids. */
function bothAnswers(analysis: Analysis, asked: readonly string[]) {
  const { index, redundancies } = analysis;
  const scenario = resolveScenario(index, asked);
  const impact = failureImpact(index, scenario, redundancies);
  const gone = goneBy(analysis, asked);
  const ids = (nodes: readonly number[]) => nodes.map((node) => index.sites[node]!.id);
  const lost = (goal: "core" | "internet") => {
    const after = sitesReaching(index.network, goal, gone);
    return [...sitesReaching(index.network, goal, NONE)]
      .filter((id) => !after.has(id) && !gone.sites.has(id))
      .sort();
  };
  const listed = [...impact.failed, ...impact.losesCore, ...impact.losesRedundancy];
  const core = lost("core");
  return {
    analysis: {
      unknown: scenario.unknown,
      core: ids(impact.losesCore),
      coreAlone: ids(losesEveryCore(index, scenario)),
      internet: ids(impact.losesInternet),
      listedTwice: listed.length - new Set(listed).size,
    },
    walk: { unknown: [], core, coreAlone: core, internet: lost("internet"), listedTwice: 0 },
  };
}

describe("who loses every core and the internet, against a walk over names", () => {
  test("on topology/dumai, random scenarios", async () => {
    const analysis = await analysed("topology/dumai");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...names(analysis)), { maxLength: 5 }),
        (asked) => {
          const answers = bothAnswers(analysis, asked);
          expect(answers.analysis).toEqual(answers.walk);
        },
      ),
      { ...RUNS, numRuns: 60 },
    );
  });

  test("on random small networks", () => {
    fc.assert(
      fc.property(smallNetworks, fc.infiniteStream(fc.nat()), (network, picks) => {
        const analysis = analyse(network);
        const all = names(analysis);
        const asked = new Set([...picks.take(3)].map((pick) => all[pick % all.length]!));
        const answers = bothAnswers(analysis, [...asked]);
        expect(answers.analysis).toEqual(answers.walk);
      }),
      RUNS,
    );
  });
});

describe("the ring of fixtures/commands/cincin", () => {
  const impactOf = async (...asked: string[]) => {
    const { index, redundancies } = await analysed("fixtures/commands/cincin");
    const impact = failureImpact(index, resolveScenario(index, asked), redundancies);
    const ids = (nodes: readonly number[]) => nodes.map((node) => index.sites[node]!.id);
    return {
      core: ids(impact.losesCore),
      internet: ids(impact.losesInternet),
      redundancy: ids(impact.losesRedundancy),
      failed: ids(impact.failed),
      coresLeft: ids(impact.coresLeft),
    };
  };
  const nothing = { core: [], internet: [], redundancy: [], failed: [] };
  const cores = ["pusat", "kedua"];

  test("a shared trench takes down both links of the puskesmas", async () => {
    const lost = { ...nothing, core: ["pkm"], internet: ["pkm"], coresLeft: cores };
    expect(await impactOf("jl-empat")).toEqual(lost);
    expect(await impactOf("segment:jl-empat:900-1000")).toEqual(lost);
    // Where only one of the two lies, nobody is cut off.
    expect(await impactOf("segment:jl-empat:0-100")).toEqual({ ...nothing, coresLeft: cores });
  });

  test("a lurah with one link left has lost its redundancy only", async () => {
    expect(await impactOf("lurah-2")).toEqual({
      ...nothing,
      redundancy: ["kedua", "lurah-a", "pusat"],
      coresLeft: cores,
    });
  });

  test("a modem's own provider, and both cores", async () => {
    expect(await impactOf("seluler")).toMatchObject({ core: ["jauh"], internet: ["jauh"] });
    expect(await impactOf("pusat", "kedua")).toEqual({
      core: ["cam", "jauh", "lurah-a", "pkm", "pop-a"],
      internet: ["cam", "lurah-a", "pkm", "pop-a"],
      redundancy: [],
      failed: ["kedua", "pusat"],
      coresLeft: [],
    });
  });

  test("both uplinks cut the internet and what tunnels through it", async () => {
    expect(await impactOf("naik-1", "naik-2")).toMatchObject({
      core: ["jauh"],
      internet: ["cam", "kedua", "lurah-a", "pkm", "pop-a", "pusat"],
    });
  });
});
