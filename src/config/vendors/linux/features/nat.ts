import type { DesiredState, PublishedService, SourceNat } from "../../../desired-state.ts";
import { parseAddress, parseInterfaceAddress, formatAddress } from "../../../../ip/prefix.ts";
import { addressText, ofVersion, prefixText, versionOf, wholeNumber } from "../../plain-values.ts";
import { type NetworkShare, type Part, part } from "../part.ts";
import { interfacesOf } from "../sides.ts";
import { anyInterface, anyOf, chain, nftInterface, type NftItem } from "../syntax/nft-text.ts";
import { section } from "../syntax/ini-text.ts";

/** More addresses of one line than a provider gives; a larger pool is routed to the router, not answered for. */
const ANSWERED_MAX = 256n;

/**
 * Translation towards providers by nftables: those who go out leave with a public address of the uplink
 * that they leave by, the same one for as long as they have connections; published services are reached
 * by their public address from outside and from inside. What would leave with an address of ours that
 * no provider routes is dropped, and so is what would leave for one of ours that no route leads to now.
 */
export function nat(state: DesiredState): Part {
  const { nat: desired } = state;
  if (desired === undefined) return part({});
  const { sources, published } = desired;
  return part({
    network: answered(state),
    nft: [
      ...(published.length === 0
        ? []
        : [
            chain(
              "destinations",
              "type nat hook prerouting priority dstnat; policy accept;",
              published.map(destination),
            ),
          ]),
      chain("translate", "type nat hook postrouting priority srcnat; policy accept;", [
        ...published.map(answering),
        ...sources.map((source) => outgoing(state, source)),
      ]),
      ...leaks(state),
    ],
  });
}

const ip = (address: string) => (versionOf(address) === 4 ? "ip" : "ip6");

function service({ protocol, port }: PublishedService): string {
  return `${protocol} dport ${wholeNumber(port, 1, 65_535)}`;
}

function destination(one: PublishedService): string {
  const [from, to] = [addressText(one.publicAddress), addressText(one.server)];
  return `${ip(from)} daddr ${from} ${service(one)} dnat ${ip(to)} to ${to}`;
}

/** The answer must come back through here: always where asked for, and for those inside who may stand beside the server. */
function answering(one: PublishedService): string {
  const { publicAddress, server, answerTo } = one;
  const family = ip(server);
  const called = `ct original ${family} daddr ${addressText(publicAddress)} ${family} daddr ${addressText(server)} ${service(one)}`;
  return answerTo === undefined
    ? `${called} ${family} saddr @own${versionOf(server)} masquerade`
    : `${called} snat ${ip(answerTo)} to ${addressText(answerTo)}`;
}

function outgoing(state: DesiredState, { interface: name, from, to }: SourceNat): string {
  const version = versionOf(from);
  const pool = from === to ? addressText(from) : `${addressText(from)}-${addressText(to)}`;
  return `oifname ${nftInterface(name)} ${ours(state, version)} snat ${ip(from)} to ${pool}${from === to ? "" : " persistent"}`;
}

/** Sources that no provider routes: ours, but for those that we announce. */
function ours({ bgp }: DesiredState, version: 4 | 6): string {
  const family = version === 4 ? "ip" : "ip6";
  const announced = ofVersion(bgp?.ownPrefixes ?? [], version).map(prefixText);
  const except = announced.length === 0 ? "" : ` ${family} saddr != ${anyOf(announced)}`;
  return `${family} saddr @own${version}${except}`;
}

function leaks(state: DesiredState): NftItem[] {
  const wan = interfacesOf(state, ["wan"]);
  if (wan.length === 0) return [];
  return [
    chain(
      "leaks",
      "type filter hook postrouting priority srcnat + 10; policy accept;",
      ([4, 6] as const).flatMap((version) => [
        `oifname ${anyInterface(wan)} ${ours(state, version)} counter drop`,
        `oifname ${anyInterface(wan)} ${version === 4 ? "ip" : "ip6"} daddr @own${version} counter drop`,
      ]),
    ),
  ];
}

/** Public addresses within the network between provider and router, which the provider looks for there. */
function answered({ interfaces, nat: desired }: DesiredState): NetworkShare[] {
  return interfaces
    .filter(({ role }) => role === "wan")
    .map(({ name, addresses }) => {
      const isThere = (address: string) =>
        addresses.some((own) => isInside(own, address) && !own.startsWith(`${address}/`));
      const pools = desired!.sources.filter((source) => source.interface === name);
      const services = desired!.published.filter((one) => one.interface === name);
      const all = [
        ...pools.flatMap(({ from, to }) => addressesBetween(from, to)),
        ...services.map(({ publicAddress }) => publicAddress),
      ];
      return {
        interface: name,
        sections: [...new Set(all)]
          .filter(isThere)
          .map((address) =>
            section("Address", [["Address", `${address}/${versionOf(address) === 4 ? 32 : 128}`]]),
          ),
      };
    })
    .filter(({ sections }) => sections.length > 0);
}

function addressesBetween(from: string, to: string): string[] {
  const [first, last] = [parseAddress(from), parseAddress(to)];
  if (first === undefined || last === undefined) throw new RangeError(`${from}-${to} is no pool`);
  const count = last.value - first.value + 1n;
  if (count > ANSWERED_MAX) return [];
  return Array.from({ length: Number(count) }, (_, i) =>
    formatAddress(first.version, first.value + BigInt(i)),
  );
}

function isInside(interfaceAddress: string, address: string): boolean {
  const network = parseInterfaceAddress(interfaceAddress);
  const one = parseAddress(address);
  if (network === undefined || one?.version !== network.version) return false;
  const hostBits = BigInt((network.version === 4 ? 32 : 128) - network.length);
  return network.value >> hostBits === one.value >> hostBits;
}
