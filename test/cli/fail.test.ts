import { describe, expect, test } from "vitest";
import { fail } from "../../src/cli/commands/fail.ts";
import { expectGolden, json, run } from "../analysis/command-run.ts";

const RING = "fixtures/commands/cincin";

describe("golden", () => {
  test.each([
    ["route", ["jl-empat"]],
    ["site", ["site:pop-a"]],
    ["mix", ["pusat", "provider:isp-b", "baru"]],
    ["nothing", ["l2"]],
  ])("%s", async (name, words) => {
    const id = await run(fail, [...words, RING]);
    expect([id.code, id.err]).toEqual([0, ""]);
    expectGolden(`cincin.expected/fail-${name}.id.txt`, id.out);
    const en = await run(fail, [...words, RING], {}, "en");
    expectGolden(`cincin.expected/fail-${name}.en.txt`, en.out);
    const document = await run(fail, [...words, RING], { json: true });
    expectGolden(`cincin.expected/fail-${name}.json`, document.out);
  });
});

test("one branch carries Bukit Kapur until its ring is closed", async () => {
  const lost = async (at?: string) =>
    json(
      await run(fail, ["cabang-bukit-kapur-1", "topology/dumai"], {
        json: true,
        ...(at !== undefined && { at }),
      }),
    );
  expect(await lost()).toMatchObject({
    losesCore: { byKind: { kecamatan: 1, kelurahan: 5, puskesmas: 2 } },
  });
  expect(await lost("2025-10-01")).toMatchObject({ losesCore: { total: 0 } });
});

test("the order of names and saying one twice change nothing but what was asked", async () => {
  const [a, b] = await Promise.all([
    run(fail, ["l1", "lurah-2", RING], { json: true }),
    run(fail, [RING, "lurah-2", "l1", "l1"], { json: true }),
  ]);
  const { failed: askedA, ...restA } = json(a);
  const { failed: askedB, ...restB } = json(b);
  expect(restB).toEqual(restA);
  expect(JSON.stringify(askedB).length).toBe(JSON.stringify(askedA).length);
});

describe("mistakes", () => {
  test.each([
    [[], "sebut apa yang gagal"],
    [["cam"], "site:cam, risk:cam"],
    [["pusa"], "maksudnya `pusat`?"],
    [["site:l1"], "tanpa awalan"],
    [["segment:jl-x:0-1"], "tidak dikenal"],
  ])("%j", async (words, message) => {
    const { code, out, err } = await run(fail, [...words, RING]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});
