import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withSecrets } from "../../../src/config/secrets.ts";
import type { ConfigFile } from "../../../src/config/vendors/vendor.ts";

const PATH = `${process.env["PATH"]}:/usr/sbin:/sbin:/usr/lib/frr:/usr/lib/systemd`;

/** Which of these programs this machine has not; `root` and `isolation` stand for what they say. */
export function missing(...tools: readonly string[]): string[] {
  return tools.filter((tool) => {
    if (tool === "root") return process.getuid?.() !== 0;
    if (tool === "isolation") return isolated("true").code !== 0;
    return run(["sh", "-c", 'command -v "$1"', "sh", tool]).code !== 0;
  });
}

/** Name of a group of tests with what it lacks, for a skip that says why. */
export const lacking = (name: string, lacks: readonly string[]): string =>
  lacks.length === 0 ? name : `${name} (skipped: no ${lacks.join(", ")})`;

export interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs a command and waits for it. */
export function run(argv: readonly string[]): Ran {
  const [command = "", ...rest] = argv;
  const { status, stdout, stderr } = spawnSync(command, rest, {
    encoding: "utf8",
    env: { ...process.env, PATH, LC_ALL: "C" },
    timeout: 120_000,
  });
  return { code: status ?? -1, output: `${stdout}${stderr}` };
}

/**
 * Runs a bash script where nothing of the machine can be reached or changed by it but files: network, host
 * name, mounts and processes of its own, of which none outlives it. `/run` is empty.
 */
export function isolated(script: string): Ran {
  const unshare = ["unshare", "-n", "-u", "-m", "-p", "--fork", "--kill-child", "--mount-proc"];
  const begin = "set -e; mount -t tmpfs run /run; mkdir -p /run/netns; ip link set lo up";
  return run([...unshare, "bash", "-c", `${begin}\n${script}`]);
}

/** What stands for every secret: long enough for SNMP, short enough for OSPF. */
export const SECRET = "abcdefghijklmnop";

/** Lays files out in a folder, with their permissions and with secrets. */
export function layOut(
  folder: string,
  files: readonly ConfigFile[],
  secret: (name: string) => string = () => SECRET,
  publicKey: (name: string) => string = () => SECRET,
): void {
  for (const file of files) {
    const target = path.join(folder, file.path);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, withSecrets(file.content, { secret, publicKey }).content);
    chmodSync(target, file.mode);
  }
}
