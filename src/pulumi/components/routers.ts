import pulumi from "@pulumi/pulumi";
import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import type { DesiredState } from "../../config/desired-state.ts";
import { loopbackOf } from "../../config/loopbacks.ts";
import { routerTree } from "../../config/router-tree.ts";
import type { ConfigFile, Rendered } from "../../config/vendors/vendor.ts";
import type { VENDORS } from "../../config/vendors/vendors.ts";
import { type DeviceFiles, deviceFilesOf } from "../../deploy/device-files.ts";
import type { Transport } from "../../deploy/transport.ts";
import type { DeviceRollout } from "../../rollout/device-rollout.ts";
import { ConfigArtifact } from "../resources/config-artifact.ts";
import { EdgeRouter } from "../resources/edge-router.ts";
import { WaveGate } from "../resources/wave-gate.ts";
import { Waves } from "./waves.ts";

/** A router with its configuration, ready to go somewhere. */
export interface RouterToDeploy {
  readonly state: DesiredState;
  readonly vendor: keyof typeof VENDORS;
  readonly rendered: Rendered;
  readonly rollout: DeviceRollout;
}

/** Where routers' configuration goes: files in a folder, or the devices themselves. */
export type RouterTarget =
  | { readonly kind: "directory"; readonly folder: string }
  | ({ readonly kind: "devices" } & DeviceTarget);

export interface DeviceTarget {
  readonly network: string;
  readonly transportOf: (state: DesiredState) => Transport;
  /** Values of the secrets that files name. */
  readonly secretsOf: (
    files: readonly ConfigFile[],
  ) => Output<Pick<DeviceFiles, "secrets" | "publicKeys">>;
  /** Seconds after which a device undoes what was not confirmed. */
  readonly rollbackSeconds: number;
  /** Seconds that a wave must stay healthy before the next one begins. */
  readonly soakSeconds: number;
  /** Addresses that every router must reach before its change is confirmed, if it reached them before. */
  readonly reach: Input<string[]>;
}

/**
 * Routers at their target, wave by wave. Routers of a fleet are protected unless they may be destroyed:
 * a router that leaves the files is then an error, not a removal.
 */
export function deployRouters(
  routers: readonly RouterToDeploy[],
  target: RouterTarget,
  parent: pulumi.ComponentResource,
  { allowDestroy }: { readonly allowDestroy: boolean },
): void {
  const byDevice = new Map(routers.map((router) => [router.state.device, router]));
  const waves = wavesOf(routers);
  const within = (options: CustomResourceOptions) => ({ ...options, protect: !allowDestroy });
  if (target.kind === "directory") {
    const make = (device: string, options: CustomResourceOptions) =>
      artifact(byDevice.get(device)!, target.folder, options);
    new Waves("waves", { waves, make }, { parent });
    return;
  }
  new Waves(
    "waves",
    {
      waves,
      make: (device, options) => edgeRouter(byDevice.get(device)!, target, within(options)),
      gate: (wave, members, options) => {
        const gated = [...members].map(([device, member]) => ({
          member,
          reach: reachOf(byDevice.get(device)!, target),
        }));
        return waveGate(wave, gated, target, options);
      },
    },
    { parent },
  );
}

/** Members by wave, in the order of the waves; numbers that this part of the network has none of are left out. */
function wavesOf(routers: readonly RouterToDeploy[]): { wave: number; members: string[] }[] {
  const byWave = Map.groupBy(routers, ({ rollout }) => rollout.wave);
  return [...byWave]
    .sort(([a], [b]) => a - b)
    .map(([wave, members]) => ({ wave, members: members.map(({ state }) => state.device) }));
}

function artifact(
  { state, rendered, rollout }: RouterToDeploy,
  folder: string,
  options: CustomResourceOptions,
): ConfigArtifact {
  const files = Object.fromEntries(
    routerTree(state, rendered).map(({ path, content }) => [path, content]),
  );
  const inputs = { folder: `${folder}/${state.device}`, files, rollout: { ...rollout } };
  return new ConfigArtifact(state.device, inputs, options);
}

function edgeRouter(
  router: RouterToDeploy,
  target: DeviceTarget,
  options: CustomResourceOptions,
): EdgeRouter {
  const { state, vendor, rendered, rollout } = router;
  const { network, transportOf, secretsOf, rollbackSeconds } = target;
  const values = secretsOf(rendered.files);
  return new EdgeRouter(
    state.device,
    {
      network,
      device: state.device,
      vendor,
      transport: transportOf(state),
      ...deviceFilesOf(rendered),
      secrets: pulumi.secret(values.secrets),
      publicKeys: pulumi.unsecret(values.publicKeys),
      rollbackSeconds,
      reach: reachOf(router, target),
      rollout,
      byHand: {},
    },
    options,
  );
}

/** A core is not its own proof. */
const reachOf = ({ state }: RouterToDeploy, { reach }: DeviceTarget): Output<string[]> =>
  pulumi
    .output(reach)
    .apply((addresses) =>
      addresses.filter((one) => one !== loopbackOf(state, 4) && one !== loopbackOf(state, 6)),
    );

interface GatedRouter {
  readonly member: EdgeRouter;
  /** From the program: of a router that stays the same, the state keeps older ones. */
  readonly reach: Output<string[]>;
}

/** Asks anew whenever one of the wave's routers has another generation than when it was last healthy. */
function waveGate(
  wave: number,
  gated: readonly GatedRouter[],
  { network, soakSeconds }: DeviceTarget,
  options: CustomResourceOptions,
): WaveGate {
  const routers = gated.map(({ member: { device, generation, transport }, reach }) => ({
    device,
    generation,
    transport,
    reach,
  }));
  return new WaveGate(`wave-${wave}`, { network, wave, soakSeconds, routers }, options);
}
