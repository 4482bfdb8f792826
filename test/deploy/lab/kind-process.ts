import { readFileSync, writeSync } from "node:fs";
import { DeployError } from "../../../src/deploy/deploy-error.ts";
import { edgeRouter, type EdgeRouterInputs } from "../../../src/deploy/resources/edge-router.ts";
import type { EdgeRouterState } from "../../../src/deploy/resources/edge-router.ts";

/**
 * One update of a router in a process of its own, so that it can be started in another network
 * namespace: `{before, asked}` in JSON on standard input, how it ended on standard output.
 */
interface Update {
  readonly before: EdgeRouterState;
  readonly asked: EdgeRouterInputs;
}
export type Ended = { readonly log: readonly string[] } & (
  | { readonly state: EdgeRouterState }
  | { readonly code: string; readonly message: string }
);

const { before, asked } = JSON.parse(readFileSync(0, "utf8")) as Update;
const log: string[] = [];
const context = {
  settings: {},
  log: (line: string) => void log.push(line),
  signal: new AbortController().signal,
};

async function ended(): Promise<Ended> {
  try {
    const id = `${asked.network}/${asked.device}`;
    return { log, state: await edgeRouter.update(id, before, asked, context) };
  } catch (error) {
    if (!(error instanceof DeployError)) throw error;
    return { log, code: error.code, message: error.message };
  }
}
writeSync(1, JSON.stringify(await ended()));
