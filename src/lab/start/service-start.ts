import { shellWord } from "../process/shell-word.ts";
import type { RouterFile } from "./router-files.ts";

/** How each unit is started without systemd: what its ExecStart on Debian comes to. */
const STARTS: readonly {
  readonly unit: RegExp;
  readonly script: (
    name: string,
    files: readonly RouterFile[],
    instance: string,
  ) => readonly string[];
}[] = [
  {
    unit: /^systemd-sysctl\.service$/,
    script: (_, files) => sysctlLines(files),
  },
  { unit: /^nftables\.service$/, script: () => ["nft -f /etc/nftables.conf || exit 1"] },
  {
    unit: /^systemd-networkd\.service$/,
    // What comes after network.target finds the loopback's addresses: nothing has to come up for them.
    script: (_, files) => [
      daemon("networkd", "/lib/systemd/systemd-networkd"),
      ...loopbackAddresses(files).map(
        (address) =>
          `for try in $(seq 100); do ip -o addr show lo | grep -qF ${shellWord(` ${address} `)} && break; sleep 0.05; done`,
      ),
    ],
  },
  {
    unit: /^frr\.service$/,
    // Debian's own script but for watchfrr, which would start again what an experiment has stopped.
    script: () => [
      '( log_success_msg() { :; }; log_failure_msg() { echo "$@"; }; log_warning_msg() { echo "$@"; }; . /usr/lib/frr/frrcommon.sh; all_start ) </dev/null >/var/log/frr-start.log 2>&1 || { cat /var/log/frr-start.log; exit 1; }',
    ],
  },
  {
    unit: /^wg-quick@(.+)\.service$/,
    // LOG_LEVEL: wireguard-go, which runs where the kernel has no WireGuard, writes to the terminal.
    script: (instance, files) => [
      `WG_QUICK_USERSPACE_IMPLEMENTATION=wireguard-go LOG_LEVEL=error wg-quick up ${shellWord(instance)} </dev/null >/var/log/wg-${shellWord(instance)}.log 2>&1 || { cat /var/log/wg-${shellWord(instance)}.log; exit 1; }`,
      ...sysctlLines(files),
    ],
  },
  {
    unit: /^keepalived\.service$/,
    script: () => [daemon("keepalived", "keepalived --dont-fork --log-console")],
  },
  {
    unit: /^dnsmasq\.service$/,
    script: () => [
      daemon(
        "dnsmasq",
        "dnsmasq --keep-in-foreground --log-facility=- --conf-dir=/etc/dnsmasq.d,*.conf --conf-file=/dev/null",
      ),
    ],
  },
  // Units of our own say themselves what they run.
  { unit: /^(rajut-(?:uplink|queues))@(.+)\.service$/, script: unitLines },
];

/** Lines that start a unit; undefined for one that no experiment needs. */
export function serviceStart(unit: string, files: readonly RouterFile[]): string[] | undefined {
  for (const { unit: pattern, script } of STARTS) {
    const found = pattern.exec(unit);
    if (found !== null) return [...script(found[1] ?? "", files, found[2] ?? "")];
  }
  return undefined;
}

/**
 * Parameters of interfaces that come later are passed over (-e), and set once they are there: on Debian
 * udev does that for each new interface.
 */
const sysctlLines = (files: readonly RouterFile[]): string[] =>
  files
    .filter(({ path }) => /^etc\/sysctl\.d\/.*\.conf$/.test(path))
    .map(({ path }) => `sysctl -e -q -p ${shellWord(`/${path}`)} || exit 1`);

/** Addresses that the rendered files give to `lo`, as they are written there. */
function loopbackAddresses(files: readonly RouterFile[]): string[] {
  return files
    .filter(({ path, content }) => path.endsWith(".network") && /^Name=lo$/m.test(content))
    .flatMap(({ content }) => [...content.matchAll(/^Address=(.+)$/gm)].map((line) => line[1]!));
}

/** What a template unit among the files runs, for an instance: at once and to its end, or as a daemon. */
function unitLines(unit: string, files: readonly RouterFile[], instance: string): string[] {
  const text = files.find(({ path }) => path === `etc/systemd/system/${unit}@.service`)?.content;
  const commands = (key: string) =>
    [...(text ?? "").matchAll(new RegExp(`^${key}=(-?)(.*)$`, "gm"))].map(([, dash, command]) => ({
      mayFail: dash === "-",
      command: command!.replaceAll("%i", () => shellWord(instance)),
    }));
  const start = commands("ExecStart");
  if (start.length === 0) return [`echo ${shellWord(`no ExecStart for ${unit}`)}; exit 1`];
  const now = [...commands("ExecStartPre"), ...(isOneshot(text) ? start : [])];
  return [
    ...now.map(({ command, mayFail }) =>
      mayFail ? `${command} >/dev/null 2>&1 || true` : `${command} || exit 1`,
    ),
    ...(isOneshot(text) ? [] : start.map(({ command }) => daemon(`${unit}-${instance}`, command))),
  ];
}

const isOneshot = (unit: string | undefined): boolean => /^Type=oneshot$/m.test(unit ?? "");

/** A daemon that stays in the foreground, put into the background with its output in a log. */
const daemon = (log: string, command: string): string =>
  `setsid ${command} </dev/null >/var/log/${shellWord(log)}.log 2>&1 &`;
