import { dominators, type Dominators } from "../graph/dominators.ts";
import type { ApartSet } from "./rollout-network.ts";
import type { Standing } from "./standing.ts";

/** Why two routers may not be down together. */
export const NEVER = {
  /** One set of `apart` holds both. */
  apart: 1,
  /** One lies on the other's way to the core: it could not be reached to confirm. */
  way: 2,
  /** Each is another's way around for some site: together they cut it off, alone neither does. */
  pair: 4,
} as const;

/** A table of all pairs, the same in both directions: bits of NEVER. */
export interface NeverTogether {
  readonly count: number;
  readonly bits: Uint8Array;
}

/**
 * All pairs that may not be down together.
 *
 * A site is cut off by x and y together and by neither alone exactly where y parts it from the roots in
 * the network without x. So for each x one search for dominators; whom y parts is counted, not listed: y
 * alone parts as many as it does in the whole network, and if there are more, x was the way around. (Only
 * where x hangs on y are some of those behind x; then y is on x's way, and the two are apart for that.)
 * O(routers × (routers + links)) and, for each carried site with several carriers, the depth of its ways.
 */
export function neverTogether(at: Standing, apart: readonly ApartSet[]): NeverTogether {
  const count = at.ids.length;
  const bits = new Uint8Array(count * count);
  const mark = (a: number, b: number, bit: number) => {
    if (a === b) return;
    bits[a * count + b]! |= bit;
    bits[b * count + a]! |= bit;
  };
  for (const { routers } of apart) {
    const members = routers.map((id) => at.nodeOf.get(id)!);
    for (const a of members) for (const b of members) mark(a, b, NEVER.apart);
  }
  const whole = dominators(at.graph, at.roots);
  at.waysUp.forEach((way, node) => {
    // What parts it lies on its way, but on an island also for the one router whose way is its own tunnel.
    for (const on of [...way, ...chain(whole, node)]) mark(node, on, NEVER.way);
  });
  markPairs(at, whole, mark);
  return { count, bits };
}

export function mayNotJoin({ bits, count }: NeverTogether, a: number, b: number): boolean {
  return bits[a * count + b] !== 0;
}

type Mark = (a: number, b: number, bit: number) => void;

function markPairs(at: Standing, whole: Dominators, mark: Mark): void {
  const { ids, graph, roots, isCore } = at;
  const shared = at.carried.filter(({ by }) => by.length > 1);
  const everyday = vulnerable(at, -1);
  const alone = parted(whole, everyday);
  const wholeOf = shared.map(({ by }) => new Set(partingAll(at, whole, by, -1)));
  const up = new Uint8Array(ids.length).fill(1);
  for (let x = 0; x < ids.length; x++) {
    up[x] = 0;
    const rest = dominators(graph, roots, { nodes: up });
    const together = parted(rest, isCore[x] === 1 ? vulnerable(at, x) : everyday);
    for (const y of rest.order) {
      if (isCore[y] === 1) continue;
      if (together[y]! > alone[y]!) mark(x, y, NEVER.pair);
    }
    shared.forEach(({ by }, i) => {
      for (const y of partingAll(at, rest, by, x)) {
        if (isCore[y] === 0 && !wholeOf[i]!.has(y)) mark(x, y, NEVER.pair);
      }
    });
    up[x] = 1;
  }
}

/** By node: 1 where no tunnel of its own saves it while `down` is. What a tunnel alone connects is not in the graph's hands. */
function vulnerable({ ids, tunnelCores, byTunnelOnly }: Standing, down: number): Uint8Array {
  return Uint8Array.from(ids, (_, node) =>
    byTunnelOnly[node] === 1 || tunnelCores[node]!.some((core) => core !== down) ? 0 : 1,
  );
}

/** By node: the weight of those that its loss parts from the roots. */
function parted({ order, above }: Dominators, weight: Uint8Array): Float64Array {
  const behind = new Float64Array(above.length);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    const over = above[node]!;
    if (over >= 0) behind[over]! += behind[node]! + weight[node]!;
  }
  return behind;
}

function chain({ above }: Dominators, node: number): number[] {
  const nodes: number[] = [];
  for (let at = above[node]!; at >= 0; at = above[at]!) nodes.push(at);
  return nodes;
}

/** The routers whose loss leaves a site none of its carriers; `down` is down already. None where a tunnel saves one of them. */
function partingAll(
  { tunnelCores, byTunnelOnly }: Standing,
  tree: Dominators,
  by: readonly number[],
  down: number,
): number[] {
  const left = by.filter((node) => node !== down);
  const saved = left.filter((node) => tunnelCores[node]!.some((core) => core !== down));
  const carriers = left.filter(
    (node) => saved.includes(node) || (tree.reached[node] === 1 && byTunnelOnly[node] === 0),
  );
  const [first, ...others] = carriers;
  if (first === undefined) return [];
  if (saved.length > 0) return carriers.length === 1 ? [first] : [];
  const chains = others.map((node) => new Set([node, ...chain(tree, node)]));
  return [first, ...chain(tree, first)].filter((y) => chains.every((nodes) => nodes.has(y)));
}
