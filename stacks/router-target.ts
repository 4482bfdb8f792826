import pulumi from "@pulumi/pulumi";
import type { DesiredState } from "../src/config/desired-state.ts";
import { DeployError } from "../src/deploy/deploy-error.ts";
import { secretValues } from "../src/deploy/device-files.ts";
import { hostKeysOf } from "../src/deploy/known-hosts.ts";
import { readKnownHosts, transportOf } from "../src/deploy/ssh-settings.ts";
import type { Transport } from "../src/deploy/transport.ts";
import type { DeviceTarget, RouterTarget } from "../src/pulumi/components/routers.ts";
import { derivedSecrets } from "../src/secrets/derived-secrets.ts";
import { managementAddress } from "./routers-to-deploy.ts";
import type { Settings } from "./settings.ts";

/** Where the routers of a stack go, as its settings say. */
export function routerTarget(
  settings: Settings,
  network: string,
  reach: pulumi.Output<string[]>,
): RouterTarget {
  const { target, directory = `out/${network}/deploy`, rollbackSeconds, soakSeconds } = settings;
  if (target === "directory") return { kind: "directory", folder: directory };
  return {
    kind: "devices",
    network,
    transportOf:
      target === "ssh"
        ? sshTransports(settings)
        : ({ device }: DesiredState) => localTransport(settings, device),
    secretsOf: secretsOf(settings, network),
    rollbackSeconds,
    soakSeconds,
    reach,
  };
}

/** Routers are reached by their loopback addresses, and known by their own host keys. */
function sshTransports({ ssh }: Settings): (state: DesiredState) => Transport {
  const text = told(() => readKnownHosts(ssh!.knownHosts));
  return (state) =>
    told(() => transportOf(ssh!, text, { id: state.device, host: managementAddress(state) }));
}

/** The off-site hub is reached over the internet, by its own address. */
export function hubTransport(settings: Settings): Transport {
  const { target, ssh, hub } = settings;
  const { name, endpoint, ssh: login } = hub!;
  if (target !== "ssh") return localTransport(settings, name);
  return {
    kind: "ssh",
    host: login.host ?? endpoint,
    port: login.port,
    user: login.user,
    sudo: login.sudo,
    hostKeys: told(() => hostKeysOf(readKnownHosts(ssh!.knownHosts), name)),
    ...(login.keyFile === undefined ? {} : { keyFile: login.keyFile }),
  };
}

const localTransport = ({ enter }: Settings, device: string): Transport => ({
  kind: "local",
  enter: enter!.map((word) => word.replaceAll("{device}", () => device)),
});

/** Lookups do not go through outputs, which would take them apart: they are made where the values are known. */
function secretsOf(
  { masterKey, secrets, rotations, publicKeys }: Settings,
  network: string,
): DeviceTarget["secretsOf"] {
  const known = pulumi.all([masterKey!, secrets]);
  return (files) =>
    known.apply(([key, given]) =>
      secretValues(
        files,
        derivedSecrets(key, {
          network,
          rotations: new Map(Object.entries(rotations)),
          given: new Map(Object.entries(given)),
          givenPublicKeys: new Map(Object.entries(publicKeys)),
        }),
      ),
    );
}

/** What is wrong with the file of known hosts is a line for the operator, not a bug of the program. */
function told<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof DeployError ? new pulumi.RunError(error.message) : error;
  }
}
