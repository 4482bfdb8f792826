import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DesiredState } from "../../../src/config/desired-state.ts";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import { exampleState } from "./example-states.ts";
import { isolated, lacking, layOut, missing } from "./real-tools.ts";

/** The rendered rules of forwarding, run by the kernel: what passes, where it leaves, and what does not. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "rajut-forwarding-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The example network draws addresses from other pools than its examples have; here they agree. */
const OWN = ["10.0.0.0/8", "fd00::/8"];
function ours(name: "core" | "edge"): DesiredState {
  const state = exampleState(name);
  return { ...state, firewall: { ...state.firewall, own: OWN } };
}

/** Lays a router's files out. */
function laidOut(state: DesiredState, name: string): string {
  const at = path.join(folder, name);
  layOut(at, linux.render(state).files);
  return at;
}

/** The rules by which the rendered files choose a routing table, as commands; networkd itself is tried elsewhere. */
function tableRules(state: DesiredState): string[] {
  const lo = linux.render(state).files.find((file) => file.path.endsWith("/50-lo.network"))!;
  const words = {
    FirewallMark: "fwmark",
    From: "from",
    To: "to",
    Table: "lookup",
    Priority: "priority",
  };
  return lo.content
    .split("[RoutingPolicyRule]\n")
    .slice(1)
    .map((section) => {
      const values = Array.from(section.matchAll(/^(\w+)=(.*)$/gm), ([, key, value]) => [
        key!,
        value!,
      ]);
      const family = values.some(([key, value]) => key === "To" && value!.includes(":"))
        ? "-6"
        : "";
      const rule = values
        .filter(([key]) => key !== "Family")
        .map(([key, value]) => `${words[key as keyof typeof words]} ${value}`);
      return `ip ${family} rule add ${rule.join(" ")}`;
    });
}

/** A namespace at the other end of a router's interface: its address, and the router's by which it goes on. */
const neighbor = (space: string, face: string, here: string, there: string): string => {
  const gateway = here.slice(0, here.indexOf("/"));
  return [
    `ip netns add ${space}`,
    // An IPv6 address is there at once.
    `for go in "" "ip netns exec ${space}"; do $go sysctl -qw net.ipv6.conf.default.accept_dad=0; done`,
    `ip link add ${face} type veth peer name e netns ${space}`,
    `ip link set ${face} up; ip -n ${space} link set lo up; ip -n ${space} link set e up`,
    `ip addr add ${here} dev ${face}; ip -n ${space} addr add ${there} dev e`,
    gateway.includes(":") ? "" : `ip -n ${space} route add default via ${gateway}`,
  ].join("\n");
};

/** A datagram from a port of one's choice; addresses of the sender's network are told to all. */
const datagram = (space: string, fromPort: number, to: string, port: number): string =>
  `ip netns exec ${space} ${process.execPath} -e 'const one = require("dgram").createSocket("udp4"); one.bind(${fromPort}, () => { one.setBroadcast(true); one.send("x", ${port}, "${to}", () => one.close()); })'`;

const tools = ["nft", "ping"];
const lacks = missing("root", "isolation", ...tools);
const skip = lacks.length > 0;
const title = (text: string) => lacking(text, lacks);

