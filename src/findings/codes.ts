import type { Text } from "../text/language.ts";

/**
 * What each finding carries. A code is never used for something else, only retired.
 * R0 files and form · R1 references and dates · R2 geography · R3 resilience ·
 * R4 media and capacity · R5 contracts and waivers · R6 addresses and routers.
 * All values are data, never prose: the text is made per language in `texts.ts`.
 */
export interface FindingArgs {
  // R0: files and form
  R001: NoArgs;
  R002: { problem: string };
  R003: { limit: number };
  R004: { limit: number };
  R005: { sizeBytes: number; limitBytes: number };
  R006: { what: "folder" | "network-file" | "unreadable"; path: string };
  R007: { found: "directory" | "special" };
  R008: { target: "outside" | "missing" | "loop" };
  R009: { problem: "quote" | "columns" | "empty-header"; expected?: number; found?: number };
  R010: { field: string; expected: string; found: string };
  R011: { field: string };
  R012: { field: string; nearest?: string; known: readonly string[] };
  R013: { field: string; found: string; nearest?: string; known: readonly string[] };
  R014: { key: string };
  R015: { key: string };
  R016: { field: string; found: string };
  R017: { field: string; codePoint: string };
  R018: { path: string };
  R019: { problem: string };
  R020: { field: string; found: string };
  /** The id in network.yaml is not the name of its folder. */
  R021: { network: string; folder: string };
  R022: { field: string; reason: Text };
  // R1: references and dates
  R101: { entity: EntityWord; id: string; nearest?: string; known: readonly string[] };
  R102: { entity: EntityWord; id: string };
  R103: { id: string; problem: "form" | "length" | "area-code" | "reserved" };
  R104: { code: string };
  R105: { code: string; parent: string };
  R106: { code: string; found: string; official: string };
  R107: { area: string; level: string; parentLevel: string };
  R108: { from: string; until: string };
  R109: { subject: string; date: string; other: string; otherFrom?: string; otherUntil?: string };
  R110: { link: string; site: string };
  R111: { link: string; other: string; medium: string };
  R112: { site: string };
  R113: { site: string; name: string };
  R114: { subject: string; status: string; other: string; otherStatus: string };
  R115: { site: string; kind: string; area: string; level: string };
  // R2: geography
  R201: { site: string; area: string; distanceM: number; found?: string };
  R202: { site: string; area: string; distanceM: number; accuracyM: number };
  R203: { subject: string; lon: number; lat: number };
  R204: { subject: string; distanceM: number; limitM: number };
  R205: { link: string; route: string; site: string; gapM: number; toleranceM: number };
  R206: { link: string; statedM: number; drawnM: number };
  R207: { link: string; route: string; nextRoute: string; gapM: number };
  R208: { site: string; area: string };
  R209: { area: string };
  R210: { code: string; name: string };
  R211: { route: string; lengthM: number; atM: number };
  // R3: resilience
  R301: { site: string; kind: string; needed: number; cause: Cause; sharedWith: readonly string[] };
  R302: { site: string; kind: string; needed: number } & Unproven;
  R303: { site: string; kind: string; cause: Cause; sharedWith: readonly string[] };
  R304: { site: string; kind: string } & Unproven;
  R305: { site: string; kind: string; cause: Cause; sharedWith: readonly string[] };
  R306: { site: string; kind: string } & Unproven;
  R307: {
    what: RiskWord;
    id: string;
    /** Served sites that depend on it; towers, PoPs and cabinets are not counted. */
    served: number;
    byKind: Readonly<Record<string, number>>;
  };
  R308: { site: string; kind: string };
  R309: { site: string; kind: string };
  R310: { kind: string; sites: number };
  // R4: media and capacity
  R401: { link: string; medium: string; lengthM: number; limitM: number; straight: boolean };
  R402: { pool: string; direction: "down" | "up"; cirMbps: number; capacityMbps: number };
  R403: { pool: string; direction: "down" | "up"; pirMbps: number; allowedMbps: number };
  R404: { link: string; pool: string; from: string; availableFrom: string };
  R405: { site: string; kind: string; rateMbps: number; neededMbps: number };
  // R5: contracts and waivers
  R501: { contract: string; until: string; days: number; threshold: 30 | 60 | 90 };
  R502: { contract: string; next: string; until: string; from: string; days: number };
  R503: { contract: string; until: string; days: number };
  R504: { link: string; medium: string };
  R505: { contract: string; provider: string; link: string; linkProvider: string };
  R506: { contract: string; until: string };
  R510: { code: string; subject: string; owner: string; until: string };
  R511: { code: string; subject: string };
  // R6: addresses and routers
  R601: { role: string; zone: string; count: number; examples: readonly string[] };
  R602: {
    /** Owners without an entry that fits, owners whose entry no longer does, and owners that are gone. */
    missing: number;
    moved: number;
    released: number;
    examples: readonly string[];
  };
  R603: {
    what: "address" | "number" | "block";
    owner: string;
    value: string;
    other: string;
    otherValue: string;
    /** The scope of a number. */
    scope: string;
  };
  /** No pools: the numbers of a scope. */
  R604: {
    pools: readonly string[];
    scope: string;
    last: number;
    count: number;
    examples: readonly string[];
  };
  /** No area: the pool's blocks. */
  R605: { pool: string; area: string; taken: number; total: number; ratio: number };
  R606: {
    pool: string;
    prefix: string;
    problem: "overlap" | "provider" | "foreign";
    other: string;
  };
  R607: {
    pool: string;
    problem: "unknown-pool" | "outside";
    owner: string;
    value: string;
    count: number;
  };
  R608: { pool: string; field: string; length: number; shortest: number; longest: number };
  R610: { devices: readonly string[]; vendor: string; feature: string; reason: Text };
  R611: { uplink: string };
  R612: { subject: string; addresses: readonly string[] };
  R613: {
    kecamatan: string;
    routers: readonly string[];
    why: "mixed-media" | "uplink";
  };
  R614: { uplink: string };
  R615: { roles: readonly string[] };
  R616: { subject: string; problem: "no-asn" | "no-prefixes" };
  R617: { site: string };
  R618: { link: string };
  R619: { uplink: string; role: string };
}

