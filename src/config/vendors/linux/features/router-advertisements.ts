import type { DesiredState, RouterAdvertisement } from "../../../desired-state.ts";
import { addressText, interfaceName, prefixText, versionOf } from "../../plain-values.ts";
import type { Unsupported } from "../../vendor.ts";
import { configFile } from "../config-file.ts";
import { type NetworkShare, type Part, part } from "../part.ts";
import { braceLines, type BraceNode } from "../syntax/braces-text.ts";
import { ownSection, section } from "../syntax/ini-text.ts";
import { vrrpLinkLocal } from "../vrrp-link-local.ts";

const FILE = "etc/radvd.conf";
/** Three times the 600 s that pass between two advertisements at most (RFC 4861 §6.2.1). */
const ROUTER_LIFETIME_S = 1800;
/** So that an address of a prefix that is no longer there is soon forgotten (RFC 9096 §4). */
const PREFERRED_S = 2700;
const VALID_S = 5400;

/**
 * Router advertisements. By systemd-networkd where the router is alone on the LAN. On a LAN that it shares
 * by VRRP, by radvd, and only while the router has the shared link-local address, which it advertises
 * from (RFC 5798 §6.4: the master does, a backup must not): the hosts' gateway then moves with VRRP, in
 * about a second. With two gateways of different preference (RFC 4191) hosts would have to find out by
 * themselves that one is silent, which takes them from 5 s to most of a minute (RFC 4861 §7.3.3).
 */
export function routerAdvertisements(state: DesiredState): Part {
  const all = state.routerAdvertisements.map((one) => ({ one, from: sharedGateway(state, one) }));
  const alone = all.flatMap(({ one, from }) => (from === undefined ? [one] : []));
  const shared = all.flatMap(({ one, from }) => (from === undefined ? [] : [byRadvd(one, from)]));
  return part({
    network: alone.map(byNetworkd),
    files:
      shared.length === 0
        ? []
        : [
            configFile(state, FILE, braceLines(shared, "};"), {
              proof: "executed",
              check: ["radvd", "-c", "-C"],
            }),
          ],
    services:
      shared.length === 0
        ? []
        : [
            {
              unit: "radvd.service",
              package: "radvd",
              files: [FILE],
              reload: ["systemctl", "reload", "radvd.service"],
            },
          ],
    unsupported: state.routerAdvertisements.flatMap(withoutAddresses),
  });
}

/** The address from which a LAN with VRRP is advertised; undefined where the router is alone. */
export function sharedGateway(
  { vrrp }: DesiredState,
  { interface: name }: RouterAdvertisement,
): string | undefined {
  const group = vrrp.find(
    (one) => one.interface === name && one.addresses.some((address) => versionOf(address) === 6),
  );
  return group && vrrpLinkLocal(group.group);
}

function byNetworkd({ interface: name, prefixes, dnsServers }: RouterAdvertisement): NetworkShare {
  const told = dnsServers.length > 0;
  return {
    interface: interfaceName(name),
    sections: [
      section("Network", [["IPv6SendRA", true]]),
      ownSection("IPv6SendRA", [
        ["RouterLifetimeSec", ROUTER_LIFETIME_S],
        // Otherwise what the router itself asks is told.
        ["EmitDNS", told],
        ["DNS", told ? dnsServers.map(addressText).join(" ") : undefined],
        ["DNSLifetimeSec", told ? ROUTER_LIFETIME_S : undefined],
        ["EmitDomains", false],
      ]),
      ...prefixes.map((prefix) =>
        section("IPv6Prefix", [
          ["Prefix", prefixText(prefix)],
          ["AddressAutoconfiguration", hostsMakeAddresses(prefix) ? undefined : false],
          ["PreferredLifetimeSec", PREFERRED_S],
          ["ValidLifetimeSec", VALID_S],
        ]),
      ),
    ],
  };
}

function byRadvd(
  { interface: name, prefixes, dnsServers }: RouterAdvertisement,
  from: string,
): BraceNode {
  const resolvers = dnsServers.map(addressText).join(" ");
  return {
    head: `interface ${interfaceName(name)}`,
    body: [
      "AdvSendAdvert on;",
      `AdvDefaultLifetime ${ROUTER_LIFETIME_S};`,
      { head: "AdvRASrcAddress", body: [`${from};`] },
      ...prefixes.map((prefix) => ({
        head: `prefix ${prefixText(prefix)}`,
        body: [
          ...(hostsMakeAddresses(prefix) ? [] : ["AdvAutonomous off;"]),
          `AdvPreferredLifetime ${PREFERRED_S};`,
          `AdvValidLifetime ${VALID_S};`,
        ],
      })),
      ...(resolvers === ""
        ? []
        : [{ head: `RDNSS ${resolvers}`, body: [`AdvRDNSSLifetime ${ROUTER_LIFETIME_S};`] }]),
    ],
  };
}

/** The half of an address that a host makes has 64 bits (RFC 4291 §2.5.1). */
const hostsMakeAddresses = (prefix: string): boolean => prefix.endsWith("/64");

function withoutAddresses({ interface: name, prefixes }: RouterAdvertisement): Unsupported[] {
  return prefixes
    .filter((prefix) => !hostsMakeAddresses(prefix))
    .map((prefix) => ({
      feature: "routerAdvertisements",
      detail: {
        id: `${name}: perangkat tidak dapat membuat alamat dalam ${prefix}, hanya dalam /64`,
        en: `${name}: hosts cannot make addresses in ${prefix}, only in a /64`,
      },
    }));
}
