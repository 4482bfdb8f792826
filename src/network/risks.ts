import type { Origin } from "../findings/place.ts";
import { sharedCorridors } from "../geo/corridor.ts";
import type { RiskTable } from "../graph/risk-disjoint-pair.ts";
import type { BuildingId, RiskId, RouteId, SiteId } from "../model/ids.ts";
import { CABLE_MEDIA, type Link, type Network, type Risk, type Site } from "../model/network.ts";
import { INTERNET, type RiskBasis, type RiskKind } from "../vocabulary.ts";
import { compareText } from "../text/order.ts";
import type { LinkGeometry } from "./link-geometry.ts";

/** One event and all that it takes down. */
export interface SharedRisk {
  /** Unique and readable: `segment:jl-sudirman:0-812`, `provider:isp-a`, the id of a declared risk. */
  readonly id: string;
  readonly kind: RiskKind | "site";
  readonly basis: RiskBasis;
  readonly name: string;
  readonly nodes: readonly number[];
  readonly links: readonly number[];
  /** Links of which nobody has said whether the event takes them down: cables with an unknown path. */
  readonly possibleLinks: readonly number[];
  readonly origin: Origin | undefined;
}

/** All risks of a network, and who bears them in two readings. */
export interface RiskIndex {
  readonly risks: readonly SharedRisk[];
  /** Only what is proven or declared: two paths that share something here are *not* apart. */
  readonly certain: RiskTable;
  /** Also what is inferred or unknown: two paths that share nothing here are *proven* apart. */
  readonly possible: RiskTable;
}

/** Risk of every cable and every mobile backhaul whose path nobody has stated. */
export const UNKNOWN_PATH = "unknown-path";

/** How long the grid is away when a feeder fails, where the files do not say; an assumption. */
const FEEDER_MTTR_H = 4;

/** Cuts nearer than this to each other are one. */
const SAME_CUT_M = 0.5;

interface Draft {
  kind: SharedRisk["kind"];
  basis: RiskBasis;
  name: string;
  origin: Origin | undefined;
  nodes: Set<number>;
  links: Set<number>;
  possibleLinks: Set<number>;
}

/**
 * The shared risks of a network: segments of routes (cut where links join and leave), corridors
 * inferred from routes that run together, providers, pools, buildings, feeders, what the files
 * declare, and each site by itself. A link whose path is unknown may share any segment.
 * O(pieces + routes² + unknown links · segments).
 */
export function sharedRisks(
  network: Network,
  sites: readonly Site[],
  nodeOfSite: ReadonlyMap<SiteId, number>,
  links: readonly Link[],
  geometry: readonly LinkGeometry[],
): RiskIndex {
  const drafts = new Map<string, Draft>();
  const draft = (
    id: string,
    kind: Draft["kind"],
    name: string,
    origin?: Origin,
    basis: RiskBasis = "proven",
  ): Draft => {
    let found = drafts.get(id);
    if (found === undefined) {
      found = {
        kind,
        basis,
        name,
        origin,
        nodes: new Set(),
        links: new Set(),
        possibleLinks: new Set(),
      };
      drafts.set(id, found);
    }
    return found;
  };

  sites.forEach((site, node) => {
    draft(`site:${site.id}`, "site", site.name, site.origin).nodes.add(node);
  });
  addBuildings(network, sites, draft);
  addFeeders(network, sites, draft);
  addCableEntries(network, nodeOfSite, links, draft);
  addLinkRisks(network, nodeOfSite, links, draft);
  const segments = addSegments(network, geometry, draft);
  addCorridors(network, segments, draft);
  addDeclared(network, sites, nodeOfSite, links, segments, draft);
  addUnknownPaths(links, drafts, draft);
  return tables(drafts, sites.length + 1, links.length);
}

type DraftOf = (
  id: string,
  kind: Draft["kind"],
  name: string,
  origin?: Origin,
  basis?: RiskBasis,
) => Draft;

