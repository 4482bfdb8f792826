import * as turf from "@turf/turf";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  distanceM,
  distancesAlongM,
  lengthOfM,
  type LonLat,
  medoid,
  nearestOnLine,
  pointAlong,
  pointsEvery,
  stretch,
} from "../../src/geo/line.ts";

/** Points within some kilometres of each other anywhere in Indonesia, as a network's lines have them. */
const origin = fc.tuple(fc.integer({ min: 95, max: 140 }), fc.integer({ min: -10, max: 6 }));
const offset = fc.integer({ min: -20_000, max: 20_000 }).map((step) => step / 1e6);
const line = (pointsMin = 2) =>
  fc
    .tuple(origin, fc.array(fc.tuple(offset, offset), { minLength: pointsMin, maxLength: 12 }))
    .map(([[lon, lat], steps]) => steps.map(([dx, dy]): LonLat => [lon + dx, lat + dy]));
const options = { seed: 20_261_124, numRuns: 500 };

const mutable = (points: readonly LonLat[]) => points.map(([lon, lat]) => [lon, lat]);
const metres = { units: "meters" } as const;

function expectNear(found: number, expected: number, ratio: number, floorM = 1e-3): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(
    Math.max(floorM, ratio * Math.abs(expected)),
  );
}

describe("lines on the sphere, against Turf", () => {
  test("distance and length", () => {
    fc.assert(
      fc.property(line(), (points) => {
        expectNear(
          distanceM(points[0]!, points[1]!),
          turf.distance([...points[0]!], [...points[1]!], metres),
          1e-6,
        );
        expectNear(lengthOfM(points), turf.length(turf.lineString(mutable(points)), metres), 1e-6);
      }),
      options,
    );
  });

  test("a point along a line", () => {
    fc.assert(
      fc.property(line(), fc.double({ min: 0, max: 1, noNaN: true }), (points, share) => {
        const atM = share * lengthOfM(points);
        const ours = pointAlong(points, atM);
        const theirs = turf.along(turf.lineString(mutable(points)), atM, metres).geometry
          .coordinates;
        // Between two points Turf follows the great circle and we the chord of the map.
        expectNear(distanceM(ours, theirs as unknown as LonLat), 0, 0, 0.05);
      }),
      options,
    );
  });

  test("the nearest point of a line", () => {
    fc.assert(
      fc.property(line(3), ([point, ...points]) => {
        fc.pre(lengthOfM(points) > 1);
        const ours = nearestOnLine(points, point!);
        // The truth by the definition: no point of the line is nearer, and the one told is that near.
        const at = pointAlong(points, ours.alongM);
        expectNear(distanceM(at, point!), ours.distanceM, 1e-6, 0.01);
        // Turf follows great circles, some centimetres beside the chords on these lengths.
        const theirs = turf.nearestPointOnLine(
          turf.lineString(mutable(points)),
          [...point!],
          metres,
        );
        expectNear(ours.distanceM, theirs.properties.pointDistance, 1e-6, 0.2);
      }),
      options,
    );
  });

  test("a stretch, forwards and backwards", () => {
    fc.assert(
      fc.property(
        line(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (points, a, b) => {
          const lengthM = lengthOfM(points);
          const [fromM, toM] = [a * lengthM, b * lengthM];
          const part = stretch(points, fromM, toM);
          expectNear(lengthOfM(part), Math.abs(toM - fromM), 1e-6, 0.01);
          expect(stretch(points, toM, fromM)).toEqual(fromM === toM ? part : part.toReversed());
        },
      ),
      options,
    );
  });

  test("points every so many metres, none of them made up", () => {
    fc.assert(
      fc.property(line(), fc.nat(3), (points, twice) => {
        // Surveyors' lines have points on top of each other.
        const doubled = points.flatMap((point, i) => (i === twice ? [point, point] : [point]));
        const lengthM = lengthOfM(doubled);
        const found = [...pointsEvery(doubled, 10)];
        expect(found).toHaveLength(Math.ceil(lengthM / 10 - 1e-12) + 1);
        for (const { atM, point } of found) {
          expect(point.every(Number.isFinite)).toBe(true);
          expectNear(distanceM(point, pointAlong(doubled, atM)), 0, 0, 1e-3);
        }
      }),
      { ...options, numRuns: 200 },
    );
  });
});

describe("lines that are hardly lines", () => {
  const here: LonLat = [101.44, 1.66];

  test("points on top of each other", () => {
    expect(distancesAlongM([here, here, here])).toEqual(new Float64Array(3));
    expect(pointAlong([here, here], 5)).toEqual(here);
    expect([...pointsEvery([here, here], 10)]).toEqual([{ atM: 0, point: here, piece: 0 }]);
    expect(nearestOnLine([here, here], here)).toEqual({ distanceM: 0, alongM: 0 });
    expect(stretch([here, here], 0, 0)).toEqual([here, here]);
  });

  test("distances before the beginning and past the end", () => {
    const points: LonLat[] = [here, [101.45, 1.66]];
    expect(pointAlong(points, -5)).toEqual(points[0]);
    expect(pointAlong(points, 1e9)).toEqual(points[1]);
  });

  test("the medoid is one of the points, also of many", () => {
    expect(medoid([])).toBeUndefined();
    expect(medoid([here])).toEqual(here);
    expect(
      medoid([
        [101, 1],
        [102, 1],
        [109, 1],
      ]),
    ).toEqual([102, 1]);
    const many = Array.from({ length: 100_000 }, (_, i): LonLat => [101 + i / 1e6, 1]);
    expect(many).toContainEqual(medoid(many));
  });
});
