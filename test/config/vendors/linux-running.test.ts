import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DesiredState, Interface } from "../../../src/config/desired-state.ts";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import { EXAMPLES, exampleState } from "./example-states.ts";
import { isolated, lacking, layOut, missing, run, SECRET } from "./real-tools.ts";

/** The rendered files, run by the programs that they are for, where nothing of the machine is touched. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "rajut-running-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A group's title, and whether this machine lacks what its tests need; the title then says what. */
function needs(title: string, ...tools: readonly string[]) {
  const lacks = missing("root", "isolation", ...tools);
  return { title: lacking(title, lacks), skip: lacks.length > 0 };
}

/** Makes a router's interfaces: pairs whose other ends are up, and taps for tunnels. */
const plugIn = ({ interfaces }: DesiredState): string =>
  interfaces
    .map(({ name, kind }) => {
      if (kind === "loopback") return "";
      return kind === "wireguard"
        ? `ip tuntap add ${name} mode tun; ip link set ${name} up`
        : `ip link add ${name} type veth peer name p${name}; ip link set ${name} up; ip link set p${name} up`;
    })
    .join("\n");

/** The addresses of a router's interfaces. */
const addressed = ({ interfaces }: DesiredState): string =>
  interfaces
    .flatMap(({ name, addresses }) =>
      addresses.map((one) => `ip addr add ${one} dev ${name}${one.includes(":") ? " nodad" : ""}`),
    )
    .join("\n");

/** Puts a router's folder where the machine has its own. */
const laidOver = (at: string, where: string): string =>
  `mkdir -p /run/over/${where} && cp -a "${at}/${where}/." /run/over/${where} && mount --bind /run/over/${where} /${where}`;

