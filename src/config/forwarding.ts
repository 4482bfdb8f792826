import { compareText } from "../text/order.ts";
import type { DesiredState } from "./desired-state.ts";

/** Which routers a packet may pass on its way, as OSPF with these configurations decides it. */
export interface Forwarding {
  /**
   * Every router's next routers on the equal-cost best paths to a router's loopback, in id order;
   * empty when there is no way.
   */
  nextHops(from: string, to: string): readonly string[];
  /** Whether the hops of a trace, from the first router to the last, follow the next hops throughout. */
  isBestPath(hops: readonly string[]): boolean;
  /** One of the best paths, the first in id order at every hop; undefined when there is no way. */
  path(from: string, to: string): readonly string[] | undefined;
}

/** An adjacency that both ends agree on: it carries traffic in one area, at a cost each way. */
interface Adjacency {
  readonly to: string;
  readonly cost: number;
  readonly area: string;
}

/**
 * Forwarding as it follows from the configurations alone: shortest paths inside each area; a path
 * inside an area before any other, whatever it costs; else over border routers and the backbone (RFC
 * 2328 §11, §16). `failed` are links, by id, and routers that are down. Tunnels of single sites are left
 * out: they are not OSPF's. O(areas × routers × links log) at first, each question is kept.
 */
export function forwarding(
  states: readonly DesiredState[],
  failed: ReadonlySet<string> = new Set(),
): Forwarding {
  const adjacencies = adjacenciesOf(states, failed);
  const homeOf = new Map(states.map((state) => [state.device, homeArea(state)]));
  const isBorder = (router: string) => areasOf(adjacencies, router).size > 1;
  const distances = new Map<string, ReadonlyMap<string, number>>();
  /** Costs of getting to `to` inside an area; router to cost. */
  const inside = (area: string, to: string) => {
    const key = `${area} ${to}`;
    let known = distances.get(key);
    if (known === undefined) {
      known = costsTo(adjacencies, area, to);
      distances.set(key, known);
    }
    return known;
  };
  const borders = (area: string) =>
    [...adjacencies.keys()].filter(
      (router) => isBorder(router) && areasOf(adjacencies, router).has(area),
    );

  const costs = new Map<string, Route | undefined>();
  const route = (from: string, to: string): Route | undefined => {
    const key = `${from} ${to}`;
    if (!costs.has(key)) costs.set(key, findRoute(from, to));
    return costs.get(key);
  };
  const findRoute = (from: string, to: string): Route | undefined => {
    const home = homeOf.get(to);
    if (home === undefined || !homeOf.has(from)) return undefined;
    const own = inside(home, to).get(from);
    if (own !== undefined && belongs(adjacencies, from, home)) {
      return { cost: own, toward: [{ area: home, target: to }] };
    }
    // A border router asks the backbone; others ask the border routers of their area.
    const area = isBorder(from) ? BACKBONE : [...areasOf(adjacencies, from)][0];
    if (area === undefined) return undefined;
    const ways = borders(area)
      .filter((border) => border !== from)
      .flatMap((border) => {
        const toBorder = inside(area, border).get(from);
        const onward = area === BACKBONE ? inside(home, to).get(border) : route(border, to)?.cost;
        return toBorder === undefined || onward === undefined
          ? []
          : [{ cost: toBorder + onward, area, target: border }];
      });
    const cost = Math.min(...ways.map((way) => way.cost));
    return ways.length === 0
      ? undefined
      : { cost, toward: ways.filter((way) => way.cost === cost) };
  };

  const nextHops = (from: string, to: string): string[] => {
    if (from === to) return [];
    const found = route(from, to);
    const hops = (found?.toward ?? []).flatMap(({ area, target }) => {
      const costsThere = inside(area, target);
      const here = costsThere.get(from)!;
      return (adjacencies.get(from) ?? [])
        .filter((next) => next.area === area && costsThere.get(next.to) === here - next.cost)
        .map((next) => next.to);
    });
    return [...new Set(hops)].sort(compareText);
  };
  const path = (from: string, to: string) => {
    const hops = [from];
    for (let at = from; at !== to;) {
      const [next] = nextHops(at, to);
      if (next === undefined || hops.length > homeOf.size) return undefined;
      hops.push(next);
      at = next;
    }
    return hops;
  };
  return {
    nextHops,
    isBestPath: (hops) =>
      hops.every((hop, i) => i === 0 || nextHops(hops[i - 1]!, hops.at(-1)!).includes(hop)),
    path,
  };
}

interface Route {
  readonly cost: number;
  /** What is aimed at inside which area: the router itself, or border routers on the way. */
  readonly toward: readonly { readonly area: string; readonly target: string }[];
}

const BACKBONE = "0.0.0.0";

function adjacenciesOf(
  states: readonly DesiredState[],
  failed: ReadonlySet<string>,
): ReadonlyMap<string, readonly Adjacency[]> {
  const ends = new Map<string, { device: string; area: string; cost: number }[]>();
  for (const { device, interfaces, ospf } of states) {
    if (failed.has(device)) continue;
    for (const { interface: name, area, cost, passive } of ospf?.interfaces ?? []) {
      const carries = interfaces.find((one) => one.name === name)?.carries;
      if (passive || carries === undefined || failed.has(carries)) continue;
      const list = ends.get(carries);
      if (list === undefined) ends.set(carries, [{ device, area, cost }]);
      else list.push({ device, area, cost });
    }
  }
  const adjacencies = new Map<string, Adjacency[]>(
    states.filter(({ device }) => !failed.has(device)).map(({ device }) => [device, []]),
  );
  for (const [a, b] of ends.values()) {
    if (a === undefined || b === undefined || a.area !== b.area) continue;
    adjacencies.get(a.device)!.push({ to: b.device, cost: a.cost, area: a.area });
    adjacencies.get(b.device)!.push({ to: a.device, cost: b.cost, area: b.area });
  }
  return adjacencies;
}

/** The area in which a router tells its loopback. */
function homeArea({ ospf }: DesiredState): string | undefined {
  return ospf?.interfaces.find(({ interface: name }) => name === "lo")?.area;
}

function areasOf(adjacencies: ReadonlyMap<string, readonly Adjacency[]>, router: string) {
  return new Set((adjacencies.get(router) ?? []).map(({ area }) => area));
}

function belongs(
  adjacencies: ReadonlyMap<string, readonly Adjacency[]>,
  router: string,
  area: string,
): boolean {
  return areasOf(adjacencies, router).has(area);
}

/** Cost from every router of an area to one in it, by relaxation from that one; small areas, so no heap. */
function costsTo(
  adjacencies: ReadonlyMap<string, readonly Adjacency[]>,
  area: string,
  to: string,
): ReadonlyMap<string, number> {
  const costs = new Map([[to, 0]]);
  const queue = [to];
  for (const router of queue) {
    for (const { to: other, area: of } of adjacencies.get(router) ?? []) {
      if (of !== area) continue;
      // What counts is the cost of leaving the far end towards this one.
      const back = adjacencies.get(other)!.find((one) => one.to === router && one.area === area)!;
      const cost = costs.get(router)! + back.cost;
      if (cost >= (costs.get(other) ?? Infinity)) continue;
      costs.set(other, cost);
      queue.push(other);
    }
  }
  return costs;
}
