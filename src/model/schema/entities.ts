import { z } from "zod";
import {
  ADDRESS_ROLES,
  AREA_LEVELS,
  LEASED_SERVICES,
  ORBITS,
  POOL_KINDS,
  PROVIDER_KINDS,
  RISK_BASES,
  RISK_KINDS,
  ROUTE_KINDS,
  SERVICE_ROLES,
  SITE_KINDS,
  UPLINK_ROLES,
  wordsOf,
  ZONES,
} from "../../vocabulary.ts";
import {
  areaCode,
  asn,
  availability,
  because,
  day,
  funding,
  id,
  interfaceAddress,
  ipAddress,
  ipPrefix,
  lengthM,
  linkEnd,
  location,
  period,
  position,
  positive,
  rateMbps,
  routePiece,
  status,
  text,
} from "./fields.ts";

/** What each entity of a network may say in the files. One schema an entity; unknown fields are refused. */

/** An administrative area at one time; its id outlives its code. */
export const area = z.strictObject({
  id,
  level: z.enum(wordsOf(AREA_LEVELS)),
  code: areaCode,
  name: text(),
  parent: id.optional(),
  ...period,
  /** The regulation that made or changed it. */
  basis: text(400).optional(),
  predecessors: z
    .array(z.strictObject({ area: id, share: z.number().min(0).max(1) }))
    .default([]),
});

const placed = { position: position.optional(), location: location.optional() };
const onePlace = ({ position: p, location: l }: { position?: unknown; location?: unknown }) =>
  (p === undefined) !== (l === undefined);

export const building = z
  .strictObject({
    id,
    name: text(),
    ...placed,
    ...period,
    /** Ways into the building that no single dig can cut. */
    cableEntries: z.int().min(1).max(8).optional(),
    powerFeeder: id.optional(),
    /** How long it runs without the grid. */
    autonomyH: z.number().nonnegative().max(8760).optional(),
  })
  .refine(
    onePlace,
    because(
      "gedung memerlukan tepat satu dari position atau location",
      "a building needs exactly one of position or location",
    ),
  );

export const site = z
  .strictObject({
    id,
    name: text(),
    /** Where the name was read; a placeholder ("nama belum diverifikasi") needs none. */
    nameSource: text(400).optional(),
    kind: z.enum(wordsOf(SITE_KINDS)),
    area: id,
    building: id.optional(),
    ...placed,
    ...period,
    status,
    funding: funding.optional(),
    /** The office above it in the organisation (dinas → UPT); apart from the network. */
    organisation: id.optional(),
    contact: id.optional(),
    powerFeeder: id.optional(),
    autonomyH: z.number().nonnegative().max(8760).optional(),
    remark: text(400).optional(),
  })
  .refine(
    (s) =>
      [s.building, s.position, s.location].filter((value) => value !== undefined).length === 1,
    because(
      "lokasi memerlukan tepat satu dari building, position, atau location",
      "a site needs exactly one of building, position or location",
    ),
  );

const linkCommon = {
  id,
  name: text().optional(),
  ends: z.tuple([linkEnd, linkEnd]),
  ...period,
  status,
  funding: funding.optional(),
  /** Length as stated by whoever built it; compared with what is drawn. */
  lengthM: lengthM.optional(),
  rateMbps: rateMbps.optional(),
  contract: id.optional(),
  circuit: text(100).optional(),
  contact: id.optional(),
  /** Shared risks that are known but cannot be seen from the routes. */
  risks: z.array(id).default([]),
  /** True when traffic to the core rides this internet line in a tunnel. */
  tunnel: z.boolean().default(false),
  mtbfH: positive.optional(),
  mttrH: positive.optional(),
};

const path = { via: z.array(routePiece).min(1).optional() };
const share = { pool: id.optional(), cirMbps: z.number().nonnegative().optional(), pirMbps: rateMbps.optional() };

export const fiberLink = z.strictObject({
  ...linkCommon,
  medium: z.literal("fiber"),
  ...path,
  provider: id.optional(),
  fibreType: z.enum(["G.652D", "G.655", "G.657A1", "G.657A2"]).optional(),
  fibres: z.int().positive().max(6912).optional(),
  /** True when the signal is amplified or regenerated on the way. */
  regenerated: z.boolean().default(false),
});

export const leasedLink = z.strictObject({
  ...linkCommon,
  medium: z.literal("leased-line"),
  ...path,
  ...share,
  provider: id,
  service: z.enum(wordsOf(LEASED_SERVICES)),
});

