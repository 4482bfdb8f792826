import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withHub } from "../../src/config/hub/core-side.ts";
import { hubOf } from "../../src/config/hub/hub.ts";
import { renderHub } from "../../src/config/hub/render-hub.ts";
import { linux } from "../../src/config/vendors/linux/linux.ts";
import { deviceFilesOf, secretValues } from "../../src/deploy/device-files.ts";
import { derivedSecrets } from "../../src/secrets/derived-secrets.ts";
import { fullSettings, regency } from "../config/hub/hub-fixture.ts";
import { lacking, layOut, missing, run } from "../config/vendors/real-tools.ts";
import { makeKey, publicKey } from "../deploy/transports/real-sshd.ts";
import { HUB_ADDRESS, INTERNET_ADDRESS, startWorld, type World } from "./hub-world.ts";

/** A hub on a Debian machine, deployed by SSH as anywhere, and the real configuration of a core that joins it. */
const ZONE = "intranet.example.go.id";
const CORE = "inti-utara";
const states = regency();
const core = states.find(({ device }) => device === CORE)!;
const loopback = core.interfaces.find(({ role }) => role === "loopback")!.addresses[0]!;
const coreAddress = loopback.split("/")[0]!;
/** Of who may read the copies again; nowhere on the hub. */
const identity = run(["age-keygen"]).output;
const recipient = /age1[a-z0-9]+/.exec(identity)?.[0];
const settings = fullSettings();
const hub = hubOf(
  {
    ...settings,
    bucket: { ...settings.bucket!, ...(recipient === undefined ? {} : { recipient }) },
    endpoint: HUB_ADDRESS,
    administrators: [`${INTERNET_ADDRESS}/32`],
    dns: { zones: [ZONE], primary: coreAddress },
  },
  states,
);
const secrets = derivedSecrets(Buffer.alloc(32, 7).toString("base64"), {
  network: "uji",
  rotations: new Map(),
  given: new Map(),
  givenPublicKeys: new Map(),
});

const lacks = missing(
  "root",
  "isolation",
  "sshd",
  "nft",
  "wg-quick",
  "wireguard-go",
  "nsd",
  "prometheus",
  "prometheus-blackbox-exporter",
  "git",
  "age",
  "rclone",
  "python3",
);

