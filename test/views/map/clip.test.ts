import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipped } from "../../../src/views/map/clip.ts";
import type { Point } from "../../../src/views/map/scene-data.ts";

const FRAME = { minX: 0, minY: 0, maxX: 100, maxY: 100 };
const MARGIN = 24;

/** Area inside a ring, open or closed (shoelace). */
const areaOf = (ring: readonly Point[]) =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length]!;
      return sum + x * nextY - nextX * y;
    }, 0),
  ) / 2;
const total = (rings: readonly (readonly Point[])[]) =>
  rings.reduce((sum, ring) => sum + areaOf(ring), 0);

describe("a ring", () => {
  const square: Point[] = [
    [10, 10],
    [40, 10],
    [40, 40],
    [10, 40],
  ];
  it("inside stays whole, open or closed", () => {
    expect(total(clipped(FRAME, "ring", square))).toBeCloseTo(900, 6);
    expect(total(clipped(FRAME, "ring", [...square, square[0]!]))).toBeCloseTo(900, 6);
  });
  it("outside is gone, and one around the frame is the frame with its margin", () => {
    expect(
      clipped(
        FRAME,
        "ring",
        square.map(([x, y]): Point => [x + 500, y]),
      ),
    ).toEqual([]);
    const wide: Point[] = [
      [-9000, -9000],
      [9000, -9000],
      [9000, 9000],
      [-9000, 9000],
    ];
    expect(total(clipped(FRAME, "ring", wide))).toBeCloseTo((100 + 2 * MARGIN) ** 2, 6);
  });
  it("has the same area as a triangle cut by hand, whichever way it is wound", () => {
    // The right half of the triangle lies beyond x = 124.
    const triangle: Point[] = [
      [24, 0],
      [224, 0],
      [24, 100],
    ];
    const cut = areaOf(triangle) - (100 * 50) / 2;
    expect(total(clipped(FRAME, "ring", triangle))).toBeCloseTo(cut, 6);
    expect(total(clipped(FRAME, "ring", triangle.toReversed()))).toBeCloseTo(cut, 6);
  });
});

describe("a line", () => {
  it("leaves and comes back as two", () => {
    const parts = clipped(FRAME, "line", [
      [50, 50],
      [500, 50],
      [500, 80],
      [50, 80],
    ]);
    expect(parts).toHaveLength(2);
  });
  it("never goes past the margin, and inside points are kept", () => {
    const point = fc.tuple(
      fc.integer({ min: -400, max: 500 }),
      fc.integer({ min: -400, max: 500 }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 12 }), (points) => {
        const kept = clipped(FRAME, "line", points).flat();
        for (const [x, y] of kept) {
          expect(Math.max(-x, x - 100, -y, y - 100)).toBeLessThanOrEqual(MARGIN + 1e-6);
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
