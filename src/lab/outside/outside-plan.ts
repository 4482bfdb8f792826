import type { DesiredState, Interface, Uplink } from "../../config/desired-state.ts";
import { sortedBy } from "../../text/order.ts";
import type { Cable } from "../cable.ts";
import type { Space } from "../space.ts";
import { carrierNetworks } from "./carrier-network.ts";
import { internetSpace } from "./internet.ts";
import { lineOperator } from "./line-operator.ts";
import { type Provider, transferNetwork } from "./provider.ts";
import { uplinkProvider } from "./uplink-provider.ts";

/** An uplink with the router that has it. */
export interface RouterUplink {
  readonly device: string;
  readonly uplink: Uplink;
}

/** Providers, operators, carriers' networks, and the internet behind them all. O(interfaces). */
export function outsidePlan(routers: readonly DesiredState[]): {
  readonly spaces: Space[];
  readonly cables: Cable[];
  /** In order of id. */
  readonly uplinks: RouterUplink[];
} {
  const uplinks = routers.flatMap((state) => state.uplinks.map((uplink) => ({ state, uplink })));
  const lines = routers.flatMap((state) => state.lines.map((line) => ({ state, line })));
  const providers: Provider[] = [
    ...uplinks.map(({ state, uplink }, i) =>
      uplinkProvider(state, uplink, interfaceOf(state, uplink.interface), transferNetwork(i)),
    ),
    ...lines.map(({ state, line }, i) => {
      const transfer = transferNetwork(uplinks.length + i);
      return lineOperator(state.device, line.id, interfaceOf(state, line.interface), transfer, i);
    }),
  ];
  const carriers = carrierNetworks(routers);
  return {
    spaces: [
      ...providers.map(({ space }) => space),
      ...carriers.spaces,
      ...(providers.length === 0 ? [] : [internetSpace(providers, routers)]),
    ],
    cables: [...providers.flatMap(({ cables }) => cables), ...carriers.cables],
    uplinks: sortedBy(
      uplinks.map(({ state, uplink }) => ({ device: state.device, uplink })),
      ({ uplink }) => uplink.id,
    ),
  };
}

function interfaceOf({ device, interfaces }: DesiredState, name: string): Interface {
  const found = interfaces.find((face) => face.name === name);
  if (found === undefined) throw new Error(`${device} has no interface ${name}`);
  return found;
}
