import { isBag, type Properties } from "../properties.ts";

/** A resource of the stack, with the resources that it waits for. */
export interface StackResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly properties: Properties;
  /** URNs. */
  readonly dependencies: readonly string[];
}

const EDGE_ROUTER = "rajut:index:EdgeRouter";

/**
 * Pairs of routers that must never be changed together, because one is the other's way around or way to
 * the core, and that this stack would change together: in one wave, or neither waits for the other.
 * O(routers × dependencies).
 */
export function changedTogether(resources: readonly StackResource[]): string[] {
  const routers = new Map(
    resources
      .filter(({ type }) => type === EDGE_ROUTER)
      .map((resource) => [deviceOf(resource), { ...placeOf(resource), urn: resource.urn }]),
  );
  const waitsFor = waiting(resources);
  return [...routers].flatMap(([device, { neverWith, wave, urn }]) =>
    neverWith.flatMap((other) => {
      const there = routers.get(other);
      // Each pair once, but also where only the later name tells of it.
      const isTold = there !== undefined && there.neverWith.includes(device) && other < device;
      if (there === undefined || isTold) return [];
      if (wave !== undefined && wave === there.wave) {
        return [
          `${device} and ${other} are both in wave ${wave}, and must never be changed together`,
        ];
      }
      if (waitsFor(urn).has(there.urn) || waitsFor(there.urn).has(urn)) return [];
      return [
        `${device} and ${other} must never be changed together, and neither waits for the other`,
      ];
    }),
  );
}

function deviceOf({ properties, name }: StackResource): string {
  const { device } = properties;
  return typeof device === "string" ? device : name;
}

function placeOf({ properties }: StackResource): {
  readonly wave: number | undefined;
  readonly neverWith: readonly string[];
} {
  const { rollout } = properties;
  if (rollout === undefined || !isBag(rollout)) return { wave: undefined, neverWith: [] };
  const { wave, neverWith } = rollout;
  return {
    wave: typeof wave === "number" ? wave : undefined,
    neverWith: Array.isArray(neverWith)
      ? neverWith.filter((other): other is string => typeof other === "string")
      : [],
  };
}

/** By URN: all that must be done before. */
function waiting(resources: readonly StackResource[]): (urn: string) => ReadonlySet<string> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const known = new Map<string, ReadonlySet<string>>();
  return (urn) => {
    const before = known.get(urn);
    if (before !== undefined) return before;
    const reached = new Set<string>();
    const queue = [urn];
    for (const at of queue) {
      const resource = byUrn.get(at);
      for (const next of resource?.dependencies ?? []) {
        if (reached.has(next)) continue;
        reached.add(next);
        queue.push(next);
      }
    }
    known.set(urn, reached);
    return reached;
  };
}
