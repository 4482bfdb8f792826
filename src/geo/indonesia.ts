import type { LonLat } from "./line.ts";

/**
 * The box around Indonesia with a degree to spare: Sabang to Merauke, Miangas to Rote. A position
 * outside of it is a slip, and is not used.
 */
const [WEST, SOUTH, EAST, NORTH] = [94, -12, 142, 7.5];

/** Whether a position lies in the box around Indonesia. */
export function isInIndonesia([lon, lat]: LonLat): boolean {
  return lon >= WEST && lon <= EAST && lat >= SOUTH && lat <= NORTH;
}
