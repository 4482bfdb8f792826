import { readFileSync } from "node:fs";
import type { DesiredState } from "../../../src/config/desired-state.ts";

/**
 * Three routers: a core with an uplink without BGP, tunnels, a shared LAN and a hostile name; an edge
 * router with an internet line of its own; a core with BGP to a provider.
 */
export const EXAMPLES = ["core", "edge", "asn"] as const;

/** One of them. What is undefined is left out of the file. */
export const exampleState = (name: (typeof EXAMPLES)[number]): DesiredState =>
  JSON.parse(readFileSync(`fixtures/config/${name}/state.json`, "utf8")) as DesiredState;
