import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import { probeQuestions, readProbes } from "../../../src/deploy/linux/probes.ts";
import type { Answers, Question } from "../../../src/deploy/linux/question.ts";
import { runningDifferences, runningQuestions } from "../../../src/deploy/linux/running-state.ts";
import { shellWord, shellWords } from "../../../src/text/shell-word.ts";
import { exampleState } from "../../config/vendors/example-states.ts";
import { isolated, lacking, layOut, missing } from "../../config/vendors/real-tools.ts";

/** A router of ours as it runs, asked by the very words that go to a device. */

const folder = mkdtempSync(path.join(tmpdir(), "rajut-asked-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Keys that WireGuard takes, and words short enough for OSPF. */
function valueOf(name: string): string {
  const bytes = createHash("sha256").update(name).digest();
  return name.startsWith("wireguard") ? bytes.toString("base64") : bytes.toString("hex", 0, 8);
}

/** A script that asks each question, and says its name, its code and how many lines follow. */
const asked = (questions: readonly Question[]): string =>
  questions
    .map(({ name, words }) =>
      [
        `code=0; ${shellWords(words)} >/run/said 2>/dev/null || code=$?`,
        `printf '%s\\n' ${shellWord(`#### ${name}`)} "$code"; cat /run/said; echo`,
      ].join("\n"),
    )
    .join("\n");

function answersIn(output: string): Answers {
  return new Map(
    output
      .split(/^#### /m)
      .slice(1)
      .map((part) => {
        const [name = "", code = "", ...lines] = part.split("\n");
        return [name, { code: Number(code), stdout: lines.join("\n") }];
      }),
  );
}

const lacks = missing(
  "root",
  "isolation",
  "vtysh",
  "zebra",
  "frr-reload.py",
  "nft",
  "wireguard-go",
  "wg",
);
describe.skipIf(lacks.length > 0).each([lacking("a router that runs", lacks)])("%s", () => {
  const state = exampleState("core");
  const rendered = linux.render(state).files;
  layOut(folder, rendered, valueOf, valueOf);
  const files = new Map(
    rendered.map((file) => [file.path, readFileSync(path.join(folder, file.path), "utf8")]),
  );
  const begin = [
    `hostname ${state.device}`,
    "mkdir -p /run/over /run/work /run/frr; mount -t overlay -o lowerdir=/etc,upperdir=/run/over,workdir=/run/work over /etc",
    "rm -rf /etc/frr/frr.conf; cp -a ${FOLDER}/etc/. /etc/; touch /etc/frr/vtysh.conf; chown -R frr:frr /etc/frr /run/frr".replace(
      "${FOLDER}",
      folder,
    ),
    ...state.interfaces.map(({ name, kind }) => {
      if (kind === "loopback") return "";
      return kind === "wireguard"
        ? `LOG_LEVEL=silent wireguard-go ${name} >/dev/null 2>&1 </dev/null; wg-quick strip ${name} >/run/strip; wg setconf ${name} /run/strip; ip link set ${name} up`
        : `ip link add ${name} type veth peer name p${name}; ip link set ${name} up; ip link set p${name} up`;
    }),
    ...[...files].flatMap(([name, content]) => {
      const [, interfaceName] = /(?:50-|wireguard\/)(.*)\.(?:network|conf)$/.exec(name) ?? [];
      return Array.from(
        content.matchAll(/^Address=(.*)$/gm),
        ([, one]) => `ip addr add ${one} dev ${interfaceName}${one!.includes(":") ? " nodad" : ""}`,
      );
    }),
    // What VRRP gives to its leader.
    "ip addr add 10.64.20.1/24 dev eth7",
    "sysctl -q -p /etc/sysctl.d/90-rajut.conf",
    "nft -f /etc/nftables.conf",
    "for daemon in zebra staticd $(sed -n 's/^\\(.*d\\)=yes/\\1/p' /etc/frr/daemons); do",
    "  /usr/lib/frr/$daemon -d -A 127.0.0.1 -f /dev/null >/dev/null 2>&1 </dev/null",
    "done",
    "vtysh -b >/run/boot.log 2>&1",
  ];
  const after = (...changes: readonly string[]) => {
    const { code, output } = isolated(
      [...begin, ...changes, "echo", asked(runningQuestions(files))].join("\n"),
    );
    expect(code, output).toBe(0);
    return runningDifferences(files, answersIn(output));
  };

  test("as its files say differs in nothing", () => {
    expect(after()).toEqual(new Map());
  });

  test("and packets pass, is still as its files say", () => {
    expect(
      after(
        "ping -c 3 -i 0.2 10.0.0.0 >/dev/null; ip link set peth2 address 02:00:00:00:00:09",
        "nft list ruleset >/dev/null",
      ),
    ).toEqual(new Map());
  });

  test("and that was changed by hand differs in just that", () => {
    const peer = valueOf("wireguard/kantor-c/wg0");
    const found = after(
      "vtysh -c 'conf t' -c 'interface eth1' -c 'ip ospf cost 77' -c 'exit' -c 'ip route 192.0.2.0/24 blackhole' -c 'router ospf' -c 'no default-information originate'",
      "vtysh -c 'conf t' -c 'interface eth2' -c 'no ip ospf message-digest-key 1' -c 'ip ospf message-digest-key 1 md5 hand-made-key'",
      "nft insert rule inet rajut input tcp dport 8080 accept; nft delete element inet rajut opd4 '{ 10.1.0.0/16 }'",
      "nft add table inet other; nft 'add set inet other seen { type ipv4_addr; flags dynamic, timeout; timeout 1m; }'; nft 'add element inet other seen { 192.0.2.77 }'",
      "ip addr add 192.0.2.9/24 dev eth1; ip addr del 10.1.0.36/31 dev eth5; ip link set eth6 down; ip link del eth4",
      `wg set wg1 peer ${peer} allowed-ips 10.9.9.9/32; wg set wg0 listen-port 51999; wg set wg0 private-key <(wg genkey)`,
      `wg set wg0 peer ${valueOf("wireguard/another")} allowed-ips 10.8.8.8/32`,
      "sysctl -qw net.ipv4.ip_forward=0 net.ipv4.conf.eth1.rp_filter=1",
    );
    const lines = (unit: string) => found.get(unit);
    expect(new Set(lines("frr.service"))).toEqual(
      new Set([
        "extra: interface eth1 / ip ospf cost 77",
        "missing: interface eth1 / ip ospf cost 5",
        "extra: ip route 192.0.2.0/24 blackhole",
        // It looks at the kernel, in which forwarding was switched off.
        "extra: no ip forwarding",
        "missing: router ospf / default-information originate metric 100",
        "extra: interface eth2 / ip ospf message-digest-key 1 md5 ***",
        "missing: interface eth2 / ip ospf message-digest-key 1 md5 ***",
      ]),
    );
    expect(lines("nftables.service")).toEqual([
      "missing: table inet rajut / set opd4 / elements = { 10.1.0.0/16 }",
      "extra: table inet rajut / chain input / tcp dport 8080 accept",
      "extra: table inet other",
      "extra: table inet other / set seen",
      "extra: table inet other / set seen / type ipv4_addr",
      "extra: table inet other / set seen / flags dynamic,timeout",
      "extra: table inet other / set seen / timeout 1m",
    ]);
    expect(lines("systemd-networkd.service")).toEqual([
      "extra: eth1 192.0.2.9/24",
      "missing: interface eth4",
      "missing: eth5 10.1.0.36/31",
      "missing: eth6 is switched on",
    ]);
    expect(lines("wg-quick@wg0.service")).toEqual([
      "missing: PrivateKey = ***",
      "extra: PrivateKey = ***",
      "missing: ListenPort = 51820",
      "extra: ListenPort = 51999",
      `extra: peer ${valueOf("wireguard/another")}`,
    ]);
    expect(lines("wg-quick@wg1.service")).toEqual([
      expect.stringContaining(`missing: peer ${peer} AllowedIPs = 10.0.0.4/32, `),
      `extra: peer ${peer} AllowedIPs = 10.9.9.9/32`,
    ]);
    expect(lines("systemd-sysctl.service")).toEqual(
      expect.arrayContaining([
        "missing: net/ipv4/conf/eth1/rp_filter = 2",
        "extra: net/ipv4/conf/eth1/rp_filter = 1",
        "missing: net/ipv4/ip_forward = 1",
        "extra: net/ipv4/ip_forward = 0",
      ]),
    );
    const all = JSON.stringify([...found]);
    for (const value of [
      "hand-made-key",
      valueOf("ospf/inti-2"),
      valueOf("wireguard/inti-selatan/wg0"),
    ]) {
      expect(all).not.toContain(value);
    }
  });

  test("whose programs give no answer is not taken for one as it should be", () => {
    const found = after(
      "sed -i 's/ip ospf cost 5/ip ospf cots 5/' /etc/frr/frr.conf",
      "echo 'table inet rajut { chain input { nonsense' >/etc/nftables.conf",
      "ip link del wg0",
    );
    expect(found.get("frr.service")).toEqual([
      "cannot be compared: line 47: % Unknown command:  ip ospf cots 5",
    ]);
    expect(found.get("nftables.service")).toHaveLength(1);
    expect(found.get("nftables.service")![0]).toContain("cannot be compared: ");
    expect(found.get("wg-quick@wg0.service")).toEqual(
      expect.arrayContaining([
        "missing: interface wg0",
        expect.stringMatching(/^cannot be compared: Unable to access interface/),
      ]),
    );
  });

  test("is probed: neighbours and who answers", () => {
    const questions = probeQuestions(files, ["10.0.0.0", "fd00:0:0:1::", "192.0.2.1"]);
    const { code, output } = isolated(
      [
        ...begin,
        // A neighbour who speaks plainly, on a cable of his own.
        "ip netns add far; ip link add eth9 type veth peer name e netns far; ip addr add 10.9.9.0/31 dev eth9; ip link set eth9 up",
        "ip -n far link set lo up; ip -n far addr add 10.9.9.1/31 dev e; ip -n far link set e up",
        "mkdir -p /etc/frr/far /run/frr/far; touch /etc/frr/far/vtysh.conf; chown -R frr:frr /etc/frr /run/frr",
        "for daemon in zebra ospfd; do ip netns exec far /usr/lib/frr/$daemon -d -N far -A 127.0.0.1 -f /dev/null >/dev/null 2>&1 </dev/null; done",
        "open() { vtysh $1 -c 'conf t' -c \"interface $2\" -c 'ip ospf area 0' -c 'ip ospf network point-to-point' -c 'ip ospf hello-interval 1' -c 'ip ospf dead-interval 4' >/dev/null; }",
        "ip netns exec far vtysh -N far -c 'conf t' -c 'router ospf' -c 'ospf router-id 10.9.9.1' >/dev/null",
        "open '-N far' e; open '' eth9",
        // For the probes' test only, everything is let in.
        "nft flush ruleset",
        "for try in $(seq 300); do vtysh -c 'show ip ospf neighbor' | grep -q Full && break; sleep 0.1; done",
        "echo",
        asked(questions),
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const found = readProbes(answersIn(output));
    expect(found.reached).toEqual({ "10.0.0.0": true, "fd00:0:0:1::": true, "192.0.2.1": false });
    expect(found.sessions).toContainEqual({
      kind: "ospf",
      interface: "eth9",
      peer: "10.9.9.1",
      state: expect.stringMatching(/^Full/),
    });
    expect(found.sessions).toContainEqual({
      kind: "bgp",
      peer: "10.2.0.69",
      state: expect.stringMatching(/^(?:Active|Connect|Idle)/),
    });
  });
});
