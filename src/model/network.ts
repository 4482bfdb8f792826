import type { Origin } from "../findings/place.ts";
import type { Geometry } from "geojson";
import type { Day, Period } from "./calendar.ts";
import type {
  AddressPoolId,
  AreaId,
  BuildingId,
  ContactId,
  ContractId,
  LinkId,
  PoolId,
  ProviderId,
  RiskId,
  RouteId,
  ServiceId,
  SiteId,
} from "./ids.ts";
import type { EntryOf, Position, RouteProperties } from "./schema/collections.ts";
import type {
  AreaLevel,
  Funding,
  INTERNET,
  LeasedService,
  Medium,
  Orbit,
  Status,
  UplinkRole,
} from "../vocabulary.ts";

/**
 * A network at one day: every id resolved, every map in id order, nothing to be changed any more.
 * What is not there on that day (`from`, `until`) is left out; what is there but not in service
 * (proposed, being built, dismantled) stays with `inService: false`.
 */
export interface Network {
  readonly id: string;
  readonly name: string;
  readonly areaCode: string;
  readonly at: Day;
  readonly core: readonly SiteId[];
  readonly attribution: readonly string[];
  readonly areas: ReadonlyMap<AreaId, Area>;
  readonly buildings: ReadonlyMap<BuildingId, Building>;
  readonly sites: ReadonlyMap<SiteId, Site>;
  readonly links: ReadonlyMap<LinkId, Link>;
  readonly routes: ReadonlyMap<RouteId, Route>;
  readonly risks: ReadonlyMap<RiskId, Risk>;
  readonly pools: ReadonlyMap<PoolId, Pool>;
  readonly providers: ReadonlyMap<ProviderId, Provider>;
  readonly contracts: ReadonlyMap<ContractId, Contract>;
  readonly contacts: ReadonlyMap<ContactId, Contact>;
  readonly services: ReadonlyMap<ServiceId, Service>;
  readonly standards: readonly Standard[];
  readonly waivers: readonly Waiver[];
  readonly addressPools: ReadonlyMap<AddressPoolId, AddressPool>;
  /** The network's own AS and what it may announce; undefined where it has none, as most regencies. */
  readonly asn: number | undefined;
  readonly ownPrefixes: readonly string[];
  readonly addressHoldDays: number;
  readonly boundaries: readonly Boundary[];
  readonly origin: Origin;
}

interface Written {
  readonly origin: Origin;
}

export interface Area extends Period, Written {
  readonly id: AreaId;
  readonly level: AreaLevel;
  readonly code: string;
  readonly name: string;
  readonly parent: AreaId | undefined;
}

/** A position as written, or the area that is all anybody knows. */
export interface Placed {
  readonly position: Position | undefined;
  readonly location: { readonly area: AreaId; readonly hint?: string | undefined } | undefined;
}

export interface Building extends Placed, Period, Written {
  readonly id: BuildingId;
  readonly name: string;
  readonly cableEntries: number | undefined;
  readonly powerFeeder: RiskId | undefined;
  readonly autonomyH: number | undefined;
}

export interface Site extends Placed, Period, Written {
  readonly id: SiteId;
  readonly name: string;
  readonly nameSource: string | undefined;
  readonly kind: EntryOf<"sites">["kind"];
  readonly area: AreaId;
  readonly building: BuildingId | undefined;
  readonly status: Status;
  readonly funding: Funding | undefined;
  readonly organisation: SiteId | undefined;
  readonly contact: ContactId | undefined;
  readonly powerFeeder: RiskId | undefined;
  readonly autonomyH: number | undefined;
  readonly inService: boolean;
}

export type LinkEnd = SiteId | typeof INTERNET;

/** A stretch of a route, from `fromM` to `toM` along it; backwards when `fromM` is larger. */
export interface RoutePiece {
  readonly route: RouteId;
  readonly fromM: number | undefined;
  readonly toM: number | undefined;
}

