import type { Interface } from "../config/desired-state.ts";
import type { Medium } from "../vocabulary.ts";

/** One end of a cable: an interface in a network namespace. */
export interface End {
  readonly space: string;
  readonly interface: string;
}

/** Two interfaces that hear each other. */
export interface Cable {
  /** Unique in the lab: the first end's namespace and interface. */
  readonly id: string;
  readonly ends: readonly [End, End];
  readonly mtu: number;
  /** Id of the link, LAN, uplink or line that it stands for. */
  readonly carries: string;
  /** transit: on the way between two routers. open: to nobody, since what it leads to is not in the lab. */
  readonly role: "transit" | "lan" | "outside" | "open";
  readonly medium: Medium | undefined;
  /** Of a slow medium, which the wire delays and limits; the others are plain pairs. */
  readonly wire: WireLimits | undefined;
}

export interface WireLimits {
  /** One way, microseconds. */
  readonly delayUs: number;
  readonly rateMbps: number | undefined;
}

/** Media whose delay and rate matter more than anything else about them. */
const SLOW: ReadonlySet<Medium> = new Set(["satellite", "mobile"]);

/** The namespace of a router; those of everything else begin with another word. */
export const routerSpace = (device: string): string => `router-${device}`;

/** What a cable's end is called in ids and messages. */
export const nameOfEnd = (end: End): string => `${end.space}/${end.interface}`;

/** Whether a cable has to be plugged into this interface; the others WireGuard makes, or the kernel. */
export const isPlugged = ({ kind }: Interface): boolean => kind === "ethernet" || kind === "vlan";

/** A cable from a router's interface, which says what it carries and how slowly. */
export function cableFrom(role: Cable["role"], device: string, face: Interface, other: End): Cable {
  const { carries, mtu, medium, delayUs, rateMbps } = face;
  const own = { space: routerSpace(device), interface: face.name };
  const slow = medium !== undefined && SLOW.has(medium) && role !== "open";
  return {
    id: nameOfEnd(own),
    ends: [own, other],
    mtu,
    carries,
    role,
    medium,
    wire: slow ? { delayUs: delayUs ?? 0, rateMbps } : undefined,
  };
}
