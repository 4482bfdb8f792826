/**
 * Which resource stands where, as far as one run of the engine has asked. Two resources at one place
 * would undo each other's work at every run; and one that was renamed is, to the engine, a new one made
 * and an old one deleted, whose deletion must not take away what the new one has just made.
 */
export class Places {
  readonly #owners = new Map<string, string>();

  /** Who else has that place, or one inside or around it; undefined: it is now this resource's. */
  claim(kind: string, place: string, urn: string): string | undefined {
    const rival = this.otherAt(kind, place, urn);
    if (rival === undefined) this.#owners.set(keyOf(kind, place), urn);
    return rival;
  }

  /** Who other than this resource has claimed the place, or one inside or around it. */
  otherAt(kind: string, place: string, urn: string): string | undefined {
    const key = keyOf(kind, place);
    for (const [taken, owner] of this.#owners) {
      if (owner !== urn && (key.startsWith(taken) || taken.startsWith(key))) return owner;
    }
    return undefined;
  }
}

const keyOf = (kind: string, place: string): string => `${kind}:${place.replace(/\/+$/, "")}/`;
