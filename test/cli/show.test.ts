import { describe, expect, test } from "vitest";
import { show } from "../../src/cli/commands/show.ts";
import { expectGolden, json, run } from "../analysis/command-run.ts";

const RING = "fixtures/commands/cincin";

describe("golden", () => {
  test.each([
    ["summary", []],
    ["site", ["site", "lurah-a"]],
    ["link", ["link", "pkm-2"]],
    ["route", ["route", "jl-empat"]],
    ["provider", ["provider", "isp-b"]],
  ])("%s", async (name, words) => {
    const id = await run(show, [RING, ...words]);
    expect([id.code, id.err]).toEqual([0, ""]);
    expectGolden(`cincin.expected/show-${name}.id.txt`, id.out);
    const en = await run(show, [RING, ...words], {}, "en");
    expectGolden(`cincin.expected/show-${name}.en.txt`, en.out);
    const document = await run(show, [RING, ...words], { json: true }, "en");
    expectGolden(`cincin.expected/show-${name}.json`, document.out);
    // No language in a document, and no hidden character anywhere.
    expect((await run(show, [RING, ...words], { json: true })).out).toBe(document.out);
    expect(id.out + en.out + document.out).not.toContain("\u00ad");
  });
});

test("topology/dumai has what its sources say", async () => {
  const document = json(await run(show, ["topology/dumai"], { json: true }));
  expect(document).toMatchObject({
    version: 1,
    tool: "rajut",
    command: "show",
    what: "summary",
    network: { id: "dumai", at: "2025-02-03" },
    sites: {
      byKind: { opd: 33, kecamatan: 7, kelurahan: 36, puskesmas: 10, cctv: 12, school: 0 },
      byPositionSource: { surveyed: 0, official: 0, none: 0 },
    },
    redundancy: { servedSites: 112, reachCore: 112 },
  });
});

test("sums agree with each other on topology/dumai", async () => {
  const { sites, links, redundancy } = json(
    await run(show, ["topology/dumai"], { json: true }),
  ) as Record<"sites" | "links" | "redundancy", Record<string, Record<string, number> & number>>;
  const sum = (counts: unknown) =>
    Object.values(counts as Record<string, number>).reduce((total, count) => total + count, 0);
  expect(sum(sites["byKind"])).toBe(sites["total"]);
  expect(sum(sites["byPositionSource"])).toBe(sites["total"]);
  expect(sum(sites["byKecamatan"]) + Number(sites["withoutKecamatan"])).toBe(sites["total"]);
  expect(sum(links["byMedium"])).toBe(links["total"]);
  expect(sum(links["byStatus"])).toBe(links["total"]);
  expect(sum(links["byLengthBasis"])).toBe(links["inService"]);
  expect(sum(redundancy["twoPaths"])).toBe(redundancy["servedSites"]);
});

test("an id alone is enough when one thing has it", async () => {
  const alone = await run(show, ["pkm", RING]);
  expect(alone.out).toBe((await run(show, [RING, "site", "pkm"])).out);
});

describe("mistakes", () => {
  test.each([
    [["site", "lura-a"], "maksudnya `lurah-a`?"],
    [["sites", "pkm"], "maksudnya `site`?"],
    [["site"], "rajut show site ID"],
    [["site", "pkm", "pop-a"], "rajut show site ID"],
    [["constructor"], "tidak dikenal"],
    [["topology/dumai"], "satu jaringan saja"],
  ])("%j", async (words, message) => {
    const { code, out, err } = await run(show, [RING, ...words]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  test("a folder without a network", async () => {
    const { code, out, err } = await run(show, ["fixtures/commands/tidak-ada"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("R006");
  });

  test("of a long list only what resembles the id", async () => {
    const { err } = await run(show, ["topology/dumai", "site", "bukit-kapur"]);
    expect(err).toContain("camat-bukit-kapur");
    expect(err).toContain("seluruhnya");
    expect(err.length).toBeLessThan(1000);
  });
});
