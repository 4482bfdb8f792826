import { readFileSync } from "node:fs";
import pulumi from "@pulumi/pulumi";
import type { DesiredState } from "../src/config/desired-state.ts";
import { secretValues } from "../src/deploy/device-files.ts";
import { hostKeysOf } from "../src/deploy/known-hosts.ts";
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
  const { user, port, keyFile, sudo, knownHosts, jump } = ssh!;
  const text = readKnownHosts(knownHosts);
  const key = keyFile === undefined ? {} : { keyFile };
  return (state) => ({
    kind: "ssh",
    host: managementAddress(state),
    port,
    user,
    sudo,
    hostKeys: hostKeysOf(text, state.device),
    ...key,
    ...(jump === undefined
      ? {}
      : {
          jump: {
            ...jump,
            ...(jump.keyFile === undefined ? key : {}),
            hostKeys: hostKeysOf(text, jump.host),
          },
        }),
  });
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
    hostKeys: hostKeysOf(readKnownHosts(ssh!.knownHosts), name),
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

function readKnownHosts(file: string | undefined): string {
  if (file === undefined) return "";
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new pulumi.RunError(`rajut:ssh.knownHosts: ${(error as Error).message}`);
  }
}
