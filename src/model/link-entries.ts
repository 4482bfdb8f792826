import type { Finding } from "../findings/finding.ts";
import { finding } from "../findings/finding.ts";
import type { Origin } from "../findings/place.ts";
import type { Period } from "./calendar.ts";
import type { Accepted } from "./entries.ts";
import {
  contactId,
  contractId,
  linkId,
  poolId,
  providerId,
  riskId,
  routeId,
  siteId,
} from "./ids.ts";
import type { Link, LinkEnd, RoutePiece } from "./network.ts";
import { all, every, type References } from "./references.ts";
import type { EntryOf } from "./schema/collections.ts";
import type { Versioned } from "./versions.ts";
import { INTERNET } from "../vocabulary.ts";

/** The three ways in which links are written. */
export type LinkEntry = Accepted<EntryOf<"links"> | EntryOf<"uplinks"> | EntryOf<"chains">>;

/** What a link needs to know of the rest of the network. */
export interface LinkContext {
  readonly ref: References;
  /** All versions of a site. */
  readonly sitesOf: (id: string) => readonly Versioned[];
  /** Whether the entry counts on the day, with its ends. */
  readonly isInService: (entry: LinkEntry, ends: readonly string[]) => boolean;
  readonly findings: Finding[];
}

/**
 * The links that an entry stands for: one of a link or an uplink, one a hop of a chain; none when a
 * reference fails. Findings: R101 unknown id, R109 a link that begins before or ends after its site.
 */
export function linksOfEntry(entry: LinkEntry, context: LinkContext): Link[] {
  if ("medium" in entry) return linkOf(entry, context);
  return "hops" in entry ? hopsOf(entry, context) : uplinkOf(entry, context);
}

function linkOf(entry: Accepted<EntryOf<"links">>, context: LinkContext): Link[] {
  const { ref } = context;
  const via = "via" in entry ? entry.via : undefined;
  const pool = "pool" in entry ? entry.pool : undefined;
  const known = all(
    ...entry.ends.map((end, index) => isEnd(end, entry, ["ends", index], context)),
    ref.check("provider", entry.provider, entry, ["provider"]),
    ref.check("contract", entry.contract, entry, ["contract"]),
    ref.check("contact", entry.contact, entry, ["contact"]),
    ref.check("pool", pool, entry, ["pool"]),
    ref.check("site", "cell" in entry ? entry.cell : undefined, entry, ["cell"]),
    ref.all("risk", entry.risks, entry, ["risks"]),
    areRoutes(via, entry, ["via"], context),
  );
  if (!known) return [];
  const base = {
    ...common(entry, entry.ends, context),
    id: linkId(entry.id),
    name: entry.name,
    via: via && toPieces(via),
    statedLengthM: entry.lengthM,
    provider: entry.provider === undefined ? undefined : providerId(entry.provider),
    contract: entry.contract === undefined ? undefined : contractId(entry.contract),
    contact: entry.contact === undefined ? undefined : contactId(entry.contact),
    circuit: entry.circuit,
    risks: entry.risks.map(riskId),
    tunnel: entry.tunnel,
    pool: pool === undefined ? undefined : poolId(pool),
    cirMbps: "cirMbps" in entry ? entry.cirMbps : undefined,
    pirMbps: "pirMbps" in entry ? entry.pirMbps : undefined,
  };
  switch (entry.medium) {
    case "fiber":
      return [{ ...base, medium: entry.medium, regenerated: entry.regenerated }];
    case "leased-line":
      return [{ ...base, medium: entry.medium, service: entry.service }];
    case "microwave":
      return [{ ...base, medium: entry.medium, frequencyGhz: entry.frequencyGhz }];
    case "satellite":
      return [{ ...base, medium: entry.medium, orbit: entry.orbit }];
    case "mobile": {
      const cell = entry.cell === undefined ? undefined : siteId(entry.cell);
      return [{ ...base, medium: entry.medium, technology: entry.technology, cell }];
    }
  }
}

function uplinkOf(entry: Accepted<EntryOf<"uplinks">>, context: LinkContext): Link[] {
  const { ref } = context;
  const known = all(
    isEnd(entry.site, entry, ["site"], context),
    ref.check("provider", entry.provider, entry, ["provider"]),
    ref.check("contract", entry.contract, entry, ["contract"]),
    ref.all("risk", entry.risks, entry, ["risks"]),
    areRoutes(entry.via, entry, ["via"], context),
  );
  if (!known) return [];
  return [
    {
      ...common(entry, [entry.site, INTERNET], context),
      id: linkId(entry.id),
      medium: "leased-line",
      service: entry.service,
      uplinkRole: entry.role,
      access: {
        wan: entry.wan,
        nat: entry.nat,
        checks: entry.checks,
        peerAsn: entry.peerAsn,
        maxPrefixes: entry.maxPrefixes,
      },
      via: entry.via && toPieces(entry.via),
      provider: providerId(entry.provider),
      contract: entry.contract === undefined ? undefined : contractId(entry.contract),
      circuit: entry.circuit,
      risks: entry.risks.map(riskId),
      // A core's line to the internet carries the tunnels of the sites that come in that way.
      tunnel: true,
    },
  ];
}

