import { LAB_FOLDER } from "../process/lab-process.ts";
import { shellWord, shellWords } from "../../text/shell-word.ts";
import type { RouterFiles } from "./router-files.ts";
import { startUnits } from "./systemctl-stand-in.ts";

/** The folder in which a router's files are laid out before it starts. */
export const routerFolder = (space: string): string => `${LAB_FOLDER}/routers/${space}`;

/** Which folders of the machine are overlaid with a router's files; a file elsewhere cannot be laid out. */
const OVERLAID = ["etc", "usr/local", "var/lib"] as const;

/** Whether a router may have a file there. */
export const canLayOut = (path: string): boolean =>
  OVERLAID.some((folder) => path.startsWith(`${folder}/`)) && !path.split("/").includes("..");

/**
 * The script that makes a namespace a router: its files over the machine's, a `/run`, `/var/log` and
 * `/sys` of its own, its host name, and then its services in the order in which Debian starts them.
 */
export function routerStart(space: string, hostName: string, { services }: RouterFiles): string {
  const folder = routerFolder(space);
  const lines = [
    "exec 2>&1",
    ...OVERLAID.map((root) => overlay(folder, root)),
    "mount -t tmpfs -o mode=755 run /run",
    "mount -t tmpfs -o mode=755 log /var/log",
    // Read-only, as in a container: networkd then asks no udev, which knows nothing of these interfaces.
    "mount -t sysfs -o ro sysfs /sys",
    `hostname ${shellWord(hostName)}`,
    "mkdir -p /run/lock /run/systemd/netif/links /run/systemd/netif/leases /run/frr",
    "chown -R systemd-network: /run/systemd/netif",
    "chown -R frr:frr /run/frr",
    "[ -d /etc/frr ] && chown -R frr:frr /etc/frr",
    "ip link set lo up",
    startUnits(startOrder(services)),
  ];
  return lines.join("\n");
}

/** As given, but queues last: on Debian each waits for its interface, which may be a tunnel. */
const startOrder = (services: readonly string[]): string[] => {
  const isQueues = (unit: string) => unit.startsWith("rajut-queues@");
  return [...services.filter((unit) => !isQueues(unit)), ...services.filter(isQueues)];
};

/**
 * The script that waits until a router has its addresses and none of them is being tested for a
 * duplicate (RFC 4862 §5.4), for at most 20 s. Both ends of a cable must have been started.
 */
export function addressWait(addresses: readonly string[]): string {
  return [
    `wanted=${shellWord(addresses.join(" "))}`,
    "for try in $(seq 200); do",
    "  missing=",
    `  have=" $(ip -o addr show | awk '!/tentative/ { printf "%s ", $4 }')"`,
    '  for address in $wanted; do case "$have" in *" $address "*) ;; *) missing="$missing $address" ;; esac; done',
    '  [ -z "$missing" ] && exit 0',
    "  sleep 0.1",
    "done",
    'echo "addresses that never came:$missing" >&2; tail -n 20 /var/log/*.log >&2; exit 1',
  ].join("\n");
}

function overlay(folder: string, root: string): string {
  const work = `${folder}/work/${root}`;
  const lower = root === "etc" ? `${LAB_FOLDER}/hide/etc:/etc` : `/${root}`;
  const options = `lowerdir=${lower},upperdir=${folder}/root/${root},workdir=${work}`;
  return `mkdir -p ${shellWords([work, `${folder}/root/${root}`])} && mount ${shellWords(["-t", "overlay", "-o", options, "rajut", `/${root}`])} || exit 1`;
}
