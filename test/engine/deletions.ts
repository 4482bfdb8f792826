import type { Deployment } from "./deployment.ts";
import { remove } from "./provider-calls.ts";
import { isProvider, type Providers } from "./providers.ts";
import type { Resource } from "./state-file.ts";

/** Deletes resources, what depends on others first; stops at the first that cannot be. */
export async function deleteAll(
  deployment: Deployment,
  providers: Providers,
  resources: readonly Resource[],
): Promise<void> {
  for (const resource of dependentsFirst(resources)) {
    deployment.step("delete", resource.urn);
    try {
      await deleteResource(deployment, providers, resource);
    } catch (error) {
      deployment.reporter.diagnoseError(error, resource.urn);
      return;
    }
  }
}

/** Deletes one resource, and forgets it. */
export async function deleteResource(
  deployment: Deployment,
  providers: Providers,
  resource: Resource,
): Promise<void> {
  if (resource.protect === true) {
    throw new Error(`${resource.urn} cannot be deleted because it is protected`);
  }
  if (deployment.isPreview) return;
  const isOurs =
    resource.custom &&
    !isProvider(resource.type) &&
    resource.external !== true &&
    resource.retainOnDelete !== true;
  if (isOurs) await remove(await providers.of(resource), resource);
  deployment.forget(resource.urn);
}

/** The order in which nothing is deleted before what needs it. Providers come last. */
function dependentsFirst(resources: readonly Resource[]): readonly Resource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const placed = new Set<Resource>();
  const place = (resource: Resource | undefined): void => {
    if (resource === undefined || placed.has(resource)) return;
    const provider = resource.provider?.slice(0, resource.provider.lastIndexOf("::"));
    const needed = [provider, resource.parent, ...resource.dependencies];
    for (const urn of needed) if (urn !== undefined) place(byUrn.get(urn));
    placed.add(resource);
  };
  for (const resource of resources) place(resource);
  return [...placed].toReversed();
}
