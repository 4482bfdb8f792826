import { addressText, ofVersion, versionOf, withoutLength } from "../../vendors/plain-values.ts";
import { both } from "../../vendors/linux/features/firewall.ts";
import {
  anyInterface,
  anyOf,
  chain,
  type NftChain,
  type NftItem,
  prefixSets,
} from "../../vendors/linux/syntax/nft-text.ts";
import { single } from "../core-side.ts";
import type { Hub } from "../hub.ts";
import { HUB_MARK } from "../hub-router.ts";
import { BACKUP_PORT } from "./backup-receiver.ts";

const ALL_HOPS = 255;
/** Of the log, so that the internet's scanning does not fill it. */
const LOG_LIMIT = "limit rate 1/second burst 10 packets";

/**
 * The whole firewall of a hub: to the world only the tunnels' ports are open, and SSH to those named. Inside
 * the tunnels each service is open to whom it is for. Nothing is forwarded: the hub is no way round.
 */
export function firewall(hub: Hub): NftItem[] {
  const { settings, network, managers, routers, addresses } = hub;
  return [
    ...prefixSets("network", network),
    ...prefixSets("managers", managers),
    ...prefixSets("administrators", settings.administrators),
    ...prefixSets(
      "routers",
      routers.flatMap(({ loopbacks }) => loopbacks.map(single)),
    ),
    ...prefixSets("hub", addresses.map(single)),
    toBackups(hub),
    input(hub),
    fromNetwork(hub),
    chain("forward", "type filter hook forward priority filter; policy drop;", []),
    output(hub),
    chain("refused", undefined, [`${LOG_LIMIT} log prefix "rajut refused: "`, "counter drop"]),
  ];
}

const tunnelsOf = ({ tunnels }: Hub): string =>
  anyInterface(tunnels.map((tunnel) => tunnel.interface));

/** Routers send their configuration to the usual port, behind which is a server that does nothing else. */
function toBackups(hub: Hub): NftChain {
  return chain(
    "to-backups",
    "type nat hook prerouting priority dstnat; policy accept;",
    hub.addresses.map((address) => {
      const version = versionOf(address);
      const ip = version === 4 ? "ip" : "ip6";
      const to =
        version === 4 ? `${addressText(address)}:${BACKUP_PORT}` : `[${address}]:${BACKUP_PORT}`;
      return `iifname ${tunnelsOf(hub)} ${ip} saddr @routers${version} ${ip} daddr ${address} tcp dport 22 dnat ${ip} to ${to}`;
    }),
  );
}

function input(hub: Hub): NftChain {
  const ports = anyOf(hub.tunnels.map(({ listenPort }) => listenPort));
  return chain("input", "type filter hook input priority filter; policy drop;", [
    'iif "lo" accept',
    `iifname ${tunnelsOf(hub)} goto from-network`,
    "ct state vmap { established : accept, related : accept, invalid : goto refused }",
    // Without these no neighbour is found, and no address given by the provider is kept.
    `ip6 hoplimit ${ALL_HOPS} icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept`,
    "ip6 saddr fe80::/10 icmpv6 type { mld-listener-query, mld2-listener-report } accept",
    "udp sport 67 udp dport 68 accept",
    "ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept",
    `udp dport ${ports} accept`,
    ...both("", "saddr @administrators", "tcp dport 22 accept"),
    "meta pkttype { broadcast, multicast } drop",
    "goto refused",
  ]);
}

function fromNetwork(hub: Hub): NftChain {
  const ends = hub.tunnels.flatMap(({ coreEnd }) => coreEnd.map(withoutLength));
  const fromCores = (rest: string) =>
    ([4, 6] as const).flatMap((version) => {
      const own = ofVersion(ends, version).map(addressText);
      const ip = version === 4 ? "ip" : "ip6";
      return own.length === 0 ? [] : [`${ip} saddr ${anyOf(own)} ${rest}`];
    });
  return chain("from-network", undefined, [
    "ct state vmap { established : accept, related : accept, invalid : goto refused }",
    ...fromCores("tcp dport 179 accept"),
    ...fromCores("udp dport { 3784, 4784 } accept"),
    ...fromCores("meta l4proto { icmp, ipv6-icmp } accept"),
    "ip saddr @network4 icmp type echo-request accept",
    "ip6 saddr @network6 icmpv6 type echo-request accept",
    ...both("", "saddr @routers", `ct status dnat tcp dport ${BACKUP_PORT} accept`),
    ...both("", "saddr @managers", "tcp dport { 22, 9090 } accept"),
    ...(hub.settings.dns === undefined
      ? []
      : both("", "saddr @network", "meta l4proto { tcp, udp } th dport 53 accept")),
    "goto refused",
  ]);
}

/** What bears the hub's own address never leaves to the provider, also while no tunnel is up. */
function output(hub: Hub): NftChain {
  return chain("output", "type filter hook output priority filter; policy accept;", [
    'oif "lo" accept',
    `oifname ${tunnelsOf(hub)} accept`,
    `meta mark ${HUB_MARK} accept`,
    ...both("", "saddr @hub", "counter drop"),
  ]);
}
