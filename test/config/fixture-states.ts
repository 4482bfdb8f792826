import { configure } from "../../src/config/configure.ts";
import type { DesiredState } from "../../src/config/desired-state.ts";
import { readNetwork } from "../../src/io/read-network.ts";
import { routedNetwork, type RoutedNetwork } from "../../src/layer3/routed-network.ts";
import type { Day } from "../../src/model/calendar.ts";
import { indexNetwork } from "../../src/network/network-index.ts";
import { load } from "../../src/pipeline.ts";
import { numberedPlan } from "./numbered-plan.ts";

/** A network of `fixtures/networks` with every router's state, by device. */
export function fixtureStates(name: string): {
  readonly routed: RoutedNetwork;
  readonly states: ReadonlyMap<string, DesiredState>;
} {
  const { files } = readNetwork(`fixtures/networks/${name}`);
  const { network } = load(files, { today: "2025-02-03" as Day });
  const routed = routedNetwork(indexNetwork(network!));
  const states = [...configure(routed, numberedPlan(routed))];
  return { routed, states: new Map(states.map((state) => [state.device, state])) };
}
