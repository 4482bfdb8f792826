import { bridges } from "../graph/bridges.ts";
import { components } from "../graph/components.ts";
import { buildGraph, type Graph } from "../graph/csr.ts";
import type { AreaId, LinkId, SiteId } from "../model/ids.ts";
import { compareText } from "../text/order.ts";
import type { SiteKind } from "../vocabulary.ts";
import type { RoutedLink, RoutedUplink, Router } from "./router.ts";

/** How a routed network is cut into OSPF areas so that no area loses what the cables would still carry. */
export interface AreaDesign {
  /** All areas but the backbone, in order of owner. */
  readonly areas: readonly RoutedArea[];
  /** Owner of the area of every routed link; undefined is the backbone. */
  readonly areaOfLink: ReadonlyMap<LinkId, RoutedArea | undefined>;
  /** Where a router's loopback and local networks are told: its one area, or the backbone for a border router. */
  readonly areaOfRouter: ReadonlyMap<SiteId, RoutedArea | undefined>;
  /** What would have been an area and lies in the backbone instead. */
  readonly flattened: readonly FlattenedArea[];
}

export interface RoutedArea {
  /** `KECAMATAN/BORDER+BORDER`: stable while the area hangs on the same routers. */
  readonly owner: string;
  /** Where most of its routers stand. */
  readonly kecamatan: AreaId;
  /** Border routers in id order. */
  readonly borders: readonly SiteId[];
  /** Routers inside, in id order. */
  readonly routers: readonly SiteId[];
  /** One border router and nothing behind it: a spur, which needs a default route and no more. */
  readonly isSpur: boolean;
  /** Whether its border routers may tell one prefix for many: no single failure parts them from each other inside the area. */
  readonly canSummarise: boolean;
}

/**
 * mixed-media: fibre and slower media join it to the backbone, and OSPF takes a path inside an area
 * before any other, whatever it costs (RFC 2328 §11). backbone-split: some single failure would split
 * the backbone around it, and a border router hears of other areas through the backbone only (§16.2).
 * uplink: a route to the internet enters there. isolated: no border router.
 */
export interface FlattenedArea {
  readonly reason: "mixed-media" | "backbone-split" | "uplink" | "isolated";
  readonly kecamatan: AreaId;
  readonly routers: readonly SiteId[];
}

/** Kinds of sites that carry others' traffic by their nature. */
const BACKBONE_KINDS: ReadonlySet<SiteKind> = new Set(["datacentre", "pop", "landing", "teleport"]);

/**
 * The areas of a routed network. The backbone is what joins the cores twice over (cores and PoPs that
 * no single link parts); what hangs on the same border routers in one kecamatan is one area. Each cut
 * is then proved: under every single failure of a link or router, no surviving piece of an area may
 * join two pieces of the backbone, since OSPF would not use it; an area that does is taken into the
 * backbone, until none does. So the areas never cost reachability (RFC 2328).
 * O((routers + links)²) at worst, for the proof.
 */
export function ospfAreas(routed: Unsplit): AreaDesign {
  const shape = shapeOf(routed);
  const inBackbone = backbone(shape);
  const flattened: FlattenedArea[] = [];
  const flatten = (area: Candidate, reason: FlattenedArea["reason"]) => {
    for (const node of area.nodes) inBackbone[node] = 1;
    const { kecamatan, nodes } = area;
    flattened.push({ reason, kecamatan, routers: nodes.map((node) => shape.ids[node]!) });
  };
  const fit = pieces(shape, inBackbone).filter((piece) => {
    const reason = unfit(piece, shape);
    if (reason !== undefined) flatten(piece, reason);
    return reason === undefined;
  });
  let areas = candidateAreas(fit, shape);
  for (let split = splitting(areas, shape, inBackbone); split.size > 0;) {
    for (const area of split) flatten(area, "backbone-split");
    areas = areas.filter((area) => !split.has(area));
    split = splitting(areas, shape, inBackbone);
  }
  return designOf(areas, flattened, shape);
}

/** A routed network before it is cut into areas. */
interface Unsplit {
  readonly routers: ReadonlyMap<SiteId, Router>;
  readonly links: readonly RoutedLink[];
  readonly uplinks: readonly RoutedUplink[];
}

/** The routed network on dense integers: routers in id order, links in id order. */
interface Shape {
  readonly routed: Unsplit;
  readonly ids: readonly SiteId[];
  readonly links: readonly RoutedLink[];
  readonly graph: Graph;
  readonly cores: readonly number[];
}

function shapeOf(routed: Unsplit): Shape {
  const ids = [...routed.routers.keys()];
  const nodeOf = new Map(ids.map((id, node) => [id, node]));
  const { links } = routed;
  const end = (which: 0 | 1) => Uint32Array.from(links, ({ ends }) => nodeOf.get(ends[which])!);
  return {
    routed,
    ids,
    links,
    graph: buildGraph(ids.length, end(0), end(1)),
    cores: ids.flatMap((id, node) => (routed.routers.get(id)!.isCore ? [node] : [])),
  };
}

