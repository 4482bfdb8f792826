import { UPLINK_ROLES } from "../../vocabulary.ts";
import type { Language } from "../../text/language.ts";
import type { MapUplink } from "./lines.ts";
import { roundPoint, type Box, type Point, type UplinkShape } from "./scene-data.ts";
import { MAP_TEXTS } from "./texts.ts";

/** Radius of the globe at the end of an arrow. */
export const GLOBE_PX = { major: 8, minor: 5 } as const;
const LENGTH_PX = { major: 40, minor: 22 } as const;
const DIRECTIONS = 16;

export interface PlacedUplink {
  readonly shape: UplinkShape;
  /** What to write beside the globe; a site's own line has no name. */
  readonly label: string | undefined;
  readonly box: Box;
}

/**
 * A short arrow out of its site for every line to the internet, in the direction with most room: far
 * from marks, from lines already there and from the frame. Not a place on the map. O(uplinks · obstacles).
 */
export function placeUplinks(
  uplinks: readonly MapUplink[],
  placeOf: (uplink: MapUplink) => Point | undefined,
  frame: Box,
  obstacles: readonly Box[],
  lang: Language,
): PlacedUplink[] {
  const taken = [...obstacles];
  return uplinks.flatMap((uplink) => {
    const from = placeOf(uplink);
    if (from === undefined) return [];
    const { link, medium, stage, core } = uplink;
    const size = link.uplinkRole === undefined ? "minor" : "major";
    const radius = GLOBE_PX[size];
    let best: { to: Point; room: number } | undefined;
    for (let i = 0; i < DIRECTIONS; i++) {
      // Beginning at the top right, where a globe is looked for.
      const angle = (2 * Math.PI * (i + 2)) / DIRECTIONS;
      const to: Point = [
        from[0] + LENGTH_PX[size] * Math.sin(angle),
        from[1] - LENGTH_PX[size] * Math.cos(angle),
      ];
      const inside = Math.min(
        to[0] - frame.minX,
        frame.maxX - to[0],
        to[1] - frame.minY,
        frame.maxY - to[1],
      );
      const room = Math.min(
        inside < 2 * radius ? -1 : 40,
        ...taken.map((box) => distanceTo(box, to) - radius),
      );
      if (best === undefined || room > best.room + 1e-6) best = { to, room };
    }
    const { to } = best!;
    const box = {
      minX: to[0] - radius,
      minY: to[1] - radius,
      maxX: to[0] + radius,
      maxY: to[1] + radius,
    };
    taken.push(box);
    const role = link.uplinkRole === undefined ? undefined : UPLINK_ROLES[link.uplinkRole][lang];
    return [
      {
        shape: {
          ids: [link.id],
          name: link.name ?? `${MAP_TEXTS.internet[lang]}${role === undefined ? "" : ` (${role})`}`,
          medium,
          stage,
          core,
          from: roundPoint(from),
          to: roundPoint(to),
          radiusPx: radius,
        },
        label: role === undefined ? undefined : `internet ${role}`,
        box,
      },
    ];
  });
}

function distanceTo({ minX, minY, maxX, maxY }: Box, [x, y]: Point): number {
  return Math.hypot(Math.max(minX - x, 0, x - maxX), Math.max(minY - y, 0, y - maxY));
}
