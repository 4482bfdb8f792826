import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AGENT_PATH } from "../../../src/deploy/agent/agent.ts";
import type { Connect, Host } from "../../../src/deploy/host.ts";
import { localHost } from "../../../src/deploy/transports/local.ts";
import type { Service } from "../../../src/config/vendors/vendor.ts";

/**
 * A device of processes on this machine: its file system is a folder, its systemctl and dpkg-query are
 * scripts. A service `x.service` reads `etc/x.conf` when it starts or reloads, and what it read last is
 * its running state. A file that says BROKEN it does not take, INVALID fails its check, SLOW takes a minute.
 * Where there is `x.service.rules`, it fills that too, as a firewall the kernel's: it stays without it, but
 * for a stop, which flushes it.
 */
export interface TestDevice {
  readonly folder: string;
  readonly root: string;
  readonly connect: Connect;
  /** Words put between python3 and the agent, for a driver that runs it. */
  driver: readonly string[];
  file(name: string): string | undefined;
  write(name: string, content: string, mode?: number): void;
  /** What the service has read last; undefined when it does not run. */
  running(name: string): string | undefined;
  isEnabled(name: string): boolean;
  /** What systemctl was told. */
  commands(): readonly string[];
  forgetCommands(): void;
  /** Files of transactions that nobody may see after one. */
  hidden(): readonly string[];
  state(name: string): unknown;
  remove(): void;
}

const SYSTEMCTL = `#!/bin/sh
[ "$1" = --no-block ] && shift
verb=$1; shift
now=; [ "$1" = --now ] && { now=1; shift; }
unit=$1; state=$UNITS/$unit; conf=$ROOT/etc/\${unit%.service}.conf
case $verb in is-*) ;; *) echo "$verb\${now:+ --now}\${unit:+ $unit}" >>"$UNITS/../commands" ;; esac
read_conf() {
  grep -q BROKEN "$conf" 2>/dev/null && { echo "$unit: BROKEN is not understood" >&2; exit 1; }
  grep -q SLOW "$conf" 2>/dev/null && sleep 60
  { [ -e "$conf" ] && cat "$conf" || echo nothing; } >"$state.running.$$" && mv "$state.running.$$" "$state.running"
  [ ! -e "$state.rules" ] || cp "$state.running" "$state.rules"
}
case $verb in
  is-enabled) [ -e "$state.enabled" ] && echo enabled || { echo disabled; exit 1; } ;;
  is-active) [ -e "$state.running" ] && echo active || { echo inactive; exit 3; } ;;
  enable) touch "$state.enabled"; [ -z "$now" ] || [ -e "$state.running" ] || read_conf ;;
  disable) rm -f "$state.enabled"; [ -z "$now" ] || rm -f "$state.running" ;;
  start) [ -e "$state.running" ] || read_conf ;;
  restart) read_conf ;;
  reload) [ -e "$state.running" ] || { echo "$unit is not active" >&2; exit 1; }; read_conf ;;
  stop)
    [ ! -e "$state.rules" ] || echo flushed >"$state.rules"
    [ -e "$state.running" ] || { echo "Unit $unit not loaded." >&2; exit 5; }
    rm -f "$state.running" ;;
esac
`;

const DPKG_QUERY = `#!/bin/sh
for name do case $name in have-*) echo "$name installed" ;; esac; done
`;

const CHECK = `#!/bin/sh
grep -q INVALID "$1" && { echo "line 1: INVALID in $1" >&2; exit 1; }
exit 0
`;

export function testDevice(folder = mkdtempSync(path.join(tmpdir(), "rajut-device-"))): TestDevice {
  const root = path.join(folder, "root");
  const bin = path.join(folder, "bin");
  const units = path.join(folder, "units");
  for (const made of [path.join(root, "etc"), bin, units]) mkdirSync(made, { recursive: true });
  const scripts = { systemctl: SYSTEMCTL, "dpkg-query": DPKG_QUERY, "check-conf": CHECK };
  for (const [name, text] of Object.entries(scripts)) {
    const filled = text.replaceAll("$UNITS", units).replaceAll("$ROOT", root);
    writeFileSync(path.join(bin, name), filled, { mode: 0o755 });
  }
  const at = (name: string) => path.join(root, name);
  const textOf = (name: string) => (existsSync(name) ? readFileSync(name, "utf8") : undefined);
  const device: TestDevice = {
    folder,
    root,
    driver: [],
    connect: () => Promise.resolve(hostOf(device, bin)),
    file: (name) => textOf(at(name)),
    write(name, content, mode = 0o644) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content, { mode });
      chmodSync(at(name), mode);
    },
    running: (name) => textOf(path.join(units, `${name}.service.running`)),
    isEnabled: (name) => existsSync(path.join(units, `${name}.service.enabled`)),
    commands: () =>
      (textOf(path.join(folder, "commands")) ?? "").split("\n").filter((line) => line !== ""),
    forgetCommands: () => rmSync(path.join(folder, "commands"), { force: true }),
    hidden: () => [
      ...globSync("**/.*.rajut-*", { cwd: root }),
      ...globSync("var/lib/rajut/pending", { cwd: root }),
    ],
    state(name) {
      const text = textOf(at(`var/lib/rajut/${name}.json`));
      return text === undefined ? undefined : JSON.parse(text);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  return device;
}

/** This machine's programs, of which the agent sees the device's root. */
function hostOf(device: TestDevice, bin: string): Host {
  const host = localHost({
    kind: "local",
    enter: ["env", `PATH=${bin}:/usr/sbin:/usr/bin:/sbin:/bin`],
  });
  const installed = path.join(device.root, AGENT_PATH);
  return {
    run(words, options) {
      const at = words.indexOf(AGENT_PATH);
      if (at === -1) return host.run(words, options);
      const before = words.slice(0, at);
      const isProgram = !words.includes("-c");
      const driven = isProgram ? [...before, ...device.driver] : before;
      const rooted = isProgram ? [installed, "--root", device.root] : [installed];
      return host.run([...driven, ...rooted, ...words.slice(at + 1)], options);
    },
    close: () => host.close(),
  };
}

/** A service that runs by `etc/NAME.conf`. */
export function service(name: string, more: Partial<Service> = {}): Service {
  return {
    unit: `${name}.service`,
    package: `have-${name}`,
    files: [`etc/${name}.conf`],
    reload: ["systemctl", "reload", `${name}.service`],
    ...more,
  };
}

/** Runs a program here; throws where it fails. */
export function shell(...words: readonly string[]): string {
  const [program = "", ...rest] = words;
  const { status, stdout, stderr } = spawnSync(program, rest, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
  return stdout;
}
