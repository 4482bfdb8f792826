import * as fc from "fast-check";
import { expect, test } from "vitest";
import { configure } from "../../src/config/configure.ts";
import type { DesiredState } from "../../src/config/desired-state.ts";
import { forwarding } from "../../src/config/forwarding.ts";
import { routedNetwork, type RoutedNetwork } from "../../src/layer3/routed-network.ts";
import { indexNetwork } from "../../src/network/network-index.ts";
import { RUNS, smallNetworks } from "../analysis/networks.ts";
import { numberedPlan } from "./numbered-plan.ts";

function configured(network: Parameters<typeof indexNetwork>[0]) {
  const routed = routedNetwork(indexNetwork(network));
  return { routed, states: [...configure(routed, numberedPlan(routed))] };
}

/** Routers that a router reaches over links alone, by walking. */
function walk({ links, routers }: RoutedNetwork, from: string, failed: ReadonlySet<string>) {
  const seen = new Set(failed.has(from) || !routers.has(from as never) ? [] : [from]);
  for (const here of seen) {
    for (const { link, ends } of links) {
      if (failed.has(link.id) || !(ends as readonly string[]).includes(here)) continue;
      for (const end of ends) if (!failed.has(end)) seen.add(end);
    }
  }
  return seen;
}

test("areas never cost reachability: under no failure and every single one, whoever a cable joins OSPF joins", () => {
  let areas = 0;
  fc.assert(
    fc.property(smallNetworks, (network) => {
      const { routed, states } = configured(network);
      const withOspf = new Set(states.filter(({ ospf }) => ospf).map(({ device }) => device));
      areas += new Set(states.flatMap(({ ospf }) => ospf?.areas.map(({ area }) => area) ?? []))
        .size;
      const failures = [undefined, ...routed.links.map(({ link }) => link.id), ...withOspf];
      for (const failure of failures) {
        const failed = new Set(failure === undefined ? [] : [failure]);
        const ways = forwarding(states, failed);
        for (const from of withOspf) {
          const reached = walk(routed, from, failed);
          for (const to of withOspf) {
            const path = ways.path(from, to);
            expect([failure, from, to, path !== undefined]).toEqual([
              failure,
              from,
              to,
              reached.has(to) && reached.has(from),
            ]);
            if (path !== undefined) expect(ways.isBestPath(path)).toBe(true);
          }
        }
      }
    }),
    RUNS,
  );
  // Had every network been flat, nothing would have been tried.
  expect(areas).toBeGreaterThan(RUNS.numRuns);
});

test("both ends of every adjacency agree on area, timers, key and cost", () => {
  fc.assert(
    fc.property(smallNetworks, (network) => {
      const { states } = configured(network);
      const ends = Map.groupBy(states.flatMap(endsOf), ({ carries }) => carries);
      for (const pair of ends.values()) {
        expect(pair).toHaveLength(2);
        expect(pair[0]).toEqual(pair[1]);
      }
    }),
    RUNS,
  );
});

function endsOf({ interfaces, ospf }: DesiredState) {
  return (ospf?.interfaces ?? [])
    .filter(({ passive }) => !passive)
    .map(({ interface: name, ...rest }) => ({
      ...rest,
      carries: interfaces.find((one) => one.name === name)!.carries,
    }));
}