const frr = needs("FRR runs what was rendered", "vtysh", "zebra", "frr-reload.py", "wireguard-go");
describe.skipIf(frr.skip).each([frr.title])("%s", () => {
  const begin = (state: DesiredState, at: string) => {
    layOut(at, linux.render(state).files);
    return [
      `hostname ${state.device}`,
      laidOver(at, "etc/frr"),
      "touch /etc/frr/vtysh.conf; chown -R frr:frr /etc/frr; mkdir -p /run/frr; chown frr:frr /run/frr",
      plugIn(state),
      addressed(state),
      "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1",
      "for daemon in zebra staticd $(sed -n 's/^\\(.*d\\)=yes/\\1/p' /etc/frr/daemons); do",
      "  /usr/lib/frr/$daemon -d -A 127.0.0.1 -f /dev/null >/dev/null 2>&1 </dev/null",
      "done",
      "vtysh -b >/run/boot.log 2>&1",
      'reload() { /usr/lib/frr/frr-reload.py --test --stdout "$1" 2>&1; }',
    ].join("\n");
  };

  test.each(EXAMPLES)("and has nothing to change afterwards: %s", (name) => {
    const state = exampleState(name);
    const { code, output } = isolated(
      [
        begin(state, path.join(folder, `frr-${name}`)),
        "cat /run/boot.log",
        "reload /etc/frr/frr.conf | grep -v INFO || :",
        "echo ===; vtysh -c 'show running-config'",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const [difference, running] = output.split("===\n");
    expect(difference).toBe("");
    // What was loaded is there, so that nothing to change is not nothing at all.
    expect(running).toContain("router ospf\n");
    expect(running!.match(/ip ospf area/g)).toHaveLength(state.ospf!.interfaces.length);
    expect(running!.match(/remote-as/g) ?? []).toHaveLength(
      (state.bgp?.neighbors ?? []).flatMap(({ addresses }) => addresses).length,
    );
  });

  test("routers speak from their loopbacks, and the ends of tunnels are told", () => {
    // The far end of the cable is the other router.
    const core = exampleState("core");
    const edge = {
      ...exampleState("edge"),
      interfaces: exampleState("edge").interfaces.filter(({ name }) => name !== "eth1"),
    };
    const cable = exampleState("edge").interfaces.find(({ name }) => name === "eth1")!;
    const at = path.join(folder, "frr-edge-of-core");
    layOut(at, linux.render(exampleState("edge")).files);
    const { code, output } = isolated(
      [
        begin(core, path.join(folder, "frr-core-of-edge")),
        // A tunnel that somebody serves has a carrier.
        "ip link del wg1; LOG_LEVEL=silent wireguard-go wg1 >/dev/null 2>&1 </dev/null; ip link set wg1 up",
        ...linux
          .render(core)
          .files.find((file) => file.path === "etc/wireguard/wg1.conf")!
          .content.matchAll(/^Address=(.*)$/gm)
          .map(([, address]) => `ip addr add ${address} dev wg1`),
        "ip netns add edge; ip link set peth1 netns edge name eth1; ip -n edge link set lo up; ip -n edge link set eth1 up",
        `mkdir -p /etc/frr/edge /run/frr/edge; cp ${at}/etc/frr/frr.conf /etc/frr/edge/; touch /etc/frr/edge/vtysh.conf; chown -R frr:frr /etc/frr /run/frr`,
        "cat >/run/edge <<'END'",
        plugIn(edge),
        addressed({ ...edge, interfaces: [...edge.interfaces, cable] }),
        "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1",
        "for daemon in zebra staticd ospfd ospf6d bgpd bfdd; do /usr/lib/frr/$daemon -d -N edge -A 127.0.0.1 -f /dev/null >/dev/null 2>&1 </dev/null; done",
        "vtysh -N edge -b",
        "END",
        "ip netns exec edge bash /run/edge >/run/edge.log 2>&1 || cat /run/edge.log",
        "for try in $(seq 300); do ip route show proto ospf | grep -q 10.64.29 && ip -6 route show proto ospf | grep -q fd00:1:0:1d && ip -n edge route show default | grep -q ospf && break; sleep 0.1; done",
        "ip route show proto ospf; ip -6 route show proto ospf; ip -n edge route show default; ip -n edge -6 route show default",
        "echo ===; vtysh -c 'show ip ospf route' -c 'show ipv6 ospf6 route'",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    expect(output).toMatch(/^10\.64\.29\.0\/24 .*dev eth1 src 10\.0\.0\.0 /m);
    expect(output).toMatch(/^fd00:1:0:1d::\/64 .*dev eth1 src fd00:0:0:1:: /m);
    expect(output).toMatch(/^default .*dev eth1 proto ospf src 10\.0\.0\.4 /m);
    expect(output).toMatch(/^default .*dev eth1 proto ospf src fd00:0:0:1::4 /m);
    const [, told] = output.split(/^===$/m);
    expect(told).toMatch(/10\.2\.0\.68\/31/);
    expect(told).toMatch(/fd00:0:0:3::44\/127/);
  });

  test("and a changed cost is seen", () => {
    const { output } = isolated(
      [
        begin(exampleState("edge"), path.join(folder, "frr-changed")),
        "sed 's/ip ospf cost 5/ip ospf cost 6/' /etc/frr/frr.conf >/run/changed.conf",
        "reload /run/changed.conf",
      ].join("\n"),
    );
    expect(output).toContain(" ip ospf cost 6");
  });
});

/** Runs systemd-networkd on a router's files until every address is there, and then what is asked. */
const networkdRuns = (state: DesiredState, at: string, asked: string, before = "") => {
  layOut(at, linux.render(state).files);
  const expected = state.interfaces
    .filter(({ kind }) => kind !== "wireguard")
    .flatMap(({ addresses }) => addresses);
  return isolated(
    [
      laidOver(at, "etc/systemd/network"),
      "mkdir -p /run/systemd/netif/links /run/systemd/netif/leases; chown -R systemd-network: /run/systemd",
      // As in a container: networkd then asks no udev, which knows nothing of these interfaces.
      "mount -t sysfs -o ro sysfs /sys",
      state.interfaces
        .filter(({ kind }) => kind === "ethernet")
        .map(
          ({ name }) => `ip link add ${name} type veth peer name p${name}; ip link set p${name} up`,
        )
        .join("\n"),
      before,
      "ip route add 203.0.113.0/24 dev lo proto 196; ip rule add fwmark 7 lookup 7 priority 7",
      "setsid systemd-networkd >/run/networkd.log 2>&1 </dev/null &",
      `for try in $(seq 200); do [ "$(ip -o addr show | grep -cE ' (${expected.join("|")}) ')" -eq ${expected.length} ] && break; sleep 0.05; done; sleep 0.5`,
      asked,
    ].join("\n"),
  );
};

const networkd = needs("systemd-networkd gives what was rendered", "systemd-networkd", "ip");
describe.skipIf(networkd.skip).each([networkd.title])("%s", () => {
  test("addresses, the tables of uplinks and their rules, and leaves others' routes and rules alone", () => {
    const state = exampleState("core");
    const { code, output } = networkdRuns(
      state,
      path.join(folder, "networkd-core"),
      "ip -o addr show; ip rule show; ip route show table 1006; ip route show default; ip route show proto 196",
    );
    expect(code, output).toBe(0);
    for (const { kind, addresses } of state.interfaces) {
      if (kind === "wireguard") continue;
      for (const address of addresses) expect(output).toContain(` ${address} `);
    }
    expect(output).toMatch(/^900:\s+from all to 10\.0\.0\.0\/22 lookup main/m);
    expect(output).toMatch(/^1000:\s+from all fwmark 0x3ee lookup 1006/m);
    expect(output).toMatch(/^1100:\s+from 198\.51\.100\.2 lookup 1006/m);
    expect(output).toMatch(/^7:\s+from all fwmark 0x7 lookup 7/m);
    expect(output).toMatch(/^default via 198\.51\.100\.1 dev eth6 proto static/m);
    expect(output.match(/^default/gm)).toHaveLength(1);
    expect(output).toMatch(/^203\.0\.113\.0\/24 dev lo/m);
  });

  test("packets for a line that is out find no other way", () => {
    const { code, output } = networkdRuns(
      exampleState("edge"),
      path.join(folder, "networkd-edge"),
      "ip route add default via 10.64.29.9 dev eth3; ip route get 192.0.2.2 mark 2002 2>&1 || :; ip route get 192.0.2.2",
    );
    expect(code, output).toBe(0);
    expect(output).toMatch(/RTNETLINK answers: (?:Network is unreachable|No route to host)/);
    expect(output).toContain("192.0.2.2 via 10.64.29.9 dev eth3");
  });
});

const advertisements = needs(
  "systemd-networkd gives what was rendered to hosts",
  "systemd-networkd",
  "nft",
  "ping",
  "tcpdump",
);
describe.skipIf(advertisements.skip).each([advertisements.title])("%s", () => {
  const edge = exampleState("edge");
  const [lan, transit] = ["lan", "transit"].map((role) =>
    edge.interfaces.find((one) => one.role === role),
  ) as [Interface, Interface];

  /** A host on the LAN of a router that would, by mistake, also advertise itself to another router. */
  function advertised(name: string, dnsServers: readonly string[], ruleset: boolean) {
    const [one] = edge.routerAdvertisements;
    const state = { ...edge, routerAdvertisements: [{ ...one!, dnsServers }] };
    const at = path.join(folder, `advertised-${name}`);
    const mistake = path.join(at, `etc/systemd/network/50-${transit.name}.network.d`);
    mkdirSync(mistake, { recursive: true });
    writeFileSync(path.join(mistake, "mistake.conf"), "[Network]\nIPv6SendRA=yes\n");
    layOut(at, linux.render(state).files);
    const count = (hook: string, device: string, match: string) =>
      `nft 'table netdev count { chain count { type filter hook ${hook} device ${device} priority 0; ${match} icmpv6 type nd-router-advert counter; }; }'`;
    const asked = [
      "for try in $(seq 200); do ip -n host -6 route show default | grep -q via && ! ip -n host -6 addr | grep -q tentative && break; sleep 0.05; done",
      "ip -n host -6 -o addr show dev host; ip -n host -6 route show default",
      `ip -6 -o addr show dev ${lan.name} scope link | sed 's/^/router: /'`,
      "ip netns exec host ping -n -c 3 -i 0.2 -W 5 fd00:0:0:1::4 | grep received",
      "for try in $(seq 60); do [ -s /run/advert ] && break; sleep 0.1; done; cat /run/advert",
      // A host that comes later need not wait for the next advertisement.
      "ip netns exec host sysctl -qw net.ipv6.conf.host.disable_ipv6=1; ip netns exec host sysctl -qw net.ipv6.conf.host.disable_ipv6=0",
      "answers() { ip netns exec host nft list table netdev count | sed -n 's/.*counter/answers:/p'; }",
      'for try in $(seq 100); do [ "$(answers)" != "answers: packets 0 bytes 0" ] && break; sleep 0.05; done; answers',
      "nft list table netdev count | sed -n 's/.*counter/elsewhere:/p'",
    ];
    const before = [
      ...(ruleset ? [`nft -f "${at}/etc/nftables.conf"`] : []),
      "sysctl -qw net.ipv6.conf.all.forwarding=1",
      `ip netns add host; ip link set p${lan.name} netns host name host; ip -n host link set lo up`,
      // What is not sent to all nodes answers a question.
      `ip netns exec host ${count("ingress", "host", "ip6 daddr != ff02::1")}`,
      count("ingress", `p${transit.name}`, ""),
      "ip -n host link set host up",
      "ip netns exec host tcpdump -lnvvi host -c 1 'icmp6 and ip6[40] == 134' >/run/advert 2>/dev/null </dev/null &",
    ];
    const { code, output } = networkdRuns(state, at, asked.join("\n"), before.join("\n"));
    expect(code, output).toBe(0);
    const packets = (what: string) =>
      Number(new RegExp(`^${what}: packets (\\d+)`, "m").exec(output)?.[1]);
    return { output, answers: packets("answers"), elsewhere: packets("elsewhere") };
  }

  test("who make an address and find their gateway through the firewall, and nobody else hears of it", () => {
    const { output, answers, elsewhere } = advertised("shut", [], true);
    expect(output).toMatch(/ fd00:1:0:1d:[0-9a-f:]+\/64 scope global dynamic /);
    const [, gateway] = /^router: .* (fe80:[0-9a-f:]+)\/64 /m.exec(output) ?? [];
    expect(output).toMatch(
      new RegExp(`^default via ${gateway} dev host proto ra .*expires 1[78]\\d\\dsec`, "m"),
    );
    expect(output.match(/^default/gm)).toHaveLength(1);
    expect(output).toMatch(/^3 packets transmitted, 3 received/m);
    expect(output).toMatch(
      /fd00:1:0:1d::\/64, Flags \[onlink, auto\], valid time 5400s, pref\. time 2700s/,
    );
    expect(output).not.toContain("rdnss");
    expect(answers, output).toBeGreaterThan(0);
    expect(elsewhere, output).toBe(0);
  });

  test("who hear of resolvers where these have an IPv6 address; without the firewall others would hear it too", () => {
    const { output, elsewhere } = advertised("open", ["fd00:1:0:16::d", "fd00:1:0:16::e"], false);
    expect(output).toMatch(
      /rdnss option .*lifetime 1800s, addr: fd00:1:0:16::d addr: fd00:1:0:16::e/,
    );
    expect(elsewhere, output).toBeGreaterThan(0);
  });
});

const tc = needs("tc makes the queues that were rendered", "tc");
describe.skipIf(tc.skip).each([tc.title])("%s", () => {
  test("and a packet's code point finds its class", () => {
    const state = exampleState("core");
    const at = path.join(folder, "queues");
    layOut(at, linux.render(state).files);
    const { code, output } = isolated(
      [
        "sysctl -qw net.ipv6.conf.default.disable_ipv6=1",
        plugIn(state),
        "ip addr add 192.0.2.1/24 dev eth1",
        "ip neigh add 192.0.2.2 lladdr 02:00:00:00:00:01 dev eth1",
        `tc -batch "${at}/etc/rajut/queues/eth1"`,
        `nft -f "${at}/etc/nftables.conf"`,
        // CS6 is control; anything else that the router itself says becomes management.
        "ping -c 3 -i 0.1 -W 0.1 -Q 0xc0 192.0.2.2 >/dev/null || :",
        "ping -c 2 -i 0.1 -W 0.1 -Q 0x28 192.0.2.2 >/dev/null || :",
        // A tunnel's outer packet is as the offices that it carries.
        `${process.execPath} -e 'const one = require("dgram").createSocket("udp4"); one.bind(51820, () => one.send("x", 9, "192.0.2.2", () => one.close()))'`,
        "tc -s class show dev eth1; echo ===",
        // What has no class: without an own word for it, as forwarded packets are.
        "nft flush chain inet rajut classify-own; ping -c 4 -i 0.1 -W 0.1 192.0.2.2 >/dev/null || :",
        // Who has this address? ARP is not served with what has no class.
        "ping -c 1 -W 1 192.0.2.3 >/dev/null || :",
        "tc -s class show dev eth1; tc qdisc show dev eth1; echo ===",
        `tc -batch "${at}/etc/rajut/queues/wg0"; tc class show dev wg0`,
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const [own = "", others = "", tunnel] = output.split("===\n");
    const packets = (text: string, id: string) =>
      Number(new RegExp(`class htb ${id} [^]*?Sent \\d+ bytes (\\d+) pkt`).exec(text)?.[1]);
    const control = packets(own, "1:10");
    expect([control, packets(own, "1:20"), packets(own, "1:30")], output).toEqual([3, 2, 1]);
    expect(packets(others, "1:60"), output).toBe(4);
    expect(packets(others, "1:10"), output).toBeGreaterThan(control);
    // 95 % of 1 Gbit/s.
    expect(output).toMatch(/class htb 1:30 parent 1:1 .*rate 427500Kbit ceil 950Mbit/);
    expect(others).toMatch(/^qdisc pfifo \w+: parent 1:60 limit 784p$/m);
    expect(tunnel).toMatch(/class htb 1:30 parent 1:1 .*overhead 60/);
  });
});

const wireguard = needs("wg-quick joins a site to its core", "wg-quick", "wireguard-go", "ping");
describe.skipIf(wireguard.skip).each([wireguard.title])("%s", () => {
  const keys = new Map<string, string>();
  const wg = (argv: readonly string[], input = "") =>
    execFileSync("wg", argv, { input, encoding: "utf8" }).trim();
  const secret = (name: string) => {
    const key = keys.get(name) ?? wg(["genkey"]);
    keys.set(name, key);
    return key;
  };
  const publicKey = (name: string) => wg(["pubkey"], secret(name));

  test("and another site too, while the first one's tunnel runs on; and is rid of it again", () => {
    const core = exampleState("core");
    const [shape] = core.qos;
    const before: DesiredState = {
      ...core,
      qos: [...core.qos, { ...shape!, interface: "wg1", rateMbps: 100 }],
    };
    const after: DesiredState = {
      ...core,
      qos: [...core.qos, { ...shape!, interface: "wg1", rateMbps: 200 }],
      interfaces: core.interfaces.map((face) =>
        face.name === "wg1"
          ? { ...face, addresses: [...face.addresses, "10.2.0.70/31", "fd00:0:0:3::46/127"] }
          : face,
      ),
      tunnels: core.tunnels.map((tunnel) => {
        const [peer] = tunnel.peers;
        const another = {
          ...peer!,
          device: "kantor-z",
          publicKey: { publicKeyOf: "wireguard/kantor-z/wg0" },
          allowed: ["10.2.0.71/32"],
        };
        return tunnel.interface === "wg1"
          ? { ...tunnel, peers: [...tunnel.peers, another] }
          : tunnel;
      }),
    };
    const at = { before: path.join(folder, "hub-before"), after: path.join(folder, "hub-after") };
    layOut(at.before, linux.render(before).files, secret, publicKey);
    layOut(at.after, linux.render(after).files, secret, publicKey);
    const take = (from: string) =>
      `cp ${from}/etc/wireguard/wg1.conf /etc/wireguard/; cp ${from}/etc/rajut/queues/* /etc/rajut/queues/`;
    const { reload } = linux.render(core).services.find(({ unit }) => unit.includes("@wg1."))!;
    const look = (what: string) =>
      // 95 % of 200 Mbit/s are 190.
      `ip -o addr show dev wg1 scope global | awk '{ print "${what}", $4 }'; echo "${what} peers $(wg show wg1 peers | wc -l), $(tc class show dev wg1 | grep -c 'class htb 1:1 .*rate 190Mbit')"; ip route get 10.2.0.71 2>&1 | sed 's/^/${what} way /'`;
    const { code, output } = isolated(
      [
        "export WG_QUICK_USERSPACE_IMPLEMENTATION=wireguard-go LOG_LEVEL=silent",
        "mkdir -p /run/etc-over /run/etc-work; mount -t overlay -o lowerdir=/etc,upperdir=/run/etc-over,workdir=/run/etc-work over /etc",
        `mkdir -p /etc/rajut/queues /etc/wireguard; ${take(at.before)}`,
        "wg-quick up wg1 >/run/wg.log 2>&1 </dev/null || cat /run/wg.log",
        look("before"),
        ...[at.after, at.before].flatMap((from, i) => [
          take(from),
          `${at.before}${reload.join(" ")}`,
          look(i === 0 ? "after" : "again"),
        ]),
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const said = (what: string) =>
      output
        .split("\n")
        .filter((line) => line.startsWith(`${what} `))
        .map((line) => line.slice(what.length + 1));
    const first = ["10.2.0.68/31", "fd00:0:0:3::44/127"];
    expect(said("before").slice(0, 3)).toEqual([...first, "peers 1, 0"]);
    const [one, two] = first;
    expect(new Set(said("after").slice(0, 5))).toEqual(
      new Set([one, two, "10.2.0.70/31", "fd00:0:0:3::46/127", "peers 2, 1"]),
    );
    expect(said("after")[5], output).toMatch(/^way 10\.2\.0\.71 dev wg1 src 10\.2\.0\.70 /);
    expect(said("again")).toEqual(said("before"));
  });

  test("over the site's own line", () => {
    for (const name of ["core", "edge"] as const) {
      layOut(
        path.join(folder, `wg-${name}`),
        linux.render(exampleState(name)).files,
        secret,
        publicKey,
      );
    }
    const { code, output } = isolated(
      [
        "export WG_QUICK_USERSPACE_IMPLEMENTATION=wireguard-go LOG_LEVEL=silent",
        "mkdir -p /run/etc-over /run/etc-work; mount -t overlay -o lowerdir=/etc,upperdir=/run/etc-over,workdir=/run/etc-work over /etc",
        "mkdir -p /etc/rajut/queues /etc/wireguard",
        "ip netns add core; ip netns add edge",
        "ip link add eth2 netns edge type veth peer name eth6 netns core",
        "ip -n edge addr add 198.51.100.9/24 dev eth2; ip -n core addr add 198.51.100.2/24 dev eth6",
        "for n in core edge; do ip -n $n link set lo up; done",
        "ip -n edge link set eth2 up; ip -n core link set eth6 up",
        "ip -n edge rule add fwmark 2002 lookup 2002; ip -n edge route add default via 198.51.100.2 table 2002",
        // One /etc for both: each tunnel has its own file, but the names are the routers' own.
        ...["core wg1", "edge wg0"].flatMap((pair) => {
          const [name, face] = pair.split(" ");
          return [
            `cp ${folder}/wg-${name}/etc/wireguard/${face}.conf /etc/wireguard/`,
            `cp ${folder}/wg-${name}/etc/rajut/queues/* /etc/rajut/queues/`,
            `ip netns exec ${name} wg-quick up ${face} >/run/wg-${name}.log 2>&1 </dev/null || cat /run/wg-${name}.log`,
          ];
        }),
        "ip netns exec edge ping -c 5 -W 5 10.2.0.68 | tail -n 2",
        "ip netns exec edge ping -c 2 -W 5 fd00:0:0:3::44 | tail -n 2",
        "ip netns exec core bash -c 'wg syncconf wg1 <(wg-quick strip wg1)'",
        "ip netns exec edge ping -c 2 -W 5 10.2.0.68 | tail -n 2",
        "ip -n edge route show table main; ip netns exec edge tc class show dev wg0 | wc -l",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const received = Array.from(output.matchAll(/(\d+) received/g), ([, count]) => Number(count));
    expect(received).toHaveLength(3);
    expect(Math.min(...received), output).toBeGreaterThan(0);
    // Table = off: no route but the connected ones. Seven classes: the queues are there.
    expect(output).not.toMatch(/^(?:default|0\.0\.0\.0)/m);
    expect(output.trim().endsWith("\n7"), output).toBe(true);
  });
});

const snmp = needs("snmpd answers whom it should", "snmpd", "snmpget");
describe.skipIf(snmp.skip).each([snmp.title])("%s", () => {
  test("by version 3 only, and a hostile name stays a name", () => {
    const state = exampleState("core");
    const at = path.join(folder, "snmp");
    const snmp = {
      ...state.snmp!,
      location: `x"; \\ $(reboot)\ncreateUser evil SHA "abcdefghijk"`,
    };
    layOut(at, linux.render({ ...state, snmp }).files);
    const get = (user: string, what: string) =>
      `snmpget -v3 -l authPriv -a SHA -A ${SECRET} -x AES -X ${SECRET} -u ${user} 10.0.0.0 ${what} 2>&1 || :`;
    const { code, output } = isolated(
      [
        ...state.interfaces
          .filter(({ role }) => role === "loopback")
          .flatMap(({ addresses }) => addresses.map((one) => `ip addr add ${one} dev lo`)),
        "mkdir -p /run/snmp-state; mount --bind /run/snmp-state /var/lib/snmp",
        `snmpd -f -C -c "${at}/etc/snmp/snmpd.conf" -Lo >/run/snmpd.log 2>&1 </dev/null &`,
        "sleep 2",
        get("rajut", "1.3.6.1.2.1.1.6.0"),
        get("evil", "1.3.6.1.2.1.1.6.0"),
        "snmpget -v2c -c public -t 1 -r 0 10.0.0.0 1.3.6.1.2.1.1.6.0 2>&1 || :",
        "cat /run/snmpd.log",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    expect(output).toMatch(/STRING: "?x_; _ \$\(reboot\)_u\{a\}createUser evil SHA _abcdefghijk_/);
    expect(output).toMatch(/Unknown user name/);
    expect(output).toMatch(/Timeout: No Response from 10\.0\.0\.0/);
  });
});

const keepalived = needs("keepalived shares an address between two routers", "keepalived", "ping");
describe.skipIf(keepalived.skip).each([keepalived.title])("%s", () => {
  test("which the other takes over when the first is silent", () => {
    const state = exampleState("core");
    for (const [name, priority] of [
      ["first", 200],
      ["second", 150],
    ] as const) {
      const vrrp = state.vrrp.map((group) => ({ ...group, priority }));
      layOut(path.join(folder, `vrrp-${name}`), linux.render({ ...state, vrrp }).files);
    }
    const [shared4 = "", shared6 = ""] = state.vrrp[0]!.addresses;
    const { code, output } = isolated(
      [
        "ip link add bridge type bridge; ip link set bridge up",
        ...["first 2", "second 3"].flatMap((pair) => {
          const [name, host] = pair.split(" ");
          return [
            `ip netns add ${name}; ip link add eth7 netns ${name} type veth peer name ${name}`,
            `ip link set ${name} master bridge up; ip -n ${name} link set lo up; ip -n ${name} link set eth7 up`,
            `ip -n ${name} addr add 10.64.20.${host}/24 dev eth7; ip -n ${name} addr add fd00:1:0:14::${host}/64 dev eth7 nodad`,
          ];
        }),
        "sleep 2",
        ...["first", "second"].map(
          (name) =>
            `ip netns exec ${name} keepalived --dont-fork --log-console -f ${folder}/vrrp-${name}/etc/keepalived/keepalived.conf -p /run/${name}.pid -r /run/${name}-vrrp.pid -c /run/${name}-check.pid >/run/${name}.log 2>&1 </dev/null & echo $! >/run/${name}`,
        ),
        "sleep 8; echo before; for n in first second; do ip -n $n -o addr show dev eth7 | sed s/^/$n:/; done",
        // Silent: the cable is there, and nothing comes through it.
        "nft 'table netdev cut { chain cut { type filter hook ingress device first priority 0; policy drop; }; }'",
        "sleep 2; echo after; ip -n second -o addr show dev eth7; cat /run/first.log",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const [before = "", after = ""] = output.split("after\n");
    for (const address of [shared4, shared6, "fe80::200:5eff:fe00:201/64"]) {
      expect(before).toMatch(new RegExp(`^first:.* ${address} `, "m"));
      expect(before).not.toMatch(new RegExp(`^second:.* ${address} `, "m"));
      expect(after).toContain(` ${address} `);
    }
  });

  test("which the other takes over when the first has no way to the network, and gives back when it has for long", () => {
    const state = exampleState("core");
    // Trusted after 3 s instead of a minute.
    for (const [name, priority] of [
      ["first", 200],
      ["second", 150],
    ] as const) {
      const vrrp = state.vrrp.map((group) => ({ ...group, priority }));
      const files = linux.render({ ...state, vrrp }).files.map((file) => ({
        ...file,
        content: file.content.replace(/^( +rise) 60$/m, "$1 3"),
      }));
      layOut(path.join(folder, `cut-off-${name}`), files);
    }
    const leader = (when: string) =>
      `for n in first second; do ip -n $n -4 -o addr show dev eth7 | grep -q 10.64.20.1/ && echo "${when} $n"; done || :`;
    const { code, output } = isolated(
      [
        "ip link add bridge type bridge; ip link set bridge up",
        ...["first 2", "second 3"].flatMap((pair) => {
          const [name, host] = pair.split(" ");
          return [
            `ip netns add ${name}; ip link add eth7 netns ${name} type veth peer name ${name}`,
            `ip link set ${name} master bridge up; ip -n ${name} link set lo up; ip -n ${name} link set eth7 up`,
            `ip -n ${name} addr add 10.64.20.${host}/24 dev eth7; ip -n ${name} route add default via 10.64.20.9`,
            `ip netns exec ${name} keepalived --dont-fork --log-console -f ${folder}/cut-off-${name}/etc/keepalived/keepalived.conf -p /run/${name}.pid -r /run/${name}-vrrp.pid -c /run/${name}-check.pid >/run/${name}.log 2>&1 </dev/null &`,
          ];
        }),
        `sleep 10; ${leader("connected")}`,
        `ip -n first route del default; sleep 7; ${leader("cut-off")}`,
        // For a moment only: not enough.
        `ip -n first route add default via 10.64.20.9; sleep 1; ip -n first route del default; sleep 5; ${leader("flapping")}`,
        `ip -n second route del default; sleep 7; ${leader("both")}`,
        `for n in first second; do ip -n $n route add default via 10.64.20.9; done; sleep 9; ${leader("healed")}`,
        "cat /run/first.log /run/second.log",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    expect(output.split("\n").slice(0, 5), output).toEqual([
      "connected first",
      "cut-off second",
      "flapping second",
      "both first",
      "healed first",
    ]);
  });
});

const radvd = needs(
  "keepalived shares an address which hosts take for their gateway",
  "keepalived",
  "radvd",
  "nft",
  "ping",
);
describe.skipIf(radvd.skip).each([radvd.title])("%s", () => {
  test("and keep through a failure: only the leader advertises, from the shared address", () => {
    const state = exampleState("core");
    for (const [name, priority] of [
      ["first", 200],
      ["second", 150],
    ] as const) {
      const vrrp = state.vrrp.map((group) => ({ ...group, priority }));
      layOut(path.join(folder, `gateway-${name}`), linux.render({ ...state, vrrp }).files);
    }
    const intervalMs = 50;
    const { code, output } = isolated(
      [
        "ip link add bridge type bridge; ip link set bridge up",
        ...["first 2", "second 3"].flatMap((pair) => {
          const [name, host] = pair.split(" ");
          return [
            `ip netns add ${name}; ip link add eth7 netns ${name} type veth peer name ${name}`,
            `ip link set ${name} master bridge up; ip -n ${name} link set lo up; ip -n ${name} link set eth7 up`,
            `ip netns exec ${name} sysctl -qw net.ipv6.conf.all.forwarding=1`,
            `ip -n ${name} addr add fd00:1:0:14::${host}/64 dev eth7 nodad; ip -n ${name} addr add fd00:0:0:1::/128 dev lo nodad`,
            `ip netns exec ${name} nft -f ${folder}/gateway-${name}/etc/nftables.conf`,
          ];
        }),
        // What the one that waits hears from the other is no stranger's advertisement.
        ...["sources", "refused"].map(
          (chain) =>
            `ip netns exec second nft insert rule inet rajut ${chain} icmpv6 type nd-router-advert counter comment '"${chain}"'`,
        ),
        "ip netns add host; ip link add eth0 netns host type veth peer name plug; ip link set plug master bridge up",
        "ip -n host link set lo up; ip -n host link set eth0 up; sleep 2",
        ...["first", "second"].flatMap((name) => {
          const at = `${folder}/gateway-${name}/etc`;
          return [
            `ip netns exec ${name} keepalived --dont-fork --log-console -f ${at}/keepalived/keepalived.conf -p /run/${name}.pid -r /run/${name}-vrrp.pid -c /run/${name}-check.pid >/run/${name}.log 2>&1 </dev/null &`,
            `ip netns exec ${name} radvd -n -d 1 -m stderr -C ${at}/radvd.conf -p /run/${name}-radvd.pid >>/run/${name}.log 2>&1 </dev/null &`,
          ];
        }),
        "for try in $(seq 200); do ip -n host -6 route show default | grep -q via && ! ip -n host -6 addr | grep -q tentative && break; sleep 0.05; done; sleep 2",
        "gateway() { ip -n host -6 route show default; ip -n host neigh show fe80::200:5eff:fe00:201; }",
        "ip -n host -6 -o addr show dev eth0; ip netns exec host ping -n -c 1 -W 5 fd00:0:0:1:: >/dev/null; gateway",
        "ip netns exec second nft list ruleset | sed -n 's/.*counter packets \\([0-9]*\\) .*comment \"\\(.*\\)\"/\\2 \\1/p'",
        `(sleep 1; nft 'table netdev cut { chain in { type filter hook ingress device first priority 0; policy drop; }; chain out { type filter hook egress device first priority 0; policy drop; }; }') &`,
        `ip netns exec host ping -n -i ${intervalMs / 1000} -c 100 -W 1 fd00:0:0:1:: | grep received`,
        "echo after; gateway; cat /run/first.log /run/second.log",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const [before = "", after = ""] = output.split("after\n");
    expect(before).toMatch(/ fd00:1:0:14:[0-9a-f:]+\/64 scope global dynamic /);
    expect(before, output).toMatch(/^sources [1-9]/m);
    expect(before, output).toMatch(/^refused 0$/m);
    const shared = /^default via fe80::200:5eff:fe00:201 dev eth0 proto ra /gm;
    for (const text of [before, after]) {
      expect(text.match(/^default/gm), output).toHaveLength(1);
      expect(text.match(shared), output).toHaveLength(1);
    }
    const macs = Array.from(output.matchAll(/lladdr ([0-9a-f:]+) .*router/g), ([, mac]) => mac);
    expect(new Set(macs).size, output).toBe(2);
    const [, sent, received] = /^(\d+) packets transmitted, (\d+) received/m.exec(output) ?? [];
    expect(Number(sent)).toBe(100);
    const silentMs = (Number(sent) - Number(received)) * intervalMs;
    // Three advertisements of 300 ms and the skew; a host left to itself takes 5 s and more.
    expect(silentMs, output).toBeGreaterThan(300);
    expect(silentMs, output).toBeLessThan(3000);
  });
});

const ping = needs("an uplink's check", "ping", "nft", "conntrack");
describe.skipIf(ping.skip).each([ping.title])("%s", () => {
  test("takes the default route away in time when the internet is silent behind the provider, and brings it back", () => {
    const core = exampleState("core");
    const [uplink] = core.uplinks;
    const fast = { ...uplink!, checkIntervalMs: 300, failAfter: 3, recoverAfter: 3 };
    const state = { ...core, uplinks: [fast] };
    const at = path.join(folder, "uplink");
    layOut(at, linux.render(state).files);
    const { code, output } = isolated(
      [
        "mkdir -p /run/etc-over /run/etc-work; mount -t overlay -o lowerdir=/etc,upperdir=/run/etc-over,workdir=/run/etc-work over /etc",
        `cp -a ${at}/etc/rajut /etc/`,
        "ip netns add provider; ip netns add world",
        "ip link add eth6 type veth peer name near netns provider",
        "ip link add far netns provider type veth peer name east netns world",
        "for n in provider world; do ip -n $n link set lo up; done",
        `ip addr add ${fast.address}/30 dev eth6; ip link set eth6 up`,
        `ip -n provider addr add ${fast.gateway}/30 dev near; ip -n provider link set near up`,
        "ip -n provider addr add 203.0.113.1/24 dev far; ip -n provider link set far up",
        "ip netns exec provider sysctl -qw net.ipv4.ip_forward=1",
        ...fast.checks.map((address) => `ip -n world addr add ${address}/24 dev east`),
        "ip -n world link set east up; ip -n world route add default via 203.0.113.1",
        `ip route add default via ${fast.gateway} dev eth6 table ${fast.table}; ip rule add fwmark ${fast.table} lookup ${fast.table}`,
        // The whole ruleset too: the check must get through it.
        `nft -f ${at}/etc/nftables.conf`,
        "now() { date +%s%3N; }",
        'until_default() { local start=$(now); while [ "$(ip route show default | wc -l)" -ne "$1" ]; do [ $(($(now) - start)) -gt 20000 ] && break; sleep 0.02; done; echo "$2 $(($(now) - start))"; }',
        `check() { ${at}/usr/local/lib/rajut/uplink-check ${fast.id} >>/run/check.log 2>&1 </dev/null & check=$!; }; check`,
        "ip route show default | sed 's/^/too early: /'",
        "until_default 1 up",
        "ip route show default | sed 's/^/route: /'",
        `conntrack -L --mark ${fast.table} 2>/dev/null | grep -c icmp | sed 's/^/connections: /' || :`,
        "ip netns exec provider nft 'table ip cut { chain cut { type filter hook forward priority 0; policy drop; }; }'",
        "until_default 0 cut",
        "ip netns exec provider nft flush ruleset",
        "until_default 1 healed",
        "kill $check; check; for try in $(seq 50); do ip route show default | grep -q . || echo gone; sleep 0.02; done",
        "ip netns exec provider nft 'table ip cut { chain cut { type filter hook forward priority 0; policy drop; }; }'",
        "until_default 0 cut-again; ip netns exec provider nft flush ruleset; until_default 1 healed-again",
        "ip netns exec provider nft 'table ip cut { chain cut { type filter hook forward priority 0; policy drop; }; }'",
        "until_default 0 cut-thrice; ip netns exec provider nft flush ruleset; until_default 1 healed-thrice",
        // One of the two targets is enough.
        `ip netns exec world nft 'table ip half { chain half { type filter hook input priority 0; ip daddr ${fast.checks[0]} drop; }; }'; sleep 2`,
        "until_default 1 half",
        "kill $check; cat /run/check.log",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const took = (what: string) => Number(new RegExp(`^${what} (\\d+)$`, "m").exec(output)?.[1]);
    const { checkIntervalMs, failAfter } = fast;
    expect(output).not.toContain("too early");
    // The round that is under way when it is cut has half an answer; scheduling is not exact either.
    expect(took("cut"), output).toBeLessThan((failAfter + 1) * checkIntervalMs + 500);
    expect(took("cut"), output).toBeGreaterThan((failAfter - 2) * checkIntervalMs);
    // The check was started again while the line worked.
    expect(output).not.toContain("gone");
    expect(took("cut-again"), output).toBeLessThan((failAfter + 1) * checkIntervalMs + 500);
    // A line that keeps failing is trusted later each time.
    for (const [what, doublings] of [
      ["healed", 1],
      ["healed-again", 1],
      ["healed-thrice", 2],
    ] as const) {
      const waitMs = fast.recoverAfter * 2 ** doublings * checkIntervalMs;
      expect(took(what), output).toBeGreaterThan(waitMs - checkIntervalMs);
      expect(took(what), output).toBeLessThan(waitMs + 5000);
    }
    expect(took("half"), output).toBeLessThan(100);
    expect(output).toContain(
      `route: default via ${fast.gateway} dev eth6 proto static metric ${220 * 2 ** 24 + 20}`,
    );
    expect(output).toMatch(/^<4>uplink uplink-b: no answer: default route taken away$/m);
  });

  test("refuses an id that is none", () => {
    const at = path.join(folder, "uplink-id");
    layOut(at, linux.render(exampleState("core")).files);
    const { code, output } = isolated(`${at}/usr/local/lib/rajut/uplink-check '../../x;y'`);
    expect([code, output]).toEqual([2, "uplink-check: not an id\n"]);
  });
});

const firewall = needs("the firewall keeps zones apart", "nft", "ping");
describe.skipIf(firewall.skip).each([firewall.title])("%s", () => {
  test("by where a packet comes in and where it goes", () => {
    const edge = exampleState("edge");
    const office = edge.interfaces.find(({ role }) => role === "lan")!;
    const transit = edge.interfaces.find(({ role }) => role === "transit")!;
    const wifi = { ...office, name: "eth8", zone: "wifi" as const, addresses: ["10.64.50.1/24"] };
    const state: DesiredState = {
      ...edge,
      interfaces: [...edge.interfaces, wifi],
      firewall: {
        ...edge.firewall,
        zones: [
          { zone: "opd", interfaces: [office.name] },
          { zone: "wifi", interfaces: [wifi.name] },
        ],
        prefixes: [
          { zone: "opd", prefixes: ["10.64.29.0/24", "10.64.99.0/24"] },
          { zone: "wifi", prefixes: ["10.64.50.0/23"] },
          { zone: "management", prefixes: ["10.64.98.0/24"] },
        ],
        own: ["10.0.0.0/8"],
        shared: [{ address: "10.64.99.53", protocol: "udp", port: 53 }],
        managers: ["10.64.98.0/24"],
      },
    };
    const at = path.join(folder, "firewall");
    layOut(at, linux.render(state).files);
    // Far away: an office, public Wi-Fi of another site, a manager, a name server, and the internet.
    const far = {
      office: "10.64.99.9",
      wifi: "10.64.51.9",
      manager: "10.64.98.9",
      world: "203.0.113.9",
    };
    const host = (space: string, to: string, address: string, gateway: string) => [
      `ip netns add ${space}; ip link add ${to} type veth peer name e netns ${space}; ip link set ${to} up`,
      `ip -n ${space} link set lo up; ip -n ${space} link set e up; ip -n ${space} addr add ${address} dev e; ip -n ${space} route add default via ${gateway}`,
    ];
    const asks = (space: string, target: string, from = "") =>
      `ip netns exec ${space} ping -n -c 2 -i 0.2 -W 0.5 ${from} ${target} >/dev/null 2>&1 && echo yes || echo no`;
    const questions: readonly (readonly [string, string, "yes" | "no"])[] = [
      ["office to office", asks("office", far.office), "yes"],
      ["office to the internet", asks("office", far.world), "yes"],
      ["office to Wi-Fi", asks("office", far.wifi), "no"],
      ["Wi-Fi to the internet", asks("wifi", far.world), "yes"],
      ["Wi-Fi to the office beside it", asks("wifi", "10.64.29.9"), "no"],
      ["Wi-Fi to a far office", asks("wifi", far.office), "no"],
      ["Wi-Fi to other Wi-Fi", asks("wifi", far.wifi), "no"],
      ["Wi-Fi to a router", asks("wifi", "10.0.0.77"), "no"],
      ["Wi-Fi with an office's address", asks("wifi", far.world, "-I 10.64.29.66"), "no"],
      ["far office to the office", asks("far", "10.64.29.9", `-I ${far.office}`), "yes"],
      ["far Wi-Fi to the office", asks("far", "10.64.29.9", `-I ${far.wifi}`), "no"],
      ["the internet to the office", asks("far", "10.64.29.9", `-I ${far.world}`), "no"],
      ["a manager to the office", asks("far", "10.64.29.9", `-I ${far.manager}`), "yes"],
      ["a manager to Wi-Fi", asks("far", "10.64.50.9", `-I ${far.manager}`), "yes"],
      [
        "Wi-Fi to the name server",
        "ip netns exec wifi bash -c 'echo x >/dev/udp/10.64.99.53/53'; sleep 0.2; ip netns exec far nft list ruleset | grep -q 'packets 1 ' && echo yes || echo no",
        "yes",
      ],
      [
        "Wi-Fi to another service of the name server",
        "ip netns exec wifi bash -c 'echo x >/dev/udp/10.64.99.53/54'; sleep 0.2; ip netns exec far nft list ruleset | grep -q 'packets 2 ' && echo yes || echo no",
        "no",
      ],
      ...[
        ["a manager", far.manager, "yes"],
        ["an office", far.office, "no"],
      ].map(([who, from, expected]): [string, string, "yes" | "no"] => [
        `${who} to the router's SSH`,
        // Nobody listens: who may come in is refused at once, and who may not hears nothing.
        `ip -n far route replace 10.0.0.4 via 10.9.9.1 src ${from}; timeout 1 ip netns exec far bash -c 'echo >/dev/tcp/10.0.0.4/22' 2>/dev/null && status=0 || status=$?; [ $status -ne 124 ] && echo yes || echo no`,
        expected as "yes" | "no",
      ]),
    ];
    const { code, output } = isolated(
      [
        ...host("office", office.name, "10.64.29.9/24", "10.64.29.1"),
        ...host("wifi", wifi.name, "10.64.50.9/24", "10.64.50.1"),
        "ip -n wifi addr add 10.64.29.66/32 dev e",
        ...host("far", transit.name, "10.9.9.2/30", "10.9.9.1"),
        ...Object.values(far).map((address) => `ip -n far addr add ${address}/32 dev e`),
        "ip -n far addr add 10.64.99.53/32 dev e; ip -n far addr add 10.0.0.77/32 dev e",
        "ip netns exec far nft 'table ip count { chain count { type filter hook input priority 0; ip daddr 10.64.99.53 counter; }; }'",
        `ip addr add 10.64.29.1/24 dev ${office.name}; ip addr add 10.64.50.1/24 dev ${wifi.name}; ip addr add 10.9.9.1/30 dev ${transit.name}`,
        "ip addr add 10.0.0.4/32 dev lo; ip route add default via 10.9.9.2",
        `sysctl -q -p ${at}/etc/sysctl.d/90-rajut.conf >/dev/null 2>&1 || :`,
        `nft -f ${at}/etc/nftables.conf`,
        ...questions.map(([, ask]) => ask),
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const answers = output.trim().split("\n");
    expect(Object.fromEntries(questions.map(([what], i) => [what, answers[i]]))).toEqual(
      Object.fromEntries(questions.map(([what, , expected]) => [what, expected])),
    );
  });
});

const backup = needs(
  "the backup goes to its own server",
  "ssh",
  "sshd",
  "ssh-keygen",
  "nft",
  "tar",
  "vtysh",
  "zebra",
);
describe.skipIf(backup.skip).each([backup.title])("%s", () => {
  test("which another is not taken for, though it has the address and the machine trusts it", () => {
    const state = exampleState("core");
    const at = path.join(folder, "backup");
    mkdirSync(at);
    const keys = ["router", "server", "other"] as const;
    for (const name of keys) {
      expect(run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", `${at}/${name}`]).code).toBe(
        0,
      );
    }
    const publicPart = (name: (typeof keys)[number]) =>
      readFileSync(`${at}/${name}.pub`, "utf8").split(" ")[1]!;
    layOut(
      at,
      linux.render(state).files,
      (name) => (name.startsWith("backup/") ? readFileSync(`${at}/router`, "utf8").trim() : SECRET),
      () => publicPart("server"),
    );
    const { server } = state.backup!;
    const attempt = (key: string) => [
      // Of two kinds, as every server has; the one that is known must be asked for.
      `"$(command -v sshd)" -f /run/sshd_config -h ${at}/${key} -h /run/ecdsa -o PidFile=/run/${key}.pid`,
      `for try in $(seq 100); do [ -e /run/${key}.pid ] && break; sleep 0.05; done`,
      `${at}/usr/local/lib/rajut/backup 2>&1 && echo sent || echo "refused $?"; kill $(cat /run/${key}.pid)`,
    ];
    const { code, output } = isolated(
      [
        "mkdir -p /run/etc-over /run/etc-work /run/sshd; mount -t overlay -o lowerdir=/etc,upperdir=/run/etc-over,workdir=/run/etc-work over /etc",
        `cp -a ${at}/etc/rajut /etc/; mkdir -p /etc/ssh; ip addr add ${server}/32 dev lo`,
        "echo 'rajut-backup:x:0:0::/root:/bin/sh' >>/etc/passwd",
        "ssh-keygen -q -t ecdsa -N '' -f /run/ecdsa",
        `cp ${at}/router.pub /run/authorized`,
        `for key in ${at}/other.pub /run/ecdsa.pub; do echo "${server} $(cat $key)"; done >/etc/ssh/ssh_known_hosts`,
        `printf '%s\\n' 'ListenAddress ${server}' 'AuthorizedKeysFile /run/authorized' 'StrictModes no' 'PermitRootLogin yes' 'ForceCommand cat >/run/archive; echo "$SSH_ORIGINAL_COMMAND" >/run/device' >/run/sshd_config`,
        // Before FRR answers, a copy would be empty.
        ...attempt("server"),
        "ls /run/archive 2>&1 || :; echo ===",
        "mkdir -p /run/frr; chown frr:frr /run/frr; /usr/lib/frr/zebra -d -A 127.0.0.1 -f /dev/null >/dev/null 2>&1 </dev/null",
        "while [ -e /run/server.pid ]; do sleep 0.05; done",
        ...attempt("server"),
        "tar -xOzf /run/archive ./frr.conf | grep -c '^frr version' | sed 's/^/whole: /'",
        "cat /run/device; tar -tzf /run/archive | sort; rm /run/archive",
        ...attempt("other"),
        "ls /run/archive 2>&1 || :",
      ].join("\n"),
    );
    expect(code, output).toBe(0);
    const [early = "", rest = ""] = output.split("===\n");
    expect(early, output).toMatch(/^refused 1$/m);
    expect(early).toContain("No such file or directory");
    const [first = "", second = ""] = rest.split("./rules\n");
    expect(first, output).toMatch(/^sent\nwhole: 1\ninti-selatan\n/m);
    expect(first).toContain("./nftables.conf\n");
    expect(second).toContain("Host key verification failed.");
    expect(second).toMatch(/^refused 255$/m);
    expect(second).toContain("No such file or directory");
  });
});
