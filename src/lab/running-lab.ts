import { readFileSync } from "node:fs";
import type { DesiredState } from "../config/desired-state.ts";
import { compareText } from "../text/order.ts";
import { type Cable, routerSpace } from "./cable.ts";
import { labPlan, type LabPlan } from "./lab-plan.ts";
import { enter, type Finished } from "./process/enter.ts";
import { LAB_FILE, type LabProcess } from "./process/lab-process.ts";

/** What a lab remembers of itself, in JSON inside it. */
export interface LabDocument {
  readonly version: 1;
  readonly network: string;
  /** Ids of the core sites. */
  readonly cores: readonly string[];
  readonly states: readonly DesiredState[];
  readonly predictions: readonly Prediction[];
}

/** What the analysis says of a failure: who of the lab's routers then reaches no core any more. */
export interface Prediction {
  /** Ids of the links that fail together, in order. */
  readonly links: readonly string[];
  /** Ids of sites, in order. */
  readonly lost: readonly string[];
}

/** A lab that runs, with what it is. */
export interface RunningLab {
  readonly process: LabProcess;
  readonly document: LabDocument;
  readonly plan: LabPlan;
}

/** Reads back what a lab is; only of a complete one. */
export function readLab(process: LabProcess): RunningLab {
  const document = JSON.parse(readFileSync(`${process.root}${LAB_FILE}`, "utf8")) as LabDocument;
  return { process, document, plan: labPlan(document.states) };
}

/** Runs a script in a router and waits for it. */
export const atRouter = (lab: RunningLab, device: string, script: string): Promise<Finished> =>
  enter(lab.process, { space: routerSpace(device), isolated: true }, script);

/** Runs a script in a space that has no mounts of its own: a client, or the internet without BGP. */
export const atSpace = (lab: RunningLab, space: string, script: string): Promise<Finished> =>
  enter(lab.process, { space }, script);

/** The cables that a link consists of, in order: more than one where a provider routes in between. */
export const cablesOf = ({ plan }: RunningLab, link: string): Cable[] =>
  plan.cables.filter(({ role, carries }) => role === "transit" && carries === link);

/** Links between two routers of the lab, in order. */
export function linksOf({ plan }: Pick<RunningLab, "plan">): string[] {
  const transit = plan.cables.filter(({ role }) => role === "transit");
  return [...new Set(transit.map(({ carries }) => carries))].sort(compareText);
}
