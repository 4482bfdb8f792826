import { openAndCheck, openNetwork } from "../src/cli/open-network.ts";
import type { Finding } from "../src/findings/finding.ts";
import { messageOf } from "../src/findings/texts.ts";

/** What a stack exports of its network. */
export interface NetworkState {
  readonly network: string;
  readonly day: string;
  readonly sites: number;
  readonly links: number;
  readonly singlePointsOfFailure: number;
  /** Sites that do not have what their kind is owed, answered "no". */
  readonly unmetStandards: number;
  /** Errors of the files themselves, one line each; with any, nothing may be deployed. */
  readonly brokenFiles: readonly string[];
}

/** A weakness of the network (R3) is no reason to stop a deployment; a file that says something wrong is. */
const isBroken = ({ code, severity }: Finding) => severity === "error" && !code.startsWith("R3");

/** The state of the network in a folder on its own day, or today. */
export async function networkState(folder: string, today: string): Promise<NetworkState> {
  const opened = await openNetwork(folder, { options: {}, today });
  const { network } = opened;
  const findings =
    network === undefined
      ? opened.findings
      : (await openAndCheck({ ...opened, network })).report.findings;
  const count = (...codes: string[]) => findings.filter(({ code }) => codes.includes(code)).length;
  return {
    network: network?.id ?? folder,
    day: network?.at ?? today,
    sites: network?.sites.size ?? 0,
    links: network?.links.size ?? 0,
    singlePointsOfFailure: count("R307"),
    unmetStandards: new Set(
      findings
        .filter(({ code }) => ["R301", "R303", "R305", "R308", "R309"].includes(code))
        .map(({ subject }) => subject),
    ).size,
    brokenFiles: findings
      .filter(isBroken)
      .map((finding) => `${finding.place.file}: ${finding.code} ${messageOf(finding, "en")}`),
  };
}
