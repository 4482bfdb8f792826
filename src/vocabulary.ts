/**
 * The words of the model with their labels in both languages. A word stands here once and is used
 * alike in files, code, commands, maps and documents. Administrative words stay Indonesian.
 */

import type { Text } from "./text/language.ts";

/** What a site is. Order is the order of importance in lists, legends and tables. */
export const SITE_KINDS = {
  datacentre: { id: "pusat data", en: "data centre" },
  pop: { id: "titik simpul (PoP)", en: "point of presence" },
  opd: { id: "perangkat daerah (OPD)", en: "regional office (OPD)" },
  kecamatan: { id: "kantor camat", en: "kecamatan office" },
  kelurahan: { id: "kantor lurah", en: "kelurahan office" },
  desa: { id: "kantor desa", en: "desa office" },
  puskesmas: { id: "puskesmas", en: "puskesmas (health centre)" },
  upt: { id: "UPT", en: "technical unit (UPT)" },
  school: { id: "sekolah", en: "school" },
  kpu: { id: "kantor KPU", en: "election commission (KPU)" },
  tps: { id: "TPS", en: "polling station (TPS)" },
  "creative-centre": { id: "pusat kreatif digital", en: "digital creative centre" },
  cctv: { id: "CCTV", en: "CCTV camera" },
  wifi: { id: "Wi-Fi publik", en: "public Wi-Fi" },
  tower: { id: "menara", en: "tower" },
  teleport: { id: "stasiun bumi", en: "teleport" },
  landing: { id: "pendaratan kabel laut", en: "cable landing" },
  cabinet: { id: "kabinet luar", en: "street cabinet" },
} as const satisfies Record<string, Text>;
export type SiteKind = keyof typeof SITE_KINDS;

/** Kinds that only carry traffic for others; they are never counted as places served. */
export const CARRIER_KINDS: ReadonlySet<SiteKind> = new Set([
  "datacentre",
  "pop",
  "tower",
  "teleport",
  "landing",
  "cabinet",
]);

export const MEDIA = {
  fiber: { id: "serat optik", en: "fibre" },
  "leased-line": { id: "sewa kanal", en: "leased line" },
  microwave: { id: "gelombang mikro", en: "microwave" },
  satellite: { id: "satelit", en: "satellite" },
  mobile: { id: "seluler", en: "mobile" },
} as const satisfies Record<string, Text>;
export type Medium = keyof typeof MEDIA;

/** What a leased line is; each fails and is configured differently. */
export const LEASED_SERVICES = {
  "metro-e": { id: "Metro Ethernet", en: "Metro Ethernet" },
  "ip-vpn": { id: "IP VPN", en: "IP VPN" },
  "dedicated-internet": { id: "internet dedicated", en: "dedicated internet" },
  broadband: { id: "internet broadband", en: "broadband internet" },
} as const satisfies Record<string, Text>;
export type LeasedService = keyof typeof LEASED_SERVICES;

/** Codelist spanStatus of the Open Fibre Data Standard 0.3, verbatim. */
export const STATUSES = {
  proposed: { id: "diusulkan", en: "proposed" },
  planned: { id: "direncanakan", en: "planned" },
  underConstruction: { id: "sedang dibangun", en: "under construction" },
  inactive: { id: "belum aktif", en: "inactive" },
  operational: { id: "beroperasi", en: "operational" },
  decommissioned: { id: "dihentikan", en: "decommissioned" },
} as const satisfies Record<string, Text>;
export type Status = keyof typeof STATUSES;

/** Who pays. A desa is not a perangkat daerah: its money is APBDes, BKK or BAKTI. */
export const FUNDINGS = {
  apbd: { id: "APBD", en: "regional budget (APBD)" },
  apbdes: { id: "APBDes", en: "desa budget (APBDes)" },
  bkk: { id: "bantuan keuangan khusus", en: "special financial assistance (BKK)" },
  apbn: { id: "APBN", en: "state budget (APBN)" },
  bakti: { id: "BAKTI", en: "BAKTI" },
  bumn: { id: "BUMN", en: "state-owned company" },
  csr: { id: "CSR", en: "CSR" },
  other: { id: "lainnya", en: "other" },
} as const satisfies Record<string, Text>;
export type Funding = keyof typeof FUNDINGS;

/** How a position is known, best first. Only the first two may be drawn as a filled mark. */
export const POSITION_SOURCES = {
  surveyed: { id: "disurvei", en: "surveyed" },
  official: { id: "resmi", en: "official" },
  derived: { id: "diturunkan", en: "derived" },
  estimated: { id: "perkiraan", en: "estimated" },
} as const satisfies Record<string, Text>;
export type PositionSource = keyof typeof POSITION_SOURCES;

/** What a route lies in or on. */
export const ROUTE_KINDS = {
  duct: { id: "pipa tanam", en: "duct" },
  poles: { id: "tiang", en: "poles" },
  trench: { id: "galian langsung", en: "trench" },
  submarine: { id: "kabel laut", en: "submarine" },
} as const satisfies Record<string, Text>;

