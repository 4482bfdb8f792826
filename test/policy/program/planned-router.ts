import type { EdgeRouterInputs } from "../../../src/deploy/resources/edge-router.ts";

/** A router as the configuration of this program plans it. */
export interface PlannedRouter {
  readonly name: string;
  readonly inputs: EdgeRouterInputs;
  /** Names of those that it waits for. */
  readonly after?: readonly string[];
}
