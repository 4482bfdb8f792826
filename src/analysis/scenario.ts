import type { AreaId } from "../model/ids.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import { UNKNOWN_PATH, type SharedRisk } from "../network/risks.ts";

/** What a name of a scenario can be; also the prefix that says so: `site:x`. In order of reading. */
export const SCENARIO_KINDS = [
  "site",
  "link",
  "route",
  "provider",
  "risk",
  "area",
  "building",
  "pool",
] as const;
export type ScenarioKind = (typeof SCENARIO_KINDS)[number];

/** One name and all that it takes down, of what is in service. */
export interface ScenarioItem {
  /** As it was asked for. */
  readonly asked: string;
  readonly kind: ScenarioKind;
  /** Without prefix; a derived risk keeps its own (`segment:jl-a:0-500`). */
  readonly id: string;
  /** From the files; a link without a name has its id. */
  readonly name: string;
  /** Nodes and links that go down, ascending. */
  readonly nodes: readonly number[];
  readonly links: readonly number[];
  /** Links of which nobody has said whether they lie there too, ascending; not in `links`. */
  readonly possibleLinks: readonly number[];
}

/** Everything that fails together. */
export interface Scenario {
  readonly items: readonly ScenarioItem[];
  /** All nodes and links that go down, ascending, each once. */
  readonly nodes: readonly number[];
  readonly links: readonly number[];
  readonly possibleLinks: readonly number[];
  /** Names that nothing has. */
  readonly unknown: readonly string[];
  /** Names that several things have, with a prefixed name for each. */
  readonly ambiguous: readonly { readonly name: string; readonly choices: readonly string[] }[];
}

/**
 * What the named things take down when they all fail: a site itself and the mobile lines of its mast,
 * a route every link with a piece of it, a provider its hired lines (not the fibre it only maintains),
 * an area or a building its sites, a risk what is certain to be on it. A segment may also be written
 * between any two metres: `segment:ROUTE:FROM-TO`. O(names · (sites + links + risks)).
 */
export function resolveScenario(index: NetworkIndex, names: readonly string[]): Scenario {
  const risks = new Map(index.risks.risks.map((risk) => [risk.id, risk]));
  const items: ScenarioItem[] = [];
  const unknown: string[] = [];
  const ambiguous: { name: string; choices: string[] }[] = [];
  for (const name of new Set(names)) {
    const [found, ...others] = itemsNamed(index, risks, name);
    if (found === undefined) unknown.push(name);
    else if (others.length === 0) items.push(found);
    else {
      const choices = [found, ...others].map(({ kind, id }) => `${kind}:${id}`);
      ambiguous.push({ name, choices });
    }
  }
  const links = ascending(items.flatMap((item) => item.links));
  const down = new Set(links);
  return {
    items,
    nodes: ascending(items.flatMap(({ nodes }) => nodes)),
    links,
    possibleLinks: ascending(items.flatMap((item) => item.possibleLinks)).filter(
      (link) => !down.has(link),
    ),
    unknown,
    ambiguous,
  };
}

/** Every name that a scenario knows without a prefix, in code unit order: for messages and completion. */
export function scenarioNames({ network }: NetworkIndex): string[] {
  const { sites, links, routes, providers, risks, areas, buildings, pools } = network;
  const maps = [sites, links, routes, providers, risks, areas, buildings, pools];
  return [...new Set(maps.flatMap((map): string[] => [...map.keys()]))].sort();
}

type Risks = ReadonlyMap<string, SharedRisk>;

function itemsNamed(index: NetworkIndex, risks: Risks, asked: string): ScenarioItem[] {
  const colon = asked.indexOf(":");
  if (colon === -1) {
    return SCENARIO_KINDS.flatMap((kind) => itemOf(index, risks, kind, asked, asked) ?? []);
  }
  const prefix = asked.slice(0, colon);
  const kind = SCENARIO_KINDS.find((word) => word === prefix);
  const item =
    kind === undefined
      ? derivedRisk(index, risks, asked, asked)
      : itemOf(index, risks, kind, asked.slice(colon + 1), asked);
  return item === undefined ? [] : [item];
}