/** A building with one site in it is that site: only shared ones are a risk of their own. */
function addBuildings(network: Network, sites: readonly Site[], draft: DraftOf): void {
  const tenants = new Map<BuildingId, number>();
  for (const { building } of sites) {
    if (building !== undefined) tenants.set(building, (tenants.get(building) ?? 0) + 1);
  }
  sites.forEach(({ building: id }, node) => {
    const building = id === undefined ? undefined : network.buildings.get(id);
    if (id === undefined || building === undefined || tenants.get(id)! < 2) return;
    draft(`building:${id}`, "building", building.name, building.origin).nodes.add(node);
  });
}

/** Power hits a site only past its autonomy. */
function addFeeders(network: Network, sites: readonly Site[], draft: DraftOf): void {
  sites.forEach((site, node) => {
    const building = site.building === undefined ? undefined : network.buildings.get(site.building);
    const id = site.powerFeeder ?? building?.powerFeeder;
    const risk = id && network.risks.get(id);
    if (!risk) return;
    const autonomyH = site.autonomyH ?? building?.autonomyH ?? 0;
    if (autonomyH < (risk.mttrH ?? FEEDER_MTTR_H)) {
      draft(risk.id, risk.kind, risk.name, risk.origin, risk.basis).nodes.add(node);
    }
  });
}

/** A building with one way in for cables: one dig at its door cuts them all, whoever laid them. */
function addCableEntries(
  network: Network,
  nodeOfSite: ReadonlyMap<SiteId, number>,
  links: readonly Link[],
  draft: DraftOf,
): void {
  links.forEach((link, index) => {
    if (!CABLE_MEDIA.has(link.medium)) return;
    for (const end of link.ends) {
      if (end === INTERNET || !nodeOfSite.has(end)) continue;
      const id = network.sites.get(end)?.building;
      const building = id === undefined ? undefined : network.buildings.get(id);
      if (building?.cableEntries !== 1) continue;
      draft(`entry:${id}`, "building", building.name, building.origin, "declared").links.add(index);
    }
  });
}

/** What a link shares by what it is: its provider's network, its pool and that pool's parents, its tower. */
function addLinkRisks(
  network: Network,
  nodeOfSite: ReadonlyMap<SiteId, number>,
  links: readonly Link[],
  draft: DraftOf,
): void {
  links.forEach((link, index) => {
    // A regency's own fibre does not end with the firm that maintains it; a hired service does.
    const provider = link.medium === "fiber" ? undefined : link.provider;
    if (provider !== undefined) {
      const { name, origin } = network.providers.get(provider)!;
      draft(`provider:${provider}`, "provider", name, origin, "declared").links.add(index);
    }
    const seen = new Set<string>();
    for (
      let id = link.pool;
      id !== undefined && !seen.has(id);
      id = network.pools.get(id)?.parent
    ) {
      seen.add(id);
      const pool = network.pools.get(id);
      if (pool === undefined) break;
      draft(`pool:${id}`, "pool", pool.name, pool.origin, "declared").links.add(index);
    }
    if (link.medium === "mobile" && link.cell !== undefined && nodeOfSite.has(link.cell)) {
      const { name, origin } = network.sites.get(link.cell)!;
      draft(`site:${link.cell}`, "site", name, origin).links.add(index);
    }
  });
}

/** A stretch of a route between two cuts, and the links on it. */
interface Segment {
  readonly id: string;
  readonly route: RouteId;
  readonly fromM: number;
  readonly toM: number;
  readonly links: readonly number[];
}

