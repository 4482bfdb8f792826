import { secretToken } from "../../secrets.ts";
import { plainWord } from "../../vendors/plain-values.ts";
import { configFile } from "../../vendors/linux/config-file.ts";
import { type Part, part } from "../../vendors/linux/part.ts";
import { iniLines, ownSection } from "../../vendors/linux/syntax/ini-text.ts";
import { shellVariables } from "../../vendors/linux/syntax/shell-text.ts";
import type { Hub } from "../hub.ts";
import type { HubSettings } from "../hub-settings.ts";
import { hubRouter } from "../hub-router.ts";
import { bucketKeys } from "../keys.ts";
import { BACKUP_USER, REPOSITORY } from "./backup-receiver.ts";

const SCRIPT = "usr/local/lib/rajut/copy-backups";
const SETTINGS = "etc/rajut/copy-backups.conf";
const REMOTE = "etc/rajut/rclone.conf";
const SERVICE = "etc/systemd/system/rajut-copy-backups.service";
const TIMER = "etc/systemd/system/rajut-copy-backups.timer";

/** Always under the same name: the bucket keeps the versions, and the hub needs no right to take any away. */
const COPY =
  String.raw`# Sends all versions of all copies to a bucket, encrypted for one whose key is not here.
set -eu
umask 077

RECIPIENT='' TARGET='' OWNER='' REPOSITORY=''
# shellcheck source=/dev/null
. /etc/rajut/copy-backups.conf

[ -d "$REPOSITORY/.git" ] || exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
runuser -u "$OWNER" -- git -C "$REPOSITORY" bundle create - --all >"$folder/configurations.bundle"
age -r "$RECIPIENT" -o "$folder/configurations.bundle.age" "$folder/configurations.bundle"
rclone --config /etc/rajut/rclone.conf copyto "$folder/configurations.bundle.age" "$TARGET"`.split(
    "\n",
  );

/** A copy of the copies beyond the hub, which the hub cannot read again: only who has age's private key can. */
export function backupCopy(hub: Hub): Part {
  const { bucket, name } = hub.settings;
  if (bucket === undefined) return part({});
  const owner = hubRouter(hub);
  const linted = { proof: "linted", check: ["systemd-analyze", "verify"] } as const;
  return part({
    files: [
      configFile(owner, SCRIPT, COPY, {
        proof: "executed",
        check: ["shellcheck"],
        firstLine: "#!/bin/sh",
        mode: 0o755,
      }),
      configFile(
        owner,
        SETTINGS,
        shellVariables({
          RECIPIENT: plainWord(bucket.recipient),
          TARGET: `bucket:${plainWord(bucket.name)}/${plainWord(name)}/configurations.bundle.age`,
          OWNER: BACKUP_USER,
          REPOSITORY,
        }),
        { proof: "executed", check: ["sh", "-n"] },
      ),
      configFile(owner, REMOTE, iniLines([ownSection("bucket", remote(bucket, name))]), {
        proof: "executed",
        secret: true,
      }),
      configFile(
        owner,
        SERVICE,
        iniLines([
          ownSection("Unit", [["Description", "Encrypted copy of the configurations to a bucket"]]),
          ownSection("Service", [
            ["Type", "oneshot"],
            ["ExecStart", `/${SCRIPT}`],
          ]),
        ]),
        linted,
      ),
      configFile(
        owner,
        TIMER,
        iniLines([
          ownSection("Unit", [["Description", "Encrypted copies of the configurations"]]),
          ownSection("Timer", [
            ["OnCalendar", "hourly"],
            ["RandomizedDelaySec", "10min"],
            ["Persistent", true],
          ]),
          ownSection("Install", [["WantedBy", "timers.target"]]),
        ]),
        linted,
      ),
    ],
    services: [
      {
        unit: "rajut-copy-backups.timer",
        package: "rclone",
        files: [SCRIPT, SETTINGS, REMOTE, SERVICE, TIMER],
        reload: ["systemctl", "restart", "rajut-copy-backups.timer"],
      },
    ],
  });
}

/** At AWS the machine's own role is the right to write; elsewhere two keys are. */
function remote(
  { region, endpoint }: NonNullable<HubSettings["bucket"]>,
  hub: string,
): [string, string | boolean | undefined][] {
  const common: [string, string][] = [
    ["type", "s3"],
    ["region", plainWord(region)],
    // The bucket is there, and looking for it or making it would need more rights.
    ["no_check_bucket", "true"],
    ["no_head", "true"],
  ];
  if (endpoint === undefined) return [...common, ["provider", "AWS"], ["env_auth", "true"]];
  const { id, key } = bucketKeys(hub);
  return [
    ...common,
    ["provider", "Other"],
    ["endpoint", plainWord(endpoint)],
    ["access_key_id", secretToken({ secret: id })],
    ["secret_access_key", secretToken({ secret: key })],
  ];
}
