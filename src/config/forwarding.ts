import { buildGraph, type Graph } from "../graph/csr.ts";
import { shortestPaths } from "../graph/dijkstra.ts";
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

/**
 * Forwarding as it follows from the configurations alone: shortest paths inside each area; a path
 * inside an area before any other, whatever it costs; else over border routers and the backbone (RFC
 * 2328 §11, §16). `failed` are links, by id, and routers that are down. Tunnels of single sites are left
 * out: they are not OSPF's. One shortest-path tree an area and target, kept for the next question.
 */
export function forwarding(
  states: readonly DesiredState[],
  failed: ReadonlySet<string> = new Set(),
): Forwarding {
  const routers = states.map(({ device }) => device);
  const nodeOf = new Map(routers.map((router, node) => [router, node]));
  const areas = areaGraphs(states, nodeOf, failed);
  const areasOf = (router: string) =>
    [...areas.values()].filter(({ members }) => members.has(router)).map(({ area }) => area);
  const homeOf = new Map(states.map((state) => [state.device, homeArea(state)]));
  const isBorder = (router: string) => areasOf(router).length > 1;

  const trees = new Map<string, Float64Array>();
  /** What it costs to get from one router to another without leaving an area; Infinity where that cannot be. */
  const costInside = (area: string, from: string, to: string): number => {
    const found = areas.get(area);
    if (found === undefined || !found.members.has(from)) return Infinity;
    const key = `${area} ${to}`;
    let distance = trees.get(key);
    if (distance === undefined) {
      ({ distance } = shortestPaths(found.graph, found.costs, [nodeOf.get(to)!]));
      trees.set(key, distance);
    }
    return distance[nodeOf.get(from)!]!;
  };

  const routes = new Map<string, Route>();
  const route = (from: string, to: string): Route => {
    const key = `${from} ${to}`;
    let known = routes.get(key);
    if (known === undefined) routes.set(key, (known = findRoute(from, to)));
    return known;
  };
  const findRoute = (from: string, to: string): Route => {
    const home = homeOf.get(to);
    if (home === undefined || failed.has(from) || failed.has(to)) return NO_ROUTE;
    const own = costInside(home, from, to);
    if (own < Infinity) return { cost: own, toward: [{ area: home, target: to }] };
    // A border router asks the backbone; others ask the border routers of their area.
    const area = isBorder(from) ? BACKBONE : areasOf(from)[0];
    const borders = [...(areas.get(area ?? "")?.members ?? [])].filter(
      (router) => router !== from && isBorder(router),
    );
    const ways = borders.map((border) => {
      const onward = area === BACKBONE ? costInside(home, border, to) : route(border, to).cost;
      return { cost: costInside(area!, from, border) + onward, area: area!, target: border };
    });
    const cost = Math.min(Infinity, ...ways.map((way) => way.cost));
    return cost === Infinity ? NO_ROUTE : { cost, toward: ways.filter((way) => way.cost === cost) };
  };

  const nextHops = (from: string, to: string): string[] => {
    if (from === to) return [];
    const hops = route(from, to).toward.flatMap(({ area, target }) => {
      const here = costInside(area, from, target);
      return areas
        .get(area)!
        .neighbours(from)
        .filter(({ router, cost }) => costInside(area, router, target) === here - cost)
        .map(({ router }) => router);
    });
    return [...new Set(hops)].sort(compareText);
  };
  const path = (from: string, to: string) => {
    if (failed.has(from) || !nodeOf.has(from)) return undefined;
    const hops = [from];
    for (let at = from; at !== to;) {
      const [next] = nextHops(at, to);
      if (next === undefined || hops.length > routers.length) return undefined;
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

const NO_ROUTE: Route = { cost: Infinity, toward: [] };
const BACKBONE = "0.0.0.0";

/** The adjacencies of one area, which need both ends to agree on it. */
interface AreaGraph {
  readonly area: string;
  readonly members: ReadonlySet<string>;
  readonly graph: Graph;
  /** By link; both ends have the same, since it follows from what lies between them. */
  readonly costs: Float64Array;
  neighbours(router: string): { readonly router: string; readonly cost: number }[];
}

function areaGraphs(
  states: readonly DesiredState[],
  nodeOf: ReadonlyMap<string, number>,
  failed: ReadonlySet<string>,
): ReadonlyMap<string, AreaGraph> {
  const ends = states.flatMap(({ device, interfaces, ospf }) =>
    (ospf?.interfaces ?? []).map(({ interface: name, area, cost, passive }) => ({
      device,
      area,
      cost,
      carries: passive ? undefined : interfaces.find((one) => one.name === name)?.carries,
    })),
  );
  const up = ends.filter(
    ({ device, carries }) => !failed.has(device) && !(carries !== undefined && failed.has(carries)),
  );
  return new Map(
    Array.from(
      Map.groupBy(up, ({ area }) => area),
      ([area, inArea]) => {
        const pairs = [
          ...Map.groupBy(
            inArea.filter(({ carries }) => carries !== undefined),
            ({ carries }) => carries,
          ).values(),
        ].filter((pair) => pair.length === 2);
        const end = (which: 0 | 1) => pairs.map((pair) => nodeOf.get(pair[which]!.device)!);
        const neighbours = (router: string) =>
          pairs
            .filter((pair) => pair.some(({ device }) => device === router))
            .map((pair) => ({
              router: pair.find(({ device }) => device !== router)!.device,
              cost: pair[0]!.cost,
            }));
        const graph = buildGraph(nodeOf.size, end(0), end(1));
        const costs = Float64Array.from(pairs, ([first]) => first!.cost);
        const members = new Set(inArea.map(({ device }) => device));
        return [area, { area, members, graph, costs, neighbours }] as const;
      },
    ),
  );
}

/** The area in which a router tells its loopback. */
function homeArea({ ospf }: DesiredState): string | undefined {
  return ospf?.interfaces.find(({ interface: name }) => name === "lo")?.area;
}
