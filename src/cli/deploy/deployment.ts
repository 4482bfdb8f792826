import type { Stopper } from "../../pulumi/automation/own-group.ts";
import type { Invocation } from "../command.ts";
import type { DeployAction } from "./deploy-request.ts";
import type { DueStacks, StackPlace } from "./open-stacks.ts";

/** Everything that one call of the command works on. */
export interface Deployment extends StackPlace, DueStacks {
  readonly action: DeployAction;
  readonly backend: string;
  readonly stopper: Stopper;
  readonly invocation: Invocation;
}