interface LinkBase extends Period, Written {
  readonly id: LinkId;
  readonly name: string | undefined;
  readonly ends: readonly [LinkEnd, LinkEnd];
  readonly status: Status;
  readonly funding: Funding | undefined;
  readonly inService: boolean;
  /** Set when the link was written as an uplink of the network. */
  readonly uplinkRole: UplinkRole | undefined;
  /** What the provider gave on an uplink; undefined on every other link. */
  readonly access: UplinkAccess | undefined;
  /** The physical path; undefined when nobody has said where the cable lies. */
  readonly via: readonly RoutePiece[] | undefined;
  /** Length as stated in the files; what is drawn stands in the index. */
  readonly statedLengthM: number | undefined;
  readonly rateMbps: number | undefined;
  readonly provider: ProviderId | undefined;
  readonly contract: ContractId | undefined;
  /** Whom to call about it, where that is not the provider's own contact. */
  readonly contact: ContactId | undefined;
  readonly circuit: string | undefined;
  readonly risks: readonly RiskId[];
  readonly tunnel: boolean;
  readonly pool: PoolId | undefined;
  readonly cirMbps: number | undefined;
  readonly pirMbps: number | undefined;
}

/** How an uplink is joined to its provider. */
export interface UplinkAccess {
  /** Our address with its length, and the provider's; undefined while the provider has not told. */
  readonly wan: { readonly address: string; readonly gateway: string } | undefined;
  readonly nat: string | undefined;
  readonly checks: readonly string[];
  readonly peerAsn: number | undefined;
  readonly maxPrefixes: number;
}

/** A link is one of the media; each medium has only its own further fields. */
export type Link = LinkBase &
  (
    | { readonly medium: "fiber"; readonly regenerated: boolean }
    | { readonly medium: "leased-line"; readonly service: LeasedService }
    | { readonly medium: "microwave"; readonly frequencyGhz: number | undefined }
    | { readonly medium: "satellite"; readonly orbit: Orbit }
    | { readonly medium: "mobile"; readonly technology: string; readonly cell: SiteId | undefined }
  );

/** Media whose path on the ground matters: cables, which a digger finds. */
export const CABLE_MEDIA: ReadonlySet<Medium> = new Set(["fiber", "leased-line"]);

export interface Route extends Period, Written {
  readonly id: RouteId;
  readonly name: string;
  readonly kind: RouteProperties["kind"];
  readonly positionSource: RouteProperties["positionSource"];
  readonly accuracyM: number;
  readonly status: Status;
  readonly funding: Funding | undefined;
  /** [lon, lat] from its beginning to its end. */
  readonly line: readonly (readonly [number, number])[];
}

/** A shared risk as declared in the files. */
export interface Risk extends Written {
  readonly id: RiskId;
  readonly kind: EntryOf<"risks">["kind"];
  readonly name: string;
  readonly basis: EntryOf<"risks">["basis"];
  readonly parent: RiskId | undefined;
  readonly mttrH: number | undefined;
  readonly sites: readonly SiteId[];
  readonly buildings: readonly BuildingId[];
  readonly links: readonly LinkId[];
  readonly providers: readonly ProviderId[];
  readonly routes: readonly RoutePiece[];
}

export interface Pool extends Written {
  readonly id: PoolId;
  readonly kind: EntryOf<"pools">["kind"];
  readonly name: string;
  readonly provider: ProviderId | undefined;
  readonly parent: PoolId | undefined;
  readonly downMbps: number;
  readonly upMbps: number;
  readonly contention: number;
  readonly availableFrom: Day | undefined;
}

export interface Provider extends Written {
  readonly id: ProviderId;
  readonly name: string;
  readonly kind: EntryOf<"providers">["kind"];
  readonly contact: ContactId | undefined;
}

export interface Contract extends Written {
  readonly id: ContractId;
  readonly provider: ProviderId;
  readonly number: string | undefined;
  readonly from: Day;
  readonly until: Day;
  readonly successor: ContractId | undefined;
}

export type Contact = EntryOf<"contacts"> & Written;
export type Service = Omit<EntryOf<"services">, "site"> & { readonly site: SiteId } & Written;
export type Standard = EntryOf<"standards"> & Written;
export type Waiver = EntryOf<"waivers"> & Written;
export type AddressPool = Omit<EntryOf<"addressPools">, "id"> & {
  readonly id: AddressPoolId;
} & Written;

/** A polygon of boundaries.geojson with what it says it is. */
export interface Boundary extends Written {
  readonly code: string | undefined;
  readonly name: string | undefined;
  readonly attribution: string | undefined;
  readonly geometry: Extract<Geometry, { type: "Polygon" | "MultiPolygon" }>;
}
