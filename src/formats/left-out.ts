import type { DesiredState, Feature } from "../config/desired-state.ts";
import type { Language, Text } from "../text/language.ts";
import type { Cable } from "./cabling.ts";

/**
 * What an export does with each part of a router: carries it as it is, or the text says what becomes of
 * it. A part that is not in the table does not compile, so nothing is dropped in silence.
 */
export type Treatment = Readonly<Record<Feature, "carried" | Text>>;

/**
 * One line for every part that some router has and the export does not carry as it is, with the number
 * of routers. Parts with the same text share a line; in the table's order. O(routers).
 */
export function leftOut(
  states: readonly DesiredState[],
  treatment: Treatment,
  lang: Language,
): string[] {
  const routersOf = new Map<Text, Set<string>>();
  for (const [feature, text] of Object.entries(treatment) as [Feature, "carried" | Text][]) {
    if (text === "carried") continue;
    for (const state of states) {
      if (!isThere(state[feature])) continue;
      const routers = routersOf.get(text) ?? new Set();
      routersOf.set(text, routers.add(state.device));
    }
  }
  return Array.from(routersOf, ([text, routers]) => `${text[lang]} (router: ${routers.size})`);
}

const isThere = (value: DesiredState[Feature]): boolean =>
  value !== undefined && !(Array.isArray(value) && value.length === 0);

const MANAGEMENT: Text = {
  id: "layanan pengelolaan (nama, waktu, log, SNMP, RADIUS, cadangan konfigurasi): tidak dijalankan",
  en: "management services (names, time, logs, SNMP, RADIUS, configuration backup): not running",
};

/** What no laboratory of routing has: the same words for every export. */
export const BEYOND_ROUTING = {
  firewall: {
    id: "zona dan aturan firewall: tidak ada, semua boleh lewat",
    en: "firewall zones and policy: absent, everything may pass",
  },
  nat: {
    id: "NAT dan layanan warga di alamat publik: tidak ada",
    en: "NAT and published services: absent",
  },
  qos: { id: "kelas layanan (QoS): tidak ada", en: "classes of service (QoS): absent" },
  vrrp: {
    id: "VRRP: alamat gerbang bersama tidak ada",
    en: "VRRP: the shared gateway address is absent",
  },
  routerAdvertisements: {
    id: "iklan router IPv6: perangkat di LAN tidak mendapat alamat dan gerbang",
    en: "router advertisements: hosts of LANs get no IPv6 address and gateway",
  },
  dhcpRelays: { id: "relai DHCP: tidak dijalankan", en: "DHCP relays: not running" },
  dnsServers: MANAGEMENT,
  ntpServers: MANAGEMENT,
  syslogServers: MANAGEMENT,
  snmp: MANAGEMENT,
  aaa: MANAGEMENT,
  backup: MANAGEMENT,
} as const satisfies Partial<Treatment>;

/** The line that says of links that they lead out of what was exported; none when there is no such link. */
export function openEnds(
  cables: readonly Cable[],
  states: readonly DesiredState[],
  lang: Language,
): string[] {
  const known = new Set(states.map(({ device }) => device));
  const open = cables.filter(({ ports }) =>
    ports.some(({ interface: { peer } }) => peer !== undefined && !known.has(peer.device)),
  );
  return open.length === 0 ? [] : [OPEN_ENDS[lang].replace("N", String(open.length))];
}

const OPEN_ENDS: Text = {
  id: "tautan ke router di luar ekspor: antarmukanya ada, ujung lainnya tidak (tautan: N)",
  en: "links to routers that are not exported: the interface is there, the other end is not (links: N)",
};
