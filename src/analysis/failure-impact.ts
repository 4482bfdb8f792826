import { reachableFrom } from "../graph/components.ts";
import { hasTunnel, type NetworkIndex } from "../network/network-index.ts";
import type { Failing } from "./losses.ts";
import { redundancy, type SiteRedundancy } from "./redundancy.ts";

/** Who loses what; nodes ascending. Sites that were not in service lose nothing. */
export interface FailureImpact {
  /** Sites in service that failed themselves; they stand in no other list. */
  readonly failed: readonly number[];
  /** Reached a core and reach none any more. */
  readonly losesCore: readonly number[];
  /** Reached the internet and do so no more; may stand under `losesCore` too. */
  readonly losesInternet: readonly number[];
  /** Keep what they reach, but two paths to the core were proven or possible and now are disproved. */
  readonly losesRedundancy: readonly number[];
  /** Cores that still work. */
  readonly coresLeft: readonly number[];
  /** Sites in service before: what the lists are out of. */
  readonly inService: number;
}

/**
 * What a failure does to every site, from the redundancy of all sites before it.
 * O(sites + links) for who is cut off, and one redundancy() for the rest.
 */
export function failureImpact(
  index: NetworkIndex,
  failed: Failing,
  before: readonly SiteRedundancy[],
): FailureImpact {
  const down = new Set(failed.nodes);
  const { left, alive } = without(index, failed);
  const after = redundancy(left, alive);
  const impact = {
    failed: [] as number[],
    losesCore: [] as number[],
    losesInternet: [] as number[],
    losesRedundancy: [] as number[],
  };
  let inService = 0;
  index.sites.forEach((site, node) => {
    if (!site.inService) return;
    inService++;
    if (down.has(node)) {
      impact.failed.push(node);
      return;
    }
    const [was, is] = [before[node]!, after[node]!];
    const cutOff = was.reachesCore && !is.reachesCore;
    const offline = was.reachesInternet && !is.reachesInternet;
    if (cutOff) impact.losesCore.push(node);
    if (offline) impact.losesInternet.push(node);
    // Each of the two answers may cost a search: ask only where they can matter.
    if (cutOff || offline || !was.reachesCore || was.twoPaths.answer === "no") return;
    if (is.twoPaths.answer === "no") impact.losesRedundancy.push(node);
  });
  return {
    ...impact,
    coresLeft: [...index.coreNodes].filter((node) => alive.nodes[node] === 1),
    inService,
  };
}

/** Sites in service that lose every core, those that failed themselves left out, ascending. O(sites + links). */
export function losesEveryCore(index: NetworkIndex, failed: Failing): number[] {
  const before = reachesCore(index, { nodes: [], links: [] });
  const after = reachesCore(index, failed);
  const down = new Set(failed.nodes);
  return [...index.sites.keys()].filter(
    (node) => before[node] === 1 && after[node] === 0 && !down.has(node),
  );
}

/** By node: 1 if a core is reached, over what carries everybody or by a tunnel of the site's own. */
function reachesCore(index: NetworkIndex, failed: Failing): Uint8Array {
  const { left, alive } = without(index, failed);
  const reached = reachableFrom(index.graph, index.coreNodes, alive);
  if (reached[index.internetNode] === 0) return reached;
  for (const node of left.ownLines.keys()) {
    if (alive.nodes[node] === 1 && hasTunnel(left, node)) {
      reached[node] = 1;
    }
  }
  return reached;
}

/**
 * The network without what has failed: the mask of what still carries everybody's traffic, and an
 * index whose sites have only those lines of their own that still work, which no mask can say.
 */
function without(
  index: NetworkIndex,
  { nodes, links }: Failing,
): { left: NetworkIndex; alive: { nodes: Uint8Array; links: Uint8Array } } {
  const { graph, intranet } = index;
  const up = (mask: Uint8Array | undefined, size: number, down: readonly number[]) => {
    const copy = Uint8Array.from(mask ?? new Uint8Array(size).fill(1));
    for (const item of down) copy[item] = 0;
    return copy;
  };
  const down = new Set(links);
  const ownLines = new Map(
    Array.from(index.ownLines, ([node, lines]) => [node, lines.filter((link) => !down.has(link))]),
  );
  return {
    left: { ...index, ownLines },
    alive: {
      nodes: up(intranet.nodes, graph.nodeCount, nodes),
      links: up(intranet.links, graph.linkCount, links),
    },
  };
}
