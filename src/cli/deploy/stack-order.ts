import type { DeployAction } from "./deploy-request.ts";

/** Whether the stack is that of a network's core. */
export const isCore = ({ name }: { readonly name: string }): boolean => name.endsWith("-core");

/**
 * Stacks of one network in the order in which they are due. The first time the core comes first: the edge
 * reads from its stack where the core is reached. From then on the edge does, since a change goes from the
 * farthest router toward the core: what cuts off a router must not stand on the way to those that are still
 * to be changed. What is taken out goes the same way, so that nobody is left who reads of a core that is gone.
 */
export function inDueOrder<Stack extends { readonly name: string }>(
  stacks: readonly Stack[],
  action: DeployAction,
  isCoreDeployed: boolean,
): readonly Stack[] {
  const isFirst = isCoreDeployed || action === "destroy" ? not(isCore) : isCore;
  return [...stacks.filter(isFirst), ...stacks.filter(not(isFirst))];
}

const not =
  <T>(holds: (one: T) => boolean) =>
  (one: T): boolean =>
    !holds(one);
