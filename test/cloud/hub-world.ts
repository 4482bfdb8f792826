import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { systemdStandIns } from "../../src/lab/start/systemctl-stand-in.ts";

/** Addresses of the two machines, and of the internet between them. */
export const HUB_ADDRESS = "198.51.100.20";
export const CORE_ADDRESS = "203.0.113.5";
export const INTERNET_ADDRESS = "198.51.100.1";

export interface World {
  /** A folder that all its machines see under the same name. */
  readonly folder: string;
  /** Runs a bash script at a machine, or on the internet between them. */
  run(place: Place, script: string): { readonly code: number; readonly output: string };
  /** Words that run a program at the hub. */
  readonly atHub: readonly string[];
  /** Words that run a program of this machine on the internet. */
  readonly onInternet: readonly string[];
  end(): void;
}
export type Place = "internet" | "hub" | "core";

/** Folders of which every machine has a version of its own above this machine's. */
const OWN = ["etc", "usr/local", "var"] as const;
/** What this machine has there, a machine of the world does not begin with. */
const EMPTY = [
  "etc/wireguard",
  "etc/frr",
  "etc/nsd",
  "etc/prometheus",
  "etc/rajut",
  "var/lib/rajut",
  "etc/systemd/system",
  "var/log",
];

/** Units of Debian's packages as far as these tests need them, for what stands in for systemd. */
const UNITS = {
  "nsd.service": "ExecStart=/usr/sbin/nsd -d -P /run/nsd.pid",
  "prometheus.service":
    "ExecStart=/usr/bin/prometheus --config.file=/etc/prometheus/prometheus.yml --storage.tsdb.path=/run/prometheus --web.listen-address=0.0.0.0:9090",
  "prometheus-blackbox-exporter.service":
    "ExecStart=/usr/bin/prometheus-blackbox-exporter --config.file=/etc/prometheus/blackbox.yml",
} as const;

/**
 * Two Debian machines and the internet between them, in namespaces of this machine which end with the
 * process that made them: own network, host name, files above this machine's, and a stand-in for systemd.
 */
export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), "rajut-world-"));
  mkdirSync(path.join(folder, "stand-ins"));
  for (const { path: name, content } of systemdStandIns([
    "chrony.service",
    "rajut-copy-backups.timer",
  ])) {
    writeFileSync(path.join(folder, "stand-ins", path.basename(name)), content, { mode: 0o755 });
  }
  mkdirSync(path.join(folder, "units"));
  for (const [unit, line] of Object.entries(UNITS)) {
    writeFileSync(path.join(folder, "units", unit), `[Service]\n${line}\n`);
  }
  writeFileSync(path.join(folder, "machine.sh"), MACHINE);
  chmodSync(path.join(folder, "machine.sh"), 0o755);
  const child = spawn(
    "unshare",
    [
      "-n",
      "-m",
      "-u",
      "-p",
      "--fork",
      "--kill-child=SIGKILL",
      "--mount-proc",
      "bash",
      "-c",
      WORLD,
      "world",
      folder,
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const pids = await readyPids(child);
  const enter = (place: Place) => {
    const pid = place === "internet" ? pids.world : pids[place];
    const kinds = place === "internet" ? ["-n", "-p"] : ["-n", "-m", "-u", "-p"];
    return ["-t", pid, ...kinds, "--"];
  };
  return {
    folder,
    run(place, script) {
      const { status, stdout, stderr } = spawnSync(
        "nsenter",
        [...enter(place), "bash", "-c", script],
        {
          encoding: "utf8",
          cwd: "/",
          timeout: 120_000,
          env: {
            ...process.env,
            LC_ALL: "C",
            PATH: "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin",
          },
        },
      );
      return { code: status ?? -1, output: `${stdout}${stderr}` };
    },
    atHub: ["nsenter", ...enter("hub")],
    onInternet: ["nsenter", "-t", pids.world, "-n", "--"],
    end() {
      child.stdin?.end();
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Words of the first process: who it is, and who its machines are, as this machine counts. */
async function readyPids(child: ChildProcess) {
  let said = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => (said += text));
  for (let tries = 0; tries < 1000; tries++) {
    const found = /^ready (\d+) (\d+)$/m.exec(said);
    if (found !== null) {
      const world = childOf(child.pid!);
      return { world, hub: within(world, found[1]!), core: within(world, found[2]!) };
    }
    if (child.exitCode !== null) throw new Error(`the world did not start: ${said}`);
    await sleep(20);
  }
  throw new Error(`the world did not start: ${said}`);
}

const childOf = (pid: number): string =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0]!;

/** The process that a number names among those of another. */
function within(world: string, number: string): string {
  const space = readlinkSync(`/proc/${world}/ns/pid`);
  const found = readdirSync("/proc").find((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return (
        readlinkSync(`/proc/${pid}/ns/pid`) === space &&
        new RegExp(`^NSpid:.*\\t${number}$`, "m").test(readFileSync(`/proc/${pid}/status`, "utf8"))
      );
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
  if (found === undefined) throw new Error("a machine of the world is not to be found");
  return found;
}

const MACHINE = `#!/bin/bash
set -eu
name=$1 world=$2
own=/run/machines/$name
mkdir -p "$own"
mount -t tmpfs own "$own"
${OWN.map(
  (root) => `mkdir -p "$own/up/${root}" "$own/work/${root}"
mount -t overlay -o "lowerdir=/${root},upperdir=$own/up/${root},workdir=$own/work/${root}" own "/${root}"`,
).join("\n")}
for folder in ${EMPTY.join(" ")}; do
  mkdir -p "/$folder"
  find "/$folder" -mindepth 1 -delete
done
chown frr:frr /etc/frr
mkdir -p /usr/local/sbin
cp "$world"/stand-ins/* /usr/local/sbin/
cp "$world"/units/* /etc/systemd/system/
mount -t tmpfs -o mode=755 run /run
mount -t sysfs -o ro sys /sys
mkdir -p /run/sshd /run/lock /run/frr
chown frr:frr /run/frr
hostname "$name"
ip link set lo up
touch "$world/$name.started"
exec sleep infinity
`;

const WORLD = `set -eu
world=$1
mount -t tmpfs -o mode=755 run /run
ip link set lo up
start() { # NAME: its first process is this shell's child
  unshare -n -m -u "$world/machine.sh" "$1" "$world" &
  pid=$!
  for try in $(seq 500); do [ -e "$world/$1.started" ] && return; sleep 0.02; done
  exit 1
}
join() { # PID INTERFACE GATEWAY ADDRESS
  ip link add "$2" type veth peer name eth0 netns "$1"
  ip address add "$3" dev "$2"
  ip link set "$2" up
  nsenter -t "$1" -n ip address add "$4" dev eth0
  nsenter -t "$1" -n ip link set eth0 up
  nsenter -t "$1" -n ip route add default via "\${3%/*}"
}
start hub; hub=$pid
start core; core=$pid
join "$hub" to-hub ${INTERNET_ADDRESS}/24 ${HUB_ADDRESS}/24
join "$core" to-core 203.0.113.1/24 ${CORE_ADDRESS}/24
sysctl -q -w net.ipv4.ip_forward=1
echo "ready $hub $core"
read -r _ || :
`;
