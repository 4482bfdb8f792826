import pulumi from "@pulumi/pulumi";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import type { Hub } from "../../config/hub/hub.ts";
import { type HubPart, renderHub } from "../../config/hub/render-hub.ts";
import { deviceFilesOf } from "../../deploy/device-files.ts";
import type { Transport } from "../../deploy/transport.ts";
import { CoreService } from "../resources/core-service.ts";
import { HostPackage } from "../resources/host-package.ts";
import type { DeviceTarget } from "./routers.ts";

export interface OffsiteHubArgs {
  readonly network: string;
  readonly hub: Hub;
  /** By which the machine is reached; its address must be among the hub's administrators, or it is cut off and goes back. */
  readonly transport: Input<Transport>;
  readonly secretsOf: DeviceTarget["secretsOf"];
  /** Seconds after which the machine undoes what was not confirmed. */
  readonly rollbackSeconds: number;
  /** Whether the hub may leave the stack; its files stay even then. */
  readonly allowDestroy: boolean;
}

const HEALTH_SECONDS = 30;

/**
 * An off-site hub on a Debian machine that is reached by SSH, wherever it stands. One part after the other,
 * the firewall first: what a package brings is closed to the world before it is installed.
 */
export class OffsiteHub extends pulumi.ComponentResource {
  constructor(name: string, args: OffsiteHubArgs, options?: ComponentResourceOptions) {
    super("rajut:index:OffsiteHub", name, {}, options);
    let before: pulumi.Resource[] = [];
    for (const part of renderHub(args.hub)) before = [this.#deploy(part, args, before)];
    this.registerOutputs({});
  }

  #deploy(part: HubPart, args: OffsiteHubArgs, dependsOn: pulumi.Resource[]): CoreService {
    const { network, hub, transport, secretsOf, rollbackSeconds, allowDestroy } = args;
    const host = hub.settings.name;
    const name = `${host}-${part.name}`;
    const packages = new HostPackage(
      name,
      { network, host, names: [...part.packages], purge: false, transport },
      { parent: this, dependsOn },
    );
    const values = secretsOf(part.files);
    return new CoreService(
      name,
      {
        network,
        host,
        service: part.name,
        transport,
        ...deviceFilesOf(part),
        secrets: pulumi.secret(values.secrets),
        publicKeys: pulumi.unsecret(values.publicKeys),
        rollbackSeconds,
        health: { words: [...part.health], timeoutSeconds: HEALTH_SECONDS },
      },
      { parent: this, dependsOn: [packages], protect: !allowDestroy },
    );
  }
}
