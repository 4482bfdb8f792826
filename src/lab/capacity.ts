import { readFileSync } from "node:fs";
import type { LabPlan } from "./lab-plan.ts";

/** Measured with FRR 8.4: zebra, ospfd, ospf6d, bfdd, staticd and networkd; bgpd on top. */
const ROUTER_MIB = 24;
const BGP_MIB = 13;
/** Of the wire and of the server on the internet, a Node.js process each. */
const PROCESS_MIB = 60;

/** What a lab takes at most, MiB. */
export function neededMib({ routers, spaces }: LabPlan): number {
  const speakers =
    routers.filter(({ bgp }) => bgp !== undefined).length +
    spaces.filter(({ frrConf }) => frrConf !== undefined).length;
  return routers.length * ROUTER_MIB + speakers * BGP_MIB + 2 * PROCESS_MIB;
}

/** What the machine has to give, MiB; Infinity where it does not say. */
export function availableMib(): number {
  try {
    const found = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"));
    return found === null ? Infinity : Number(found[1]) / 1024;
  } catch {
    return Infinity;
  }
}
