import { describe, expect, test } from "vitest";
import { path } from "../../src/cli/commands/path.ts";
import { expectGolden, json, run } from "../analysis/command-run.ts";

const RING = "fixtures/commands/cincin";

describe("golden", () => {
  test.each([
    ["shortest", ["pkm", "pusat"], { count: "2" }],
    ["internet", ["jauh", "internet"], { by: "delay" }],
    ["yes", ["pop-a", "kedua"], { disjoint: true }],
    ["no", ["pkm", "kedua"], { disjoint: true }],
    ["spur", ["cam", "pusat"], { disjoint: true }],
    ["not-proven", ["lurah-a", "pusat"], { disjoint: true }],
  ])("%s", async (name, words, options) => {
    const id = await run(path, [...words, RING], options);
    expect([id.code, id.err]).toEqual([0, ""]);
    expectGolden(`cincin.expected/path-${name}.id.txt`, id.out);
    const en = await run(path, [...words, RING], options, "en");
    expectGolden(`cincin.expected/path-${name}.en.txt`, en.out);
    const document = await run(path, [...words, RING], { ...options, json: true });
    expectGolden(`cincin.expected/path-${name}.json`, document.out);
  });
});

test("the ring of Sungai Sembilan is none: both arms cross one bridge", async () => {
  const document = json(
    await run(path, ["camat-sungai-sembilan", "pusat-data", "topology/dumai"], {
      json: true,
      disjoint: true,
    }),
  );
  expect(document).toMatchObject({ command: "path", disjoint: { answer: "no" } });
  expect(JSON.stringify(document)).toContain("jembatan-purnama-lubuk-gaung");
});

describe("mistakes", () => {
  test.each([
    [["pkm"], {}, "dua ujung"],
    [["pkm", "pkm"], {}, "dua ujung"],
    [["pkm", "pusat", "kedua"], {}, "dua ujung"],
    [["pkm", "pusa"], {}, "maksudnya `pusat`?"],
    [["pkm", "pusat"], { count: "0" }, "--count 0"],
    [["pkm", "pusat"], { count: "1e1" }, "--count 1e1"],
    [["pkm", "pusat"], { count: "2", disjoint: true }, "pilih salah satu"],
  ])("%j %j", async (words, options, message) => {
    const { code, out, err } = await run(path, [...words, RING], options);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});
