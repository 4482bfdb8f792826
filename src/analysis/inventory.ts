import { standardsByKind } from "../model/standards.ts";
import { bridges } from "../graph/bridges.ts";
import type { AreaId, ProviderId, SiteId } from "../model/ids.ts";
import type { Area, Link, Network, Standard } from "../model/network.ts";
import {
  CARRIER_KINDS,
  MEDIA,
  POSITION_SOURCES,
  SITE_KINDS,
  STATUSES,
  type Medium,
  type PositionSource,
  type SiteKind,
  type Status,
  type UplinkRole,
  wordsOf,
} from "../vocabulary.ts";
import { linkGeometry, type LengthBasis, type LinkGeometry } from "../network/link-geometry.ts";
import { inland, type NetworkIndex } from "../network/network-index.ts";
import type { Placement } from "../network/placement.ts";
import { sortedBy } from "../text/order.ts";
import { redundancyByKecamatan, type KecamatanRedundancy } from "./kecamatan.ts";
import { areaOfLevel } from "../network/areas.ts";
import type { Answer, SiteRedundancy } from "./redundancy.ts";

/** How a site's place is known: as a position, by its area alone, or not at all. */
export type PlaceBasis = PositionSource | "area" | "none";
export const PLACE_BASES = [
  ...wordsOf(POSITION_SOURCES),
  "area",
  "none",
] as const satisfies readonly PlaceBasis[];
export const LENGTH_BASES = [
  "drawn",
  "stated",
  "straight",
  "unknown",
] as const satisfies readonly LengthBasis[];
export const ANSWERS = ["yes", "not-proven", "no"] as const satisfies readonly Answer[];
export type Answers = Readonly<Record<Answer, number>>;

/** What a network consists of and how it stands; every record has every word of its vocabulary. */
export interface Inventory {
  readonly sites: {
    readonly total: number;
    readonly inService: number;
    /** In service and of a kind that is served, not one that only carries. */
    readonly served: number;
    readonly byKind: Readonly<Record<SiteKind, number>>;
    readonly byPositionSource: Readonly<Record<PlaceBasis, number>>;
    /** By area id, in order of code. */
    readonly byKecamatan: ReadonlyMap<AreaId, number>;
    /** Sites that are only known to lie somewhere in the regency. */
    readonly withoutKecamatan: number;
  };
  readonly links: {
    readonly total: number;
    readonly inService: number;
    readonly byMedium: Readonly<Record<Medium, number>>;
    readonly byStatus: Readonly<Record<Status, number>>;
    /** Links in service that no other way replaces (bridges of the regency's own network). */
    readonly irreplaceable: number;
    /** Metres of the links in service; what has no length counts 0. */
    readonly lengthM: { readonly byMedium: Readonly<Record<Medium, number>> };
    /** Of the links in service. */
    readonly byLengthBasis: Readonly<Record<LengthBasis, number>>;
  };
  readonly routes: number;
  readonly routesByPositionSource: Readonly<Record<PositionSource, number>>;
  readonly providers: number;
  readonly core: readonly SiteId[];
  /** In order of id, with those not in service. */
  readonly uplinks: readonly Uplink[];
  readonly redundancy: RedundancyCounts;
}

export interface Uplink {
  readonly link: Link;
  readonly role: UplinkRole;
}

export interface RedundancyCounts {
  /** Served sites in service: the denominator of the next three. */
  readonly servedSites: number;
  readonly reachCore: number;
  readonly reachInternet: number;
  readonly twoPaths: Answers;
  /** Of the served sites those that no kecamatan has, and so no row below. */
  readonly servedWithoutKecamatan: number;
  readonly byStandard: readonly StandardCounts[];
  readonly byKecamatan: readonly KecamatanRedundancy[];
}

/** Sites in service that a standard applies to, by their answer to each thing it asks for. */
export interface StandardCounts {
  readonly standard: Standard;
  readonly sites: number;
  /** All that is asked together: "no" if one is no, "yes" if all are. */
  readonly met: Answers;
  readonly paths: Answers | undefined;
  readonly secondCore: Answers | undefined;
  readonly secondUplink: Answers | undefined;
}

/** Counts of everything in a network on its day. O(sites + links), and the redundancy of every site. */
export function inventory(index: NetworkIndex, redundancies: readonly SiteRedundancy[]): Inventory {
  const { network } = index;
  const sites = [...network.sites.values()];
  const links = [...network.links.values()];
  const { byKecamatan, withoutKecamatan } = sitesByKecamatan(network);
  const lengthByMedium = zeros(wordsOf(MEDIA));
  index.links.forEach(({ medium }, link) => {
    lengthByMedium[medium] += index.lengthM[link]!;
  });
  return {
    sites: {
      total: sites.length,
      inService: sites.filter(({ inService }) => inService).length,
      served: sites.filter(isServed).length,
      byKind: countBy(wordsOf(SITE_KINDS), sites, ({ kind }) => kind),
      byPositionSource: countBy(PLACE_BASES, sites, ({ id }) => placeBasis(index.places.get(id))),
      byKecamatan,
      withoutKecamatan,
    },
    links: {
      total: links.length,
      inService: index.links.length,
      irreplaceable: irreplaceableLinks(index),
      byMedium: countBy(wordsOf(MEDIA), links, ({ medium }) => medium),
      byStatus: countBy(wordsOf(STATUSES), links, ({ status }) => status),
      lengthM: { byMedium: lengthByMedium },
      byLengthBasis: countBy(LENGTH_BASES, index.geometry, ({ basis }) => basis),
    },
    routes: network.routes.size,
    routesByPositionSource: countBy(
      wordsOf(POSITION_SOURCES),
      network.routes.values(),
      ({ positionSource }) => positionSource,
    ),
    providers: network.providers.size,
    core: network.core,
    uplinks: links.flatMap((link) =>
      link.uplinkRole === undefined ? [] : [{ link, role: link.uplinkRole }],
    ),
    redundancy: redundancyCounts(index, redundancies),
  };
}

