import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import {
  coreService,
  type CoreServiceInputs,
  type CoreServiceState,
} from "../../deploy/resources/core-service.ts";
import { DeployedResource, type GivenInputs } from "./deployed-resource.ts";

/** Files and units on a Debian host that are one service. */
export class CoreService extends DeployedResource<CoreServiceInputs, CoreServiceState> {
  /** How often it was confirmed. */
  declare readonly generation: Output<number>;

  constructor(
    name: string,
    inputs: GivenInputs<CoreServiceInputs>,
    options?: CustomResourceOptions,
  ) {
    super(coreService, name, inputs, options);
  }
}