/** Routes cut wherever a link joins or leaves, so that a shared 400 m is one risk. */
function addSegments(
  network: Network,
  geometry: readonly LinkGeometry[],
  draft: DraftOf,
): readonly Segment[] {
  const uses = new Map<RouteId, { link: number; fromM: number; toM: number }[]>();
  geometry.forEach(({ pieces }, link) => {
    for (const { route, fromM, toM } of pieces) {
      const use = { link, fromM: Math.min(fromM, toM), toM: Math.max(fromM, toM) };
      const list = uses.get(route.id);
      if (list === undefined) uses.set(route.id, [use]);
      else list.push(use);
    }
  });
  const segments: Segment[] = [];
  for (const [route, list] of [...uses].sort(([a], [b]) => compareText(a, b))) {
    const cuts = list.flatMap(({ fromM, toM }) => [fromM, toM]).sort((a, b) => a - b);
    const distinct = cuts.filter((cut, i) => i === 0 || cut - cuts[i - 1]! > SAME_CUT_M);
    for (let i = 1; i < distinct.length; i++) {
      const [fromM, toM] = [distinct[i - 1]!, distinct[i]!];
      const middleM = (fromM + toM) / 2;
      const on = list.filter((use) => use.fromM <= middleM && middleM <= use.toM);
      if (on.length === 0) continue;
      const id = `segment:${route}:${Math.round(fromM)}-${Math.round(toM)}`;
      segments.push({ id, route, fromM, toM, links: on.map(({ link }) => link) });
      const { name, origin } = network.routes.get(route)!;
      const made = draft(id, "segment", name, origin);
      for (const { link } of on) made.links.add(link);
    }
  }
  return segments;
}

function addCorridors(network: Network, segments: readonly Segment[], draft: DraftOf): void {
  const routes = [...network.routes.values()];
  for (const { first, second, onFirst, onSecond } of sharedCorridors(
    routes.map(({ line }) => line),
  )) {
    const [a, b] = [routes[first]!, routes[second]!];
    const id = `corridor:${a.id}:${Math.round(onFirst[0])}-${Math.round(onFirst[1])}:${b.id}`;
    const made = draft(id, "corridor", `${a.name} · ${b.name}`, a.origin, "inferred");
    for (const link of [
      ...linksOn(segments, a.id, onFirst),
      ...linksOn(segments, b.id, onSecond),
    ]) {
      made.links.add(link);
    }
  }
}

function linksOn(
  segments: readonly Segment[],
  route: RouteId,
  [fromM, toM]: readonly [number, number],
): number[] {
  return segments
    .filter((segment) => segment.route === route && segment.fromM < toM && fromM < segment.toM)
    .flatMap(({ links }) => links);
}

/** Declared risks with those below them: what takes down the parent takes down its children. */
function addDeclared(
  network: Network,
  sites: readonly Site[],
  nodeOfSite: ReadonlyMap<SiteId, number>,
  links: readonly Link[],
  segments: readonly Segment[],
  draft: DraftOf,
): void {
  const linkOfId = new Map(links.map(({ id }, index) => [id, index]));
  const nodesOfBuilding = new Map<BuildingId, number[]>();
  sites.forEach(({ building }, node) => {
    if (building === undefined) return;
    const nodes = nodesOfBuilding.get(building);
    if (nodes === undefined) nodesOfBuilding.set(building, [node]);
    else nodes.push(node);
  });
  const named = new Map<RiskId, number[]>();
  links.forEach((link, index) => {
    for (const id of link.risks) {
      const on = named.get(id);
      if (on === undefined) named.set(id, [index]);
      else on.push(index);
    }
  });
  const members = (risk: Risk) => ({
    nodes: [
      ...risk.sites.flatMap((id) => nodeOfSite.get(id) ?? []),
      ...risk.buildings.flatMap((id) => nodesOfBuilding.get(id) ?? []),
    ],
    links: [
      ...(named.get(risk.id) ?? []),
      ...risk.links.flatMap((id) => linkOfId.get(id) ?? []),
      ...links.flatMap(({ provider }, index) =>
        provider !== undefined && risk.providers.includes(provider) ? [index] : [],
      ),
      ...risk.routes.flatMap(({ route, fromM, toM }) =>
        linksOn(segments, route, [fromM ?? 0, toM ?? Number.POSITIVE_INFINITY]),
      ),
    ],
  });
  for (const risk of network.risks.values()) {
    const { nodes, links: on } = members(risk);
    const above = new Set<RiskId>();
    for (let id: RiskId | undefined = risk.id; id !== undefined && !above.has(id);) {
      above.add(id);
      const parent: Risk | undefined = network.risks.get(id);
      if (parent === undefined) break;
      const made = draft(parent.id, parent.kind, parent.name, parent.origin, parent.basis);
      for (const node of nodes) made.nodes.add(node);
      for (const link of on) made.links.add(link);
      id = parent.parent;
    }
  }
}

