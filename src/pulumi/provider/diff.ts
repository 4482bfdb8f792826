import type { Json, ResourceKind } from "../../deploy/resources/resource.ts";
import { compareText } from "../../text/order.ts";
import { isWithin, parsePropertyPath, type PropertyPath } from "./property-path.ts";
import { isBag, isSecret, plain, type WireBag } from "./values.ts";

export interface Change {
  readonly path: PropertyPath;
  readonly kind: "add" | "delete" | "update";
  /** Whether it makes another thing of it. */
  readonly replaces: boolean;
}

/**
 * What would have to change, property by property, in order; empty where there is no work. The state is
 * compared, not the inputs that made it: a thing that was made only partly holds other values than were
 * asked for. O(size of the values).
 * @param ignored paths as Pulumi writes them, whose changes are not wanted
 */
export function changesOf(
  kind: ResourceKind,
  state: WireBag,
  news: WireBag,
  ignored: readonly string[] = [],
): readonly Change[] {
  const patterns = ignored.map(parsePropertyPath).filter((pattern) => pattern !== undefined);
  const changes = Object.keys(kind.inputs.shape)
    .filter((name) => !kind.silent.includes(name))
    .flatMap((name) => differences(state[name], news[name], [name]))
    .filter(({ path }) => !patterns.some((pattern) => isWithin(path, pattern)));
  return changes.map((change) => ({
    ...change,
    replaces: kind.replacedBy.includes(change.path[0] as string),
  }));
}

type Difference = Omit<Change, "replaces">;

function differences(
  old: Json | undefined,
  now: Json | undefined,
  path: PropertyPath,
): readonly Difference[] {
  if (old === undefined && now === undefined) return [];
  if (old === undefined) return [{ path, kind: "add" }];
  if (now === undefined) return [{ path, kind: "delete" }];
  // Names inside a secret may tell of it.
  if (isSecret(old) || isSecret(now)) return secretDifference(old, now, path);
  if (Array.isArray(old) && Array.isArray(now)) {
    return Array.from({ length: Math.max(old.length, now.length) }, (_, i) =>
      differences(old[i] as Json | undefined, now[i] as Json | undefined, [...path, i]),
    ).flat();
  }
  if (isBag(old) && isBag(now)) {
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .sort(compareText)
      .flatMap((name) => differences(own(old, name), own(now, name), [...path, name]));
  }
  return old === now ? [] : [{ path, kind: "update" }];
}

/** A value that becomes secret is work: until then the state holds it in clear. */
function secretDifference(old: Json, now: Json, path: PropertyPath): readonly Difference[] {
  const isNewlySecret = isSecret(now) && !isSecret(old);
  const same = differences(plain(old), plain(now), path).length === 0;
  return same && !isNewlySecret ? [] : [{ path, kind: "update" }];
}

const own = (bag: WireBag, name: string): Json | undefined =>
  Object.hasOwn(bag, name) ? bag[name] : undefined;