export const microwaveLink = z.strictObject({
  ...linkCommon,
  medium: z.literal("microwave"),
  provider: id.optional(),
  frequencyGhz: positive.max(300).optional(),
  ...share,
});

export const satelliteLink = z.strictObject({
  ...linkCommon,
  medium: z.literal("satellite"),
  provider: id,
  orbit: z.enum(wordsOf(ORBITS)),
  ...share,
});

export const mobileLink = z.strictObject({
  ...linkCommon,
  medium: z.literal("mobile"),
  provider: id,
  technology: z.enum(["2g", "3g", "4g", "5g"]),
  /** The tower's site, when it is one of the network's. */
  cell: id.optional(),
  ...share,
  cgnat: z.boolean().optional(),
  quotaGbMonth: positive.optional(),
  measured: z
    .strictObject({ downMbps: rateMbps, upMbps: rateMbps.optional(), date: day })
    .optional(),
});

export const link = z.discriminatedUnion("medium", [
  fiberLink,
  leasedLink,
  microwaveLink,
  satelliteLink,
  mobileLink,
]);

/** A link to the internet, the national JIP or the province, at a core site. */
export const uplink = z.strictObject({
  id,
  site: id,
  role: z.enum(wordsOf(UPLINK_ROLES)),
  provider: id,
  service: z.enum(wordsOf(LEASED_SERVICES)).default("dedicated-internet"),
  ...path,
  ...period,
  status,
  rateMbps: rateMbps.optional(),
  contract: id.optional(),
  circuit: text(100).optional(),
  risks: z.array(id).default([]),
  funding: funding.optional(),
  /** What the provider gave: our address on the line and the provider's beside it. */
  wan: z.strictObject({ address: interfaceAddress, gateway: ipAddress }).optional(),
  /** Public addresses behind which the network goes out; without it the line's own address. */
  nat: ipPrefix.optional(),
  /** Addresses beyond the provider that answer a ping while the internet is there. */
  checks: z.array(ipAddress).max(4).default([]),
  /** The provider's AS, where routes are exchanged; the network then has an `asn` of its own. */
  peerAsn: asn.optional(),
  /** How many routes the provider may send before the session is closed. */
  maxPrefixes: z.int().min(1).max(2_000_000).default(1000),
});

/** A range from which addresses of one role are given; kept in addresses.lock.yaml. */
export const addressPool = z
  .strictObject({
    id,
    role: z.enum(wordsOf(ADDRESS_ROLES)),
    prefix: ipPrefix,
    /** Length of the block that one kecamatan takes at a time, so that it can be summarised. */
    blockLength: z.int().min(1).max(128),
    zone: z.enum(wordsOf(ZONES)).optional(),
    /** Kinds of sites that take from this pool; without it all that no other pool names. */
    kinds: z.array(z.enum(wordsOf(SITE_KINDS))).min(1).optional(),
    /** Length of what one local network gets. */
    lanLength: z.int().min(8).max(64).optional(),
  })
  .refine(
    ({ role, zone, lanLength }) => (role === "lan") === (zone !== undefined && lanLength !== undefined),
    because(
      "pool LAN (dan hanya itu) menyebut zone dan lanLength",
      "a LAN pool, and no other, states zone and lanLength",
    ),
  );

/** Small sites one after the other on one cable (cameras, hot spots); each hop becomes a fibre link. */
export const chain = z.strictObject({
  id,
  start: id,
  hops: z
    .array(z.strictObject({ to: id, ...path, lengthM: lengthM.optional() }))
    .min(1)
    .max(64),
  ...period,
  status,
  funding: funding.optional(),
  rateMbps: rateMbps.optional(),
});

/** Something that one event takes down: bridges, pole lines, feeders, backbones. Segments of routes are found by themselves. */
export const risk = z.strictObject({
  id,
  kind: z.enum(wordsOf(RISK_KINDS)),
  name: text(),
  basis: z.enum(wordsOf(RISK_BASES)).default("declared"),
  parent: id.optional(),
  mtbfH: positive.optional(),
  mttrH: positive.optional(),
  sites: z.array(id).default([]),
  buildings: z.array(id).default([]),
  links: z.array(id).default([]),
  providers: z.array(id).default([]),
  routes: z.array(routePiece).default([]),
});

