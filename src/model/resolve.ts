import { finding, label, type Finding } from "../findings/finding.ts";
import type { Origin } from "../findings/place.ts";
import { compareText } from "../text/order.ts";
import { isWithin, type Day, type Period } from "./calendar.ts";
import type { Accepted, Entries } from "./entries.ts";
import {
  addressPoolId,
  areaId,
  buildingId,
  contactId,
  contractId,
  poolId,
  providerId,
  riskId,
  routeId,
  siteId,
  type AddressPoolId,
  type AreaId,
  type BuildingId,
  type ContactId,
  type ContractId,
  type PoolId,
  type ProviderId,
  type RiskId,
  type RouteId,
  type ServiceId,
  type SiteId,
} from "./ids.ts";
import { areRoutes, linksOfEntry, toPieces, type LinkEntry } from "./link-entries.ts";
import type {
  AddressPool,
  Area,
  Building,
  Contact,
  Contract,
  Link,
  Network,
  Placed,
  Pool,
  Provider,
  Risk,
  Route,
  Service,
  Site,
} from "./network.ts";
import { all, every, References } from "./references.ts";
import type { EntryOf } from "./schema/collections.ts";
import { Versions } from "./versions.ts";
import { INTERNET, type Status } from "../vocabulary.ts";

/**
 * The network on one day from entries that stand on their own: versions of that day chosen, ids
 * resolved, uplinks and chains turned into links, all maps in id order. Entries whose references
 * fail are kept out, so that everything in a Network can be followed without asking; undefined
 * without a header.
 * Findings: R101 unknown id, R102 duplicate, R103 area code in an id, R108 and R109 dates.
 * O(n log n) in the number of entries.
 */
