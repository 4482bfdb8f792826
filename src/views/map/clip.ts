import { geoIdentity, geoPath, type GeoContext } from "d3-geo";
import type { LineString, Polygon } from "geojson";
import type { Box, Point } from "./scene-data.ts";

/** Kept around a frame, so that the ends of what is cut, and its stroke, stay out of sight. */
const MARGIN_PX = 24;

/**
 * The parts of a line, or of a ring, that lie in a frame and a little around it (d3-geo's planar
 * clipping). A magnified map would otherwise carry shapes as wide as the whole city, and a painter
 * that clips by masks needs memory for all of them. A ring comes back open. O(points).
 */
export function clipped(frame: Box, kind: "line" | "ring", points: readonly Point[]): Point[][] {
  const parts: Point[][] = [];
  const { minX, minY, maxX, maxY } = frame;
  const window = geoIdentity().clipExtent([
    [minX - MARGIN_PX, minY - MARGIN_PX],
    [maxX + MARGIN_PX, maxY + MARGIN_PX],
  ]);
  const line = points.map(([x, y]) => [x, y]);
  const shape: LineString | Polygon =
    kind === "line"
      ? { type: "LineString", coordinates: line }
      : // GeoJSON's rings end where they begin; d3 counts on it. A cell's ring may be open.
        { type: "Polygon", coordinates: [[...line, line[0]!]] };
  geoPath(window, collector(parts))(shape);
  return parts.filter((part) => part.length > 1);
}

/** Takes the place of a canvas: each move begins a part. */
function collector(parts: Point[][]): GeoContext {
  return {
    beginPath: () => undefined,
    moveTo: (x, y) => void parts.push([[x, y]]),
    lineTo: (x, y) => void parts.at(-1)!.push([x, y]),
    arc: () => undefined,
    closePath: () => undefined,
  };
}
