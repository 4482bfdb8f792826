import { type AtRouter, type ConfigContext, serverAddress } from "../context.ts";
import type { Aaa, Backup, DhcpRelay, Snmp } from "../desired-state.ts";

/** What serves the routers themselves and the hosts behind them; each is undefined or empty where the network has no such server. */

const BACKUP_EVERY_MIN = 60;
const SNMP_USER = "rajut";

/** A relay on every LAN whose hosts move or are many; servers and citizens' services have fixed addresses. */
export function dhcpRelays(
  { routed, servers, wiring }: ConfigContext,
  { router, lans }: AtRouter,
): DhcpRelay[] {
  const dhcp = servers.get("dhcp") ?? [];
  if (dhcp.length === 0) return [];
  const withServer = new Set(
    [...routed.network.services].flatMap(([id, { role }]) =>
      role === "dhcp" ? [routed.lanOfService.get(id)] : [],
    ),
  );
  return lans
    .filter(({ zone, owner }) => zone !== "public" && !withServer.has(owner))
    .map(({ owner }) => ({
      interface: wiring.interfaceOf(router.site.id, owner).name,
      servers: dhcp,
    }));
}

export const dnsServers = ({ servers }: ConfigContext): readonly string[] =>
  servers.get("dns") ?? [];
export const ntpServers = ({ servers }: ConfigContext): readonly string[] =>
  servers.get("ntp") ?? [];
export const syslogServers = ({ servers }: ConfigContext): readonly string[] =>
  servers.get("syslog") ?? [];

/** SNMPv3 with authentication and privacy (RFC 3414), read-only, for the managers only. */
export function snmp(
  { routed: { network }, servers }: ConfigContext,
  { router: { site } }: AtRouter,
): Snmp | undefined {
  const managers = servers.get("snmp") ?? [];
  if (managers.length === 0) return undefined;
  return {
    managers,
    user: SNMP_USER,
    authentication: { secret: `snmp/${site.id}/authentication` },
    privacy: { secret: `snmp/${site.id}/privacy` },
    location: site.name,
    contact: site.contact === undefined ? undefined : network.contacts.get(site.contact)?.name,
  };
}

/** Administrators are known by RADIUS (RFC 2865); each router has a secret of its own with the server. */
export function aaa({ servers }: ConfigContext, { router: { site } }: AtRouter): Aaa | undefined {
  const radius = servers.get("radius") ?? [];
  return radius.length === 0
    ? undefined
    : { servers: radius, secret: { secret: `radius/${site.id}` } };
}

/** A copy of the running configuration, sent to the first backup server, which is known by its host key. */
export function backup(
  { routed, plan }: ConfigContext,
  { router: { site } }: AtRouter,
): Backup | undefined {
  for (const [id, { role }] of routed.network.services) {
    const server = role === "backup" ? serverAddress(routed, plan, id) : undefined;
    if (server === undefined) continue;
    return {
      server,
      key: { secret: `backup/${site.id}` },
      hostKey: { publicKeyOf: `ssh-host/${id}` },
      everyMin: BACKUP_EVERY_MIN,
    };
  }
  return undefined;
}
