import { buildGraph, type Alive, type Graph } from "../graph/csr.ts";
import type { LinkId, RouteId, SiteId } from "../model/ids.ts";
import type { Link, Network, Site } from "../model/network.ts";
import { INTERNET } from "../vocabulary.ts";
import { linkGeometry, routeLengthsM, type LinkGeometry } from "./link-geometry.ts";
import { placements, type Placement, type PointOfBoundary } from "./placement.ts";
import { sharedRisks, type RiskIndex } from "./risks.ts";

/**
 * A network as a graph on dense integers, with what every analysis asks for. Nodes are the sites in
 * id order and, last, the internet; links are those in service, in id order.
 */
export interface NetworkIndex {
  readonly network: Network;
  /** Site of each node; the node after the last is the internet. */
  readonly sites: readonly Site[];
  readonly nodeOfSite: ReadonlyMap<SiteId, number>;
  readonly internetNode: number;
  /** Link of each graph link: those in service. */
  readonly links: readonly Link[];
  readonly linkOfId: ReadonlyMap<LinkId, number>;
  readonly graph: Graph;
  readonly geometry: readonly LinkGeometry[];
  readonly lengthM: Float64Array;
  readonly delayUs: Float64Array;
  readonly coreNodes: Uint32Array;
  readonly places: ReadonlyMap<SiteId, Placement>;
  readonly routeLengthM: ReadonlyMap<RouteId, number>;
  /**
   * What carries traffic for everybody: all links but the internet lines of single sites. A kelurahan's
   * 4G modem keeps the kelurahan alive, never its neighbours.
   */
  readonly intranet: Alive;
  /** Internet lines that serve only the site they end at, by node; uplinks are not among them. */
  readonly ownLines: ReadonlyMap<number, readonly number[]>;
  readonly risks: RiskIndex;
}

/**
 * The index of a network. O(sites + links + points of routes), and the square of the number of
 * cables whose path is unknown times those that are known, since any two of them may share a trench.
 */
export function indexNetwork(network: Network, pointOfBoundary?: PointOfBoundary): NetworkIndex {
  const sites = [...network.sites.values()];
  const nodeOfSite = new Map(sites.map((site, node) => [site.id, node]));
  const internetNode = sites.length;
  const links = [...network.links.values()].filter(({ inService }) => inService);
  const nodeOf = (end: SiteId | typeof INTERNET) =>
    end === INTERNET ? internetNode : nodeOfSite.get(end)!;
  const graph = buildGraph(
    sites.length + 1,
    Uint32Array.from(links, ({ ends }) => nodeOf(ends[0])),
    Uint32Array.from(links, ({ ends }) => nodeOf(ends[1])),
  );
  const places = placements(network, pointOfBoundary);
  const routeLengthM = routeLengthsM(network);
  const geometry = links.map((link) => linkGeometry(network, link, places, routeLengthM));
  const nodes = Uint8Array.from({ length: sites.length + 1 }, (_, node) =>
    node === internetNode || sites[node]!.inService ? 1 : 0,
  );
  return {
    network,
    sites,
    nodeOfSite,
    internetNode,
    links,
    linkOfId: new Map(links.map((link, index) => [link.id, index])),
    graph,
    geometry,
    lengthM: Float64Array.from(geometry, ({ lengthM }) => lengthM),
    delayUs: Float64Array.from(geometry, ({ delayUs }) => delayUs),
    coreNodes: Uint32Array.from(network.core, (id) => nodeOfSite.get(id)!),
    places,
    routeLengthM,
    intranet: { nodes, links: Uint8Array.from(links, (link) => (isOwnLine(link) ? 0 : 1)) },
    ownLines: ownLinesByNode(links, graph, internetNode),
    risks: sharedRisks(network, sites, nodeOfSite, links, geometry),
  };
}

const isOwnLine = ({ ends, uplinkRole }: Link) =>
  ends.includes(INTERNET) && uplinkRole === undefined;

function ownLinesByNode(
  links: readonly Link[],
  { linkFrom, linkTo }: Graph,
  internetNode: number,
): Map<number, number[]> {
  const own = new Map<number, number[]>();
  links.forEach((link, index) => {
    if (!isOwnLine(link)) return;
    const [from, to] = [linkFrom[index]!, linkTo[index]!];
    const node = from === internetNode ? to : from;
    const lines = own.get(node);
    if (lines === undefined) own.set(node, [index]);
    else lines.push(index);
  });
  return own;
}

/** Whether a site has an internet line of its own that carries a tunnel to the core; `failed` are not counted. */
export function hasTunnel(
  { ownLines, links }: NetworkIndex,
  node: number,
  failed: readonly number[] = [],
): boolean {
  return (ownLines.get(node) ?? []).some((link) => links[link]!.tunnel && !failed.includes(link));
}

/** What carries everybody's traffic in the regency's own network: the internet joins no two sites in it. */
export function inland({ graph, internetNode }: NetworkIndex, alive: Alive): Alive {
  const nodes = Uint8Array.from(alive.nodes ?? new Uint8Array(graph.nodeCount).fill(1));
  nodes[internetNode] = 0;
  return { nodes, links: alive.links };
}

/**
 * What may carry the traffic of one site: what carries everybody's, and its own internet lines. With
 * `tunnelsOnly` those that reach the core; without, those that reach the internet.
 */
export function aliveFor(
  index: NetworkIndex,
  alive: Alive,
  node: number,
  { tunnelsOnly }: { readonly tunnelsOnly: boolean },
): Alive {
  const lines = (index.ownLines.get(node) ?? []).filter(
    (link) => index.links[link]!.tunnel || !tunnelsOnly,
  );
  if (lines.length === 0) return alive;
  const links = Uint8Array.from(alive.links ?? new Uint8Array(index.links.length).fill(1));
  for (const link of lines) links[link] = 1;
  return { nodes: alive.nodes, links };
}
