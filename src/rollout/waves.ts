import { compareText } from "../text/order.ts";
import { shown } from "../text/safe.ts";
import { mayNotJoin, NEVER, neverTogether, type NeverTogether } from "./never-together.ts";
import type { RolloutNetwork } from "./rollout-network.ts";
import { siteId, singleLosses } from "./single-losses.ts";
import { cutOff, standing, type Standing } from "./standing.ts";

export interface WaveOptions {
  /** Routers that are managed; undefined: all. */
  readonly devices?: readonly string[] | undefined;
  /** Tried before all others; undefined: the farthest router behind which nothing hangs. None: no canary. */
  readonly canaries?: readonly string[] | undefined;
  /** Routers in one wave, or a share of all managed ones (`10%`), rounded down; at least 1. 10 % where undefined. */
  readonly maxUnavailable?: number | string | undefined;
}

export interface WavePlan {
  /** In order; every managed router is in one of them. */
  readonly waves: readonly Wave[];
  /** By managed router, in id order. */
  readonly devices: ReadonlyMap<string, DeviceInWaves>;
}

export interface Wave {
  readonly kind: "canary" | "ordinary" | "core";
  /** In id order. */
  readonly members: readonly string[];
}

export interface DeviceInWaves {
  /** From 1. */
  readonly wave: number;
  /** Other sites that have no way to a core while this router is down, in id order. */
  readonly cutOff: readonly string[];
  /** Managed routers that may not be in a wave with it, in id order. */
  readonly neverWith: readonly NeverWith[];
}

export interface NeverWith {
  readonly device: string;
  /** `way`: one lies on the other's way to the core. `pair`: together they cut off a site that neither does alone. */
  readonly because: "cores" | "uplinks" | "lan" | "service" | "way" | "pair";
  /** Id of the LAN or role of the services; empty for the others. */
  readonly of: string;
}

const SHARE_DEFAULT = "10%";

/**
 * The waves in which the managed routers are changed: canaries, then the farthest first, a router only when
 * all that are reached through it are done, then the cores, one at a time. In a wave no two may not be
 * together, all of it cuts off nobody whom its members one at a time do not, and each member is reached
 * while all others are down. Greedy, so not always the fewest waves; the same for the same network in any
 * order. On an island its best-joined router takes the core's place.
 * @throws RangeError on a name that is none of the managed routers, a core as canary, a bad `maxUnavailable`
 * O(routers × (routers + links)) for the table of pairs, then one search through the network for each
 * router that is tried for a wave: O(waves × routers) at worst.
 */
export function planWaves(network: RolloutNetwork, options: WaveOptions = {}): WavePlan {
  const at = standing(network);
  const losses = singleLosses(at).of;
  const never = neverTogether(at, network.apart);
  const managed = nodesOf(at, options.devices ?? at.ids);
  const sizeMax = waveSize(options.maxUnavailable ?? SHARE_DEFAULT, managed.length);
  const draft: Draft = { at, losses, never, sizeMax };
  const cores = managed.filter((node) => at.isCore[node] === 1);
  const others = farthestFirst(
    at,
    managed.filter((node) => at.isCore[node] === 0),
  );
  const canaries = chosenCanaries(draft, options.canaries, others);
  const rest = others.filter((node) => !canaries.includes(node));
  const waves = [
    ...inWaves(draft, canaries, IN_ANY_ORDER).map((members) => wave(at, "canary", members)),
    ...inWaves(draft, rest, behindFirst(at, rest)).map((members) => wave(at, "ordinary", members)),
    ...coresInOrder(cores, losses).map((core) => wave(at, "core", [core])),
  ];
  return { waves, devices: devicesOf(draft, network, managed, waves) };
}

interface Draft {
  readonly at: Standing;
  /** By router: sites that it alone cuts off. */
  readonly losses: readonly (readonly number[])[];
  readonly never: NeverTogether;
  readonly sizeMax: number;
}

const wave = ({ ids }: Standing, kind: Wave["kind"], members: readonly number[]): Wave => ({
  kind,
  members: members.map((node) => ids[node]!).sort(compareText),
});

function nodesOf({ nodeOf }: Standing, names: readonly string[]): number[] {
  const nodes = names.map((name) => {
    const node = nodeOf.get(name);
    if (node === undefined) throw new RangeError(`no router of this network: ${shown(name)}`);
    return node;
  });
  return [...new Set(nodes)].sort((a, b) => a - b);
}

/** How many may be down at once. */
function waveSize(maxUnavailable: number | string, managed: number): number {
  if (typeof maxUnavailable === "number") {
    if (Number.isInteger(maxUnavailable) && maxUnavailable >= 1) return maxUnavailable;
  } else {
    const share = Number(/^(\d{1,3}(?:\.\d+)?) ?%$/.exec(maxUnavailable)?.[1] ?? Number.NaN);
    if (share > 0 && share <= 100) return Math.max(1, Math.floor((share * managed) / 100));
  }
  throw new RangeError(
    `maxUnavailable is neither a whole number from 1 nor a share such as "10%": ${shown(String(maxUnavailable))}`,
  );
}

/** By length of the way in routers, then by its cost, then by id; islands, which nobody reaches, first of all. */
function farthestFirst({ waysUp, cost, isIslander }: Standing, nodes: readonly number[]): number[] {
  return [...nodes].sort(
    (a, b) =>
      isIslander[b]! - isIslander[a]! ||
      waysUp[b]!.length - waysUp[a]!.length ||
      // Two Infinities are equal, and their difference is not a number.
      (cost[a] === cost[b] ? 0 : cost[b]! - cost[a]!) ||
      a - b,
  );
}

