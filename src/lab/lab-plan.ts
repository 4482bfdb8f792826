import type { DesiredState } from "../config/desired-state.ts";
import { sortedBy } from "../text/order.ts";
import { type Cable, cableFrom, isPlugged, nameOfEnd, routerSpace } from "./cable.ts";
import { type LanClient, lanPlan } from "./lan-plan.ts";
import { outsidePlan, type RouterUplink } from "./outside/outside-plan.ts";
import { EMPTY_SPACE, type Space } from "./space.ts";

/** Everything that a lab consists of, as data: what `rajut lab up` builds and what the experiments ask. */
export interface LabPlan {
  /** In order of device. */
  readonly routers: readonly DesiredState[];
  /** Namespaces that are no routers: clients, providers, the internet; in order of name. */
  readonly spaces: readonly Space[];
  /** In order of id. */
  readonly cables: readonly Cable[];
  /** One for each local network, in order of its id. */
  readonly clients: readonly LanClient[];
  /** In order of id. */
  readonly uplinks: readonly RouterUplink[];
}

/** Where interfaces end whose other end is not in the lab. */
const OPEN_SPACE = "open";

/** The lab of these routers: every interface of theirs gets another end. O(interfaces). */
export function labPlan(states: readonly DesiredState[]): LabPlan {
  const routers = sortedBy(states, ({ device }) => device);
  const lans = lanPlan(routers);
  const outside = outsidePlan(routers);
  const cables = [...transitCables(routers), ...lans.cables, ...outside.cables];
  const open = openCables(routers, new Set(cables.flatMap(({ ends }) => ends.map(nameOfEnd))));
  const spaces = [...lans.spaces, ...outside.spaces];
  if (open.length > 0) spaces.push({ ...EMPTY_SPACE, name: OPEN_SPACE });
  return {
    routers,
    spaces: sortedBy(spaces, ({ name }) => name),
    cables: sortedBy([...cables, ...open], ({ id }) => id),
    clients: lans.clients,
    uplinks: outside.uplinks,
  };
}

function transitCables(routers: readonly DesiredState[]): Cable[] {
  const inLab = new Set(routers.map(({ device }) => device));
  return routers.flatMap(({ device, interfaces }) =>
    interfaces.flatMap((face) => {
      const { peer } = face;
      if (!isPlugged(face) || peer === undefined || !inLab.has(peer.device)) return [];
      const other = { space: routerSpace(peer.device), interface: peer.interface };
      // Both ends name each other; the first in order makes the cable.
      const own = { space: routerSpace(device), interface: face.name };
      return nameOfEnd(own) < nameOfEnd(other) ? [cableFrom("transit", device, face, other)] : [];
    }),
  );
}

function openCables(routers: readonly DesiredState[], taken: ReadonlySet<string>): Cable[] {
  const open = routers.flatMap(({ device, interfaces }) =>
    interfaces
      .filter((face) => isPlugged(face))
      .filter(({ name }) => !taken.has(nameOfEnd({ space: routerSpace(device), interface: name })))
      .map((face) => ({ device, face })),
  );
  return open.map(({ device, face }, i) =>
    cableFrom("open", device, face, { space: OPEN_SPACE, interface: `open${i}` }),
  );
}
