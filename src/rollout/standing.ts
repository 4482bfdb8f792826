import { components, reachableFrom } from "../graph/components.ts";
import { buildGraph, type Graph } from "../graph/csr.ts";
import { shortestPaths } from "../graph/dijkstra.ts";
import { compareText } from "../text/order.ts";
import type { RolloutNetwork } from "./rollout-network.ts";

/**
 * A network's routers as dense integers in id order, with who keeps whom connected. Where no core is
 * in reach (an island) the router with the most links stands in for one, so that an island keeps together.
 */
export interface Standing {
  readonly ids: readonly string[];
  readonly nodeOf: ReadonlyMap<string, number>;
  readonly graph: Graph;
  readonly isCore: Uint8Array;
  /** Cores, and the heads of islands. */
  readonly roots: Uint32Array;
  /** By node: cores at the other ends of its own tunnels. */
  readonly tunnelCores: readonly (readonly number[])[];
  /** By node: 1 where its own tunnel is the only way to a core. */
  readonly byTunnelOnly: Uint8Array;
  /** By node: 1 where no core is in reach at all. */
  readonly isIslander: Uint8Array;
  /** By node: routers on its way to the core or the head of its island, nearest first, the end included. */
  readonly waysUp: readonly (readonly number[])[];
  /** By node: OSPF cost of that way. */
  readonly cost: Float64Array;
  /** Sites that do not route, in id order, with the routers that carry them; on an island only where none other does. */
  readonly carried: readonly { readonly site: string; readonly by: readonly number[] }[];
}

/**
 * @throws RangeError on a core, an end of a link or of a tunnel, or a carrier that is none of the routers; on
 * a tunnel that does not end at a core
 * O((routers + links) log routers), and the length of all ways.
 */
export function standing(network: RolloutNetwork): Standing {
  const ids = [...new Set(network.routers)].sort(compareText);
  const nodeOf = new Map(ids.map((id, node) => [id, node]));
  const node = (id: string): number => {
    const found = nodeOf.get(id);
    if (found === undefined) throw new RangeError(`no router: ${id}`);
    return found;
  };
  const links = network.links
    .map(({ ends, cost }) => ({ a: node(ends[0]), b: node(ends[1]), cost }))
    .map(({ a, b, cost }) => ({ a: Math.min(a, b), b: Math.max(a, b), cost }))
    .sort((one, other) => one.a - other.a || one.b - other.b || one.cost - other.cost);
  const graph = buildGraph(
    ids.length,
    links.map(({ a }) => a),
    links.map(({ b }) => b),
  );
  const cores = [...new Set(network.cores.map(node))].sort((a, b) => a - b);
  const isCore = new Uint8Array(ids.length);
  for (const core of cores) isCore[core] = 1;
  const tunnelCores = ids.map((): number[] => []);
  for (const { router, core } of network.ownTunnels) {
    if (isCore[node(core)] === 0) throw new RangeError(`a tunnel to ${core}, which is no core`);
    tunnelCores[node(router)]!.push(node(core));
  }

  const atCore = reachableFrom(graph, cores);
  const byTunnelOnly = new Uint8Array(ids.length);
  const isIslander = new Uint8Array(ids.length);
  ids.forEach((_, at) => {
    if (atCore[at] === 1) return;
    if (tunnelCores[at]!.length > 0) byTunnelOnly[at] = 1;
    else isIslander[at] = 1;
  });
  const roots = Uint32Array.from([...cores, ...heads(graph, isIslander)]);
  const tree = shortestPaths(
    graph,
    Float64Array.from(links, ({ cost }) => cost),
    roots,
  );
  const cost = tree.distance.map((distance, at) => (byTunnelOnly[at] === 1 ? Infinity : distance));
  const waysUp = ids.map((_, at) =>
    byTunnelOnly[at] === 1 ? [Math.min(...tunnelCores[at]!)] : wayUp(tree.parentNode, at),
  );
  const carried = network.carried
    .map(({ site, by }) => ({ site, by: [...new Set(by.map(node))].sort((a, b) => a - b) }))
    // A way to a core is what counts, where one of the carriers has it.
    .map(({ site, by }) => {
      const atCores = by.filter((carrier) => isIslander[carrier] === 0);
      return { site, by: atCores.length > 0 ? atCores : by };
    })
    .sort((a, b) => compareText(a.site, b.site));
  return {
    ids,
    nodeOf,
    graph,
    isCore,
    roots,
    tunnelCores,
    byTunnelOnly,
    isIslander,
    waysUp,
    cost,
    carried,
  };
}

/** Of each island its router with the most links, the first by id among equals. */
function heads(graph: Graph, isIslander: Uint8Array): number[] {
  const { componentOf } = components(graph);
  const headOf = new Map<number, number>();
  const degree = (node: number) => graph.offsets[node + 1]! - graph.offsets[node]!;
  isIslander.forEach((is, node) => {
    if (is === 0) return;
    const head = headOf.get(componentOf[node]!);
    if (head === undefined || degree(node) > degree(head)) headOf.set(componentOf[node]!, node);
  });
  return [...headOf.values()];
}

function wayUp(parentNode: Int32Array, from: number): number[] {
  const way: number[] = [];
  for (let at = parentNode[from]!; at >= 0; at = parentNode[at]!) way.push(at);
  return way;
}

/** What has no way to a core, or on an island to its head, while some routers are down. */
export interface Cut {
  /** By node; 0 for those that are down. */
  readonly routers: Uint8Array;
  /** By place in `carried`. */
  readonly carried: Uint8Array;
}

/** What is cut off while the routers of the mask (0 = down) are. O(routers + links + carried sites). */
export function cutOff(
  { graph, roots, tunnelCores, byTunnelOnly, carried }: Standing,
  up: Uint8Array,
): Cut {
  const reached = reachableFrom(graph, roots, { nodes: up });
  const routers = new Uint8Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    if (up[node] === 0 || (reached[node] === 1 && byTunnelOnly[node] === 0)) continue;
    if (!tunnelCores[node]!.some((core) => up[core] === 1)) routers[node] = 1;
  }
  return {
    routers,
    carried: Uint8Array.from(carried, ({ by }) =>
      by.some((node) => up[node] === 1 && routers[node] === 0) ? 0 : 1,
    ),
  };
}
