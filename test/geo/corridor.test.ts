import { describe, expect, test } from "vitest";
import { sharedCorridors } from "../../src/geo/corridor.ts";
import { distanceM, type LonLat } from "../../src/geo/line.ts";

const DEGREE_M = distanceM([0, 0], [0, 1]);
/** A point so many metres east and north of a corner near Dumai. */
const at = (eastM: number, northM: number): LonLat => [
  101.44 + eastM / (DEGREE_M * Math.cos((1.66 * Math.PI) / 180)),
  1.66 + northM / DEGREE_M,
];
const straight = [at(0, 0), at(1000, 0)];

describe("corridors", () => {
  test("10 m apart for 300 m: shared, there and no farther", () => {
    const [found, ...others] = sharedCorridors([
      straight,
      [at(200, 500), at(200, 10), at(500, 10), at(500, 500)],
    ]);
    expect(others).toEqual([]);
    expect([found!.first, found!.second]).toEqual([0, 1]);
    expect(found!.onFirst[0]).toBeCloseTo(190, -1.3);
    expect(found!.onFirst[1]).toBeCloseTo(510, -1.3);
    expect(found!.onSecond[1] - found!.onSecond[0]).toBeGreaterThan(290);
  });

  test("the same whichever way either is drawn", () => {
    const other = [at(200, 10), at(500, 10)];
    const there = sharedCorridors([straight, other])[0]!;
    const back = sharedCorridors([straight, other.toReversed()])[0]!;
    expect(back.onFirst).toEqual(there.onFirst);
    expect(back.onSecond[0]).toBeLessThan(back.onSecond[1]);
  });

  test.each([
    ["a crossing at a right angle", [at(500, -400), at(500, 400)]],
    ["a crossing at 30 degrees", [at(100, -231), at(900, 231)]],
    ["20 m apart all along", [at(0, 20), at(1000, 20)]],
    ["10 m apart for 60 m only", [at(200, 500), at(200, 10), at(260, 10), at(260, 500)]],
    ["a line that only meets its end", [at(1000, 0), at(1000, 800)]],
    ["far away", [at(50_000, 0), at(51_000, 0)]],
    ["a point", [at(500, 0), at(500, 0)]],
  ])("%s: not shared", (_, other) => {
    expect(sharedCorridors([straight, other])).toEqual([]);
    expect(sharedCorridors([other, straight])).toEqual([]);
  });

  test("two stretches with a gap between them are two", () => {
    const other = [at(0, 10), at(300, 10), at(320, 200), at(480, 200), at(500, 10), at(900, 10)];
    expect(sharedCorridors([straight, other])).toHaveLength(2);
  });

  test("a line on top of itself is one corridor of its whole length", () => {
    const [found] = sharedCorridors([straight, straight]);
    expect(found!.onFirst[0]).toBe(0);
    expect(found!.onFirst[1]).toBeCloseTo(1000, 0);
  });

  test("a line of 200,000 points", () => {
    const long = Array.from({ length: 200_000 }, (_, i) => at(i / 100, 0));
    expect(sharedCorridors([long, [at(0, 5000), at(100, 5000)]])).toEqual([]);
  });
});