function itemOf(
  index: NetworkIndex,
  risks: Risks,
  kind: ScenarioKind,
  id: string,
  asked: string,
): ScenarioItem | undefined {
  const { network } = index;
  const about = { asked, kind, id };
  const named = <T extends { readonly name: string }>(map: ReadonlyMap<string, T>) => map.get(id);
  switch (kind) {
    case "site": {
      const site = named(network.sites);
      // The risk of a site holds the mobile lines that hang on its mast as well.
      return site && ofRisk(about, site.name, risks.get(`site:${id}`));
    }
    case "link": {
      const link = (network.links as ReadonlyMap<string, { name: string | undefined }>).get(id);
      const up = (index.linkOfId as ReadonlyMap<string, number>).get(id);
      return link && itemWith(about, link.name ?? id, [], up === undefined ? [] : [up]);
    }
    case "route": {
      const route = named(network.routes);
      return route && onRoute(index, risks, about, route.name, 0, Number.POSITIVE_INFINITY);
    }
    case "provider": {
      const provider = named(network.providers);
      return provider && ofRisk(about, provider.name, risks.get(`provider:${id}`));
    }
    case "pool": {
      const pool = named(network.pools);
      return pool && ofRisk(about, pool.name, risks.get(`pool:${id}`));
    }
    case "risk": {
      const declared = named(network.risks);
      return declared
        ? ofRisk(about, declared.name, risks.get(id))
        : derivedRisk(index, risks, id, asked);
    }
    case "area": {
      const area = named(network.areas);
      return area && sitesWhere(index, risks, about, area.name, isWithinArea(index, id));
    }
    case "building": {
      const building = named(network.buildings);
      return (
        building &&
        sitesWhere(index, risks, about, building.name, (node) => index.sites[node]!.building === id)
      );
    }
  }
}

/** A risk that no file declares: as printed, or a stretch of a route between any two metres. */
function derivedRisk(
  index: NetworkIndex,
  risks: Risks,
  id: string,
  asked: string,
): ScenarioItem | undefined {
  const about = { asked, kind: "risk", id } as const;
  const risk = id === UNKNOWN_PATH ? undefined : risks.get(id);
  if (risk !== undefined && id.includes(":")) return ofRisk(about, risk.name, risk);
  const stretch = /^segment:([^:]+):(\d{1,9})-(\d{1,9})$/.exec(id);
  if (stretch === null) return undefined;
  const route = (index.network.routes as ReadonlyMap<string, { name: string }>).get(stretch[1]!);
  if (route === undefined) return undefined;
  const [fromM, toM] = [Number(stretch[2]), Number(stretch[3])].sort((a, b) => a - b);
  return onRoute(index, risks, { ...about, route: stretch[1]! }, route.name, fromM!, toM!);
}

type About = Pick<ScenarioItem, "asked" | "kind" | "id">;

function itemWith(
  { asked, kind, id }: About,
  name: string,
  nodes: readonly number[],
  links: readonly number[],
  possibleLinks: readonly number[] = [],
): ScenarioItem {
  const own = new Set(links);
  return {
    asked,
    kind,
    id,
    name,
    nodes: ascending(nodes),
    links: ascending(links),
    possibleLinks: ascending(possibleLinks).filter((link) => !own.has(link)),
  };
}

/** What a risk takes down; one without members in service takes nothing. */
function ofRisk(about: About, name: string, risk: SharedRisk | undefined): ScenarioItem {
  return itemWith(about, name, risk?.nodes ?? [], risk?.links ?? [], risk?.possibleLinks);
}

/** The links with a piece of a route between two distances along it. */
function onRoute(
  index: NetworkIndex,
  risks: Risks,
  about: About & { readonly route?: string },
  name: string,
  fromM: number,
  toM: number,
): ScenarioItem {
  const id = about.route ?? about.id;
  const links = index.geometry.flatMap(({ pieces }, link) =>
    pieces.some(
      (piece) =>
        piece.route.id === id &&
        Math.min(piece.fromM, piece.toM) < toM &&
        fromM < Math.max(piece.fromM, piece.toM),
    )
      ? [link]
      : [],
  );
  const prefix = `segment:${id}:`;
  const possible = [...risks.values()].flatMap((risk) => {
    if (!risk.id.startsWith(prefix)) return [];
    const [from, to] = risk.id.slice(prefix.length).split("-").map(Number);
    return from! < toM && fromM < to! ? risk.possibleLinks : [];
  });
  return itemWith(about, name, [], links, possible);
}

function sitesWhere(
  index: NetworkIndex,
  risks: Risks,
  about: About,
  name: string,
  isIn: (node: number) => boolean,
): ScenarioItem {
  const nodes = [...index.sites.keys()].filter(isIn);
  const masts = nodes.flatMap((node) => risks.get(`site:${index.sites[node]!.id}`)?.links ?? []);
  return itemWith(about, name, nodes, masts);
}

/** Whether a site lies in an area or in one below it. */
function isWithinArea({ network, sites }: NetworkIndex, id: string): (node: number) => boolean {
  const known = new Map<AreaId, boolean>();
  const within = (area: AreaId): boolean => {
    if (area === id) return true;
    let answer = known.get(area);
    if (answer === undefined) {
      // Areas that name each other as parents are a finding elsewhere; here they must only end.
      known.set(area, false);
      const parent = network.areas.get(area)?.parent;
      answer = parent !== undefined && within(parent);
      known.set(area, answer);
    }
    return answer;
  };
  return (node) => within(sites[node]!.area);
}

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