export function resolveNetwork(
  entries: Entries,
  at: Day,
): { network: Network | undefined; findings: Finding[] } {
  const findings: Finding[] = [];
  const { header, lists } = entries;
  if (header === undefined) return { network: undefined, findings };

  const versions = {
    area: new Versions("area", lists.areas, at, findings),
    building: new Versions("building", lists.buildings, at, findings),
    site: new Versions("site", lists.sites, at, findings),
    link: new Versions<LinkEntry>(
      "link",
      [...lists.links, ...lists.uplinks, ...lists.chains],
      at,
      findings,
    ),
    route: new Versions("route", entries.routes, at, findings),
    risk: new Versions("risk", lists.risks, at, findings),
    pool: new Versions("pool", lists.pools, at, findings),
    provider: new Versions("provider", lists.providers, at, findings),
    contract: new Versions("contract", lists.contracts.map(timeless), at, findings),
    contact: new Versions("contact", lists.contacts, at, findings),
    service: new Versions("service", lists.services, at, findings),
    addressPool: new Versions("address-pool", lists.addressPools, at, findings),
  };
  for (const entity of Object.values(versions)) entity.refuseIds(header.area, findings);
  const ref = new References(versions, findings);
  const isLocated = (entry: Accepted<Pick<EntryOf<"sites">, "id" | "location">>) =>
    ref.check("area", entry.location?.area, entry, ["location", "area"]);

  const sites = versions.site.map<SiteId, Site>(
    (entry) =>
      all(
        isLocated(entry),
        ref.check("area", entry.area, entry, ["area"]),
        ref.check("building", entry.building, entry, ["building"]),
        ref.check("site", entry.organisation, entry, ["organisation"]),
        ref.check("contact", entry.contact, entry, ["contact"]),
        ref.check("risk", entry.powerFeeder, entry, ["powerFeeder"]),
      ),
    (entry) => siteOf(entry, at),
  );
  const isUp = (end: string) => end === INTERNET || sites.get(siteId(end))?.inService === true;
  const links = versions.link
    .current()
    .flatMap((entry) =>
      linksOfEntry(entry, {
        ref,
        sitesOf: (id) => versions.site.of(id),
        isInService: (written, ends) => isInService(written, at) && ends.every(isUp),
        findings,
      }),
    )
    // A link of that day exists only between sites of that day.
    .filter((link) => link.ends.every((end) => end === INTERNET || sites.has(end)))
    .sort((a, b) => compareText(a.id, b.id));
  findings.push(...sameIds(links));
  const linkIds = new Set<string>(links.map(({ id }) => id));

  const network: Network = {
    id: header.network,
    name: header.name,
    areaCode: header.area,
    at,
    core: coreOf(header, ref, sites),
    attribution: header.attribution,
    areas: versions.area.map<AreaId, Area>(
      (entry) =>
        all(
          ref.check("area", entry.parent, entry, ["parent"]),
          ref.all(
            "area",
            entry.predecessors.map(({ area }) => area),
            entry,
            ["predecessors"],
          ),
        ),
      areaOf,
    ),
    buildings: versions.building.map<BuildingId, Building>(
      (entry) =>
        all(isLocated(entry), ref.check("risk", entry.powerFeeder, entry, ["powerFeeder"])),
      buildingOf,
    ),
    sites,
    links: new Map(links.map((link) => [link.id, link])),
    routes: versions.route.map<RouteId, Route>(
      () => true,
      (entry) => ({ ...entry, id: routeId(entry.id), funding: entry.funding }),
    ),
    risks: versions.risk.map<RiskId, Risk>(
      (entry) =>
        all(
          ref.check("risk", entry.parent, entry, ["parent"]),
          ref.all("site", entry.sites, entry, ["sites"]),
          ref.all("building", entry.buildings, entry, ["buildings"]),
          areLinks(entry.links, linkIds, entry, ref),
          ref.all("provider", entry.providers, entry, ["providers"]),
          areRoutes(entry.routes, entry, ["routes"], { ref }),
        ),
      riskOf,
    ),
    pools: versions.pool.map<PoolId, Pool>(
      (entry) =>
        all(
          ref.check("provider", entry.provider, entry, ["provider"]),
          ref.check("pool", entry.parent, entry, ["parent"]),
        ),
      (entry) => ({
        ...entry,
        id: poolId(entry.id),
        provider: entry.provider === undefined ? undefined : providerId(entry.provider),
        parent: entry.parent === undefined ? undefined : poolId(entry.parent),
        availableFrom: entry.availableFrom,
      }),
    ),
    providers: versions.provider.map<ProviderId, Provider>(
      // Links share a provider whoever its contact is, so it stays without one that is unknown.
      () => true,
      (entry) => ({
        ...entry,
        id: providerId(entry.id),
        contact:
          entry.contact !== undefined && ref.check("contact", entry.contact, entry, ["contact"])
            ? contactId(entry.contact)
            : undefined,
      }),
    ),
    contracts: versions.contract.map<ContractId, Contract>(
      (entry) =>
        all(
          ref.check("provider", entry.contract.provider, entry, ["provider"]),
          ref.check("contract", entry.contract.successor, entry, ["successor"]),
        ),
      ({ contract }) => ({
        ...contract,
        id: contractId(contract.id),
        provider: providerId(contract.provider),
        number: contract.number,
        successor: contract.successor === undefined ? undefined : contractId(contract.successor),
      }),
    ),
    contacts: versions.contact.map<ContactId, Contact>(
      () => true,
      (entry) => entry,
    ),
    services: versions.service.map<ServiceId, Service>(
      (entry) => ref.check("site", entry.site, entry, ["site"]),
      (entry) => ({ ...entry, site: siteId(entry.site) }),
    ),
    addressPools: versions.addressPool.map<AddressPoolId, AddressPool>(
      () => true,
      (entry) => ({ ...entry, id: addressPoolId(entry.id) }),
    ),
    asn: header.asn,
    ownPrefixes: header.ownPrefixes,
    addressHoldDays: header.addressHoldDays,
    standards: lists.standards,
    waivers: lists.waivers,
    boundaries: entries.boundaries,
    origin: header.origin,
  };
  return { network, findings };
}

/** R102: a hop of a chain has its id from the chain's, and a link may have been given the same one. */
function sameIds(links: readonly Link[]): Finding[] {
  return links.slice(1).flatMap((link, i) => {
    const before = links[i]!;
    if (link.id !== before.id) return [];
    const labels = [label("first", before.origin.at(["id"]), {})];
    const args = { entity: "link", id: link.id } as const;
    return [finding("R102", link.origin.at(["id"]), link.id, args, { labels })];
  });
}

