import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import {
  configArtifact,
  type ConfigArtifactInputs,
} from "../../deploy/resources/config-artifact.ts";
import { DeployedResource, type GivenInputs } from "./deployed-resource.ts";

/** A folder of rendered files on the machine that deploys. */
export class ConfigArtifact extends DeployedResource<ConfigArtifactInputs, ConfigArtifactInputs> {
  declare readonly folder: Output<string>;
  declare readonly files: Output<Readonly<Record<string, string>>>;
  declare readonly modes: Output<Readonly<Record<string, number>> | undefined>;

  constructor(
    name: string,
    inputs: GivenInputs<ConfigArtifactInputs>,
    options?: CustomResourceOptions,
  ) {
    super(configArtifact, name, inputs, options);
  }
}
