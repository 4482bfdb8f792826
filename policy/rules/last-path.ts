import { isBag, type Resource } from "../properties.ts";

/**
 * A router that the network as it will be leaves without any way to a core: its last path has been taken
 * out of the files, or it never had one. Such a router cannot be reached to be changed back.
 */
export function withoutPath({ properties }: Resource, islands: readonly string[]): string[] {
  const { device, rollout } = properties;
  if (rollout === undefined || !isBag(rollout) || rollout["paths"] !== 0) return [];
  if (typeof device !== "string" || islands.includes(device)) return [];
  return [
    `${device} has no way to a core in the network as it will be; if it has none on purpose, name it in this policy's "islands"`,
  ];
}
