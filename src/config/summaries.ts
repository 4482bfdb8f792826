import type { AddressPlan } from "../addressing/address-plan.ts";
import { OWNER } from "../addressing/demands.ts";
import { contains, formatPrefix, type Prefix } from "../ip/prefix.ts";
import type { AreaDesign } from "../layer3/ospf-areas.ts";
import type { RoutedNetwork } from "../layer3/routed-network.ts";

/**
 * The prefixes that the border routers of an area may tell instead of the single ones, by the area's
 * owner: blocks of a kecamatan of which the area holds more than one prefix, and no other area any. FRR's
 * border routers disregard what others tell inside a range of their own (ospfd, process_summary_lsa; RFC
 * 2328 §16.2 asks it for equal prefixes only), and would throw away what they no longer know. What the
 * backbone holds of a block they know as paths of their own area. O(blocks × prefixes of the areas).
 */
export function summaries(
  { network, lans, backups }: RoutedNetwork,
  { areas, areaOfRouter }: AreaDesign,
  plan: AddressPlan,
): ReadonlyMap<string, readonly string[]> {
  // A core hears the prefixes of a site with a tunnel through that too: beside a summary they would be
  // the longer ones, and its 4G would carry what the fibre should.
  const withTunnel = new Set(backups.map(({ line }) => line.router));
  const ranges = new Map<string, string[]>(
    areas
      .filter(
        ({ canSummarise, routers }) => canSummarise && !routers.some((id) => withTunnel.has(id)),
      )
      .map(({ owner }) => [owner, []]),
  );
  const held = new Map<string, Prefix[]>(areas.map(({ owner }) => [owner, []]));
  for (const [router, area] of areaOfRouter) {
    if (area !== undefined) held.get(area.owner)!.push(...plan.prefixes(OWNER.router(router)));
  }
  for (const { owner, attachments } of lans) {
    for (const { router } of attachments) {
      const area = areaOfRouter.get(router);
      if (area !== undefined) held.get(area.owner)!.push(...plan.prefixes(owner));
    }
  }
  const roleOf = new Map<string, string>(
    Array.from(network.addressPools.values(), ({ id, role }) => [id, role]),
  );
  for (const { pool, prefix } of plan.blocks) {
    const role = roleOf.get(pool);
    // Links between routers are told by both their ends, and nobody asks for them.
    if (role !== "lan" && role !== "loopback") continue;
    const holders = [...held]
      .map(([owner, prefixes]) => ({
        owner,
        count: prefixes.filter((one) => contains(prefix, one)).length,
      }))
      .filter(({ count }) => count > 0);
    const [only] = holders;
    if (holders.length === 1 && only!.count > 1)
      ranges.get(only!.owner)?.push(formatPrefix(prefix));
  }
  return ranges;
}
