import type pulumi from "@pulumi/pulumi";
import type { Hub } from "../src/config/hub/hub.ts";
import { renderHub } from "../src/config/hub/render-hub.ts";
import { OffsiteHub } from "../src/pulumi/components/offsite-hub.ts";
import type { RouterTarget } from "../src/pulumi/components/routers.ts";
import { ConfigArtifact } from "../src/pulumi/resources/config-artifact.ts";
import { hubTransport } from "./router-target.ts";
import type { Settings } from "./settings.ts";

/**
 * The off-site hub at the routers' target. It comes after the cores: one that is out of reach, as in a cut of
 * the internet, keeps nobody from mending the network.
 */
export function deployHub(
  hub: Hub,
  {
    settings,
    target,
    after,
  }: {
    readonly settings: Settings;
    readonly target: RouterTarget;
    readonly after: pulumi.Resource;
  },
): void {
  const { name } = hub.settings;
  const options = { dependsOn: [after] };
  if (target.kind === "directory") {
    const files = Object.fromEntries(
      renderHub(hub).flatMap((part) => part.files.map(({ path, content }) => [path, content])),
    );
    new ConfigArtifact(name, { folder: `${target.folder}/${name}`, files }, options);
    return;
  }
  const { network, secretsOf, rollbackSeconds } = target;
  const { allowDestroy } = settings;
  const transport = hubTransport(settings);
  new OffsiteHub(
    name,
    { network, hub, transport, secretsOf, rollbackSeconds, allowDestroy },
    options,
  );
}
