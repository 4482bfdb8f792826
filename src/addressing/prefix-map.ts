import { BITS, type IpVersion, type Prefix } from "../ip/prefix.ts";

/** Prefixes with a value each, of which no two overlap: what is taken of an address space. */
export interface PrefixMap<T> {
  /** What holds this prefix or all around it. */
  covering(prefix: Prefix): { readonly prefix: Prefix; readonly value: T } | undefined;
  /** Whether an address of this prefix is taken. */
  overlaps(prefix: Prefix): boolean;
  /** Takes a prefix; false, and nothing happens, where one of its addresses is taken already. */
  add(prefix: Prefix, value: T): boolean;
}

/**
 * An empty map. Every operation takes O(lengths in use): networks use a handful of prefix lengths, so
 * a table for each beats a trie of bits. A length is indexed when it is first asked about, O(prefixes).
 */
export function prefixMap<T>(): PrefixMap<T> {
  const spaces: Record<IpVersion, Space<T>> = { 4: space(4), 6: space(6) };
  return {
    covering: (prefix) => spaces[prefix.version].covering(prefix),
    overlaps: (prefix) => spaces[prefix.version].overlaps(prefix),
    add(prefix, value) {
      const own = spaces[prefix.version];
      if (own.overlaps(prefix)) return false;
      own.set(prefix, value);
      return true;
    },
  };
}

interface Held<T> {
  readonly prefix: Prefix;
  readonly value: T;
}

/** All of one length: what is held itself, and where something longer is. */
interface Level<T> {
  readonly held: Map<bigint, Held<T>>;
  readonly hasLonger: Set<bigint>;
}

interface Space<T> {
  covering(prefix: Prefix): Held<T> | undefined;
  overlaps(prefix: Prefix): boolean;
  set(prefix: Prefix, value: T): void;
}

function space<T>(version: IpVersion): Space<T> {
  const levels = new Map<number, Level<T>>();
  // Without the host bits: engines hash the low digits of a bigint, and those would all be zero.
  const key = ({ start }: Prefix, length: number) => start >> BigInt(BITS[version] - length);

  function level(length: number): Level<T> {
    const known = levels.get(length);
    if (known !== undefined) return known;
    const made: Level<T> = { held: new Map(), hasLonger: new Set() };
    for (const [longer, { held }] of levels) {
      if (longer <= length) continue;
      for (const { prefix } of held.values()) made.hasLonger.add(key(prefix, length));
    }
    levels.set(length, made);
    return made;
  }
  function covering(prefix: Prefix): Held<T> | undefined {
    for (const [length, { held }] of levels) {
      const found = length <= prefix.length ? held.get(key(prefix, length)) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return {
    covering,
    overlaps: (prefix) =>
      level(prefix.length).hasLonger.has(key(prefix, prefix.length)) ||
      covering(prefix) !== undefined,
    set(prefix, value) {
      level(prefix.length).held.set(key(prefix, prefix.length), { prefix, value });
      for (const [length, { hasLonger }] of levels) {
        if (length < prefix.length) hasLonger.add(key(prefix, length));
      }
    },
  };
}
