import type { DesiredState, OspfInterface } from "../config/desired-state.ts";
import { compareText } from "../text/order.ts";

/** That one router must know another as a full neighbour on an interface: OSPFv2 and OSPFv3 alike. */
export interface Adjacency {
  readonly device: string;
  readonly interface: string;
  /** Router id of the neighbour. */
  readonly neighborId: string;
  /** Id of the link or LAN between them. */
  readonly carries: string;
  /** Whether BFD watches it, for both. */
  readonly bfd: boolean;
}

interface Speaker {
  readonly device: string;
  readonly routerId: string;
  readonly carries: string;
  readonly speaks: OspfInterface;
}

/**
 * Every adjacency that these routers must form, in order of device and interface: both ends speak OSPF
 * on what joins them, in one area (RFC 2328 §10.5). O(interfaces) beside those that share a LAN.
 */
export function expectedAdjacencies(states: readonly DesiredState[]): Adjacency[] {
  const speakers = states.flatMap(({ device, interfaces, ospf }) =>
    (ospf?.interfaces ?? [])
      .filter(({ passive }) => !passive)
      .flatMap((speaks): Speaker[] => {
        const face = interfaces.find(({ name }) => name === speaks.interface);
        return face === undefined
          ? []
          : [{ device, routerId: ospf!.routerId, carries: face.carries, speaks }];
      }),
  );
  const joined = Map.groupBy(speakers, ({ carries, speaks }) => `${carries} ${speaks.area}`);
  return [...joined.values()]
    .flatMap((together) =>
      together.flatMap((one) =>
        together
          .filter(({ device }) => device !== one.device)
          .map((other) => ({
            device: one.device,
            interface: one.speaks.interface,
            neighborId: other.routerId,
            carries: one.carries,
            bfd: one.speaks.bfd !== undefined && other.speaks.bfd !== undefined,
          })),
      ),
    )
    .sort((a, b) => compareText(a.device, b.device) || compareText(a.interface, b.interface));
}
