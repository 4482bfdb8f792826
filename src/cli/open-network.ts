import { readdir, stat } from "node:fs/promises";
import type { AddressLock } from "../addressing/address-lock.ts";
import type { Rule } from "../checks/rule.ts";
import { inOrder, type Finding } from "../findings/finding.ts";
import type { SourceTexts } from "../findings/place.ts";
import { officialAreas } from "../io/official-areas.ts";
import { readNetwork } from "../io/read-network.ts";
import { parseDay, type Day } from "../model/calendar.ts";
import type { Network } from "../model/network.ts";
import { analyse, check, load, type Analysis, type CheckReport } from "../pipeline.ts";
import { shown } from "../text/safe.ts";
import type { Invocation } from "./command.ts";
import { UsageError } from "./command.ts";

const HOME = "topology";

/** A network as it was read, with everything that its files already show to be wrong. */
export interface Opened {
  readonly folder: string;
  readonly network: Network | undefined;
  /** Empty where there is none; undefined when it cannot be read. */
  readonly addressLock: AddressLock | undefined;
  /** Findings of reading and resolving, in order. */
  readonly findings: readonly Finding[];
  readonly texts: SourceTexts;
}

/** The network in a folder: the one named, else the only one in `topology/`. */
export async function openNetwork(
  named: string | undefined,
  { options, today }: Pick<Invocation, "options" | "today">,
): Promise<Opened> {
  const at = dayOption(options["at"]);
  const folder = named ?? (await onlyNetwork());
  const read = readNetwork(folder);
  const lockTexts = typeof read.lock === "object" ? [read.lock] : [];
  const loaded = load(read.files, { at, today: today as Day }, read.lock);
  return {
    folder,
    network: loaded.network,
    addressLock: loaded.addressLock,
    findings: inOrder([...read.findings, ...loaded.findings]),
    texts: new Map([...read.files, ...lockTexts].map(({ path, text }) => [path, text])),
  };
}

/** The network, or a usage error that says where to look: a question about broken files has no answer. */
export function requireNetwork({ network, folder }: Opened): Network {
  if (network !== undefined) return network;
  throw new UsageError({
    id: `${folder}: jaringan tidak dapat dibaca; lihat \`rajut check ${folder}\``,
    en: `${folder}: the network cannot be read; see \`rajut check ${folder}\``,
  });
}

/** The network with addresses to give, or a usage error: without pools no router can be configured. */
export function requireAddressPools(opened: Opened): Network {
  const network = requireNetwork(opened);
  if (network.addressPools.size > 0) return network;
  throw new UsageError({
    id: `${shown(network.name)} tidak mempunyai addressPools, jadi router tidak dapat diberi alamat; lihat docs/file-format.md`,
    en: `${shown(network.name)} has no addressPools, so routers cannot have addresses; see docs/file-format.md`,
  });
}

/** A network analysed and checked. What is wrong in its files comes first; the rules still run on the rest. */
export async function openAndCheck(
  opened: Opened & { readonly network: Network },
): Promise<{ analysis: Analysis; report: CheckReport }> {
  const { network } = opened;
  const [areas, boundary] = await Promise.all([
    officialAreas(network.areaCode),
    network.boundaries.length > 0 ? boundaryTools() : undefined,
  ]);
  const analysis = analyse(network, boundary?.pointOfBoundary);
  const known = areas.size > 0 ? areas : undefined;
  const checked = check(analysis, known, boundary?.rules, opened.addressLock);
  return {
    analysis,
    report: { ...checked, findings: inOrder([...opened.findings, ...checked.findings]) },
  };
}

/** Analysis alone, for commands that only ask. */
export async function openAnalysis(network: Network): Promise<Analysis> {
  const boundary = network.boundaries.length > 0 ? await boundaryTools() : undefined;
  return analyse(network, boundary?.pointOfBoundary);
}

/** What needs Turf is imported only when a network has boundaries. */
async function boundaryTools() {
  const [{ representativePoint }, { boundaries }] = await Promise.all([
    import("../geo/polygon.ts"),
    import("../checks/boundaries.ts"),
  ]);
  return {
    pointOfBoundary: ({ geometry }: Network["boundaries"][number]) => representativePoint(geometry),
    rules: { boundaries } satisfies Record<string, Rule>,
  };
}

function dayOption(text: string | boolean | undefined): Day | undefined {
  if (typeof text !== "string") return undefined;
  const day = parseDay(text);
  if (day === undefined) {
    throw new UsageError({
      id: `--at ${text}: bukan tanggal; tulis seperti 2025-02-03`,
      en: `--at ${text}: not a date; write it like 2025-02-03`,
    });
  }
  return day;
}

/** Folders below `topology/` that hold a network.yaml. */
async function networkFolders(): Promise<string[]> {
  const items = await readdir(HOME, { withFileTypes: true }).catch(() => []);
  const folders = items.filter((item) => item.isDirectory()).map(({ name }) => `${HOME}/${name}`);
  const found = await Promise.all(
    folders.map((folder) =>
      stat(`${folder}/network.yaml`).then(
        () => folder,
        () => undefined,
      ),
    ),
  );
  return found.filter((folder) => folder !== undefined).sort();
}

async function onlyNetwork(): Promise<string> {
  const found = await networkFolders();
  if (found.length === 1) return found[0]!;
  throw new UsageError(
    found.length === 0
      ? {
          id: `tidak ada jaringan di ${HOME}/; sebut foldernya`,
          en: `no network in ${HOME}/; name its folder`,
        }
      : {
          id: `sebut jaringannya: ${found.join(", ")}`,
          en: `name the network: ${found.join(", ")}`,
        },
  );
}