describe.skipIf(skip).each([title("a provider's routed network")])("%s", () => {
  test("brings the other end of the tunnel by both versions, and nothing else of ours", () => {
    const at = laidOut(ours("core"), "underlay");
    const arrives = (from: string, to: string) =>
      `before=$(seen); ip netns exec provider ping -n -c 1 -W 0.2 -I ${from} ${to} >/dev/null 2>&1 || :; [ "$(seen)" -gt "$before" ] && echo yes || echo no`;
    const { code, output } = isolated(
      [
        neighbor("provider", "eth5", "10.1.0.36/31", "10.1.0.37/31"),
        "ip addr add fd00:0:0:2::24/127 dev eth5 nodad; ip -n provider addr add fd00:0:0:2::25/127 dev e nodad",
        // The other end of the tunnel, and an office.
        "for a in 10.1.0.38/32 10.64.29.9/32; do ip -n provider addr add $a dev lo; done",
        "for a in fd00:0:0:2::26/128 fd00:1:0:1d::9/128; do ip -n provider addr add $a dev lo nodad; done",
        `nft -f ${at}/etc/nftables.conf`,
        // After the rules: what comes here has come in.
        "nft 'table inet seen { counter seen { }; chain seen { type filter hook input priority 10; icmp type echo-request counter name seen; icmpv6 type echo-request counter name seen; }; }'",
        "seen() { nft list counter inet seen seen | sed -n 's/.*packets \\([0-9]*\\).*/\\1/p'; }",
        arrives("10.1.0.38", "10.1.0.36"),
        arrives("fd00:0:0:2::26", "fd00:0:0:2::24"),
        arrives("10.64.29.9", "10.1.0.36"),
        arrives("fd00:1:0:1d::9", "fd00:0:0:2::24"),
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    expect(output.trim().split("\n"), output).toEqual(["yes", "yes", "no", "no"]);
  });
});

describe.skipIf(skip).each([title("an office's router")])("%s", () => {
  test("lets DHCP through: from an operator with private addresses, and of a lease that is renewed", () => {
    const at = laidOut(ours("edge"), "dhcp");
    const counted = (where: string, name: string, hook: string, match: string) =>
      `${where} nft 'table inet ${name} { counter seen { }; chain seen { type filter hook ${hook} priority 10; ${match} counter name seen; }; }'`;
    const arrives = (where: string, name: string, send: string) =>
      `${where} nft reset counter inet ${name} seen >/dev/null; ${send}; sleep 0.1; ${where} nft list counter inet ${name} seen | grep -q 'packets 0 ' && echo no || echo yes`;
    const refused = (send: string) =>
      `before=$(nft list chain inet rajut refused); ${send}; sleep 0.1; [ "$(nft list chain inet rajut refused)" = "$before" ] && echo no || echo yes`;
    const { code, output } = isolated(
      [
        neighbor("operator", "eth2", "10.70.0.2/24", "10.70.0.1/24"),
        neighbor("network", "eth1", "10.1.0.17/31", "10.1.0.16/31"),
        neighbor("host", "eth3", "10.64.29.1/24", "10.64.29.9/24"),
        "ip -n network addr add 10.64.22.12/32 dev lo; ip route add default via 10.1.0.16",
        `sysctl -q -p ${at}/etc/sysctl.d/90-rajut.conf >/dev/null 2>&1 || :`,
        `nft -f ${at}/etc/nftables.conf`,
        counted("", "operator", "input", "iifname eth2 meta l4proto udp"),
        counted("ip netns exec network", "server", "input", "ip daddr 10.64.22.12"),
        arrives("", "operator", datagram("operator", 67, "10.70.0.2", 68)),
        arrives("", "operator", datagram("operator", 53, "10.70.0.2", 68)),
        arrives("ip netns exec network", "server", datagram("host", 68, "10.64.22.12", 67)),
        arrives("ip netns exec network", "server", datagram("host", 68, "10.64.22.12", 69)),
        // What hosts tell to all is dropped without a word.
        refused(datagram("host", 137, "10.64.29.255", 137)),
        refused(datagram("host", 137, "10.64.29.1", 137)),
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    expect(output.trim().split("\n"), output).toEqual(["yes", "no", "yes", "no", "no", "yes"]);
  });
});

describe.skipIf(skip).each([title("what goes out")])("%s", () => {
  test("follows the default route to the other core and back, and answers go back as questions came", () => {
    const core = ours("core");
    const [service] = core.nat!.published;
    // Beside the router, so that the client's own address comes to the server.
    const published = [{ ...service!, server: "10.64.20.9", answerTo: undefined }];
    const state = { ...core, nat: { ...core.nat!, published } };
    const at = laidOut(state, "ways");
    const senders = ["", "ip netns exec host", "ip netns exec office"];
    const ways = {
      provider: "ip route replace default via 198.51.100.1 metric 10",
      other: "ip route del default metric 10 2>/dev/null || :",
    };
    const { code, output } = isolated(
      [
        neighbor("provider", "eth6", "198.51.100.2/30", "198.51.100.1/30"),
        neighbor("other", "eth2", "10.1.0.21/31", "10.1.0.20/31"),
        neighbor("office", "eth4", "10.1.0.32/31", "10.1.0.33/31"),
        neighbor("host", "eth7", "10.64.20.2/24", "10.64.20.9/24"),
        "for n in provider other; do ip -n $n addr add 203.0.113.53/32 dev lo; done",
        "ip -n provider route add 198.51.100.16/28 via 198.51.100.2",
        "ip addr add 198.51.100.31/32 dev lo; ip route add blackhole 198.51.100.16/28 metric 500",
        "ip route add default via 198.51.100.1 table 1006",
        ...tableRules(state),
        "ip route add default via 10.1.0.20 metric 30",
        `sysctl -q -p ${at}/etc/sysctl.d/90-rajut.conf >/dev/null 2>&1 || :`,
        `nft -f ${at}/etc/nftables.conf`,
        // At the provider only what is translated counts, and at the other core only what is not.
        ...[
          ["provider", "198.51.100.16-198.51.100.23"],
          ["other", "10.0.0.0/8"],
        ].map(
          ([space, from]) =>
            `ip netns exec ${space} nft 'table ip seen { set who { type inet_service; flags dynamic; }; chain seen { type filter hook input priority 0; ip saddr ${from} udp dport 4500-4502 add @who { udp dport }; }; }'`,
        ),
        // The same sockets from beginning to end.
        ...senders.map(
          (within, i) =>
            `${within} bash -c 'exec 3>/dev/udp/203.0.113.53/${4500 + i}; while :; do echo x >&3 || :; sleep 0.05; done' >/dev/null 2>&1 &`,
        ),
        "seen() { ip netns exec $1 nft flush set ip seen who; sleep 0.8; ip netns exec $1 nft list set ip seen who | grep -oE '450[0-2]' | wc -l; }",
        "reached() { timeout 1 ip netns exec provider bash -c 'echo >/dev/tcp/198.51.100.31/443' 2>/dev/null && status=0 || status=$?; [ $status -ne 124 ] && echo yes || echo no; }",
        ...(["other", "provider", "other", "provider"] as const).flatMap((way) => [
          ways[way],
          "sleep 0.2",
          `echo "${way}: $(seen provider) $(seen other) $(reached)"`,
        ]),
        "ip netns exec office ping -n -c 1 -W 1 -t 1 203.0.113.53 | grep -c 'exceeded' || :",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    expect(output.trim().split("\n"), output).toEqual([
      "other: 0 3 yes",
      "provider: 3 0 yes",
      "other: 0 3 yes",
      "provider: 3 0 yes",
      "1",
    ]);
  });

  test("is nothing for a site of ours that is cut off, which is reached as soon as it is back", () => {
    const state = ours("core");
    const at = laidOut(state, "homeward");
    const ask = (to: string, port: number) =>
      `ip netns exec host bash -c 'exec 3>/dev/udp/${to}/${port}; while :; do echo x >&3 || :; sleep 0.05; done' >/dev/null 2>&1 &`;
    const { code, output } = isolated(
      [
        neighbor("provider", "eth6", "198.51.100.2/30", "198.51.100.1/30"),
        neighbor("office", "eth4", "10.1.0.32/31", "10.1.0.33/31"),
        neighbor("host", "eth7", "10.64.20.2/24", "10.64.20.9/24"),
        "ip route add default via 198.51.100.1; ip route add default via 198.51.100.1 dev eth6 table 1006",
        ...tableRules(state),
        `sysctl -q -p ${at}/etc/sysctl.d/90-rajut.conf >/dev/null 2>&1 || :`,
        `nft -f ${at}/etc/nftables.conf`,
        ...["provider", "office"].map(
          (space) =>
            `ip netns exec ${space} nft 'table ip seen { counter seen { }; chain seen { type filter hook prerouting priority 0; udp dport 161 counter name seen; }; }'`,
        ),
        "ip -n office addr add 10.64.24.10/32 dev lo",
        ask("10.64.24.10", 161),
        "seen() { ip netns exec $1 nft reset counter ip seen seen >/dev/null; sleep 0.8; ip netns exec $1 nft list counter ip seen seen | grep -q 'packets 0 ' && echo no || echo yes; }",
        "sleep 0.2; seen provider; ip route add 10.64.24.10/32 via 10.1.0.33; seen office",
        // The router's own public address, from within.
        "ip netns exec host ping -n -c 2 -i 0.2 -W 1 198.51.100.2 >/dev/null && echo yes || echo no",
        // What the router itself says goes by another chain.
        "ip route del 10.64.24.10; (sleep 0.3; echo x >/dev/udp/10.64.24.10/161) 2>/dev/null & seen provider",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    expect(output.trim().split("\n"), output).toEqual(["no", "yes", "yes", "no"]);
  });
});
