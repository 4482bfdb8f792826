import { type Resource, UNKNOWN } from "../properties.ts";

/** As RFC 6241 §8.4.1 has it for a confirmed commit, and what we promise at most. */
export const ROLLBACK_SECONDS_MAX = 600;

/** Kinds that change a machine and must undo what is not confirmed. */
const UNDOING = new Set([
  "rajut:index:EdgeRouter",
  "rajut:index:CoreService",
  "rajut:index:HostFile",
]);

/** A rollback time that is none, or too long to wait for. */
export function wrongRollbackTime({ type, properties }: Resource): string[] {
  if (!UNDOING.has(type)) return [];
  const { rollbackSeconds } = properties;
  if (rollbackSeconds === UNKNOWN) return [];
  const isRight =
    Number.isInteger(rollbackSeconds) &&
    (rollbackSeconds as number) >= 1 &&
    (rollbackSeconds as number) <= ROLLBACK_SECONDS_MAX;
  return isRight
    ? []
    : [`rollbackSeconds must be a whole number from 1 to ${ROLLBACK_SECONDS_MAX}`];
}
