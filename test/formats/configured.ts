import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { configure } from "../../src/config/configure.ts";
import type { DesiredState } from "../../src/config/desired-state.ts";
import { readNetwork } from "../../src/io/read-network.ts";
import { routedNetwork } from "../../src/layer3/routed-network.ts";
import type { Day } from "../../src/model/calendar.ts";
import type { Network } from "../../src/model/network.ts";
import { indexNetwork } from "../../src/network/network-index.ts";
import { load } from "../../src/pipeline.ts";
import { numberedPlan } from "../config/numbered-plan.ts";

/** The states of every router of a network. */
export function statesOf(network: Network): DesiredState[] {
  const routed = routedNetwork(indexNetwork(network));
  return [...configure(routed, numberedPlan(routed))];
}

/** The states of every router of the network in a folder. */
export function configured(folder: string): DesiredState[] {
  const { network } = load(readNetwork(folder).files, { today: "2025-02-03" as Day });
  return statesOf(network!);
}

/** Compares with a file under fixtures/export; `UPDATE=1` rewrites it. */
export function expectExport(name: string, content: string): void {
  const file = path.resolve(import.meta.dirname, "../../fixtures/export", name);
  if (process.env["UPDATE"] === "1") writeFileSync(file, content);
  expect(content).toBe(readFileSync(file, "utf8"));
}