/** A cable whose path is unknown may lie in any trench that is known, and with any other such cable. */
function addUnknownPaths(
  links: readonly Link[],
  drafts: ReadonlyMap<string, Draft>,
  draft: DraftOf,
): void {
  const unknown = links.flatMap((link, index) => (hasUnknownPath(link) ? [index] : []));
  if (unknown.length === 0) return;
  for (const { kind, possibleLinks, links: own } of drafts.values()) {
    if (kind !== "segment") continue;
    for (const link of unknown) if (!own.has(link)) possibleLinks.add(link);
  }
  const together = draft(UNKNOWN_PATH, "corridor", UNKNOWN_PATH, undefined, "inferred");
  for (const link of unknown) together.possibleLinks.add(link);
}

/** Whether nobody has said where a link's cable lies: a cable without routes, or a mobile cell's backhaul. */
export function hasUnknownPath(link: Link): boolean {
  return link.medium === "mobile" || (CABLE_MEDIA.has(link.medium) && link.via === undefined);
}

function tables(
  drafts: ReadonlyMap<string, Draft>,
  nodeCount: number,
  linkCount: number,
): RiskIndex {
  const risks = [...drafts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, { nodes, links, possibleLinks, ...rest }]): SharedRisk => {
      const ascending = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b);
      return {
        id,
        ...rest,
        nodes: ascending(nodes),
        links: ascending(links),
        possibleLinks: ascending(possibleLinks),
      };
    });
  const isCertain = ({ basis }: SharedRisk) => basis !== "inferred";
  const none: readonly number[] = [];
  const [linkOffsets, linkRisks] = memberships(risks, linkCount, (risk) =>
    isCertain(risk) ? risk.links : none,
  );
  const [nodeOffsets, nodeRisks] = memberships(risks, nodeCount, (risk) =>
    isCertain(risk) ? risk.nodes : none,
  );
  const [linkOffsetsAll, linkRisksAll] = memberships(risks, linkCount, (risk) => [
    ...risk.links,
    ...risk.possibleLinks,
  ]);
  const [nodeOffsetsAll, nodeRisksAll] = memberships(risks, nodeCount, ({ nodes }) => nodes);
  const riskCount = risks.length;
  return {
    risks,
    certain: { riskCount, linkOffsets, linkRisks, nodeOffsets, nodeRisks },
    possible: {
      riskCount,
      linkOffsets: linkOffsetsAll,
      linkRisks: linkRisksAll,
      nodeOffsets: nodeOffsetsAll,
      nodeRisks: nodeRisksAll,
    },
  };
}

/** Risks of each member, as offsets and a flat list. */
function memberships(
  risks: readonly SharedRisk[],
  memberCount: number,
  membersOf: (risk: SharedRisk) => readonly number[],
): [offsets: Uint32Array, flat: Uint32Array] {
  const offsets = new Uint32Array(memberCount + 1);
  const lists = risks.map(membersOf);
  for (const list of lists) for (const member of list) offsets[member + 1]!++;
  for (let member = 0; member < memberCount; member++) offsets[member + 1]! += offsets[member]!;
  const flat = new Uint32Array(offsets[memberCount]!);
  const next = offsets.slice();
  lists.forEach((list, risk) => {
    for (const member of list) flat[next[member]!++] = risk;
  });
  return [offsets, flat];
}
