import type { WireLimits } from "../cable.ts";

/** One direction of a slow line: when a packet that comes now arrives, if it does. */
export interface DelayLine {
  readonly limits: WireLimits;
  /** Until when the sender is busy with packets that came before, microseconds. */
  busyUntilUs: number;
}

/** A sender that has this much waiting drops what comes, as the modem of a real line does. */
const QUEUE_MAX_US = 200_000;

/**
 * When a packet arrives at the other end, in microseconds of the same clock as `nowUs`; undefined when
 * the queue before the line is full. First it waits for those before it, then it is sent at the line's
 * rate, then it travels.
 */
export function arrivalUs(line: DelayLine, nowUs: number, bytes: number): number | undefined {
  const { delayUs, rateMbps } = line.limits;
  if (rateMbps === undefined) return nowUs + delayUs;
  const startUs = Math.max(nowUs, line.busyUntilUs);
  if (startUs - nowUs > QUEUE_MAX_US) return undefined;
  line.busyUntilUs = startUs + (bytes * 8) / rateMbps;
  return line.busyUntilUs + delayUs;
}
