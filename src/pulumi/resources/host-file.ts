import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import {
  hostFile,
  type HostFileInputs,
  type HostFileState,
} from "../../deploy/resources/host-file.ts";
import { DeployedResource, type GivenInputs } from "./deployed-resource.ts";

/** One file on a Debian host, and the unit that reads it. */
export class HostFile extends DeployedResource<HostFileInputs, HostFileState> {
  /** How often it was confirmed. */
  declare readonly generation: Output<number>;

  constructor(name: string, inputs: GivenInputs<HostFileInputs>, options?: CustomResourceOptions) {
    super(hostFile, name, inputs, options);
  }
}