/** Those asked for, or the farthest router, reached from a core over links, whose loss cuts off the fewest; best nobody. */
function chosenCanaries(
  { at, losses }: Draft,
  asked: readonly string[] | undefined,
  others: readonly number[],
): number[] {
  if (asked === undefined) {
    const reached = others.filter(
      (node) => at.isIslander[node] === 0 && at.byTunnelOnly[node] === 0,
    );
    const fewest = Math.min(...reached.map((node) => losses[node]!.length));
    return reached.filter((node) => losses[node]!.length === fewest).slice(0, 1);
  }
  return nodesOf(at, asked).map((node) => {
    if (others.includes(node)) return node;
    const what = at.isCore[node] === 1 ? "a core cannot be a canary" : "not managed here";
    throw new RangeError(`${what}: ${at.ids[node]!}`);
  });
}

/** Cores that cut off the fewest first. */
const coresInOrder = (cores: readonly number[], losses: Draft["losses"]): number[] =>
  [...cores].sort((a, b) => losses[a]!.length - losses[b]!.length || a - b);

/** Which routers may be next. */
interface Turns {
  isNext(node: number): boolean;
  done(nodes: readonly number[]): void;
}

const IN_ANY_ORDER: Turns = { isNext: () => true, done: () => {} };

/** A router is next when all of `nodes` whose way leads through it are done. */
function behindFirst({ waysUp, ids }: Standing, nodes: readonly number[]): Turns {
  const waiting = new Uint32Array(ids.length);
  for (const node of nodes) for (const on of waysUp[node]!) waiting[on]!++;
  return {
    isNext: (node) => waiting[node] === 0,
    done(members) {
      for (const member of members) for (const on of waysUp[member]!) waiting[on]!--;
    },
  };
}

/** All of `nodes` in as few waves as their order, taken greedily, allows. */
function inWaves(draft: Draft, nodes: readonly number[], turns: Turns): number[][] {
  const waves: number[][] = [];
  let left = nodes;
  while (left.length > 0) {
    const members: number[] = [];
    const growing = createWave(draft);
    for (const node of left) {
      if (members.length === draft.sizeMax) break;
      if (turns.isNext(node) && growing.admits(node)) members.push(node);
    }
    // The farthest of those left is always next, and the first of a wave is always admitted.
    if (members.length === 0) throw new Error("a wave without members");
    turns.done(members);
    left = left.filter((node) => !members.includes(node));
    waves.push(members);
  }
  return waves;
}

/** A wave that grows; `admits` takes a router in, or says that it may not be in it. */
function createWave({ at, losses, never }: Draft): { admits(node: number): boolean } {
  const members: number[] = [];
  const up = new Uint8Array(at.ids.length).fill(1);
  /** By site: 1 where a member alone cuts it off. */
  const expected = new Uint8Array(at.ids.length + at.carried.length);
  return {
    admits(node) {
      if (members.some((member) => mayNotJoin(never, member, node))) return false;
      const added = losses[node]!.filter((site) => expected[site] === 0);
      up[node] = 0;
      members.push(node);
      for (const site of added) expected[site] = 1;
      if (members.length === 1 || isHarmless(at, up, expected)) return true;
      up[node] = 1;
      members.pop();
      for (const site of added) expected[site] = 0;
      return false;
    },
  };
}

/**
 * Whether the members together cut off nobody but those expected. Each member is reached in any case: no
 * other one lies on its way.
 */
function isHarmless(at: Standing, up: Uint8Array, expected: Uint8Array): boolean {
  const cut = cutOff(at, up);
  const isNew = (site: number, is: number) =>
    is === 1 && expected[site] === 0 && !isNeverConnected(at, site);
  return (
    !cut.routers.some((is, node) => isNew(node, is)) &&
    !cut.carried.some((is, place) => isNew(at.ids.length + place, is))
  );
}

const isNeverConnected = ({ ids, carried }: Standing, site: number): boolean =>
  site >= ids.length && carried[site - ids.length]!.by.length === 0;

function devicesOf(
  { at, losses, never }: Draft,
  network: RolloutNetwork,
  managed: readonly number[],
  waves: readonly Wave[],
): Map<string, DeviceInWaves> {
  const waveOf = new Map(
    waves.flatMap(({ members }, i) => members.map((member) => [member, i + 1] as const)),
  );
  return new Map(
    managed.map((node) => {
      const device = at.ids[node]!;
      const neverWith = managed
        .filter((other) => other !== node && mayNotJoin(never, node, other))
        .map((other) => because(at, network, never, node, other));
      const cut = losses[node]!.map((site) => siteId(at, site)).sort(compareText);
      return [device, { wave: waveOf.get(device)!, cutOff: cut, neverWith }];
    }),
  );
}

function because(
  { ids }: Standing,
  { apart }: RolloutNetwork,
  { bits, count }: NeverTogether,
  node: number,
  other: number,
): NeverWith {
  const device = ids[other]!;
  const why = bits[node * count + other]!;
  if ((why & NEVER.apart) !== 0) {
    const set = apart.find(
      ({ routers }) => routers.includes(ids[node]!) && routers.includes(device),
    )!;
    return { device, because: set.why, of: set.of };
  }
  const isWay = (why & NEVER.way) !== 0;
  return { device, because: isWay ? "way" : "pair", of: "" };
}