/** By node: 1 for cores and what no single link between carriers parts from them. */
function backbone({ routed, ids, graph, cores }: Shape): Uint8Array {
  const isCarrier = Uint8Array.from(ids, (id) => {
    const { site, isCore } = routed.routers.get(id)!;
    return isCore || BACKBONE_KINDS.has(site.kind) ? 1 : 0;
  });
  const { isBridge } = bridges(graph, { nodes: isCarrier });
  const links = isBridge.map((bridge) => 1 - bridge);
  const { componentOf } = components(graph, { nodes: isCarrier, links });
  const withCore = new Set(cores.map((core) => componentOf[core]!));
  return isCarrier.map((carrier, node) => (carrier && withCore.has(componentOf[node]!) ? 1 : 0));
}

/** Routers outside the backbone that hang together, or on the same border routers in one kecamatan. */
interface Candidate {
  readonly kecamatan: AreaId;
  readonly borders: readonly number[];
  readonly nodes: readonly number[];
  /** Links between its nodes and to its borders. */
  readonly links: readonly number[];
}

/** The connected pieces of what lies outside the backbone. */
function pieces(shape: Shape, inBackbone: Uint8Array): Candidate[] {
  const { graph } = shape;
  const { componentOf, count } = components(graph, { nodes: inBackbone.map((bit) => 1 - bit) });
  const found = Array.from({ length: count }, () => ({
    nodes: [] as number[],
    links: [] as number[],
    borders: new Set<number>(),
  }));
  for (const [node, piece] of componentOf.entries()) if (piece >= 0) found[piece]!.nodes.push(node);
  for (let link = 0; link < graph.linkCount; link++) {
    const [from, to] = [graph.linkFrom[link]!, graph.linkTo[link]!];
    const inner = inBackbone[from] === 0 ? from : to;
    if (inBackbone[inner] === 1) continue;
    const piece = found[componentOf[inner]!]!;
    piece.links.push(link);
    const other = inner === from ? to : from;
    if (inBackbone[other] === 1) piece.borders.add(other);
  }
  return found.map(({ nodes, links, borders }) => ({
    kecamatan: kecamatanOf(nodes, shape),
    borders: [...borders].sort((a, b) => a - b),
    nodes,
    links,
  }));
}

/** Pieces on the same border routers in one kecamatan as one area: there they hang together. */
function candidateAreas(fit: readonly Candidate[], shape: Shape): Candidate[] {
  const groups = Map.groupBy(fit, ({ kecamatan, borders }) => `${kecamatan} ${borders.join(" ")}`);
  return Array.from(groups.values(), (group) => {
    const nodes = group.flatMap((piece) => piece.nodes).sort((a, b) => a - b);
    return {
      kecamatan: kecamatanOf(nodes, shape),
      borders: group[0]!.borders,
      nodes,
      links: group.flatMap(({ links }) => links).sort((a, b) => a - b),
    };
  });
}

const kecamatanOf = (nodes: readonly number[], { routed, ids }: Shape): AreaId =>
  mostCommon(nodes.map((node) => routed.routers.get(ids[node]!)!.area));

/** The area that most routers stand in; the first in order among equals. */
function mostCommon(areas: readonly AreaId[]): AreaId {
  const counts = new Map<AreaId, number>();
  for (const area of areas) counts.set(area, (counts.get(area) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b))[0]![0];
}

/** Why a candidate can be no area at all. */
function unfit(
  { borders, nodes, links }: Candidate,
  { graph, routed, ids, links: routedLinks }: Shape,
): FlattenedArea["reason"] | undefined {
  if (borders.length === 0) return "isolated";
  const inside = new Set(nodes.map((node) => ids[node]!));
  if (routed.uplinks.some(({ router }) => inside.has(router))) return "uplink";
  const attached = links.filter(
    (link) => borders.includes(graph.linkFrom[link]!) || borders.includes(graph.linkTo[link]!),
  );
  // On one border router all paths stay inside the area, and the costs decide.
  if (borders.length === 1) return undefined;
  const isCable = new Set(attached.map((link) => isCableLink(routedLinks[link]!)));
  return isCable.size > 1 ? "mixed-media" : undefined;
}

const isCableLink = ({ link: { medium }, tunnelled }: RoutedLink) =>
  !tunnelled && (medium === "fiber" || medium === "leased-line");

/**
 * Areas of which some surviving piece joins two pieces of the backbone under some single failure, or
 * without any. A failure inside an area leaves the backbone whole, and one in the backbone leaves
 * the areas whole but for their border routers: so no pair of failure and area is tried in vain.
 */
