import type { DesiredState } from "../../../desired-state.ts";
import { ofVersion, withoutLength } from "../../plain-values.ts";
import { type FrrBlock, frrBlock, frrLine, type FrrNode } from "../syntax/frr-text.ts";
import { speaksOspf6 } from "./ospf.ts";

const IP = { 4: "ip", 6: "ipv6" } as const;

/**
 * A router's own packets bear its loopback address, by which others know it and which stays whatever line
 * is out: routes that OSPF and BGP bring have it for their source. Not BGP's where a provider's session
 * brings the default: what goes to the internet bears the address of its uplink.
 */
export function ownSource(state: DesiredState): FrrNode[] {
  const own = state.interfaces
    .filter(({ role }) => role === "loopback")
    .flatMap(({ addresses }) => addresses.map(withoutLength));
  const speaksBgp =
    state.bgp !== undefined && state.bgp.neighbors.every(({ role }) => role !== "internet");
  return ([4, 6] as const).flatMap((version) => {
    const [source] = ofVersion(own, version);
    const ospf = version === 4 ? state.ospf !== undefined : speaksOspf6(state);
    const protocols = [
      ...(ospf ? [version === 4 ? "ospf" : "ospf6"] : []),
      ...(speaksBgp ? ["bgp"] : []),
    ];
    return source === undefined || protocols.length === 0
      ? []
      : [map(version, source), ...protocols.map((protocol) => use(version, protocol))];
  });
}

const nameOf = (version: 4 | 6) => `own-source-ipv${version}`;

/** The kernel takes no route whose source is not there yet; the loopback has its address long before OSPF has a neighbour. */
const map = (version: 4 | 6, source: string): FrrBlock =>
  frrBlock(frrLine("route-map", nameOf(version), "permit 10"), [frrLine("set src", source)]);

const use = (version: 4 | 6, protocol: string): string =>
  frrLine(IP[version], "protocol", protocol, "route-map", nameOf(version));
