import { describe, expect, test } from "vitest";
import { disjointPaths, shortestNetworkPaths } from "../../src/analysis/paths.ts";
import { siteId } from "../../src/model/ids.ts";
import { analysed } from "./networks.ts";

const { index } = await analysed("fixtures/commands/cincin");
const node = (id: string) =>
  id === "internet" ? index.internetNode : index.nodeOfSite.get(siteId(id))!;
const links = (path: { hops: readonly { link: number }[] } | undefined) =>
  path?.hops.map(({ link }) => index.links[link]!.id);
const risks = (places: readonly number[]) => places.map((place) => index.risks.risks[place]!.id);

describe("shortest", () => {
  test("by length, in order, with sums", () => {
    const paths = shortestNetworkPaths(index, node("pkm"), node("pusat"), "length", 3);
    expect(paths.map(links)).toEqual([
      ["pkm-1", "l1"],
      ["pkm-1", "lurah-1", "lurah-2"],
      ["pkm-2", "l3"],
    ]);
    const [first] = paths;
    expect(first!.lengthM).toBeCloseTo(2 * 1112, -1);
    expect(first!.delayUs).toBeCloseTo((first!.lengthM / 1000) * 4.897, 6);
    expect(first!.hops.at(-1)!.totalLengthM).toBe(first!.lengthM);
    expect(first!.estimatedLength.map((link) => index.links[link]!.id)).toEqual(["pkm-1"]);
  });

  test("the internet joins no cores, and nobody borrows a neighbour's modem", () => {
    const all = shortestNetworkPaths(index, node("pkm"), node("pusat"), "length", 50);
    expect(all.flatMap(links)).not.toContain("naik-1");
    const out = shortestNetworkPaths(index, node("pkm"), node("internet"), "delay", 50);
    expect(out.flatMap(links)).not.toContain("modem");
    expect(out.length).toBeGreaterThan(1);
  });

  test("a site's own modem: to the internet, and by its tunnel to the core", () => {
    const out = shortestNetworkPaths(index, node("jauh"), node("internet"), "length", 1);
    expect(out.map(links)).toEqual([["modem"]]);
    const home = shortestNetworkPaths(index, node("jauh"), node("pusat"), "length", 1);
    expect(home.map(links)).toEqual([["modem", "naik-1"]]);
    expect(home[0]!.unknownLength).toHaveLength(2);
    expect(home[0]!.estimatedDelay.map((link) => index.links[link]!.id)).toEqual(["modem"]);
    expect(home[0]!.unknownDelay.map((link) => index.links[link]!.id)).toEqual(["naik-1"]);
  });
});

describe("two paths apart", () => {
  const pair = (from: string, to: string) => disjointPaths(index, node(from), node(to), "length");

  test("no: the trench that both share", () => {
    const { answer, first, second, sharedRisks } = pair("pkm", "kedua");
    expect(answer).toBe("no");
    expect([links(first), links(second)]).toEqual([["pkm-2"], ["pkm-1", "l2"]]);
    expect(risks(sharedRisks)).toEqual(["segment:jl-empat:612-1112"]);
  });

  test("no: a spur has one path, and its link is not shared with a second", () => {
    const { answer, second, unavoidableLinks, sharedRisks } = pair("cam", "pusat");
    expect([answer, second]).toEqual(["no", undefined]);
    // Beyond lurah-a there are two ways, so neither of them is on every path.
    expect(unavoidableLinks.map((link) => index.links[link]!.id)).toEqual(["kamera"]);
    expect(risks(sharedRisks)).toEqual(["site:lurah-a"]);
  });

  test("not proven: a cable of unknown course", () => {
    const { answer, sharedRisks, unknownCourse, searchedAll } = pair("lurah-a", "pusat");
    expect([answer, risks(sharedRisks), searchedAll]).toEqual(["not-proven", [], true]);
    expect(unknownCourse.map((link) => index.links[link]!.id)).toEqual(["lurah-1"]);
  });

  test("yes: around the ring", () => {
    const { answer, first, second, possibleRisks } = pair("pop-a", "kedua");
    expect([answer, links(first), links(second)]).toEqual(["yes", ["l2"], ["l1", "l3"]]);
    expect(possibleRisks).toEqual([]);
    // From the other core a bridge takes both ways of the ring; the third has an unknown cable.
    expect(pair("pusat", "pop-a").answer).toBe("not-proven");
  });
});
