import type { DesiredState } from "./desired-state.ts";
import { sortedBy } from "../text/order.ts";

/** A part of a network that works by itself: what a lab holds, or a pilot deploys. */
export interface Subnetwork {
  /** In order of device. */
  readonly states: readonly DesiredState[];
  /** Routers that stay outside, in order. */
  readonly left: readonly string[];
}

/**
 * The routers of some kecamatan, the cores, and what joins them: the backbone without its dead ends, and
 * the shortest way from each chosen router to a core. Without areas the whole network. O(areas × links).
 * @param areas ids of kecamatan; none is the whole network
 * @param cores ids of the core sites
 */
export function subnetwork(
  states: readonly DesiredState[],
  areas: readonly string[],
  cores: readonly string[],
): Subnetwork {
  const all = sortedBy(states, ({ device }) => device);
  if (areas.length === 0) return { states: all, left: [] };
  const neighbours = neighboursOf(all);
  const wanted = new Set([
    ...cores.filter((core) => neighbours.has(core)),
    ...all.filter(({ area }) => areas.includes(area)).map(({ device }) => device),
  ]);
  const backbone = new Set(all.filter(inBackbone).map(({ device }) => device));
  const inside = withoutDeadEnds(new Set([...wanted, ...backbone]), wanted, neighbours);
  for (const router of wanted) {
    for (const step of wayToCore(router, cores, neighbours)) inside.add(step);
  }
  return {
    states: all.filter(({ device }) => inside.has(device)),
    left: all.filter(({ device }) => !inside.has(device)).map(({ device }) => device),
  };
}

const BACKBONE = "0.0.0.0";

const inBackbone = ({ ospf }: DesiredState): boolean =>
  ospf?.interfaces.some(({ area, passive }) => area === BACKBONE && !passive) ?? false;

/** By router: those at the other ends of its cables and tunnels, each way. */
function neighboursOf(states: readonly DesiredState[]): Map<string, Set<string>> {
  const neighbours = new Map(states.map(({ device }) => [device, new Set<string>()]));
  const join = (a: string, b: string) => {
    if (a === b || !neighbours.has(a) || !neighbours.has(b)) return;
    neighbours.get(a)!.add(b);
    neighbours.get(b)!.add(a);
  };
  for (const { device, interfaces } of states) {
    for (const { peer } of interfaces) if (peer !== undefined) join(device, peer.device);
  }
  return neighbours;
}

/** Takes routers that nobody asked for and that lead nowhere away, until there are none. */
function withoutDeadEnds(
  inside: Set<string>,
  wanted: ReadonlySet<string>,
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
): Set<string> {
  const degree = (router: string) =>
    [...(neighbours.get(router) ?? [])].filter((other) => inside.has(other)).length;
  for (let changed = true; changed;) {
    changed = false;
    for (const router of inside) {
      if (wanted.has(router) || degree(router) > 1) continue;
      inside.delete(router);
      changed = true;
    }
  }
  return inside;
}

/** The routers on a way with the fewest hops to a core, both ends included; empty where there is none. */
function wayToCore(
  from: string,
  cores: readonly string[],
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  for (const at of cameFrom.keys()) {
    if (cores.includes(at)) {
      const way: string[] = [];
      for (let step: string | undefined = at; step !== undefined; step = cameFrom.get(step)) {
        way.push(step);
      }
      return way;
    }
    for (const next of neighbours.get(at) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, at);
  }
  return [];
}
