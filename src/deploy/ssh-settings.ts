import { readFileSync } from "node:fs";
import { DeployError } from "./deploy-error.ts";
import { hostKeysOf } from "./known-hosts.ts";
import type { DeploySettings } from "./settings.ts";
import type { SshTransport } from "./transport.ts";

/**
 * The way to a router as a stack's settings say, known by the host keys that stand under its id.
 * @param knownHosts the text of the file
 * @throws DeployError `host-key-missing` when the text cannot be used
 */
export function transportOf(
  { user, port, sudo, jump, keyFile }: NonNullable<DeploySettings["ssh"]>,
  knownHosts: string,
  { id, host }: { readonly id: string; readonly host: string },
): SshTransport {
  const key = keyFile === undefined ? {} : { keyFile };
  return {
    kind: "ssh",
    host,
    port,
    user,
    sudo,
    ...key,
    hostKeys: hostKeysOf(knownHosts, id),
    ...(jump === undefined
      ? {}
      : { jump: { ...key, ...jump, hostKeys: hostKeysOf(knownHosts, jump.host) } }),
  };
}

/**
 * The text of the file of known hosts; empty where none is named: then no host is known.
 * @throws DeployError `host-key-missing` when it cannot be read
 */
export function readKnownHosts(file: string | undefined): string {
  if (file === undefined) return "";
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { message } = error as Error;
    throw new DeployError("host-key-missing", `rajut:ssh.knownHosts: ${message}`, { cause: error });
  }
}
