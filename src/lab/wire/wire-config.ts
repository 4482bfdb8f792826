import type { Cable, WireLimits } from "../cable.ts";

/** What the relay is told when it starts. */
export interface WireConfig {
  readonly lines: readonly {
    /** Id of the cable. */
    readonly id: string;
    /** VXLAN network identifiers of its two ends. */
    readonly vnis: readonly [number, number];
    readonly limits: WireLimits;
  }[];
  /** Where the kernel's ends of the tunnels listen. */
  readonly kernel: string;
  readonly socketPath: string;
}

/** IANA's port for VXLAN (RFC 7348). */
export const VXLAN_PORT = 4789;
/** Between the kernel's ends of the tunnels and the relay; nothing else ever sees these addresses. */
export const WIRE_KERNEL = "192.0.2.1";
export const WIRE_RELAY = "192.0.2.2";

/** The lines that the wire carries: two identifiers for each slow cable, from 1. */
export const wireLines = (cables: readonly Cable[]): WireConfig["lines"] =>
  cables.flatMap(({ id, wire }, i) =>
    wire === undefined ? [] : [{ id, vnis: [2 * i + 1, 2 * i + 2] as const, limits: wire }],
  );
