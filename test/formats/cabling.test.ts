import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DesiredState, Interface } from "../../src/config/desired-state.ts";
import { cabling, portText } from "../../src/formats/cabling.ts";
import { RUNS, smallNetworks } from "../analysis/networks.ts";
import { configured, statesOf } from "./configured.ts";

const plugged = (states: readonly DesiredState[]) =>
  cabling(states).map(({ kind, ports }) => `${kind} ${ports.map(portText).join(" ")}`);

describe("the eight routers", () => {
  const states = configured("fixtures/networks/delapan-router");
  const cables = plugged(states);

  test("links, tunnels and hubs join the routers that the model joins", () => {
    expect(cables).toContain("transit inti-selatan:eth2 simpul:eth2");
    expect(cables).toContain("tunnel inti-selatan:wg0 kantor-d:wg0");
    expect(cables).toContain("tunnel inti-utara:wg0 kantor-c:wg1");
  });

  test("a local network that two routers share as a VLAN is one cable", () => {
    expect(cables).toContain("lan kantor-a:eth3 kantor-b:eth3");
  });

  test("both ends of a provider's line are on one cable, an uplink's one end alone", () => {
    expect(cables).toContain("provider inti-selatan:eth5 kantor-d:eth1");
    expect(cables).toContain("provider inti-utara:eth5");
  });

  test("without the router at its other end a link has one port", () => {
    const some = states.filter(({ device }) => device !== "simpul");
    expect(plugged(some)).toContain("transit inti-selatan:eth2");
  });
});

test("a hub and all its spokes are one cable", () => {
  const hub = cabling(configured("topology/dumai")).filter(
    ({ kind, ports }) => kind === "tunnel" && ports.length > 2,
  );
  expect(hub.map(({ ports }) => ports.filter((port) => !port.interface.peer).length)).toEqual(
    hub.map(() => 1),
  );
  expect(hub.length).toBeGreaterThan(0);
});

test("every interface but loopbacks and VLANs stands in one cable, and peers stand together", () => {
  fc.assert(
    fc.property(smallNetworks, (network) => {
      const states = statesOf(network);
      const cables = cabling(states);
      const cableOf = new Map(
        cables.flatMap(({ ports }, i) => ports.map((port) => [portText(port), i] as const)),
      );
      const inCables = cables.flatMap(({ ports }) => ports.map(portText));
      const expected = states.flatMap(({ device, interfaces }) =>
        interfaces.filter(isPlugged).map((one) => portText({ device, interface: one })),
      );
      expect(inCables.toSorted()).toEqual(expected.toSorted());
      for (const { device, interfaces } of states) {
        for (const { name, peer } of interfaces) {
          if (peer === undefined) continue;
          const other = cableOf.get(`${peer.device}:${peer.interface}`);
          expect(other).toBe(cableOf.get(`${device}:${name}`));
        }
      }
      expect(cabling(states.toReversed())).toEqual(cables);
    }),
    RUNS,
  );
});

const isPlugged = ({ kind }: Interface) => kind === "ethernet" || kind === "wireguard";