/** Capacity that links share, per direction. */
export const pool = z.strictObject({
  id,
  kind: z.enum(wordsOf(POOL_KINDS)),
  name: text(),
  provider: id.optional(),
  parent: id.optional(),
  downMbps: rateMbps,
  upMbps: rateMbps,
  /** How many times the capacity may be promised as peak rate. */
  contention: z.number().min(1).max(1000).default(1),
  quotaGbMonth: positive.optional(),
  availableFrom: day.optional(),
  source: text(400).optional(),
});

export const provider = z.strictObject({
  id,
  name: text(),
  nameSource: text(400).optional(),
  kind: z.enum(wordsOf(PROVIDER_KINDS)),
  contact: id.optional(),
});

export const contract = z.strictObject({
  id,
  provider: id,
  number: text(100).optional(),
  from: day,
  until: day,
  /** The contract that follows it. */
  successor: id.optional(),
  slaAvailability: availability.optional(),
  slaMttrH: positive.optional(),
  valueIdr: z.int().nonnegative().optional(),
  remark: text(400).optional(),
});

export const contact = z.strictObject({
  id,
  name: text(),
  role: text().optional(),
  phone: text(60).optional(),
  email: text(120).optional(),
  hours: text(100).optional(),
});

/** An application and who uses it. */
export const service = z
  .strictObject({
  id,
  name: text(),
  site: id,
  zone: z.enum(wordsOf(ZONES)).default("opd"),
  /** What it does for the network itself. */
  role: z.enum(wordsOf(SERVICE_ROLES)).optional(),
  /** Ports that citizens reach from the internet; only in the zone `public`. */
  publish: z
    .array(z.strictObject({ protocol: z.enum(["tcp", "udp"]), port: z.int().min(1).max(65_535) }))
    .default([]),
  users: z.array(z.strictObject({ kind: z.enum(wordsOf(SITE_KINDS)), perSiteMbps: rateMbps })).default([]),
  latencyMs: positive.optional(),
  ...period,
})
  .refine(
    ({ zone, publish }) => zone === "public" || publish.length === 0,
    because(
      "hanya layanan di zone public yang boleh dibuka ke internet (publish)",
      "only a service in zone public may be opened to the internet (publish)",
    ),
  );

/** A finding that somebody answers for until a date. */
export const waiver = z.strictObject({
  code: text(4),
  subject: text(),
  owner: text(),
  reason: text(400),
  until: day,
});

/** What a kind of site is owed. A kind that stands in two entries takes the first. */
export const standard = z
  .strictObject({
    kinds: z.array(z.enum(wordsOf(SITE_KINDS))).min(1),
    /** Paths to the core of which no single event takes down two. */
    paths: z.int().min(0).max(2),
    secondCore: z.boolean().default(false),
    secondUplink: z.boolean().default(false),
    rateMbps: rateMbps.optional(),
    latencyMs: positive.optional(),
    availability: availability.optional(),
    source: text(400).optional(),
  })
  .refine(
    ({ paths, secondCore, secondUplink }) => paths > 0 || !(secondCore || secondUplink),
    because(
      "tanpa jalur (paths: 0) tidak ada inti atau uplink kedua",
      "without a path (paths: 0) there is no second core or uplink",
    ),
  );

/** The beginning of network.yaml: what the network is. */
export const header = z.strictObject({
  network: id,
  name: text(),
  area: areaCode,
  /** The day that the files describe; `--at` overrides it, and without both it is today. */
  asOf: day.optional(),
  core: z.array(id).min(1).max(16),
  /** Sources that their licences want named; printed on every map. */
  attribution: z.array(text(300)).max(12).default([]),
  /** The network's own AS, where it has one. */
  asn: asn.optional(),
  /** The prefixes that it may announce from there. */
  ownPrefixes: z.array(ipPrefix).max(64).default([]),
  /** Days that a released address stays unused. */
  addressHoldDays: z.int().min(0).max(3650).default(90),
});

/** A route's properties in routes.geojson. */
export const routeProperties = z.strictObject({
  id,
  name: text(),
  nameSource: text(400).optional(),
  kind: z.enum(wordsOf(ROUTE_KINDS)),
  positionSource: z.enum(["surveyed", "official", "derived", "estimated"]),
  accuracyM: z.number().nonnegative().max(1_000_000),
  basis: text(400).optional(),
  ...period,
  status,
  funding: funding.optional(),
});