describe.skipIf(lacks.length > 0)(`the hub over SSH: ${lacking("real daemons", lacks)}`, () => {
  let world: World;
  let answers: Record<string, unknown>[];

  beforeAll(async () => {
    world = await startWorld();
    startSshd();
    answers = deploy();
    startCore();
  });
  afterAll(() => world.end());

  /** As a provider hands a machine over: SSH with a key, open to everybody. */
  function startSshd(): void {
    const keyFile = makeKey(world.folder, "operator");
    makeKey(world.folder, "host");
    const config = [
      `HostKey ${world.folder}/host`,
      `AuthorizedKeysFile ${world.folder}/operator.pub`,
      "StrictModes no",
      "UsePAM no",
      "PermitRootLogin prohibit-password",
      "SetEnv PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin",
    ];
    writeFileSync(`${world.folder}/sshd_config`, `${config.join("\n")}\n`);
    const started = world.run("hub", `/usr/sbin/sshd -f ${world.folder}/sshd_config`);
    expect(started.output).toBe("");
    expect(readFileSync(keyFile, "utf8")).toContain("PRIVATE KEY");
  }

  function deploy(): Record<string, unknown>[] {
    const transport = {
      kind: "ssh",
      host: HUB_ADDRESS,
      port: 22,
      user: "root",
      hostKeys: [publicKey(`${world.folder}/host`)],
      keyFile: `${world.folder}/operator`,
      sudo: false,
    };
    const where = { network: "uji", host: "hub", transport };
    const parts = renderHub(hub);
    const orders = {
      packages: [{ ...where, names: parts.flatMap(({ packages }) => packages), purge: false }],
      services: parts.map((part) => ({
        ...where,
        service: part.name,
        ...deviceFilesOf(part),
        ...secretValues(part.files, secrets),
        rollbackSeconds: 60,
        health: { words: part.health, timeoutSeconds: 10 },
      })),
      files: [
        {
          ...where,
          path: "etc/motd",
          mode: "0644",
          content: "hub\n",
          secrets: {},
          publicKeys: {},
          rollbackSeconds: 30,
        },
      ],
    };
    const { stdout, stderr, status } = spawnSync(
      world.onInternet[0]!,
      [...world.onInternet.slice(1), process.execPath, "test/cloud/deploy-hub.ts"],
      { input: JSON.stringify(orders), encoding: "utf8", timeout: 240_000 },
    );
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown>[];
  }

  /** What the core's own renderer gives for the tunnel, BGP and the copies; its other lines are not here. */
  function startCore(): void {
    const rendered = linux.render(withHub(core, hub));
    const wanted =
      /^(?:etc\/wireguard\/hub0\.conf|etc\/frr\/|etc\/rajut\/.*backup|usr\/local\/lib\/rajut\/backup$)/;
    const folder = path.join(world.folder, "core-files");
    mkdirSync(folder);
    layOut(
      folder,
      rendered.files.filter((file) => wanted.test(file.path)),
      (name) => secrets.secret(name)!,
      (name) => secrets.publicKey(name)!,
    );
    writeFileSync(
      path.join(folder, "zone"),
      `${ZONE}. 300 SOA ns.${ZONE}. admin.${ZONE}. 7 60 60 600 60\n${ZONE}. 300 NS ns.${ZONE}.\nns.${ZONE}. 300 A ${coreAddress}\n`,
    );
    const tsig = secrets.secret("tsig/hub")!;
    const script = [
      "set -e",
      `cp -r ${folder}/etc ${folder}/usr /`,
      "chown -R frr:frr /etc/frr",
      `ip address add ${loopback} dev lo`,
      "systemctl start wg-quick@hub0.service frr.service",
      `cat >/etc/nsd/nsd.conf <<'CONF'
server:
  ip-address: ${coreAddress}
  zonesdir: "${folder}"
  database: ""
remote-control:
  control-enable: no
key:
  name: rajut-transfer
  algorithm: hmac-sha256
  secret: "${tsig}"
zone:
  name: ${ZONE}
  zonefile: zone
  provide-xfr: ${hub.addresses[0]} rajut-transfer
  notify: ${hub.addresses[0]} rajut-transfer
CONF`,
      `chmod -R a+rX ${world.folder}/core-files`,
      `chmod a+x ${world.folder}`,
      "systemctl start nsd.service",
    ];
    const { code, output } = world.run("core", script.join("\n"));
    expect(code, output).toBe(0);
  }

  /** Asks until it is so, for at most 40 s: sessions and transfers come when they come. */
  const eventually = (place: "hub" | "core" | "internet", condition: string) =>
    world.run(
      place,
      `for try in $(seq 80); do if said=$(${condition} 2>&1); then echo "$said"; exit 0; fi; sleep 0.5; done; echo "$said"; exit 1`,
    );

  test("every package is there; every part is confirmed and reads back as it was asked for", () => {
    expect(answers.filter((answer) => "error" in answer)).toEqual([]);
    const services = answers.slice(1, -1);
    expect(services.map(({ id }) => id)).toEqual(
      ["network", "time", "names", "monitoring", "backup"].map((name) => `uji/hub/${name}`),
    );
    expect(services.every(({ generation, isAsAsked }) => generation === 1 && isAsAsked)).toBe(true);
    expect(answers.at(-1)).toMatchObject({ isAsAsked: true, isGone: true });
  });

  test("the core is reached through the tunnel by its own address, and reaches the hub by its", () => {
    for (const [place, to] of [
      ["hub", coreAddress],
      ["core", hub.addresses[0]],
    ] as const) {
      const { code, output } = eventually(place, `ping -c 1 -W 1 ${to}`);
      expect(code, output).toBe(0);
    }
    const way = world.run("hub", `ip route get ${coreAddress}`).output;
    expect(way).toContain(`dev hub0 table 77 src ${hub.addresses[0]}`);
    expect(world.run("hub", "ip route get 8.8.8.8").output).toContain("dev eth0");
  });

  test("from the internet nothing answers but SSH to an administrator", () => {
    const ports = [22, 53, 179, 2222, 2601, 2605, 9090, 9115];
    // All at once: what is dropped keeps silent until the time is over.
    const openTo = (from: "internet" | "core") => {
      const tries = ports.map(
        (port) =>
          `{ timeout 2 bash -c '</dev/tcp/${HUB_ADDRESS}/${port}' && echo open ${port}; } &`,
      );
      const { output } = world.run(from, `${tries.join("\n")}\nwait`);
      return [...output.matchAll(/^open (\d+)$/gm)].map(([, port]) => Number(port));
    };
    expect(openTo("internet")).toEqual([22]);
    expect(openTo("core")).toEqual([]);
    expect(world.run("core", `ping -c 1 -W 1 ${HUB_ADDRESS}`).code).not.toBe(0);
    // They do listen: it is the firewall that keeps them from the world.
    const listening = world.run("hub", "ss -Hltn").output;
    expect(listening).toMatch(/:9090 /);
    expect(listening).toMatch(/:2222 /);
  });

  test("the zone is copied from the network's server, and answered for", () => {
    const { code, output } = eventually(
      "core",
      `python3 -c '
import socket, struct
name = b"".join(bytes([len(part)]) + part.encode() for part in "${ZONE}".split(".")) + bytes(1)
asked = struct.pack(">6H", 7, 0, 1, 0, 0, 0) + name + struct.pack(">2H", 6, 1)
way = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
way.settimeout(1)
way.sendto(asked, ("${hub.addresses[0]}", 53))
answer = way.recv(4096)
flags, _, answers = struct.unpack(">3H", answer[2:8])
assert flags & 0x0400 and flags & 15 == 0 and answers == 1, (flags, answers)
'`,
    );
    expect(code, output).toBe(0);
  });

  test("a router's copy arrives and is kept, a second one beside it; another's folder is closed to it", () => {
    const sent = eventually("core", "/usr/local/lib/rajut/backup");
    expect(sent.code, sent.output).toBe(0);
    world.run("core", "ip address add 192.0.2.77/32 dev lo; /usr/local/lib/rajut/backup");
    const kept = world.run(
      "hub",
      `cd /var/lib/rajut-backup/configurations && git -c safe.directory='*' log --format=%s -- ${CORE} && cat ${CORE}/frr.conf ${CORE}/addresses && ls`,
    ).output;
    expect(kept.split("\n").filter((line) => line === CORE)).toHaveLength(3);
    expect(kept).toContain("router bgp");
    expect(kept).toContain("192.0.2.77");
    const asAnother = world.run(
      "core",
      `sed -i "s/^DEVICE=.*/DEVICE='kantor-a'/" /etc/rajut/backup.conf; /usr/local/lib/rajut/backup`,
    );
    expect(asAnother.code).toBe(0);
    expect(world.run("hub", "ls /var/lib/rajut-backup/configurations").output.trim()).toBe(CORE);
  });

  test("a router can do nothing else at the hub", () => {
    const ssh = `ssh -i /etc/rajut/keys/backup -o BatchMode=yes -o UserKnownHostsFile=/etc/rajut/backup-known-hosts`;
    const to = `rajut-backup@${hub.addresses[0]}`;
    const shell = world.run("core", `${ssh} ${to} 'id; cat /etc/passwd' </dev/null`);
    expect(shell.code).not.toBe(0);
    expect(shell.output).not.toMatch(/uid=|root:/);
    expect(
      world.run("core", `${ssh} -N -o ExitOnForwardFailure=yes -R 9999:127.0.0.1:22 ${to}`).code,
    ).not.toBe(0);
  });

  test("a copy of all copies goes to the bucket, which only who has the key can read", () => {
    writeFileSync(`${world.folder}/identity`, identity.replace(/^(?!AGE-SECRET|#).*$/gm, ""));
    // A folder in the place of the bucket; what is sent to it is what would be sent to any.
    const copied = world.run(
      "hub",
      "mkdir /run/bucket; printf '[bucket]\\ntype = alias\\nremote = /run/bucket\\n' >/etc/rajut/rclone.conf; /usr/local/lib/rajut/copy-backups",
    );
    expect(copied.code, copied.output).toBe(0);
    const at = `/run/bucket/${settings.bucket!.name}/hub/configurations.bundle.age`;
    expect(world.run("hub", `head -c 21 ${at}; grep -c 'router bgp' ${at}`).output).toBe(
      "age-encryption.org/v10\n",
    );
    const back = world.run(
      "hub",
      `cd /run && age -d -i ${world.folder}/identity ${at} >whole && git clone -q -b copies whole again && cat again/${CORE}/frr.conf`,
    );
    expect(back.output).toContain("router bgp");
  });

  test("monitoring sees the core, and misses the others", () => {
    const query = (expression: string) =>
      `promtool query instant http://127.0.0.1:9090 '${expression}' | grep -F '${CORE}'`;
    const { code, output } = eventually("hub", query(`probe_success{router="${CORE}"} == 1`));
    expect(code, output).toBe(0);
    const silent = world.run(
      "hub",
      "promtool query instant http://127.0.0.1:9090 'probe_success == 0'",
    );
    expect(silent.output).toContain("simpul");
  });

  test("with the tunnel gone, what is for the network does not go astray to the internet", () => {
    world.run("core", "systemctl stop frr.service; ip link delete hub0");
    const { code, output } = eventually("hub", `! ip route get ${coreAddress}`);
    expect(code, output).toBe(0);
    expect(output).toContain("No route to host");
  });
});
