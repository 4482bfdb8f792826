import * as fc from "fast-check";
import type { RolloutNetwork } from "../../src/rollout/rollout-network.ts";

/** Rings, trees, meshes, parallel and self links, islands, tunnels of single sites, cameras behind one or two routers. */
export const networks: fc.Arbitrary<RolloutNetwork> = fc
  .record({
    rings: fc.array(fc.record({ size: fc.integer({ min: 2, max: 7 }), at: fc.nat() }), {
      maxLength: 3,
    }),
    leaves: fc.array(fc.nat(), { maxLength: 8 }),
    islands: fc.integer({ min: 0, max: 4 }),
    extra: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }),
    cores: fc.array(fc.nat(), { maxLength: 2 }),
    tunnels: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
    carried: fc.array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 3 }),
    apart: fc.array(fc.array(fc.nat(), { minLength: 2, maxLength: 3 }), { maxLength: 2 }),
    costs: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 8, maxLength: 8 }),
  })
  .map((shape) => {
    const pairs: [number, number][] = [];
    let count = 1;
    for (const { size, at } of shape.rings) {
      const start = at % count;
      let before = start;
      for (let i = 0; i < size; i++) {
        pairs.push([before, count]);
        before = count++;
      }
      pairs.push([before, start]);
    }
    for (const leaf of shape.leaves) pairs.push([leaf % count, count++]);
    count += shape.islands;
    for (const [a, b] of shape.extra) pairs.push([a % count, b % count]);
    const id = (n: number) => `r${String(n % count).padStart(2, "0")}`;
    const cores = [...new Set(shape.cores.map(id))];
    const some = (ns: readonly number[]) => [...new Set(ns.map(id))];
    return {
      routers: Array.from({ length: count }, (_, n) => id(n)),
      cores,
      links: pairs.map(([a, b], i) => ({
        ends: [id(a), id(b)] as const,
        cost: shape.costs[i % 8]!,
      })),
      ownTunnels:
        cores.length === 0
          ? []
          : shape.tunnels
              .map(([from, to]) => ({ router: id(from), core: cores[to % cores.length]! }))
              .filter(({ router }) => !cores.includes(router)),
      carried: shape.carried.map((by, i) => ({ site: `kamera-${i}`, by: some(by) })),
      apart: [
        { why: "cores" as const, of: "", routers: cores },
        ...shape.apart.map((of) => ({ why: "uplinks" as const, of: "", routers: some(of) })),
      ].filter(({ routers }) => routers.length > 1),
    };
  });
