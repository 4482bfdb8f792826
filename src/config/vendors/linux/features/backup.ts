import type { Backup, DesiredState } from "../../../desired-state.ts";
import { publicKeyToken, secretToken } from "../../../secrets.ts";
import { addressText, plainWord, wholeNumber } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";
import { iniLines, ownSection } from "../syntax/ini-text.ts";
import { shellVariables } from "../syntax/shell-text.ts";

const SCRIPT = "usr/local/lib/rajut/backup";
const SETTINGS = "etc/rajut/backup.conf";
const KEY = "etc/rajut/keys/backup";
const KNOWN_HOSTS = "etc/rajut/backup-known-hosts";
const SERVICE = "etc/systemd/system/rajut-backup.service";
const TIMER = "etc/systemd/system/rajut-backup.timer";
/** So that not all routers call at once. */
const SPREAD_MIN = 5;

/** Sends what runs, without its secrets; the server decides what becomes of it, by the key that it knows. */
const SEND = String.raw`# Sends the running configuration to the backup server as one archive.
set -eu

SERVER='' DEVICE=''
# shellcheck source=/dev/null
. /etc/rajut/backup.conf

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/copy"
# One step after the other: a pipe hides that what stands first in it failed, and an empty copy looks good.
vtysh -c 'show running-config' >"$folder/frr.conf"
[ -s "$folder/frr.conf" ]
sed -E 's/^( *ip ospf message-digest-key [0-9]+ md5| *neighbor [^ ]+ password) .*/\1 (hidden)/' "$folder/frr.conf" >"$folder/copy/frr.conf"
nft list ruleset >"$folder/copy/nftables.conf"
ip -details address show >"$folder/copy/addresses"
ip rule show >"$folder/copy/rules"
ip route show table all >"$folder/copy/routes"
tar -C "$folder/copy" -czf "$folder/archive" .
ssh -i /etc/rajut/keys/backup -o BatchMode=yes -o StrictHostKeyChecking=yes \
	-o UserKnownHostsFile=/etc/rajut/backup-known-hosts -o GlobalKnownHostsFile=none \
	"rajut-backup@$SERVER" -- "$DEVICE" <"$folder/archive"`.split("\n");

/**
 * A copy of the running configuration, sent over SSH every so many minutes, to nobody but the server whose
 * host key is the one known: its type stands in the file, so that the token stands for one word.
 */
export function backup(state: DesiredState): Part {
  const { backup: desired } = state;
  if (desired === undefined) return part({});
  return part({
    files: [
      configFile(state, SCRIPT, SEND, {
        proof: "executed",
        check: ["shellcheck"],
        firstLine: "#!/bin/sh",
        mode: 0o755,
      }),
      configFile(
        state,
        SETTINGS,
        shellVariables({
          SERVER: addressText(desired.server),
          DEVICE: plainWord(state.device),
        }),
        { proof: "executed", check: ["sh", "-n"] },
      ),
      configFile(
        state,
        KNOWN_HOSTS,
        [`${addressText(desired.server)} ssh-ed25519 ${publicKeyToken(desired.hostKey)}`],
        { proof: "executed" },
      ),
      // A key has no comments.
      {
        path: KEY,
        content: `${secretToken(desired.key)}\n`,
        mode: 0o600,
        proof: "executed",
        check: undefined,
      },
      configFile(
        state,
        SERVICE,
        iniLines([
          ownSection("Unit", [
            ["Description", "Copy of the running configuration"],
            ["After", "frr.service nftables.service"],
          ]),
          ownSection("Service", [
            ["Type", "oneshot"],
            ["ExecStart", `/${SCRIPT}`],
          ]),
        ]),
        { proof: "linted", check: ["systemd-analyze", "verify"] },
      ),
      configFile(state, TIMER, timer(desired), {
        proof: "linted",
        check: ["systemd-analyze", "verify"],
      }),
    ],
    services: [
      {
        unit: "rajut-backup.timer",
        package: "openssh-client",
        files: [SCRIPT, SETTINGS, KEY, KNOWN_HOSTS, SERVICE, TIMER],
        reload: ["systemctl", "restart", "rajut-backup.timer"],
      },
    ],
  });
}

function timer({ everyMin }: Backup): string[] {
  const minutes = wholeNumber(everyMin, 1, 10_080);
  return iniLines([
    ownSection("Unit", [["Description", "Copies of the running configuration"]]),
    ownSection("Timer", [
      ["OnBootSec", `${SPREAD_MIN}min`],
      ["OnUnitActiveSec", `${minutes}min`],
      ["RandomizedDelaySec", `${Math.min(SPREAD_MIN, minutes)}min`],
    ]),
    ownSection("Install", [["WantedBy", "timers.target"]]),
  ]);
}
