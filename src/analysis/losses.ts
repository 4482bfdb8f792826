import { sweepGroups, type FailureGroups } from "../graph/failure-sweep.ts";
import { reachableFrom } from "../graph/components.ts";
import type { Alive } from "../graph/csr.ts";
import { hasTunnel, type NetworkIndex } from "../network/network-index.ts";

/** What is lost when each shared risk, and each link by itself, fails alone. */
export interface Losses {
  /** Nodes that lose every core when the risk fails, ascending; in the order of the index's risks. */
  ofRisk(risk: number): readonly number[];
  /** Nodes that lose every core when the link fails. */
  ofLink(link: number): readonly number[];
}

/** Links and nodes that fail together. */
export interface Failing {
  readonly nodes: readonly number[];
  readonly links: readonly number[];
}

/**
 * Every single failure of a network at once: all shared risks in their certain reading (an inferred
 * one only with what is sure to be on it) and all links. O((links + members) log groups + output).
 */
export function singleLosses(index: NetworkIndex, alive: Alive = index.intranet): Losses {
  const { risks } = index.risks;
  const groups: Failing[] = [
    ...risks,
    ...Array.from(index.links, (_, link) => ({ nodes: [], links: [link] })),
  ];
  const { lostOffsets, lostNodes } = sweepGroups(
    index.graph,
    index.coreNodes,
    failureGroups(groups),
    alive,
  );
  const tunnels = tunnelSites(index, alive);
  const lostTo = (group: number) => {
    const lost = lostNodes.subarray(lostOffsets[group], lostOffsets[group + 1]);
    return withTunnels(index, tunnels, lost, groups[group]!);
  };
  return { ofRisk: lostTo, ofLink: (link) => lostTo(risks.length + link) };
}

interface TunnelSites {
  /** Whether the internet reaches a core at all while nothing fails. */
  readonly internetReachesCore: boolean;
  /** Sites with tunnels of their own that no other link joins to a core: cut off when the tunnels are. */
  readonly onlyByTunnel: readonly number[];
}

function tunnelSites(index: NetworkIndex, alive: Alive): TunnelSites {
  const reached = reachableFrom(index.graph, index.coreNodes, alive);
  return {
    internetReachesCore: reached[index.internetNode] === 1,
    onlyByTunnel: [...index.ownLines.keys()].filter(
      (node) => reached[node] === 0 && alive.nodes?.[node] !== 0,
    ),
  };
}

/**
 * Who is lost when sites may also reach the core through a tunnel over their own internet line: the
 * sweep knows only what carries everybody, and the internet is one of its nodes.
 */
function withTunnels(
  index: NetworkIndex,
  { internetReachesCore, onlyByTunnel }: TunnelSites,
  lost: Uint32Array,
  failed: Failing,
): number[] {
  const internetLost = !internetReachesCore || lost.at(-1) === index.internetNode;
  const keepsTunnel = (node: number) =>
    !internetLost && !failed.nodes.includes(node) && hasTunnel(index, node, failed.links);
  const cut = Array.from(lost).filter((node) => node !== index.internetNode && !keepsTunnel(node));
  const tunnelCut = internetReachesCore
    ? onlyByTunnel.filter((node) => hasTunnel(index, node) && !keepsTunnel(node))
    : [];
  return tunnelCut.length === 0 ? cut : [...cut, ...tunnelCut].sort((a, b) => a - b);
}

function failureGroups(members: readonly Failing[]): FailureGroups {
  const flat = (of: (member: Failing) => readonly number[]) => {
    const offsets = new Uint32Array(members.length + 1);
    members.forEach((member, i) => {
      offsets[i + 1] = offsets[i]! + of(member).length;
    });
    const items = new Uint32Array(offsets[members.length]!);
    members.forEach((member, i) => items.set(of(member), offsets[i]));
    return [offsets, items] as const;
  };
  const [linkOffsets, links] = flat((member) => member.links);
  const [nodeOffsets, nodes] = flat((member) => member.nodes);
  return { linkOffsets, links, nodeOffsets, nodes };
}
