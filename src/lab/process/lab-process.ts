import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { environment } from "./environment.ts";

/** A lab that runs: the first process of its namespaces, and what that process sees as `/`. */
export interface LabProcess {
  readonly name: string;
  /** As this machine counts. */
  readonly pid: number;
  /** The lab's file system, reached from outside. */
  readonly root: string;
}

/** A lab that is being built, which dies with this process until it is let go. */
export interface HeldLab {
  readonly lab: LabProcess;
  /** From now on the lab stays when this process ends. */
  release(): Promise<void>;
  /** Ends the lab and everything in it. */
  end(): Promise<void>;
}

/** Inside a lab: everything of ours. */
export const LAB_FOLDER = "/run/rajut-lab";
/** Inside a lab: there once it is complete. */
export const LAB_FILE = `${LAB_FOLDER}/lab.json`;

/** By this word among its arguments the first process of a lab is known. */
const MARK = "rajut-lab-init";

/** What the machine has under these names stays out of sight: routers have what was rendered, and nothing else. */
const HIDDEN_IN_ETC = [
  "frr",
  "wireguard",
  "keepalived",
  "dnsmasq.conf",
  "dnsmasq.d",
  "nftables.conf",
  "rajut",
  "systemd/network",
  "systemd/networkd.conf",
  "systemd/networkd.conf.d",
];

/**
 * The first process. All that the lab makes lies in its namespaces and in a `/run` of its own, so that
 * the kernel takes it away with this process, however that dies. While its input is open somebody
 * is building the lab; when that ends without a word, so does the lab. bash, because it reaps orphans.
 */
const INIT = `set -eu
mount -t tmpfs -o mode=755 rajut-lab /run
mount -t tmpfs -o mode=1777 rajut-lab /var/tmp
mkdir -p /run/netns /run/lock ${LAB_FOLDER}/holders ${LAB_FOLDER}/hide/etc/systemd ${LAB_FOLDER}/routers
for name in ${HIDDEN_IN_ETC.join(" ")}; do mknod ${LAB_FOLDER}/hide/etc/$name c 0 0; done
if [ -S /dev/log ]; then mount --bind /dev/null /dev/log; fi
ip link set lo up
echo ready
while read -r word; do
  if [ "$word" = release ]; then
    echo released
    exec </dev/null >/dev/null 2>&1
    while :; do sleep 3600 & wait $!; done
  fi
done
`;

/** Starts the first process of a lab. Fails with what the machine said when it cannot. */
export async function startLab(name: string): Promise<HeldLab> {
  const child = spawn(
    "unshare",
    [
      "--pid",
      "--fork",
      "--kill-child=SIGKILL",
      "--mount-proc",
      "--net",
      "--uts",
      "--ipc",
      "bash",
      "-c",
      INIT,
      MARK,
      name,
    ],
    { stdio: ["pipe", "pipe", "pipe"], detached: true, cwd: "/", env: environment() },
  );
  let said = "";
  let complained = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complained += text));
  // The lab may be ended from elsewhere while it is being built.
  child.stdin.on("error", () => undefined);
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    child.once("error", (error) => {
      complained += error.message;
      end();
    });
    child.once("exit", end);
  });
  const heard = async (word: string) => {
    while (!said.includes(`${word}\n`)) {
      if (hasEnded) throw new Error(`the lab's first process ended: ${complained.trim()}`);
      await sleep(5);
    }
  };
  await heard("ready");
  const found = findLabs().find((lab) => lab.name === name && parentOf(lab.pid) === child.pid);
  if (found === undefined) throw new Error("the lab's first process is not to be found");
  return {
    lab: found,
    async release() {
      child.stdin.write("release\n");
      await heard("released");
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
    },
    async end() {
      await endLab(found);
      await ended;
    },
  };
}

/** Labs on this machine by their first processes, in order of process number; complete or not. */
export function findLabs(): LabProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
    .flatMap((pid) => {
      const name = labNameOf(pid);
      return name === undefined ? [] : [{ name, pid, root: `/proc/${pid}/root` }];
    });
}

/** Whether a lab has been built to the end. */
export const isComplete = ({ root }: LabProcess): boolean => existsSync(`${root}${LAB_FILE}`);

/** Ends a lab: the kernel ends all that runs in it, and takes its interfaces and mounts. Waits for that. */
export async function endLab({ pid, name }: LabProcess): Promise<void> {
  if (labNameOf(pid) !== name) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    return;
  }
  while (existsSync(`/proc/${pid}`)) await sleep(10);
}

/** The name of the lab whose first process this is. */
function labNameOf(pid: number): string | undefined {
  const words = readProc(pid, "cmdline").split("\0");
  const at = words.indexOf(MARK);
  const isInit = words[0] === "bash" && at !== -1 && /^NSpid:.*\t1$/m.test(readProc(pid, "status"));
  return isInit ? words[at + 1] : undefined;
}

function parentOf(pid: number): number {
  return Number(/^PPid:\t(\d+)$/m.exec(readProc(pid, "status"))?.[1]);
}

/** A process may end between two looks at it. */
function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
