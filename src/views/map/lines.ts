import type { LonLat } from "../../geo/line.ts";
import type { LinkId, SiteId } from "../../model/ids.ts";
import type { Link } from "../../model/network.ts";
import { INTERNET, type Medium } from "../../vocabulary.ts";
import { lineOf, linkGeometry } from "../../network/link-geometry.ts";
import type { NetworkIndex } from "../../network/network-index.ts";
import { CORE_RATE_MBPS, STAGE_OF_STATUS, type Stage } from "./style.ts";

/** What a link looks like wherever it lies. */
export interface LinkLook {
  readonly medium: Medium;
  readonly stage: Stage;
  readonly core: boolean;
}

/** A link between two places, or several that lie on each other and look the same. */
export interface MapLine extends LinkLook {
  readonly ids: readonly LinkId[];
  readonly line: readonly LonLat[];
}

/** A line from a site to the internet. */
export interface MapUplink extends LinkLook {
  readonly link: Link;
  readonly site: SiteId;
}

export interface MapLines {
  readonly lines: readonly MapLine[];
  readonly uplinks: readonly MapUplink[];
  /** Links drawn straight for want of a path; satellite, mobile and radio have none to know. */
  readonly straight: number;
  /** Links whose ends fall on one point: inside a building, or to a site of which only the area is known. */
  readonly onePlace: number;
  /** Links that cannot be drawn because an end has no place. */
  readonly undrawn: number;
}

/**
 * Every link of the network, in service or not: along its routes where it names them, else straight.
 * Unbuilt links come first and core last, so that what carries most lies on top; then by id.
 * O(links + points of their routes).
 */
export function mapLines(index: NetworkIndex): MapLines {
  const merged = new Map<string, MapLine & { readonly ids: LinkId[] }>();
  const uplinks: MapUplink[] = [];
  let [straight, onePlace, undrawn] = [0, 0, 0];
  for (const link of index.network.links.values()) {
    const look = lookOf(link);
    const site = link.ends.find((end): end is SiteId => end !== INTERNET);
    if (link.ends.includes(INTERNET)) {
      if (site === undefined || index.places.get(site)?.point === undefined) undrawn++;
      else uplinks.push({ ...look, link, site });
      continue;
    }
    const line = courseOf(index, link);
    if (line === undefined) {
      undrawn++;
      continue;
    }
    if (line.length < 2) {
      onePlace++;
      continue;
    }
    if (link.via === undefined && (link.medium === "fiber" || link.medium === "leased-line"))
      straight++;
    const key = JSON.stringify([look, line]);
    const same = merged.get(key);
    if (same === undefined) merged.set(key, { ...look, ids: [link.id], line });
    else same.ids.push(link.id);
  }
  return {
    lines: [...merged.values()].sort((a, b) => heightOf(a) - heightOf(b)),
    uplinks,
    straight,
    onePlace,
    undrawn,
  };
}

function lookOf({ medium, status, rateMbps }: Link): LinkLook {
  return {
    medium,
    stage: STAGE_OF_STATUS[status],
    core: rateMbps !== undefined && rateMbps >= CORE_RATE_MBPS,
  };
}

const STAGE_HEIGHT = { inactive: 0, planned: 1, building: 2, operational: 3 } as const;
const heightOf = ({ stage, core }: LinkLook) => 2 * STAGE_HEIGHT[stage] + (core ? 1 : 0);

/** From end to end; undefined when an end has no place and no route says more. */
function courseOf(index: NetworkIndex, link: Link): LonLat[] | undefined {
  const inService = index.linkOfId.get(link.id);
  const { pieces } =
    inService === undefined
      ? linkGeometry(index.network, link, index.places, index.routeLengthM)
      : index.geometry[inService]!;
  const [from, to] = link.ends.map((end) =>
    end === INTERNET ? undefined : index.places.get(end)?.point,
  );
  const along = pieces.flatMap((piece) => lineOf(piece));
  const course = [from, ...along, to].filter((point) => point !== undefined);
  const distinct = course.filter((point, i) => i === 0 || point.join() !== course[i - 1]!.join());
  return along.length === 0 && (from === undefined || to === undefined) ? undefined : distinct;
}
