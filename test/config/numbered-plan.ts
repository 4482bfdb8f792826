import type { AddressPlan } from "../../src/addressing/address-plan.ts";
import { addressDemands } from "../../src/addressing/demands.ts";
import { parsePrefix, subPrefix } from "../../src/ip/prefix.ts";
import type { RoutedNetwork } from "../../src/layer3/routed-network.ts";

const RANGES = {
  loopback: { pools: ["10.0.0.0/16", "fd00:0:0:1::/64"], lengths: [32, 128] },
  "point-to-point": { pools: ["10.1.0.0/16", "fd00:0:0:2::/64"], lengths: [31, 127] },
  tunnel: { pools: ["10.2.0.0/16", "fd00:0:0:3::/64"], lengths: [31, 127] },
  lan: { pools: ["10.64.0.0/10", "fd00:1::/32"], lengths: [24, 64] },
} as const;

/** Addresses and numbers one after the other: for tests that need a plan and not the planner. */
export function numberedPlan(routed: RoutedNetwork): AddressPlan {
  const { addresses, numbers } = addressDemands(routed);
  const prefixes = new Map(
    addresses.map(({ owner, role }, i) => {
      const { pools, lengths } = RANGES[role];
      return [owner, pools.map((pool, v) => subPrefix(parsePrefix(pool)!, lengths[v]!, BigInt(i)))];
    }),
  );
  const numberOf = new Map<string, number>();
  for (const [, inScope] of Map.groupBy(numbers, ({ scope }) => scope)) {
    for (const [i, { scope, owner, first }] of inScope.entries()) {
      numberOf.set(`${scope} ${owner}`, first + i);
    }
  }
  return {
    prefixes: (owner) => prefixes.get(owner) ?? [],
    number: (scope, owner) => numberOf.get(`${scope} ${owner}`),
    blocks: [],
  };
}
