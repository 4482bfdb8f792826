import { finding, type Finding } from "../findings/finding.ts";
import { distanceM, pointAlong, type LonLat } from "../geo/line.ts";
import type { Link } from "../model/network.ts";
import { INTERNET } from "../vocabulary.ts";
import type { NetworkIndex } from "../network/network-index.ts";
import { linkGeometry, type LinkGeometry, type LinkPiece } from "../network/link-geometry.ts";
import type { Rule } from "./rule.ts";

/** Routes that end within this of a site meet it, however well both are placed. */
const MEET_M = 50;
/** Drawn and stated length may differ by this share … */
const LENGTH_RATIO = 0.1;
/** … and by this much. */
const LENGTH_M = 50;

/**
 * Links against the routes they run over: R205 a route that does not meet the link's site, R206 drawn
 * against stated length, R207 pieces that do not join, R211 a distance past the end of a route. O(pieces).
 */
export const routes: Rule = ({ index }) =>
  Array.from(index.network.links.values()).flatMap((link) => {
    const geometry = linkGeometry(index.network, link, index.places, index.routeLengthM);
    return link.via === undefined || geometry.pieces.length === 0
      ? []
      : [
          ...beyondEnds(link, index),
          ...gapsToSites(link, geometry, index),
          ...gapsBetween(link, geometry),
          ...lengths(link, geometry),
        ];
  });

function beyondEnds(link: Link, { routeLengthM }: NetworkIndex): Finding[] {
  return link.via!.flatMap(({ route, fromM, toM }, piece) =>
    (["fromM", "toM"] as const).flatMap((field) => {
      const atM = field === "fromM" ? fromM : toM;
      const lengthM = routeLengthM.get(route) ?? 0;
      // A metre of rounding is no slip.
      if (atM === undefined || atM <= lengthM + 1) return [];
      const place = link.origin.at(["via", piece, field]);
      return [finding("R211", place, link.id, { route, lengthM, atM })];
    }),
  );
}

function gapsToSites(link: Link, { pieces }: LinkGeometry, index: NetworkIndex): Finding[] {
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  return [
    gapToSite(link, 0, first, first.fromM, index),
    gapToSite(link, 1, last, last.toM, index),
  ].flat();
}

function gapToSite(
  link: Link,
  side: 0 | 1,
  { route }: LinkPiece,
  atM: number,
  { places, network }: NetworkIndex,
): Finding[] {
  const site = link.ends[side];
  if (site === INTERNET) return [];
  const place = places.get(site);
  // Nobody can say that a line misses a place of which only the area is known.
  if (place?.point === undefined || place.source === undefined) return [];
  const gapM = distanceM(pointAlong(route.line, atM), place.point);
  const toleranceM = Math.max(MEET_M, place.accuracyM + network.routes.get(route.id)!.accuracyM);
  if (gapM <= toleranceM) return [];
  const piece = side === 0 ? 0 : link.via!.length - 1;
  const args = { link: link.id, route: route.id, site, gapM, toleranceM };
  return [finding("R205", link.origin.at(["via", piece]), link.id, args)];
}

function gapsBetween(link: Link, { pieces }: LinkGeometry): Finding[] {
  return pieces.slice(1).flatMap((piece, i) => {
    const before = pieces[i]!;
    const end: LonLat = pointAlong(before.route.line, before.toM);
    const gapM = distanceM(end, pointAlong(piece.route.line, piece.fromM));
    const toleranceM = Math.max(MEET_M, before.route.accuracyM + piece.route.accuracyM);
    if (gapM <= toleranceM) return [];
    const args = { link: link.id, route: before.route.id, nextRoute: piece.route.id, gapM };
    return [finding("R207", link.origin.at(["via", i + 1]), link.id, args)];
  });
}

function lengths(link: Link, { lengthM: drawnM }: LinkGeometry): Finding[] {
  const statedM = link.statedLengthM;
  if (statedM === undefined) return [];
  const apartM = Math.abs(drawnM - statedM);
  if (apartM <= LENGTH_M || apartM <= LENGTH_RATIO * Math.max(drawnM, statedM)) return [];
  const args = { link: link.id, statedM, drawnM };
  return [finding("R206", link.origin.at(["lengthM"]), link.id, args)];
}