/**
 * True when something counts on the day: it is operational, or it is planned or being built and its
 * `from` (the day it goes into service) has come. What is only proposed, inactive or decommissioned
 * never counts.
 */
function isInService({ status, from, until }: Period & { status: Status }, at: Day): boolean {
  if (!isWithin(at, { from, until })) return false;
  switch (status) {
    case "operational":
      return true;
    case "planned":
    case "underConstruction":
      return from !== undefined;
    case "proposed":
    case "inactive":
    case "decommissioned":
      return false;
  }
}

/** A contract's dates are its content, not the time at which it is known: all contracts are always there. */
function timeless(contract: Accepted<EntryOf<"contracts">>) {
  return { id: contract.id, contract, origin: contract.origin };
}

function coreOf(
  header: NonNullable<Entries["header"]>,
  ref: References,
  sites: ReadonlyMap<SiteId, Site>,
): SiteId[] {
  const from = { id: header.network, origin: header.origin };
  return header.core
    .filter((id, index) => ref.check("site", id, from, ["core", index]))
    .map(siteId)
    .filter((id, index, ids) => sites.has(id) && ids.indexOf(id) === index);
}

function placedOf({ position, location }: Pick<EntryOf<"sites">, "position" | "location">): Placed {
  return { position, location: location && { area: areaId(location.area), hint: location.hint } };
}

function siteOf(entry: Accepted<EntryOf<"sites">>, at: Day): Site {
  return {
    id: siteId(entry.id),
    name: entry.name,
    nameSource: entry.nameSource,
    kind: entry.kind,
    area: areaId(entry.area),
    building: entry.building === undefined ? undefined : buildingId(entry.building),
    ...placedOf(entry),
    from: entry.from,
    until: entry.until,
    status: entry.status,
    funding: entry.funding,
    organisation: entry.organisation === undefined ? undefined : siteId(entry.organisation),
    contact: entry.contact === undefined ? undefined : contactId(entry.contact),
    powerFeeder: entry.powerFeeder === undefined ? undefined : riskId(entry.powerFeeder),
    autonomyH: entry.autonomyH,
    inService: isInService(entry, at),
    origin: entry.origin,
  };
}

function areaOf(entry: Accepted<EntryOf<"areas">>): Area {
  return {
    id: areaId(entry.id),
    level: entry.level,
    code: entry.code,
    name: entry.name,
    parent: entry.parent === undefined ? undefined : areaId(entry.parent),
    from: entry.from,
    until: entry.until,
    origin: entry.origin,
  };
}

function buildingOf(entry: Accepted<EntryOf<"buildings">>): Building {
  return {
    id: buildingId(entry.id),
    name: entry.name,
    ...placedOf(entry),
    from: entry.from,
    until: entry.until,
    cableEntries: entry.cableEntries,
    powerFeeder: entry.powerFeeder === undefined ? undefined : riskId(entry.powerFeeder),
    autonomyH: entry.autonomyH,
    origin: entry.origin,
  };
}

function riskOf(entry: Accepted<EntryOf<"risks">>): Risk {
  return {
    id: riskId(entry.id),
    kind: entry.kind,
    name: entry.name,
    basis: entry.basis,
    parent: entry.parent === undefined ? undefined : riskId(entry.parent),
    mttrH: entry.mttrH,
    sites: entry.sites.map(siteId),
    buildings: entry.buildings.map(buildingId),
    links: entry.links.map((id) => id as Link["id"]),
    providers: entry.providers.map(providerId),
    routes: toPieces(entry.routes),
    origin: entry.origin,
  };
}

/** A risk may name a hop of a chain, which has an id only after the chain is unfolded. */
function areLinks(
  ids: readonly string[],
  hops: ReadonlySet<string>,
  entry: { readonly id: string; readonly origin: Origin },
  ref: References,
): boolean {
  return every(ids, (id, index) => hops.has(id) || ref.check("link", id, entry, ["links", index]));
}
