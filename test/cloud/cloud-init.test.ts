import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hubOf } from "../../src/config/hub/hub.ts";
import { renderHub } from "../../src/config/hub/render-hub.ts";
import { userData } from "../../src/config/hub/user-data.ts";
import { secretNames } from "../../src/config/secrets.ts";
import { fullSettings, regency } from "../config/hub/hub-fixture.ts";
import { lacking, missing } from "../config/vendors/real-tools.ts";
import { startWorld, type World } from "./hub-world.ts";

/**
 * The first start of a machine in the cloud, by Debian's own cloud-init with the modules that the user data
 * uses, in their order; the machine is a namespace, apt-get only takes down what it is told, and the units
 * are started by the stand-in for systemd.
 */
const parts = renderHub(hubOf(fullSettings(), regency()));
const files = parts.flatMap((part) => part.files);
const services = parts.flatMap((part) => part.services);
const lacks = missing("root", "isolation", "cloud-init", "nft", "prometheus");

const CONFIG = `datasource_list: [ NoCloud, None ]
network: { config: disabled }
cloud_init_modules: [ set_hostname ]
cloud_config_modules: [ runcmd ]
cloud_final_modules: [ package-update-upgrade-install, write-files-deferred, scripts-user ]
system_info: { distro: debian, paths: { cloud_dir: /var/lib/cloud/, templates_dir: /etc/cloud/templates/ } }
`;

describe.skipIf(lacks.length > 0)(`the hub's first start: ${lacking("cloud-init", lacks)}`, () => {
  let world: World;
  const hub = (script: string) => world.run("hub", script);

  beforeAll(async () => {
    world = await startWorld();
    const seed = path.join(world.folder, "seed");
    mkdirSync(seed);
    const text = userData(parts, { hostName: "hub", sshKeys: ["ssh-ed25519 AAAA operator"] });
    writeFileSync(path.join(seed, "user-data"), text);
    writeFileSync(path.join(seed, "meta-data"), "instance-id: i-1\nlocal-hostname: hub\n");
    writeFileSync(path.join(world.folder, "cloud.cfg"), CONFIG);
    const apt = `#!/bin/sh\necho "$*" >>${world.folder}/apt\n`;
    writeFileSync(path.join(world.folder, "apt-get"), apt, { mode: 0o755 });
    const script = [
      "set -e",
      `cp ${world.folder}/cloud.cfg /etc/cloud/cloud.cfg; rm -rf /etc/cloud/cloud.cfg.d /var/lib/cloud /etc/update-motd.d`,
      "mkdir -p /var/lib/cloud/seed/nocloud",
      `cp ${seed}/* /var/lib/cloud/seed/nocloud/`,
      `cp ${world.folder}/apt-get /usr/local/sbin/apt-get; cp ${world.folder}/apt-get /usr/local/bin/eatmydata`,
      "cloud-init init --local",
      "cloud-init init",
      "cloud-init modules --mode=config",
      "cloud-init modules --mode=final",
    ];
    const { code, output } = hub(`exec 2>&1\n${script.join("\n")}`);
    expect(code, output).toBe(0);
  });
  afterAll(() => world.end());

  test("the machine takes the user data as it is meant, with no complaint", () => {
    const { output } = hub("cat /var/log/cloud-init.log | grep -E 'WARNING|ERROR' || :");
    expect(output).toBe("");
    expect(
      hub("cloud-init schema --config-file /var/lib/cloud/seed/nocloud/user-data").output,
    ).toContain("Valid");
  });

  test("the packages are those of the SSH target", () => {
    const told = hub(`cat ${world.folder}/apt`).output;
    for (const name of parts.flatMap(({ packages }) => packages)) {
      expect(told).toMatch(new RegExp(`install.* ${name}(?: |$)`, "m"));
    }
    expect(told).toContain("force-confold");
  });

  test("the files are those of the SSH target, byte by byte and with their modes, and hold no secret", () => {
    for (const file of files) {
      const { output } = hub(`stat -c %a '/${file.path}' && cat '/${file.path}'`);
      expect(output, file.path).toBe(`${file.mode.toString(8)}\n${file.content}`);
    }
    expect(hub("stat -c %U:%G /etc/frr/frr.conf").output.trim()).toBe("frr:frr");
  });

  test("the firewall holds before any secret is there; what needs one is not started", () => {
    expect(hub("nft list chain inet rajut input").output).toContain("policy drop");
    expect(hub("systemctl is-active prometheus.service").output.trim()).toBe("active");
    const waiting = services.filter(({ files: read }) =>
      read.some((name) => {
        const held = secretNames(files.filter((file) => file.path === name));
        return held.secrets.length + held.publicKeys.length > 0;
      }),
    );
    expect(waiting.map(({ unit }) => unit)).toEqual([
      "wg-quick@hub0.service",
      "wg-quick@hub1.service",
      "nsd.service",
      "rajut-backup-sshd.service",
    ]);
    for (const { unit } of waiting) {
      expect(hub(`systemctl is-active ${unit}`).output.trim(), unit).toBe("inactive");
    }
  });
});
