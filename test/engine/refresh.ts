import type { Deployment } from "./deployment.ts";
import type { PropertyChange } from "./events.ts";
import { diff, read } from "./provider-calls.ts";
import { isProvider, type Providers } from "./providers.ts";
import type { Resource } from "./state-file.ts";

/** Makes the state say what is there, one resource after the other. */
export async function refresh(deployment: Deployment, providers: Providers): Promise<void> {
  for (const resource of deployment.olds.values()) {
    if (!resource.custom || isProvider(resource.type) || resource.external === true) continue;
    try {
      await refreshResource(deployment, providers, resource);
    } catch (error) {
      deployment.reporter.diagnoseError(error, resource.urn);
      return;
    }
  }
}

async function refreshResource(
  deployment: Deployment,
  providers: Providers,
  old: Resource,
): Promise<void> {
  const client = await providers.of(old);
  const found = await read(client, old);
  if (found === undefined) {
    deployment.step("delete", old.urn, [], "refresh");
    deployment.forget(old.urn);
    return;
  }
  const { initErrors: _, ...rest } = old;
  const now: Resource = { ...rest, id: found.id, inputs: found.inputs, outputs: found.outputs };
  const { changes } = await diff(client, now, old.inputs);
  deployment.step(changes.length > 0 ? "update" : "same", old.urn, changes.map(inverse), "refresh");
  deployment.olds.set(old.urn, now);
  deployment.save();
}

/** The provider is asked what would bring the old inputs back; shown is what took them away. */
const inverse = ({ path, kind }: PropertyChange): PropertyChange => ({
  path,
  kind: kind === "add" ? "delete" : kind === "delete" ? "add" : "update",
});
