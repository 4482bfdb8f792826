/** Stands for what is not known before the run; rules do not complain of it. */
export const UNKNOWN: unique symbol = Symbol("not known before the run");

/** Plain values, and UNKNOWN among them. */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | typeof UNKNOWN
  | readonly Value[]
  | { readonly [name: string]: Value };
export type Properties = Readonly<Record<string, Value>>;

/** What the rules see of a resource. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly properties: Properties;
}

export interface Known {
  readonly properties: Properties;
  /** Whether something is not known before the run, so that the rules must be asked again by it. */
  readonly isPartial: boolean;
}

/**
 * Properties as the policy SDK gives them, which throws where one looks at a value that is not known yet.
 * A rule that stopped there would miss what is wrong beside it.
 */
export function knownProperties(given: Readonly<Record<string, unknown>>): Known {
  let isPartial = false;
  const look = (read: () => unknown): Value => {
    try {
      return copy(read());
    } catch {
      isPartial = true;
      return UNKNOWN;
    }
  };
  const copy = (value: unknown): Value => {
    if (Array.isArray(value)) {
      return Array.from({ length: value.length }, (_, i) => look(() => (value as unknown[])[i]));
    }
    if (typeof value === "object" && value !== null) {
      const bag = value as Readonly<Record<string, unknown>>;
      return Object.fromEntries(Object.keys(bag).map((name) => [name, look(() => bag[name])]));
    }
    return value as Value;
  };
  const properties: Properties = Object.fromEntries(
    Object.keys(given).map((name): [string, Value] => [name, look(() => given[name])]),
  );
  return { properties, isPartial };
}

export function isBag(value: Value): value is { readonly [name: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every value inside, itself first, with the way to it in names and places. O(values). */
export function* everyValue(
  value: Value,
  way: readonly string[] = [],
): Generator<{ readonly value: Value; readonly way: readonly string[] }> {
  yield { value, way };
  const inside = Array.isArray(value) ? value.entries() : isBag(value) ? Object.entries(value) : [];
  for (const [name, inner] of inside) yield* everyValue(inner as Value, [...way, String(name)]);
}