function irreplaceableLinks(index: NetworkIndex): number {
  const { isBridge } = bridges(index.graph, inland(index, index.intranet));
  return isBridge.reduce((sum, one) => sum + one, 0);
}

/** How a site's place is known. */
export function placeBasis(placement: Placement | undefined): PlaceBasis {
  return placement?.source ?? (placement?.point === undefined ? "none" : "area");
}

/** Length, course and delay of any link of the network, also of one not in service. O(points of its routes). */
export function courseOf(index: NetworkIndex, link: Link): LinkGeometry {
  const known = index.linkOfId.get(link.id);
  return known === undefined
    ? linkGeometry(index.network, link, index.places, index.routeLengthM)
    : index.geometry[known]!;
}

/** Whether a length is an estimate: straight between two ends, or drawn along a route that nobody surveyed. */
export function isEstimatedLength({ basis, pieces }: LinkGeometry): boolean {
  if (basis !== "drawn") return basis === "straight";
  return pieces.some(
    ({ route: { positionSource } }) =>
      positionSource !== "surveyed" && positionSource !== "official",
  );
}

/** The links of the network that a provider runs or maintains, in id order, also those not in service. */
export function linksOfProvider(network: Network, id: ProviderId): Link[] {
  return [...network.links.values()].filter(({ provider }) => provider === id);
}

/** A count for each word, words that do not occur included. */
export function countBy<W extends string, T>(
  words: readonly W[],
  items: Iterable<T>,
  wordOf: (item: T) => W,
): Record<W, number> {
  const counts = zeros(words);
  for (const item of items) counts[wordOf(item)]++;
  return counts;
}

function zeros<W extends string>(words: readonly W[]): Record<W, number> {
  return Object.fromEntries(words.map((word) => [word, 0])) as Record<W, number>;
}

/** The network's kecamatan in order of code. */
export function kecamatanOf(network: Network): Area[] {
  const found = [...network.areas.values()].filter(({ level }) => level === "kecamatan");
  return sortedBy(found, ({ code, id }) => `${code} ${id}`);
}

function sitesByKecamatan(network: Network) {
  const byKecamatan = new Map<AreaId, number>(kecamatanOf(network).map(({ id }) => [id, 0]));
  let withoutKecamatan = 0;
  for (const site of network.sites.values()) {
    const area = areaOfLevel(network, site, "kecamatan");
    if (area === undefined) withoutKecamatan++;
    else byKecamatan.set(area.id, byKecamatan.get(area.id)! + 1);
  }
  return { byKecamatan, withoutKecamatan };
}

const isServed = ({ kind, inService }: { kind: SiteKind; inService: boolean }) =>
  inService && !CARRIER_KINDS.has(kind);

function redundancyCounts(
  index: NetworkIndex,
  redundancies: readonly SiteRedundancy[],
): RedundancyCounts {
  const served = [...index.sites.keys()].filter((node) => isServed(index.sites[node]!));
  const number = (test: (site: SiteRedundancy) => boolean) =>
    served.filter((node) => test(redundancies[node]!)).length;
  const { standards } = index.network;
  const standardOf = standardsByKind(standards);
  const nodes = Map.groupBy(index.sites.keys(), (node) => {
    const { kind, inService } = index.sites[node]!;
    return inService ? standardOf.get(kind) : undefined;
  });
  return {
    servedSites: served.length,
    reachCore: number(({ reachesCore }) => reachesCore),
    reachInternet: number(({ reachesInternet }) => reachesInternet),
    twoPaths: countBy(ANSWERS, served, (node) => redundancies[node]!.twoPaths.answer),
    servedWithoutKecamatan: served.filter(
      (node) => areaOfLevel(index.network, index.sites[node]!, "kecamatan") === undefined,
    ).length,
    byStandard: standards.map((standard) =>
      standardCounts(
        standard,
        (nodes.get(standard) ?? []).map((node) => redundancies[node]!),
      ),
    ),
    byKecamatan: redundancyByKecamatan(index, redundancies),
  };
}

function standardCounts(standard: Standard, sites: readonly SiteRedundancy[]): StandardCounts {
  const asked: Partial<Record<"paths" | "secondCore" | "secondUplink", Ask>> = {};
  if (standard.paths === 1) asked.paths = ({ reachesCore }) => (reachesCore ? "yes" : "no");
  if (standard.paths === 2) asked.paths = ({ twoPaths }) => twoPaths.answer;
  if (standard.secondCore) asked.secondCore = ({ secondCore }) => secondCore.answer;
  if (standard.secondUplink) asked.secondUplink = ({ secondUplink }) => secondUplink.answer;
  const counts = (ask: Ask | undefined) => ask && countBy(ANSWERS, sites, ask);
  return {
    standard,
    sites: sites.length,
    met: countBy(ANSWERS, sites, (site) => {
      const answers = new Set(Object.values(asked).map((ask) => ask(site)));
      return answers.has("no") ? "no" : answers.has("not-proven") ? "not-proven" : "yes";
    }),
    paths: counts(asked.paths),
    secondCore: counts(asked.secondCore),
    secondUplink: counts(asked.secondUplink),
  };
}

type Ask = (site: SiteRedundancy) => Answer;
