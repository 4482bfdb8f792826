import * as turf from "@turf/turf";
import * as fc from "fast-check";
import type { MultiPolygon, Polygon } from "geojson";
import { describe, expect, test } from "vitest";
import type { LonLat } from "../../src/geo/line.ts";
import { contains, distanceToBorderM, representativePoint } from "../../src/geo/polygon.ts";

const coordinate = fc.integer({ min: 0, max: 1000 }).map((step) => step / 1000);

/** A star around a point: corners at random distances in order of their angle, so that no side crosses another. */
const star = fc
  .tuple(
    fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 4, maxLength: 20 }),
    coordinate,
    coordinate,
  )
  .map(([radii, x, y]): Polygon => {
    const corners = radii.map((radius, i) => {
      const angle = (2 * Math.PI * i) / radii.length;
      return [101 + x + 0.1 * radius * Math.cos(angle), 1 + y + 0.1 * radius * Math.sin(angle)];
    });
    return { type: "Polygon", coordinates: [[...corners, corners[0]!]] };
  });
const options = { seed: 20_261_124, numRuns: 300 };

describe("areas, against Turf", () => {
  test("what lies in an area, and how far from its border", () => {
    fc.assert(
      fc.property(
        star,
        fc.array(fc.tuple(coordinate, coordinate), { maxLength: 20 }),
        (area, points) => {
          for (const [x, y] of points) {
            const point: LonLat = [101 + x, 1 + y];
            expect(contains(area, point)).toBe(turf.booleanPointInPolygon([...point], area));
            const border = turf.polygonToLine(area) as ReturnType<typeof turf.lineString>;
            const theirs = turf.pointToLineDistance([...point], border, { units: "meters" });
            // Some ten kilometres off, the plane at the point is good to a thousandth.
            expect(Math.abs(distanceToBorderM(area, point) - theirs)).toBeLessThan(
              Math.max(1, theirs * 2e-3),
            );
          }
        },
      ),
      options,
    );
  });

  test("an area's point lies in it, and all of the area within its accuracy", () => {
    fc.assert(
      fc.property(star, star, (a, b) => {
        const both: MultiPolygon = {
          type: "MultiPolygon",
          coordinates: [a.coordinates, b.coordinates],
        };
        for (const area of [a, both]) {
          const { point, accuracyM } = representativePoint(area);
          expect(contains(area, point)).toBe(true);
          for (const corner of turf.coordAll(area)) {
            expect(turf.distance([...point], corner, { units: "meters" })).toBeLessThanOrEqual(
              accuracyM + 1e-6,
            );
          }
        }
      }),
      options,
    );
  });

  test("a hole is outside, a border inside", () => {
    const square = (low: number, high: number) => [
      [low, low],
      [high, low],
      [high, high],
      [low, high],
      [low, low],
    ];
    const area: Polygon = { type: "Polygon", coordinates: [square(0, 3), square(1, 2)] };
    expect(contains(area, [0.5, 0.5])).toBe(true);
    expect(contains(area, [1.5, 1.5])).toBe(false);
    expect(contains(area, [0, 1])).toBe(true);
    expect(
      representativePoint({
        type: "Polygon",
        coordinates: [
          [
            [1, 1],
            [1, 1],
            [1, 1],
            [1, 1],
          ],
        ],
      }).point,
    ).toEqual([1, 1]);
  });
});
