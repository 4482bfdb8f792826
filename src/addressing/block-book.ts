import type { Prefix } from "../ip/prefix.ts";
import type { LockedBlock } from "./address-lock.ts";
import { prefixMap } from "./prefix-map.ts";

/** Which kecamatan has which blocks of which pool; no two blocks overlap, over all pools. */
export interface BlockBook {
  /** The block that a prefix lies in. */
  around(prefix: Prefix): LockedBlock | undefined;
  isFree(prefix: Prefix): boolean;
  /** Blocks in the order in which they were claimed. */
  of(pool: string, area: string): readonly LockedBlock[];
  /** Gives a block to an area; false, and nothing happens, where part of it is somebody's. */
  claim(block: LockedBlock): boolean;
  readonly taken: ReturnType<typeof prefixMap<LockedBlock>>;
}

/** A book without blocks. */
export function blockBook(): BlockBook {
  const taken = prefixMap<LockedBlock>();
  const byHolder = new Map<string, LockedBlock[]>();
  const holder = (pool: string, area: string) => `${pool} ${area}`;
  return {
    taken,
    around: (prefix) => taken.covering(prefix)?.value,
    isFree: (prefix) => !taken.overlaps(prefix),
    of: (pool, area) => byHolder.get(holder(pool, area)) ?? [],
    claim(block) {
      if (!taken.add(block.prefix, block)) return false;
      const key = holder(block.pool, block.area);
      const own = byHolder.get(key);
      if (own === undefined) byHolder.set(key, [block]);
      else own.push(block);
      return true;
    },
  };
}
