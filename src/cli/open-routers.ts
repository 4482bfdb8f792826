import type { DesiredState } from "../config/desired-state.ts";
import { type Finding, inOrder, isAtLeast } from "../findings/finding.ts";
import { subnetwork } from "../config/subnetwork.ts";
import type { Network } from "../model/network.ts";
import { type Analysis, configuration } from "../pipeline.ts";
import { shown } from "../text/safe.ts";
import { findingsTerminal } from "../views/findings-terminal.ts";
import { type Invocation, type Option, unknownName } from "./command.ts";
import { openAnalysis, openNetwork, type Opened, requireAddressPools } from "./open-network.ts";

/** A network's routers as they must be. */
export interface OpenedRouters {
  readonly opened: Opened;
  readonly network: Network;
  readonly analysis: Analysis;
  readonly states: readonly DesiredState[];
}

/**
 * The routers of the network in a folder, or the findings for which there are none: a site or a lock that
 * is refused would leave its routers out without a word, so any error in the files is enough.
 * Throws UsageError where there is no network, or one that has no addresses to give.
 */
export async function routersOrReasons(
  folder: string | undefined,
  question: Pick<Invocation, "options" | "today">,
): Promise<OpenedRouters | { readonly opened: Opened; readonly reasons: readonly Finding[] }> {
  const opened = await openNetwork(folder, question);
  const network = requireAddressPools(opened);
  const analysis = await openAnalysis(network);
  const { states, findings } = configuration(analysis, opened.addressLock);
  const reasons = [...opened.findings.filter((one) => isAtLeast(one, "error")), ...findings];
  if (reasons.length > 0) return { opened, reasons: inOrder(reasons) };
  return { opened, network, analysis, states: [...states] };
}

/** The routers of the network in a folder; undefined when a finding says why there are none, which has been told. */
export async function openRouters(
  folder: string | undefined,
  invocation: Invocation,
): Promise<OpenedRouters | undefined> {
  const { lang, terminal } = invocation;
  const found = await routersOrReasons(folder, invocation);
  if (!("reasons" in found)) return found;
  const style = { lang, width: terminal.width, colour: terminal.colour.err };
  terminal.err(findingsTerminal(found.reasons, found.opened.texts, style));
  return undefined;
}

/** Of commands that take a part of the network. */
export const KECAMATAN_OPTION = {
  kecamatan: {
    type: "string",
    placeholder: "A,B",
    summary: {
      id: "hanya router kecamatan ini, inti, dan jalan ke sana",
      en: "only the routers of these kecamatan, the cores and the ways there",
    },
  },
} as const satisfies Record<string, Option>;

/** The routers of the kecamatan asked for, the cores and the ways there; all without the option. */
export function partOf(
  { states, network }: Pick<OpenedRouters, "states" | "network">,
  option: string | boolean | undefined,
): readonly DesiredState[] {
  const areas = listOption(option);
  const known = [...new Set(states.map(({ area }) => area))].sort();
  for (const area of areas) {
    if (!known.includes(area)) throw unknownName("kecamatan", "kecamatan", shown(area), known);
  }
  return subnetwork(states, areas, network.core).states;
}

/** The words of an option like `A,B`. */
export const listOption = (option: string | boolean | undefined): string[] =>
  typeof option === "string"
    ? option
        .split(",")
        .map((word) => word.trim())
        .filter((word) => word !== "")
    : [];