function splitting(
  areas: readonly Candidate[],
  { graph }: Shape,
  inBackbone: Uint8Array,
): Set<Candidate> {
  // With one border router there are no two pieces to join.
  const several = areas.filter(({ borders }) => borders.length > 1);
  const backbone = backboneOf(graph, inBackbone);
  const joins = (pieces: readonly number[][], componentOf: Int32Array) =>
    pieces.some((borders) => new Set(borders.map((border) => componentOf[border])).size > 1);
  const found = new Set<Candidate>();
  const whole = components(graph, backbone).componentOf;
  const intact = new Map(several.map((area) => [area, piecesOf(area, graph)]));
  for (const [area, pieces] of intact) {
    const failures = [
      ...area.links.map((link) => ({ link })),
      ...area.nodes.map((node) => ({ node })),
    ];
    if (
      joins(pieces, whole) ||
      failures.some((failed) => joins(piecesOf(area, graph, failed), whole))
    ) {
      found.add(area);
    }
  }
  const ofBackbone: Failed[] = [
    ...indicesOf(backbone.links).map((link) => ({ link })),
    ...indicesOf(backbone.nodes).map((node) => ({ node })),
  ];
  for (const failed of ofBackbone) {
    const { componentOf } = components(graph, without(backbone, failed));
    for (const [area, pieces] of intact) {
      if (found.has(area)) continue;
      const isBorder = failed.node !== undefined && area.borders.includes(failed.node);
      if (joins(isBorder ? piecesOf(area, graph, failed) : pieces, componentOf)) found.add(area);
    }
  }
  return found;
}

/** One link or router that is down. */
interface Failed {
  readonly link?: number;
  readonly node?: number;
}

interface Part {
  readonly nodes: Uint8Array;
  readonly links: Uint8Array;
}

function backboneOf(graph: Graph, inBackbone: Uint8Array): Part {
  const links = Uint8Array.from({ length: graph.linkCount }, (_, link) =>
    inBackbone[graph.linkFrom[link]!] === 1 && inBackbone[graph.linkTo[link]!] === 1 ? 1 : 0,
  );
  return { nodes: inBackbone, links };
}

function without({ nodes, links }: Part, { link, node }: Failed): Part {
  return {
    nodes: node === undefined ? nodes : nodes.with(node, 0),
    links: link === undefined ? links : links.with(link, 0),
  };
}

const indicesOf = (bits: Uint8Array) => [...bits.keys()].filter((index) => bits[index] === 1);

/** The border routers of each piece of an area that is left, when only the area's own links are used. */
function piecesOf(
  { borders, nodes: inner, links: own }: Candidate,
  graph: Graph,
  failed: Failed = {},
): number[][] {
  const nodes = new Uint8Array(graph.nodeCount);
  const links = new Uint8Array(graph.linkCount);
  for (const node of [...borders, ...inner]) nodes[node] = 1;
  for (const link of own) links[link] = 1;
  const { componentOf } = components(graph, without({ nodes, links }, failed));
  const alive = borders.filter((border) => componentOf[border]! >= 0);
  return [...Map.groupBy(alive, (border) => componentOf[border]!).values()];
}

function designOf(
  candidates: readonly Candidate[],
  flattened: readonly FlattenedArea[],
  { ids, links, graph }: Shape,
): AreaDesign {
  const areaOfLink = new Map<LinkId, RoutedArea | undefined>(
    links.map(({ link }) => [link.id, undefined]),
  );
  const areaOfRouter = new Map<SiteId, RoutedArea | undefined>(ids.map((id) => [id, undefined]));
  const areas = candidates.map((candidate): RoutedArea => {
    const borders = candidate.borders.map((node) => ids[node]!);
    const area = {
      owner: `${candidate.kecamatan}/${borders.join("+")}`,
      kecamatan: candidate.kecamatan,
      borders,
      routers: candidate.nodes.map((node) => ids[node]!),
      isSpur: borders.length === 1,
      canSummarise: canSummarise(candidate, graph),
    };
    for (const link of candidate.links) areaOfLink.set(links[link]!.link.id, area);
    for (const router of area.routers) areaOfRouter.set(router, area);
    return area;
  });
  return {
    areas: areas.sort((a, b) => compareText(a.owner, b.owner)),
    areaOfLink,
    areaOfRouter,
    flattened,
  };
}

/** Whether no single failure leaves two border routers that do not see each other inside the area: each would then throw away what only the other reaches. */
function canSummarise(area: Candidate, graph: Graph): boolean {
  if (area.borders.length === 1) return true;
  const failures: Failed[] = [
    {},
    ...area.links.map((link) => ({ link })),
    ...[...area.nodes, ...area.borders].map((node) => ({ node })),
  ];
  return failures.every((failed) => piecesOf(area, graph, failed).length < 2);
}
