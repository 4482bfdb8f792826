import { secretNames } from "../secrets.ts";
import type { ConfigFile } from "../vendors/vendor.ts";
import type { HubPart } from "./render-hub.ts";

/** What a new machine of a cloud is told at its first start besides the hub's parts. */
export interface FirstStart {
  readonly hostName: string;
  /** Public keys, as in authorized_keys, of those who may log in. */
  readonly sshKeys: readonly string[];
}

/**
 * The hub as `#cloud-config`, for a Debian machine's first start: the same packages and files as by SSH, but
 * with tokens where secrets stand, since whoever may ask the machine's metadata can read user data. What
 * needs no secret is started; the rest waits, enabled, until the same files come by SSH with theirs.
 */
export function userData(parts: readonly HubPart[], { hostName, sshKeys }: FirstStart): string {
  const files = parts.flatMap((part) => part.files);
  const services = parts.flatMap((part) => part.services);
  const waiting = new Set(files.filter(holdsSecret).map(({ path }) => path));
  const ready = services.filter(({ files: read }) => !read.some((path) => waiting.has(path)));
  const units = (some: typeof services) => [...new Set(some.map(({ unit }) => unit))];
  const config = {
    hostname: hostName,
    preserve_hostname: false,
    ssh_pwauth: false,
    disable_root: true,
    ssh_authorized_keys: sshKeys,
    package_update: true,
    packages: [...new Set(parts.flatMap(({ packages }) => packages))].sort(),
    write_files: files.map(written),
    runcmd: [
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", ...units(services)],
      ...units(ready).map((unit) => ["systemctl", "restart", unit]),
    ],
  };
  // YAML's own subset: a name in a file can end no string.
  return `#cloud-config\n${JSON.stringify(config)}\n`;
}

const holdsSecret = (file: ConfigFile): boolean => {
  const { secrets, publicKeys } = secretNames([file]);
  return secrets.length + publicKeys.length > 0;
};

/** After the packages, whose users then are there and whose own files are replaced. */
const written = ({ path, content, mode }: ConfigFile) => ({
  path: `/${path}`,
  content,
  permissions: `0${mode.toString(8)}`,
  ...(path.startsWith("etc/frr/") ? { owner: "frr:frr" } : {}),
  defer: true,
});