function hopsOf(entry: Accepted<EntryOf<"chains">>, context: LinkContext): Link[] {
  const known = all(
    isEnd(entry.start, entry, ["start"], context),
    every(entry.hops, (hop, index) =>
      all(
        isEnd(hop.to, entry, ["hops", index, "to"], context),
        areRoutes(hop.via, entry, ["hops", index, "via"], context),
      ),
    ),
  );
  if (!known) return [];
  return entry.hops.map((hop, index) => ({
    ...common(entry, [index === 0 ? entry.start : entry.hops[index - 1]!.to, hop.to], context),
    id: linkId(`${entry.id}-${index + 1}`),
    medium: "fiber",
    regenerated: false,
    via: hop.via && toPieces(hop.via),
    statedLengthM: hop.lengthM,
    origin: hopOrigin(entry.origin, index),
  }));
}

const hopOrigin = (origin: Origin, index: number): Origin => ({
  file: origin.file,
  at: (path = [], target) => origin.at(["hops", index, ...path], target),
});

function common(entry: LinkEntry, ends: readonly [string, string], context: LinkContext) {
  return {
    ends: [toEnd(ends[0]), toEnd(ends[1])] as const,
    status: entry.status,
    funding: entry.funding,
    from: entry.from,
    until: entry.until,
    rateMbps: entry.rateMbps,
    inService: context.isInService(entry, ends),
    origin: entry.origin,
    name: undefined,
    uplinkRole: undefined,
    access: undefined,
    via: undefined,
    statedLengthM: undefined,
    provider: undefined,
    contract: undefined,
    contact: undefined,
    circuit: undefined,
    risks: [],
    tunnel: false,
    pool: undefined,
    cirMbps: undefined,
    pirMbps: undefined,
  };
}

const toEnd = (end: string): LinkEnd => (end === INTERNET ? INTERNET : siteId(end));

type WrittenPiece = EntryOf<"risks">["routes"][number];

/** Pieces of routes with branded ids. */
export const toPieces = (pieces: readonly WrittenPiece[]): RoutePiece[] =>
  pieces.map(({ route, fromM, toM }) => ({ route: routeId(route), fromM, toM }));

/** Whether all routes of the pieces are known. */
export function areRoutes(
  pieces: readonly WrittenPiece[] | undefined,
  entry: { readonly id: string; readonly origin: Origin },
  path: readonly (string | number)[],
  { ref }: Pick<LinkContext, "ref">,
): boolean {
  return every(pieces ?? [], (piece, index) =>
    ref.check("route", piece.route, entry, [...path, index]),
  );
}

/** Whether an end is the internet or a known site that is there for as long as the link. */
function isEnd(
  end: string,
  entry: LinkEntry,
  path: readonly (string | number)[],
  { ref, sitesOf, findings }: LinkContext,
): boolean {
  if (end === INTERNET) return true;
  if (!ref.check("site", end, entry, path)) return false;
  const { from, until } = spanOf(sitesOf(end));
  const early = entry.from !== undefined && from !== undefined && entry.from < from;
  const late = entry.until !== undefined && until !== undefined && entry.until > until;
  if (early || late) {
    findings.push(
      finding("R109", entry.origin.at(early ? ["from"] : ["until"]), entry.id, {
        subject: entry.id,
        date: early ? entry.from! : entry.until!,
        other: end,
        ...(from !== undefined && { otherFrom: from }),
        ...(until !== undefined && { otherUntil: until }),
      }),
    );
  }
  return true;
}

/** From the first day of the first version to the last day of the last. */
function spanOf(versions: readonly Period[]): Period {
  const first = (a: Period["from"], b: Period["from"]) =>
    a !== undefined && b !== undefined && a < b ? a : b;
  const last = (a: Period["until"], b: Period["until"]) =>
    a !== undefined && b !== undefined && a > b ? a : b;
  return versions.reduce<Period>(
    (span, { from, until }, index) =>
      index === 0
        ? { from, until }
        : {
            from:
              span.from === undefined || from === undefined ? undefined : first(span.from, from),
            until:
              span.until === undefined || until === undefined ? undefined : last(span.until, until),
          },
    {},
  );
}
