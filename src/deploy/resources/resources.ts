import { configArtifact } from "./config-artifact.ts";
import { coreService } from "./core-service.ts";
import { edgeRouter } from "./edge-router.ts";
import { hostFile } from "./host-file.ts";
import { hostPackage } from "./host-package.ts";
import { anyKind, type ResourceKind } from "./resource.ts";
import { waveGate } from "./wave-gate.ts";

/** Every kind of thing that is deployed. */
export const resourceKinds: readonly ResourceKind[] = [
  anyKind(configArtifact),
  anyKind(edgeRouter),
  anyKind(waveGate),
  anyKind(hostPackage),
  anyKind(hostFile),
  anyKind(coreService),
];
