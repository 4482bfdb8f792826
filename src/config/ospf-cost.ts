import type { Medium } from "../vocabulary.ts";
import { MEDIA_CLASSES } from "./media-class.ts";

/** One unit of cost is so much time. */
const COST_UNIT_US = 10;
/** A full Ethernet frame with its payload of 1500 bytes. */
const FRAME_BITS = 1500 * 8;
/** Assumed where the files state no rate. */
const RATE_DEFAULT_MBPS = 100;
/** 65535 is the largest cost of an interface (RFC 2328 A.4.2); one below it, since that value means "do not pass through" (RFC 6987). */
const COST_MAX = 65_534;

/**
 * The OSPF cost of a link: the time that a full frame takes over it, propagation and serialisation,
 * in units of 10 µs, plus the penalty of its medium. 1 km of fibre at 1 Gbit/s: (4.9 + 12) / 10 → 2;
 * a geostationary hop of 300 ms: 31,000 and more, and so always last. At least 1.
 */
export function ospfCost(medium: Medium, delayUs: number, rateMbps = RATE_DEFAULT_MBPS): number {
  const serialisationUs = FRAME_BITS / rateMbps;
  const cost = Math.ceil((delayUs + serialisationUs) / COST_UNIT_US);
  return Math.max(1, Math.min(COST_MAX, cost + MEDIA_CLASSES[medium].costPenalty));
}
