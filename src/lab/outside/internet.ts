import type { DesiredState } from "../../config/desired-state.ts";
import type { IpVersion } from "../../ip/prefix.ts";
import { compareText } from "../../text/order.ts";
import { bareAddress } from "../../ip/prefix.ts";
import { hostPrefix } from "../addresses.ts";
import { EMPTY_SPACE, type Space } from "../space.ts";
import { frrConfOf } from "./bgp-conf.ts";
import { INTERNET_SPACE, type Provider, transferAddress } from "./provider.ts";
import { INTERNET_ASN, internetSessions } from "./uplink-provider.ts";

/** A server on the internet, in the ranges of the transfer networks. */
export const WORLD: Readonly<Record<IpVersion, string>> = {
  4: "198.18.255.80",
  6: "2001:db8:ffff:ffff::80",
};
/** Where the server tells whoever asks which address he came from. */
export const WORLD_PORT = 80;

/** Everything beyond the providers: one namespace with the targets of health checks and a server. */
export function internetSpace(
  providers: readonly Provider[],
  routers: readonly DesiredState[],
): Space {
  const checks = routers.flatMap(({ uplinks }) => uplinks.flatMap((uplink) => uplink.checks));
  const targets = [...new Set([...checks, ...Object.values(WORLD)])].sort(compareText);
  const versionsOf = (provider: Provider): readonly IpVersion[] =>
    provider.space.addresses.some(({ address }) => address.includes(":")) ? [4, 6] : [4];
  const speaking = providers.filter(({ bgp }) => bgp !== undefined);
  return {
    ...EMPTY_SPACE,
    name: INTERNET_SPACE,
    forwards: true,
    addresses: [
      ...targets.map((target) => ({ interface: "lo", address: hostPrefix(target) })),
      ...providers.flatMap((provider) =>
        versionsOf(provider).map((version) => ({
          interface: provider.transfer.port,
          address: transferAddress(provider.transfer, version, "internet"),
        })),
      ),
    ],
    routes: providers.flatMap(({ transfer, prefixes }) =>
      prefixes.map(({ version, prefix }) => ({
        to: prefix,
        via: bareAddress(transferAddress(transfer, version, "provider")),
      })),
    ),
    frrConf:
      speaking.length === 0
        ? undefined
        : frrConfOf({
            asn: INTERNET_ASN,
            routerId: WORLD[4],
            sessions: speaking.flatMap(internetSessions),
          }),
  };
}
