import type { CustomResourceOptions } from "@pulumi/pulumi";
import { hostPackage, type HostPackageInputs } from "../../deploy/resources/host-package.ts";
import { DeployedResource, type GivenInputs } from "./deployed-resource.ts";

/** Packages on a Debian host. */
export class HostPackage extends DeployedResource<HostPackageInputs, HostPackageInputs> {
  constructor(
    name: string,
    inputs: GivenInputs<HostPackageInputs>,
    options?: CustomResourceOptions,
  ) {
    super(hostPackage, name, inputs, options);
  }
}
