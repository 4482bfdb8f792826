import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createHeap, popLeast, pushOrLower } from "../../src/graph/heap.ts";
import { RUNS } from "./random-graphs.ts";

test("equal keys come out by item, whatever went in first", () => {
  const heap = createHeap(6);
  for (const item of [4, 1, 5, 0, 3]) pushOrLower(heap, item, item === 3 ? 1 : 7);
  const out: number[] = [];
  for (let item = popLeast(heap); item >= 0; item = popLeast(heap)) out.push(item);
  expect(out).toEqual([3, 0, 1, 4, 5]);
});

test("a key is lowered but never raised", () => {
  const heap = createHeap(2);
  pushOrLower(heap, 0, 5);
  pushOrLower(heap, 1, 4);
  pushOrLower(heap, 1, 9);
  pushOrLower(heap, 0, 3);
  expect([popLeast(heap), popLeast(heap), popLeast(heap)]).toEqual([0, 1, -1]);
});

test("any run of pushes, lowerings and pops is that of a sorted list", () => {
  const step = fc.oneof(
    fc.constant("pop" as const),
    fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 9 })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: "max" }), (steps) => {
      const heap = createHeap(31);
      const model = new Map<number, number>();
      const popped: number[] = [];
      const expected: number[] = [];
      for (const move of steps) {
        if (move === "pop") {
          const least = [...model].sort((a, b) => a[1] - b[1] || a[0] - b[0])[0]?.[0] ?? -1;
          model.delete(least);
          expected.push(least);
          popped.push(popLeast(heap));
        } else {
          const [item, key] = move;
          model.set(item, Math.min(key, model.get(item) ?? key));
          pushOrLower(heap, item, key);
        }
      }
      expect(popped).toEqual(expected);
      expect(heap.size).toBe(model.size);
    }),
    RUNS,
  );
});
