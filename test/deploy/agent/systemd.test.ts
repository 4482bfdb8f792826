import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { AGENT_PATH } from "../../../src/deploy/agent/agent.ts";
import { shell } from "./device.ts";

const bin = mkdtempSync(path.join(tmpdir(), "rajut-systemd-"));
afterAll(() => rmSync(bin, { recursive: true, force: true }));

/** Starts a unit as systemd-run does: apart, with its environment. */
const SYSTEMD_RUN = `#!/bin/sh
echo "$*" >>/run/test/units
while :; do
  case $1 in --setenv=*) export "\${1#--setenv=}" ;; -*) ;; *) break ;; esac
  shift
done
setsid "$@" </dev/null >/dev/null 2>&1 &
`;
const SYSTEMCTL = `#!/bin/sh
echo "$*" >>/run/test/systemctl
`;

/** A machine's root itself, with what changes on disks of its own, in a mount namespace of its own. */
const SCRIPT = `
for folder in /run /var/lib /usr/local/lib /etc/systemd/system; do mount -t tmpfs tmpfs $folder || exit 9; done
mkdir -p /run/systemd/system /run/test /usr/local/lib/rajut
cp "$1" ${AGENT_PATH}
request() {
  echo '{"id":"transaction-'$1'","owner":"me","expectGeneration":'$2',"seconds":60,"checks":[],"services":[],"reason":"no",
    "files":[{"path":"etc/systemd/system/x.service","mode":420,"content":"'$1'"}]}'
}
agent() { python3 -I -S ${AGENT_PATH} "$1"; }
agent install-unit </dev/null
request 1 null | agent apply
request 1 null | agent wait
request 1 null | agent confirm
request 2 1 | agent apply
request 2 1 | agent wait
request 2 1 | agent rollback
echo; cat /etc/systemd/system/x.service; echo; ls -A /etc/systemd/system
echo; cat /run/test/systemctl
echo; cat /run/test/units
systemd-analyze verify /etc/systemd/system/rajut-recover.service
`;

it("runs a transaction's processes as units where systemd runs, and reverts as the machine starts", () => {
  for (const [name, text] of Object.entries({ "systemd-run": SYSTEMD_RUN, systemctl: SYSTEMCTL })) {
    writeFileSync(path.join(bin, name), text);
    chmodSync(path.join(bin, name), 0o755);
  }
  const source = path.resolve("src/deploy/agent/agent.py");
  const said = shell(
    "env",
    `PATH=${bin}:/usr/sbin:/usr/bin:/sbin:/bin`,
    "unshare",
    "-m",
    "sh",
    "-c",
    SCRIPT,
    "sh",
    source,
  );
  const [answers = "", files, commands, units = ""] = said.split("\n\n");
  const parsed = answers.split("\n").map((line) => JSON.parse(line) as { readonly state?: string });
  expect(parsed).toMatchObject([
    { ok: true, unit: true },
    { ok: true, changed: ["etc/systemd/system/x.service"] },
    { state: "applied" },
    { generation: 1 },
    { ok: true, changed: ["etc/systemd/system/x.service"] },
    { state: "applied" },
    { state: "rolled-back", problems: [] },
  ]);
  expect(files).toBe("1\nrajut-recover.service\nx.service");
  expect(commands?.split("\n")).toEqual([
    "daemon-reload",
    "enable rajut-recover.service",
    "daemon-reload",
    "daemon-reload",
    "daemon-reload",
  ]);
  const started = units.trim().split("\n");
  expect(
    started.map((unit) => /--unit=rajut-([a-z]+)-transaction-(\d)/.exec(unit)?.slice(1)),
  ).toEqual([
    ["watch", "1"],
    ["work", "1"],
    ["watch", "2"],
    ["work", "2"],
    ["revert", "2"],
  ]);
  // What a reload leaves running outlives the unit; a watchdog that is killed comes back.
  for (const unit of started) expect(unit).toContain("--property=KillMode=process");
  expect(started[0]).toContain("--property=Restart=on-failure");
});