/** What one event can take down. */
export const RISK_KINDS = {
  segment: { id: "ruas jalur", en: "route segment" },
  corridor: { id: "koridor bersama", en: "shared corridor" },
  "pole-line": { id: "deret tiang", en: "pole line" },
  bridge: { id: "jembatan", en: "bridge" },
  crossing: { id: "perlintasan", en: "crossing" },
  building: { id: "gedung", en: "building" },
  mast: { id: "menara", en: "mast" },
  "power-feeder": { id: "penyulang listrik", en: "power feeder" },
  provider: { id: "penyedia", en: "provider" },
  backbone: { id: "jaringan tulang punggung", en: "backbone" },
  satellite: { id: "satelit", en: "satellite" },
  gateway: { id: "stasiun gerbang", en: "gateway" },
  beam: { id: "berkas satelit", en: "beam" },
  pool: { id: "kapasitas bersama", en: "shared capacity" },
  device: { id: "perangkat", en: "device" },
} as const satisfies Record<string, Text>;
export type RiskKind = keyof typeof RISK_KINDS;

/** How a shared risk is known. */
export const RISK_BASES = {
  proven: { id: "terbukti", en: "proven" },
  declared: { id: "dinyatakan", en: "declared" },
  inferred: { id: "disimpulkan", en: "inferred" },
} as const satisfies Record<string, Text>;
export type RiskBasis = keyof typeof RISK_BASES;

/** Capacity that links share. */
export const POOL_KINDS = {
  satellite: { id: "satelit", en: "satellite" },
  gateway: { id: "stasiun gerbang", en: "gateway" },
  beam: { id: "berkas satelit", en: "beam" },
  cell: { id: "sel seluler", en: "cell" },
  sector: { id: "sektor radio", en: "radio sector" },
  port: { id: "porta", en: "port" },
  pon: { id: "PON", en: "PON" },
} as const satisfies Record<string, Text>;

export const ORBITS = {
  leo: { id: "LEO", en: "LEO" },
  meo: { id: "MEO", en: "MEO" },
  geo: { id: "GEO", en: "GEO" },
} as const satisfies Record<string, Text>;
export type Orbit = keyof typeof ORBITS;

export const PROVIDER_KINDS = {
  isp: { id: "penyelenggara jasa internet", en: "internet provider" },
  carrier: { id: "penyelenggara jaringan", en: "carrier" },
  mobile: { id: "operator seluler", en: "mobile operator" },
  satellite: { id: "penyelenggara satelit", en: "satellite operator" },
  government: { id: "pemerintah", en: "government" },
} as const satisfies Record<string, Text>;

export const UPLINK_ROLES = {
  primary: { id: "utama", en: "primary" },
  secondary: { id: "cadangan", en: "secondary" },
  national: { id: "JIP nasional", en: "national JIP" },
  province: { id: "provinsi", en: "province" },
} as const satisfies Record<string, Text>;
export type UplinkRole = keyof typeof UPLINK_ROLES;

/**
 * Kinds of traffic that are kept apart, by what the office behind them is. `management` is what runs
 * the network itself; `public` holds the applications that citizens reach from the internet.
 */
export const ZONES = {
  opd: { id: "kantor", en: "offices" },
  cctv: { id: "CCTV", en: "CCTV" },
  wifi: { id: "Wi-Fi publik", en: "public Wi-Fi" },
  management: { id: "manajemen", en: "management" },
  public: { id: "layanan warga", en: "citizens' services" },
} as const satisfies Record<string, Text>;
export type Zone = keyof typeof ZONES;

/** What an address pool is for. */
export const ADDRESS_ROLES = {
  loopback: { id: "loopback router", en: "router loopbacks" },
  "point-to-point": { id: "antar-router", en: "between routers" },
  lan: { id: "jaringan lokal", en: "local networks" },
  tunnel: { id: "terowongan", en: "tunnels" },
} as const satisfies Record<string, Text>;
export type AddressRole = keyof typeof ADDRESS_ROLES;

/** What a service does for the network itself; every router is configured to use it. */
export const SERVICE_ROLES = {
  dns: { id: "resolver DNS", en: "DNS resolver" },
  dhcp: { id: "server DHCP", en: "DHCP server" },
  ntp: { id: "server waktu", en: "time server" },
  syslog: { id: "penerima syslog", en: "syslog collector" },
  radius: { id: "server RADIUS", en: "RADIUS server" },
  snmp: { id: "pemantau SNMP", en: "SNMP manager" },
  backup: { id: "cadangan konfigurasi", en: "configuration backup" },
} as const satisfies Record<string, Text>;
export type ServiceRole = keyof typeof SERVICE_ROLES;

/** Levels of an administrative area, outermost first. */
export const AREA_LEVELS = {
  regency: { id: "kabupaten/kota", en: "regency or city" },
  kecamatan: { id: "kecamatan", en: "kecamatan" },
  kelurahan: { id: "kelurahan", en: "kelurahan" },
  desa: { id: "desa", en: "desa" },
} as const satisfies Record<string, Text>;
export type AreaLevel = keyof typeof AREA_LEVELS;

/** Who may see an artifact. Only `publik` leaves the office. */
export const CLASSIFICATIONS = {
  publik: { id: "publik", en: "public" },
  internal: { id: "internal", en: "internal" },
  terbatas: { id: "terbatas", en: "restricted" },
} as const satisfies Record<string, Text>;
export type Classification = keyof typeof CLASSIFICATIONS;

/** The far end of a link that leaves the regency's own network. Not a site. */
export const INTERNET = "internet";

/** The keys of a vocabulary table in its own order, typed, for schemas and loops. */
export function wordsOf<T extends Record<string, unknown>>(table: T): [keyof T & string] {
  // zod's enum wants a non-empty tuple; every table above has at least one word.
  return Object.keys(table) as [keyof T & string];
}
