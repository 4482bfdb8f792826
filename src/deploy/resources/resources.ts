import { configArtifact } from "./config-artifact.ts";
import { anyKind, type ResourceKind } from "./resource.ts";

/** Every kind of thing that is deployed. */
export const resourceKinds: readonly ResourceKind[] = [anyKind(configArtifact)];
