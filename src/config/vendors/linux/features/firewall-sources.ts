import {
  BITS,
  contains,
  formatPrefix,
  parseInterfaceAddress,
  parsePrefix,
} from "../../../../ip/prefix.ts";
import type { DesiredState, Interface } from "../../../desired-state.ts";
import { ofVersion, prefixText, versionOf } from "../../plain-values.ts";
import { interfacesOf } from "../sides.ts";
import { anyInterface, anyOf, chain, nftInterface, type NftChain } from "../syntax/nft-text.ts";

/**
 * What lies about its source: a LAN has its own prefixes only, and nothing of ours comes from a provider
 * but what carries a tunnel through its network, where the addresses of both ends are ours. (BCP 38, RFC 2827)
 */
export function sources(state: DesiredState): NftChain {
  const facing = (role: Interface["role"]) => state.interfaces.filter((face) => face.role === role);
  const outside = interfacesOf(state, ["wan", "line"]);
  const lines = interfacesOf(state, ["line"]);
  return chain("sources", "type filter hook prerouting priority raw; policy accept;", [
    // An operator's DHCP server may have any private address.
    ...(lines.length === 0
      ? []
      : [`iifname ${anyInterface(lines)} udp sport 67 udp dport 68 accept`]),
    ...facing("lan").flatMap(fromLan),
    ...(outside.length === 0
      ? []
      : [4, 6].map((version) => `iifname ${anyInterface(outside)} ${ours(version)} goto spoofed`)),
    ...facing("underlay").flatMap((face) => fromUnderlay(state, face)),
  ]);
}

const ours = (version: number) => `${version === 4 ? "ip" : "ip6"} saddr @own${version}`;

function fromLan({ name, addresses }: Interface): string[] {
  const from = `iifname ${nftInterface(name)}`;
  const own = (version: 4 | 6) => ofVersion(addresses, version).map(networkOf);
  // A host without an address yet asks for one.
  return [
    `${from} ip saddr != ${anyOf(["0.0.0.0", ...own(4)])} goto spoofed`,
    `${from} ip6 saddr != ${anyOf(["::", "fe80::/10", ...own(6)])} goto spoofed`,
  ];
}

/** All but the network between provider and router, and the other ends that the provider leads to. */
function fromUnderlay({ staticRoutes }: DesiredState, { name, addresses }: Interface): string[] {
  const here = addresses.map(networkOf);
  const ends = staticRoutes.filter(
    ({ reason, gateway }) =>
      reason === "underlay" &&
      gateway !== undefined &&
      here.some((network) => isWithin(network, gateway)),
  );
  const known = [...here, ...ends.map(({ prefix }) => prefixText(prefix))];
  return ([4, 6] as const).map((version) => {
    const family = version === 4 ? "ip" : "ip6";
    const some = ofVersion(known, version);
    const except = some.length === 0 ? "" : ` ${family} saddr != ${anyOf(some)}`;
    return `iifname ${nftInterface(name)} ${ours(version)}${except} goto spoofed`;
  });
}

function networkOf(interfaceAddress: string): string {
  const { version, value, length } = parseInterfaceAddress(prefixText(interfaceAddress))!;
  const hostBits = BigInt(BITS[version] - length);
  return formatPrefix({ version, start: (value >> hostBits) << hostBits, length });
}

const isWithin = (network: string, address: string): boolean =>
  contains(parsePrefix(network)!, parsePrefix(`${address}/${BITS[versionOf(address)]}`)!);
