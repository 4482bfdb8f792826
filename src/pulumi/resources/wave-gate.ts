import type { CustomResourceOptions } from "@pulumi/pulumi";
import { waveGate, type WaveGateInputs } from "../../deploy/resources/wave-gate.ts";
import { DeployedResource, type GivenInputs } from "./deployed-resource.ts";

/** What must hold before the next wave of routers begins. */
export class WaveGate extends DeployedResource<WaveGateInputs, WaveGateInputs> {
  constructor(name: string, inputs: GivenInputs<WaveGateInputs>, options?: CustomResourceOptions) {
    super(waveGate, name, inputs, options);
  }
}
