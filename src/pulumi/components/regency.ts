import pulumi from "@pulumi/pulumi";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { deployRouters, type RouterTarget, type RouterToDeploy } from "./routers.ts";

export interface RegencyArgs {
  readonly routers: readonly RouterToDeploy[];
  readonly target: RouterTarget;
  /** Whether a router may leave the stack. */
  readonly allowDestroy: boolean;
}

abstract class Regency extends pulumi.ComponentResource {
  protected constructor(
    part: "Core" | "Edge",
    name: string,
    { routers, target, allowDestroy }: RegencyArgs,
    options?: ComponentResourceOptions,
  ) {
    super(`rajut:index:Regency${part}`, name, {}, options);
    deployRouters(routers, target, this, { allowDestroy });
    this.registerOutputs({});
  }
}

/** The core of a regency's network: the routers that all others lead to. */
export class RegencyCore extends Regency {
  constructor(name: string, args: RegencyArgs, options?: ComponentResourceOptions) {
    super("Core", name, args, options);
  }
}

/** The rest of a regency's network: every router but the cores. */
export class RegencyEdge extends Regency {
  constructor(name: string, args: RegencyArgs, options?: ComponentResourceOptions) {
    super("Edge", name, args, options);
  }
}
