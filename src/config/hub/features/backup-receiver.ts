import { publicKeyToken, secretToken } from "../../secrets.ts";
import { addressText, plainWord } from "../../vendors/plain-values.ts";
import { configFile } from "../../vendors/linux/config-file.ts";
import { type Part, part } from "../../vendors/linux/part.ts";
import { iniLines, ownSection } from "../../vendors/linux/syntax/ini-text.ts";
import type { Hub } from "../hub.ts";
import { hubRouter } from "../hub-router.ts";
import { hostKey } from "../keys.ts";
import { PREPARATION } from "./preparation.ts";

/** Of the server that takes copies and does nothing else; the firewall leads the routers' port 22 here. */
export const BACKUP_PORT = 2222;
export const BACKUP_USER = "rajut-backup";
const HOME = "/var/lib/rajut-backup";
/** The versions of all routers' copies, a folder each. */
export const REPOSITORY = `${HOME}/configurations`;

const RECEIVE = "usr/local/lib/rajut/receive-backup";
const SERVER = "etc/rajut/backup-sshd.conf";
const HOST_KEY = "etc/rajut/keys/ssh-host";
const ROUTER_KEYS = "etc/rajut/backup-keys";
const USER_FILE = "etc/sysusers.d/rajut-backup.conf";
const FOLDERS = "etc/tmpfiles.d/rajut-backup.conf";
const SERVICE = "etc/systemd/system/rajut-backup-sshd.service";
const UNIT = "rajut-backup-sshd.service";

/** A router may be in others' hands: it can spoil its own folder, and neither fill the disk at once nor run anything. */
const SCRIPT =
  String.raw`# Usage: receive-backup DEVICE <ARCHIVE. Takes the copy of one router's configuration as its newest version.
set -eu
umask 077
# No file of a copy is longer, whatever the archive says (blocks of 512 bytes).
ulimit -f 32768

DEVICE=$1
REPOSITORY=` +
  REPOSITORY +
  String.raw`
case $DEVICE in
*[!a-z0-9-]* | '')
	echo "receive-backup: not a router" >&2
	exit 2
	;;
esac

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/copy"
head -c 8388608 >"$folder/archive"
tar -C "$folder/copy" -xzf "$folder/archive" --no-same-owner --no-same-permissions \
	./frr.conf ./nftables.conf ./addresses ./rules ./routes
if [ -n "$(find "$folder/copy" -mindepth 1 ! -type f)" ] || [ ! -s "$folder/copy/frr.conf" ]; then
	echo "receive-backup: the archive of $DEVICE is no copy of a configuration" >&2
	exit 1
fi

mkdir -p "$REPOSITORY"
cd "$REPOSITORY"
exec 9>../lock
flock 9
# Of one who died while writing.
rm -f .git/index.lock
[ -d .git ] || git init -q -b copies
rm -rf "./$DEVICE"
mkdir "$DEVICE"
cp "$folder/copy/"* "$DEVICE/"
git add -A -- "$DEVICE"
if ! git diff --cached --quiet -- "$DEVICE"; then
	git -c user.name="$DEVICE" -c user.email="$DEVICE@invalid" commit -q -m "$DEVICE" -- "$DEVICE"
fi`;

/** The place where the routers' configurations are kept, every version of each. */
export function backupReceiver(hub: Hub): Part {
  const owner = hubRouter(hub);
  const executed = { proof: "executed" } as const;
  return part({
    files: [
      configFile(owner, RECEIVE, SCRIPT.split("\n"), {
        ...executed,
        check: ["shellcheck"],
        firstLine: "#!/bin/sh",
        mode: 0o755,
      }),
      configFile(owner, SERVER, server(hub), {
        ...executed,
        // Its own key may come after it; the machine's is there.
        check: ["sshd", "-t", "-o", "HostKey=/etc/ssh/ssh_host_ed25519_key", "-f"],
      }),
      // A key has no comments.
      {
        path: HOST_KEY,
        content: `${secretToken({ secret: hostKey(hub.settings.name) })}\n`,
        mode: 0o600,
        ...executed,
        check: undefined,
      },
      configFile(owner, ROUTER_KEYS, hub.routers.map(routerKey), executed),
      configFile(
        owner,
        USER_FILE,
        [`u ${BACKUP_USER} - "Copies of configurations" ${HOME} /bin/sh`],
        executed,
      ),
      configFile(owner, FOLDERS, [`d ${HOME} 0700 ${BACKUP_USER} ${BACKUP_USER} -`], executed),
      configFile(owner, SERVICE, service(), {
        proof: "linted",
        check: ["systemd-analyze", "verify"],
      }),
    ],
    services: [
      {
        unit: UNIT,
        package: "openssh-server",
        files: [RECEIVE, SERVER, HOST_KEY, ROUTER_KEYS, USER_FILE, FOLDERS, SERVICE],
        reload: ["systemctl", "restart", UNIT],
      },
    ],
  });
}

const server = ({ addresses }: Hub): string[] => [
  `Port ${BACKUP_PORT}`,
  ...addresses.map((address) => `ListenAddress ${addressText(address)}`),
  `HostKey /${HOST_KEY}`,
  `AuthorizedKeysFile /${ROUTER_KEYS}`,
  `AllowUsers ${BACKUP_USER}`,
  "AuthenticationMethods publickey",
  "PasswordAuthentication no",
  "KbdInteractiveAuthentication no",
  "PermitRootLogin no",
  "UsePAM yes",
  "DisableForwarding yes",
  "PermitTTY no",
  "PermitUserRC no",
  "LoginGraceTime 30",
  "MaxAuthTries 2",
  "MaxStartups 40:30:100",
  "PidFile none",
];

/** What a router may do with its key: leave its own copy. */
const routerKey = ({ device }: { readonly device: string }): string => {
  const name = plainWord(device);
  const key = publicKeyToken({ publicKeyOf: `backup/${name}` });
  return `restrict,command="/${RECEIVE} ${name}" ssh-ed25519 ${key} ${name}`;
};

const service = (): string[] =>
  iniLines([
    ownSection("Unit", [
      ["Description", "Takes the copies of the routers' configuration"],
      ["After", PREPARATION],
      ["Requires", PREPARATION],
    ]),
    ownSection("Service", [
      ["ExecStartPre", `/usr/bin/systemd-sysusers /${USER_FILE}`],
      ["ExecStartPre", `/usr/bin/systemd-tmpfiles --create /${FOLDERS}`],
      ["ExecStartPre", "/usr/bin/mkdir -p /run/sshd"],
      ["ExecStart", `/usr/sbin/sshd -D -e -f /${SERVER}`],
      ["Restart", "on-failure"],
      ["RestartSec", 5],
    ]),
    ownSection("Install", [["WantedBy", "multi-user.target"]]),
  ]);
