import pulumi from "@pulumi/pulumi";
import { networkState } from "./network-state.ts";

/**
 * The stack of one network. It has no resources yet: it stops `pulumi up` on a network whose files are
 * wrong, and exports what later stacks and people ask for first.
 */
const folder = new pulumi.Config("rajut").get("network") ?? "topology/dumai";
const state = await networkState(folder, new Date().toISOString().slice(0, 10));
if (state.brokenFiles.length > 0) {
  throw new pulumi.RunError(`${folder} cannot be deployed:\n${state.brokenFiles.join("\n")}`);
}

export const { network, day, sites, links, singlePointsOfFailure, unmetStandards } = state;
