import type { EntityWord } from "../findings/codes.ts";
import { finding, type Finding } from "../findings/finding.ts";
import type { Origin } from "../findings/place.ts";
import { nearest } from "../text/nearest.ts";
import { compareText } from "../text/order.ts";

/** How many ids a finding lists at most; past that only the nearest is told. */
const LISTED_MAX = 200;
/** How many unknown ids of one sort get a nearest name: comparing is the slow part on a broken file. */
const COMPARED_MAX = 200;

/** Checks ids against all versions of an entity and tells the unknown ones. */
export class References {
  readonly #known: Readonly<Record<string, { readonly ids: ReadonlyMap<string, unknown> }>>;
  readonly #findings: Finding[];
  readonly #near = new Map<string, { nearest?: string }>();

  constructor(
    known: Readonly<Record<string, { readonly ids: ReadonlyMap<string, unknown> }>>,
    findings: Finding[],
  ) {
    this.#known = known;
    this.#findings = findings;
  }

  check(
    entity: EntityWord,
    id: string | undefined,
    from: { readonly id: string; readonly origin: Origin },
    path: readonly (string | number)[],
  ): boolean {
    if (id === undefined) return true;
    const { ids } = this.#known[entity]!;
    if (ids.has(id)) return true;
    const known = ids.size <= LISTED_MAX ? [...ids.keys()].sort(compareText) : [];
    this.#findings.push(
      finding("R101", from.origin.at(path), from.id, {
        entity,
        id,
        known,
        ...this.#nearest(entity, id, ids),
      }),
    );
    return false;
  }

  all(
    entity: EntityWord,
    ids: readonly string[],
    from: { readonly id: string; readonly origin: Origin },
    path: readonly (string | number)[],
  ): boolean {
    return every(ids, (id, index) => this.check(entity, id, from, [...path, index]));
  }

  #nearest(
    entity: EntityWord,
    id: string,
    ids: ReadonlyMap<string, unknown>,
  ): { nearest?: string } {
    const key = `${entity} ${id}`;
    let near = this.#near.get(key);
    if (near === undefined) {
      near = this.#near.size < COMPARED_MAX ? nearest(id, [...ids.keys()]) : {};
      this.#near.set(key, near);
    }
    return near;
  }
}

/** `every` without stopping at the first failure: all references are to be told in one run. */
export const all = (...answers: boolean[]): boolean => answers.every(Boolean);
export function every<T>(items: readonly T[], test: (item: T, index: number) => boolean): boolean {
  return items.map(test).every(Boolean);
}
