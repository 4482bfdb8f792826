import * as z from "zod";
import { type SecretLookup, secretNames, withSecrets } from "../config/secrets.ts";
import type { ConfigFile, Rendered } from "../config/vendors/vendor.ts";
import type { DeviceFile } from "./commit.ts";
import { DeployError } from "./deploy-error.ts";
import { service } from "./service.ts";

/** Files and services of one device as they lie in Pulumi's state: JSON, with tokens where secrets stand. */
export const deviceFiles = z.strictObject({
  /** Path from the root of the device, without its first slash → content. */
  files: z.record(z.string(), z.string()),
  /** By path, four octal digits. */
  modes: z.record(z.string(), z.string().regex(/^0[0-7]{3}$/)),
  /** By path: a program on the device that reads the file, named last, before anything is changed. */
  checks: z.record(z.string(), z.array(z.string()).min(1)),
  services: z.array(service),
  /** Values for the tokens, by name. */
  secrets: z.record(z.string(), z.string()),
  publicKeys: z.record(z.string(), z.string()),
});
export type DeviceFiles = z.infer<typeof deviceFiles>;

/** Checkers that every device has which has the service itself; the others are for those who write renderers. */
const ON_DEVICE = new Set([
  "vtysh",
  "nft",
  "sshd",
  "chronyd",
  "radvd",
  "keepalived",
  "dnsmasq",
  "nsd-checkconf",
  "promtool",
  "prometheus-blackbox-exporter",
]);

/** What a renderer gave, as a device's files; their secrets are apart. */
export function deviceFilesOf({
  files,
  services,
}: Pick<Rendered, "files" | "services">): Omit<DeviceFiles, "secrets" | "publicKeys"> {
  return {
    files: Object.fromEntries(files.map(({ path, content }) => [path, content])),
    modes: Object.fromEntries(files.map(({ path, mode }) => [path, modeText(mode)])),
    checks: Object.fromEntries(
      files.flatMap(({ path, check }) =>
        check !== undefined && ON_DEVICE.has(check[0]!) ? [[path, [...check]]] : [],
      ),
    ),
    services: services.map(({ unit, package: name, files: read, reload, restart }) => ({
      unit,
      package: name,
      files: [...read],
      reload: [...reload],
      ...(restart === undefined
        ? {}
        : { restart: { files: [...restart.files], run: [...restart.run] } }),
    })),
  };
}

/**
 * The values of all secrets that these files name.
 * @throws RangeError that names every secret without a value
 */
export function secretValues(
  files: readonly ConfigFile[],
  lookup: SecretLookup,
): Pick<DeviceFiles, "secrets" | "publicKeys"> {
  const names = secretNames(files);
  const missing: string[] = [];
  const valuesOf = (of: readonly string[], value: (name: string) => string | undefined) =>
    Object.fromEntries(
      of.map((name) => {
        const found = value(name);
        if (found === undefined) missing.push(name);
        return [name, found ?? ""];
      }),
    );
  const secrets = valuesOf(names.secrets, (name) => lookup.secret(name));
  const publicKeys = valuesOf(names.publicKeys, (name) => lookup.publicKey(name));
  if (missing.length > 0) throw new RangeError(`no value for ${missing.join(", ")}`);
  return { secrets, publicKeys };
}

/**
 * The files as they go to the device: with their secrets, in order of path.
 * @throws DeployError `secret-missing` that names what has no value, or one that could break out of its line
 */
export function filledFiles(device: DeviceFiles): DeviceFile[] {
  const lookup: SecretLookup = {
    secret: (name) => ownValue(device.secrets, name),
    publicKey: (name) => ownValue(device.publicKeys, name),
  };
  const bad: string[] = [];
  const files = Object.keys(device.files)
    .sort()
    .map((path) => {
      const { content, missing, unusable } = withSecrets(device.files[path]!, lookup);
      bad.push(...missing, ...unusable);
      return {
        path,
        content,
        mode: Number.parseInt(ownValue(device.modes, path) ?? "0600", 8),
        check: device.checks[path],
      };
    });
  if (bad.length === 0) return files;
  const names = [...new Set(bad)].sort().join(", ");
  throw new DeployError(
    "secret-missing",
    `no usable value for ${names}: nothing was sent to the device. Give them in rajut:secrets, or set rajut:masterKey.`,
  );
}

/** Permission bits as they lie in a state. */
export const modeText = (mode: number): string => mode.toString(8).padStart(4, "0");

const ownValue = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
