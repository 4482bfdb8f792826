import type { EntityWord } from "../findings/codes.ts";
import { finding, label, type Finding } from "../findings/finding.ts";
import type { Origin } from "../findings/place.ts";
import { compareText } from "../text/order.ts";
import { isWithin, overlap, type Day, type Period } from "./calendar.ts";
import { holdsAreaCode } from "./ids.ts";
import { INTERNET } from "../vocabulary.ts";

/** Something that holds for a time and keeps its id through its versions. */
export type Versioned = Period & { readonly id: string; readonly origin: Origin };

/** All versions of the entities of one sort; of each id at most one holds on a day. */
export class Versions<T extends Versioned> {
  readonly word: EntityWord;
  readonly #byId: ReadonlyMap<string, readonly T[]>;
  readonly #versions: readonly T[];
  readonly #at: Day;

  /**
   * Findings: R102 two versions of an id on one day, R108 an end before its beginning.
   * O(versions), and O(k²) for an id with k versions.
   */
  constructor(word: EntityWord, versions: readonly T[], at: Day, findings: Finding[]) {
    this.word = word;
    this.#at = at;
    const byId = new Map<string, T[]>();
    const kept: T[] = [];
    for (const version of versions) {
      if (hasContradiction(version)) {
        findings.push(
          finding("R108", version.origin.at(["until"]), version.id, {
            from: version.from!,
            until: version.until!,
          }),
        );
        continue;
      }
      const others = byId.get(version.id);
      const same = others?.find((other) => overlap(other, version));
      if (same !== undefined) {
        const labels = [label("first", same.origin.at(["id"]), {})];
        findings.push(
          finding(
            "R102",
            version.origin.at(["id"]),
            version.id,
            { entity: word, id: version.id },
            { labels },
          ),
        );
        continue;
      }
      kept.push(version);
      if (others === undefined) byId.set(version.id, [version]);
      else others.push(version);
    }
    this.#versions = kept.sort((a, b) => compareText(a.id, b.id));
    this.#byId = byId;
  }

  /** Every id that stands in the files, on whatever day. */
  get ids(): ReadonlyMap<string, unknown> {
    return this.#byId;
  }

  /** R103 for an id that holds a kode wilayah of the regency or is a reserved word. */
  refuseIds(regencyCode: string, findings: Finding[]): void {
    for (const { id, origin } of this.#versions) {
      if (holdsAreaCode(id, regencyCode)) {
        findings.push(finding("R103", origin.at(["id"]), id, { id, problem: "area-code" }));
      } else if (id === INTERNET) {
        findings.push(finding("R103", origin.at(["id"]), id, { id, problem: "reserved" }));
      }
    }
  }

  /** All versions of an id, on any day. */
  of(id: string): readonly T[] {
    return this.#byId.get(id) ?? [];
  }

  /** The versions of the day, in id order. */
  current(): T[] {
    return this.#versions.filter((version) => isWithin(this.#at, version));
  }

  /** The versions of the day that pass, made into entities, by id. References are checked for all days. */
  map<K extends string, U>(
    passes: (version: T) => boolean,
    make: (version: T) => U,
  ): ReadonlyMap<K, U> {
    const made = new Map<K, U>();
    for (const version of this.#versions) {
      if (passes(version) && isWithin(this.#at, version)) made.set(version.id as K, make(version));
    }
    return made;
  }
}

function hasContradiction({ from, until }: Period): boolean {
  return from !== undefined && until !== undefined && until < from;
}
