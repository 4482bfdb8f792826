import { distanceM, lengthOfM, pointAlong, stretch, type Line, type LonLat } from "../geo/line.ts";
import type { Link, Network, Route, RoutePiece } from "../model/network.ts";
import type { RouteId, SiteId } from "../model/ids.ts";
import { INTERNET } from "../vocabulary.ts";
import { airDelayUs, fibreDelayUs, MOBILE_DELAY_US, ORBIT_DELAY_US } from "../physics/delay.ts";
import type { Placement } from "./placement.ts";

/** Where a length comes from; only the first two are facts of the files. */
export type LengthBasis = "drawn" | "stated" | "straight" | "unknown";

/** A link's course and what follows from it. */
export interface LinkGeometry {
  /** Length in metres; 0 with basis `unknown` when neither end is placed. */
  readonly lengthM: number;
  readonly basis: LengthBasis;
  /** The pieces of its routes in order, from the link's first end to its second. */
  readonly pieces: readonly LinkPiece[];
  /** One-way delay in microseconds; an estimate for satellite and mobile. */
  readonly delayUs: number;
}

/** A stretch of a route that a link uses, with its ends in metres along the route, in the link's direction. */
export interface LinkPiece {
  readonly route: Route;
  readonly fromM: number;
  readonly toM: number;
}

/** Lengths of routes in metres, each measured once. */
export function routeLengthsM(network: Network): ReadonlyMap<RouteId, number> {
  return new Map(Array.from(network.routes.values(), ({ id, line }) => [id, lengthOfM(line)]));
}

/**
 * The course of a link: along its routes as drawn, else as stated, else straight between its ends
 * (a lower bound, marked `straight`). O(points of its routes).
 */
export function linkGeometry(
  network: Network,
  link: Link,
  places: ReadonlyMap<SiteId, Placement>,
  routeLengthM: ReadonlyMap<RouteId, number>,
): LinkGeometry {
  const [from, to] = link.ends.map((end) =>
    end === INTERNET ? undefined : places.get(end)?.point,
  );
  const pieces = inDirection(from, to, piecesOf(network, link.via ?? [], routeLengthM));
  const drawnM = pieces.reduce((sum, { fromM, toM }) => sum + Math.abs(toM - fromM), 0);
  const [lengthM, basis]: [number, LengthBasis] =
    pieces.length > 0
      ? [drawnM, "drawn"]
      : link.statedLengthM !== undefined
        ? [link.statedLengthM, "stated"]
        : from !== undefined && to !== undefined
          ? [distanceM(from, to), "straight"]
          : [0, "unknown"];
  return { lengthM, basis, pieces, delayUs: delayOf(link, lengthM) };
}

/** The line of a piece, in the link's direction. */
export function lineOf({ route, fromM, toM }: LinkPiece): Line {
  return stretch(route.line, fromM, toM);
}

function piecesOf(
  network: Network,
  via: readonly RoutePiece[],
  routeLengthM: ReadonlyMap<RouteId, number>,
): LinkPiece[] {
  return via.flatMap(({ route: id, fromM, toM }) => {
    const route = network.routes.get(id);
    if (route === undefined) return [];
    const lengthM = routeLengthM.get(id)!;
    return [
      { route, fromM: Math.min(fromM ?? 0, lengthM), toM: Math.min(toM ?? lengthM, lengthM) },
    ];
  });
}

/**
 * Pieces turned so that each begins where the one before it ends: engineers name routes, not their
 * directions. The first piece is turned so that it begins at the link's first end.
 */
function inDirection(
  from: LonLat | undefined,
  to: LonLat | undefined,
  pieces: readonly LinkPiece[],
): LinkPiece[] {
  const turned: LinkPiece[] = [];
  pieces.forEach((piece, index) => {
    const ends = [endOf(piece, "fromM"), endOf(piece, "toM")] as const;
    const before = turned.at(-1);
    const next = pieces[index + 1];
    let forward: number;
    let backward: number;
    if (before !== undefined) {
      const reached = endOf(before, "toM");
      [forward, backward] = [distanceM(reached, ends[0]), distanceM(reached, ends[1])];
    } else if (next !== undefined) {
      // With estimated sites the joint to the next piece says more than the distance to the site.
      const joints = [endOf(next, "fromM"), endOf(next, "toM")];
      forward = Math.min(...joints.map((joint) => distanceM(ends[1], joint)));
      backward = Math.min(...joints.map((joint) => distanceM(ends[0], joint)));
    } else {
      const gap = (a: LonLat, b: LonLat | undefined) => (b === undefined ? 0 : distanceM(a, b));
      forward = gap(ends[0], from) + gap(ends[1], to);
      backward = gap(ends[1], from) + gap(ends[0], to);
    }
    turned.push(forward <= backward ? piece : { ...piece, fromM: piece.toM, toM: piece.fromM });
  });
  return turned;
}

function endOf(piece: LinkPiece, end: "fromM" | "toM"): LonLat {
  return pointAlong(piece.route.line, piece[end]);
}

function delayOf(link: Link, lengthM: number): number {
  switch (link.medium) {
    case "fiber":
    case "leased-line":
      return fibreDelayUs(lengthM);
    case "microwave":
      return airDelayUs(lengthM);
    case "satellite":
      return ORBIT_DELAY_US[link.orbit];
    case "mobile":
      return MOBILE_DELAY_US;
  }
}
