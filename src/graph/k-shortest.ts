import type { Alive, Graph } from "./csr.ts";
import { branch, startPartition } from "./lawler-partition.ts";
import { comparePaths, type Path } from "./path.ts";

/**
 * Up to `k` shortest loopless paths between two nodes, by length and then by link list (see
 * comparePaths); parallel links make different paths; from a node to itself there is one, without
 * links. `weights` by link, not negative; Infinity = unusable. O(k l (n + m) log n), l = the links
 * of a path. Yen 1971, "Finding the K shortest loopless paths in a network", with the partition of
 * Lawler 1972, which never finds a path twice.
 */
export function kShortestPaths(
  graph: Graph,
  weights: Float64Array,
  from: number,
  to: number,
  k: number,
  alive: Alive = {},
): Path[] {
  const found: Path[] = [];
  if (k < 1) return found;
  const partition = startPartition(graph, weights, from, [to], alive);
  for (let least = partition.classes.pop(); least; least = partition.classes.pop()) {
    found.push(least.path);
    if (found.length >= k) break;
    branch(partition, least, least.path.links.length);
  }
  // Sums of fractions can differ in their last bit by the order of adding: a class may have been
  // filed that much too late.
  return found.sort(comparePaths);
}
