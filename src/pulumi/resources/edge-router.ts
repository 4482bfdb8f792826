import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import {
  edgeRouter,
  type EdgeRouterInputs,
  type EdgeRouterState,
} from "../../deploy/resources/edge-router.ts";
import type { Transport } from "../../deploy/transport.ts";
import { DeployedResource, type GivenInputs } from "./deployed-resource.ts";

/** The configuration of one router, on the router. */
export class EdgeRouter extends DeployedResource<EdgeRouterInputs, EdgeRouterState> {
  declare readonly device: Output<string>;
  declare readonly transport: Output<Transport>;
  /** How often the device's configuration was confirmed. */
  declare readonly generation: Output<number>;

  constructor(
    name: string,
    inputs: GivenInputs<EdgeRouterInputs>,
    options?: CustomResourceOptions,
  ) {
    super(edgeRouter, name, inputs, options);
  }
}