/** Nothing to say but the code itself. */
export type NoArgs = Readonly<Record<string, never>>;

/** What would have to be known for an answer. */
export interface Unproven {
  /** Links of which nobody has said where they run. */
  readonly links: readonly string[];
  /** Risks that are only inferred. */
  readonly risks: readonly string[];
}

export type Code = keyof FindingArgs;
export type EntityWord =
  | "area"
  | "building"
  | "site"
  | "link"
  | "route"
  | "risk"
  | "pool"
  | "provider"
  | "contract"
  | "contact"
  | "service"
  | "address-pool"
  | "overlay"
  | "finding-code";
/** What a single point of failure is. */
export type RiskWord = "link" | "site" | "risk";
/** Why a standard is not met: nothing there, one thing that all paths need, or no two paths apart. */
export type Cause = "no-path" | "single-point" | "no-disjoint-pair";

/**
 * error: the file or the network is wrong, or a standard is answered "no".
 * warning: something a person must look at, a standard "not proven" among them.
 * note: worth knowing. unsupported: the model asks for what a renderer cannot do.
 */
export const SEVERITIES = ["error", "warning", "note", "unsupported"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CODE_SEVERITY = {
  R001: "error",
  R002: "error",
  R003: "error",
  R004: "error",
  R005: "error",
  R006: "error",
  R007: "error",
  R008: "error",
  R009: "error",
  R010: "error",
  R011: "error",
  R012: "error",
  R013: "error",
  R014: "error",
  R015: "error",
  R016: "error",
  R017: "error",
  R018: "note",
  R019: "error",
  R020: "error",
  R021: "warning",
  R022: "error",
  R101: "error",
  R102: "error",
  R103: "error",
  R104: "error",
  R105: "error",
  R106: "warning",
  R107: "error",
  R108: "error",
  R109: "error",
  R110: "error",
  R111: "note",
  R112: "warning",
  R113: "error",
  R114: "warning",
  R115: "warning",
  R201: "error",
  R202: "note",
  R203: "error",
  R204: "warning",
  R205: "warning",
  R206: "warning",
  R207: "warning",
  R208: "warning",
  R209: "warning",
  R210: "note",
  R211: "error",
  R301: "error",
  R302: "warning",
  R303: "error",
  R304: "warning",
  R305: "error",
  R306: "warning",
  R307: "warning",
  R308: "error",
  R309: "error",
  R310: "note",
  R401: "error",
  R402: "error",
  R403: "warning",
  R404: "error",
  R405: "warning",
  R501: "warning",
  R502: "warning",
  R503: "error",
  R504: "warning",
  R505: "error",
  R506: "note",
  R510: "warning",
  R511: "note",
  R601: "error",
  R602: "error",
  R603: "error",
  R604: "error",
  R605: "warning",
  R606: "warning",
  R607: "error",
  R608: "error",
  R610: "unsupported",
  R611: "warning",
  R612: "warning",
  R613: "note",
  R614: "warning",
  R615: "note",
  R616: "error",
  R617: "warning",
  R618: "warning",
  R619: "unsupported",
} as const satisfies Record<Code, Severity>;

/** Every code, in order. */
export const CODES = Object.keys(CODE_SEVERITY) as Code[];

/** What a label at a related place says. */
export interface LabelArgs {
  first: NoArgs;
  here: NoArgs;
  "same-loss": { id: string };
  "depends-on": { id: string };
  "shares-risk": { risk: string };
  "path-unknown": { link: string };
  standard: { kind: string };
  site: { id: string };
  until: { date: string };
  area: { id: string };
}
export type LabelKey = keyof LabelArgs;
