import { type AddressLock, EMPTY_LOCK } from "./addressing/address-lock.ts";
import { readLock } from "./addressing/read-lock.ts";
import { singleLosses, type Losses } from "./analysis/losses.ts";
import { redundancy, type SiteRedundancy } from "./analysis/redundancy.ts";
import type { Rule } from "./checks/rule.ts";
import { RULES } from "./checks/rules.ts";
import { applyWaivers, type Waived } from "./checks/waivers.ts";
import { type DocumentShape, parseFiles } from "./document/document.ts";
import type { SourceFile } from "./document/entry.ts";
import { addressDemands } from "./addressing/demands.ts";
import { readPlan } from "./addressing/read-plan.ts";
import { configure } from "./config/configure.ts";
import type { DesiredState } from "./config/desired-state.ts";
import { finding, inOrder, isAtLeast, type Finding } from "./findings/finding.ts";
import type { Day } from "./model/calendar.ts";
import { CSV_COLUMNS } from "./model/csv-columns.ts";
import { acceptEntries } from "./model/entries.ts";
import { routedNetwork, type RoutedNetwork } from "./layer3/routed-network.ts";
import type { Network } from "./model/network.ts";
import { resolveNetwork } from "./model/resolve.ts";
import { COLLECTIONS } from "./model/schema/collections.ts";
import { header } from "./model/schema/entities.ts";
import { indexNetwork, type NetworkIndex } from "./network/network-index.ts";
import type { PointOfBoundary } from "./network/placement.ts";

/**
 * All stages of Rajut in their order: files → document → network → index → analysis → findings.
 * Every stage is a pure function; the shells read before it and write after it.
 */

const SHAPE: DocumentShape = {
  lists: Object.keys(COLLECTIONS),
  headerFields: Object.keys(header.shape),
  csv: CSV_COLUMNS,
};

export interface Loaded {
  /** Undefined when network.yaml itself cannot be used. */
  readonly network: Network | undefined;
  /** Empty where the network has none; undefined when it cannot be read. */
  readonly addressLock: AddressLock | undefined;
  readonly findings: readonly Finding[];
}

/**
 * The network that the files describe on a day: `at`, else the files' own `asOf`, else `today`.
 * Findings: all of R0, and R101, R102, R103, R108, R109.
 * @param lockFile the address lock, where there is one; `refused` when it could not be read from disk
 */
export function load(
  files: readonly SourceFile[],
  days: { readonly at?: Day | undefined; readonly today: Day },
  lockFile?: SourceFile | "refused",
): Loaded {
  const parsed = parseFiles(files, SHAPE);
  const accepted = acceptEntries(parsed.document);
  const at = days.at ?? accepted.entries.header?.asOf ?? days.today;
  const resolved = resolveNetwork(accepted.entries, at);
  const locked = addressLock(lockFile);
  const findings = [
    ...parsed.findings,
    ...accepted.findings,
    ...resolved.findings,
    ...locked.findings,
  ];
  const { network } = resolved;
  if (network !== undefined) findings.push(...folderName(network));
  return { network, addressLock: locked.lock, findings };
}

function addressLock(file: SourceFile | "refused" | undefined): ReturnType<typeof readLock> {
  if (file === undefined) return { lock: EMPTY_LOCK, findings: [] };
  return file === "refused" ? { lock: undefined, findings: [] } : readLock(file);
}

/** R021: the id in network.yaml is not its folder's name; often a copied file. */
function folderName({ id, origin }: Network): Finding[] {
  const folder = origin.file.split("/").at(-2);
  if (folder === undefined || folder === "." || folder === id) return [];
  return [finding("R021", origin.at(["network"]), id, { network: id, folder })];
}

export interface Analysis {
  readonly index: NetworkIndex;
  readonly losses: Losses;
  /** By node. */
  readonly redundancies: readonly SiteRedundancy[];
  /** The network as routers see it; made when first asked for, and once. */
  readonly routed: () => RoutedNetwork;
}

/** What follows from a network without asking whether it is good. */
export function analyse(network: Network, pointOfBoundary?: PointOfBoundary): Analysis {
  const index = indexNetwork(network, pointOfBoundary);
  const losses = singleLosses(index);
  let routed: RoutedNetwork | undefined;
  return {
    index,
    losses,
    redundancies: redundancy(index, index.intranet, losses),
    routed: () => (routed ??= routedNetwork(index)),
  };
}

export interface CheckReport {
  /** In order: by severity, code, file and place; what is waived is left out. */
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  /** What was not asked, and must be said to be so. */
  readonly notChecked: readonly NotChecked[];
}

/** Questions that could not be asked: no boundaries at hand, or a standard that nothing checks yet. */
export type NotChecked = "boundaries" | "official-areas" | "latency" | "availability";

/**
 * Every rule against a network, with its waivers. `boundaryRules` need Turf and so are handed in; without
 * `addressLock` nothing is asked of it.
 */
export function check(
  analysis: Analysis,
  officialAreas: ReadonlyMap<string, string> | undefined,
  boundaryRules: Readonly<Record<string, Rule>> = {},
  addressLock?: AddressLock,
): CheckReport {
  const { network } = analysis.index;
  const rules: Rule[] = [...Object.values(RULES), ...Object.values(boundaryRules)];
  const raw = rules.flatMap((rule) => rule({ ...analysis, officialAreas, addressLock }));
  const { findings, waived } = applyWaivers(raw, network);
  const notChecked: NotChecked[] = [];
  if (network.boundaries.length === 0) notChecked.push("boundaries");
  if (officialAreas === undefined) notChecked.push("official-areas");
  if (network.standards.some(({ latencyMs }) => latencyMs !== undefined))
    notChecked.push("latency");
  if (network.standards.some(({ availability }) => availability !== undefined)) {
    notChecked.push("availability");
  }
  return { findings: inOrder(findings), waived, notChecked };
}

/** The routers of a network as they must be, one after the other; `findings` say why there are none. */
export interface Configuration {
  readonly states: Iterable<DesiredState>;
  /** Of the address plan: every one that keeps a router from having its addresses. */
  readonly findings: readonly Finding[];
}

/**
 * What every router must be. A router without all its addresses would be half configured, so there is
 * none at all while the lock is out of date, contradicts itself or cannot be read.
 */
export function configuration(
  analysis: Analysis,
  addressLock: AddressLock | undefined,
): Configuration {
  const { network } = analysis.index;
  const asked = { ...analysis, officialAreas: undefined, addressLock };
  const findings = RULES.addresses(asked).filter((one) => isAtLeast(one, "error"));
  if (findings.length > 0 || addressLock === undefined || network.addressPools.size === 0) {
    return { states: [], findings };
  }
  const routed = analysis.routed();
  const plan = readPlan(addressLock, addressDemands(routed), network.addressPools.values());
  return { states: configure(routed, plan), findings };
}
