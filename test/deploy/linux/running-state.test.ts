import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import type { Answers } from "../../../src/deploy/linux/question.ts";
import { runningDifferences, runningQuestions } from "../../../src/deploy/linux/running-state.ts";
import { EXAMPLES, exampleState } from "../../config/vendors/example-states.ts";

const filesOf = (name: (typeof EXAMPLES)[number]) =>
  new Map(linux.render(exampleState(name)).files.map(({ path, content }) => [path, content]));
const answer = (stdout: string, code = 0) => ({ stdout, code });
const NFT = new Map([["etc/nftables.conf", ""]]);
/** What the firewall differs in, by what is listed for its file and what runs. */
const firewall = (wanted: string, running: string) =>
  runningDifferences(
    NFT,
    new Map([
      ["nftables as in its file", answer(wanted)],
      ["nftables", answer(running)],
    ]),
  ).get("nftables.service");

describe("what is asked", () => {
  test.each(EXAMPLES)("has names of its own, and nothing of a secret: %s", (name) => {
    const questions = runningQuestions(filesOf(name));
    expect(new Set(questions.map((one) => one.name)).size).toBe(questions.length);
    expect(questions.length).toBeGreaterThan(4);
    expect(JSON.stringify(questions)).not.toContain("@secret");
  });

  test("is nothing where there are no files", () => {
    expect(runningQuestions(new Map())).toEqual([]);
    expect(runningDifferences(new Map(), new Map())).toEqual(new Map());
  });
});

describe("no answer, or one that is none, is never taken for no difference", () => {
  const files = filesOf("core");
  const units = [
    "systemd-sysctl.service",
    "nftables.service",
    "systemd-networkd.service",
    "wg-quick@wg0.service",
    "wg-quick@wg1.service",
    "frr.service",
  ];

  test.each<[string, Answers]>([
    ["nothing was asked", new Map()],
    ["nothing works", new Map(runningQuestions(files).map(({ name }) => [name, answer("", 127)]))],
    [
      "everything answers with rubbish",
      new Map(runningQuestions(files).map(({ name }) => [name, answer("\u001b[31mno\n", 1)])),
    ],
  ])("%s", (_, answers) => {
    const found = runningDifferences(files, answers);
    expect([...found.keys()].sort()).toEqual([...units].sort());
    for (const lines of found.values()) {
      expect(lines[0]).toMatch(/^(?:cannot be compared|missing): /);
      expect(lines.join("")).not.toContain("\u001b");
    }
  });

  test("whatever is answered, it says no secret of the file and no control character", () => {
    const secret = "s3cr3t-of-the-file";
    const withSecret = new Map(
      [...files].map(([path, content]) => [path, content.replaceAll(/@secret:[^@]+@/g, secret)]),
    );
    const names = runningQuestions(files).map(({ name }) => name);
    const said = fc.array(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.constantFrom(
          "Lines To Add\n",
          "Lines To Delete\n",
          "===\n",
          "[Interface]\n",
          "[Peer]\n",
        ),
        fc.constantFrom(
          ` ip ospf message-digest-key 1 md5 ${secret}\n`,
          "[]",
          "{",
          "}\n",
          "elements = {",
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(said, fc.nat(1)), { minLength: names.length }), (all) => {
        const answers = new Map(
          names.map((name, index) => [name, answer(all[index]![0].join(""), all[index]![1])]),
        );
        const text = [...runningDifferences(withSecret, answers).values()].flat();
        for (const line of text) {
          expect(line).not.toContain(secret);
          // oxlint-disable-next-line no-control-regex
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          expect(line.length).toBeLessThan(250);
        }
      }),
    );
  });
});

describe("FRR", () => {
  const answered = (stdout: string, code = 0) =>
    runningDifferences(
      new Map([["etc/frr/frr.conf", "router bgp 64512\n no bgp default ipv4-unicast\nexit\n"]]),
      new Map([["frr", answer(stdout, code)]]),
    ).get("frr.service");

  test("says what is missing and what is extra, whichever way it would bring it about", () => {
    expect(
      answered(
        [
          "Lines To Delete",
          "===============",
          "interface eth1",
          " no ip ospf cost 77",
          "interface eth1",
          " no description to the east / west",
          "router bgp 64512",
          " bgp default ipv6-unicast",
          "",
          "Lines To Add",
          "============",
          "no ip route 192.0.2.0/24 blackhole",
          "router bgp 64512",
          " no bgp default ipv4-unicast",
        ].join("\n"),
      ),
    ).toEqual([
      "extra: interface eth1 / ip ospf cost 77",
      "extra: interface eth1 / description to the east / west",
      "extra: router bgp 64512 / no bgp default ipv6-unicast",
      "extra: ip route 192.0.2.0/24 blackhole",
      "missing: router bgp 64512 / no bgp default ipv4-unicast",
    ]);
  });

  test("that cannot read its file is not taken for one that would delete everything", () => {
    const after = "\n\nLines To Delete\n===============\nno hostname inti-selatan\n";
    const error =
      "2026-11-25 01:47:31,392 [91m  ERROR[0m: vtysh failed to process new configuration";
    const line = " ip ospf message-digest-key 1 md6 hunter22";
    expect(
      answered(`${error}: status 2:\nb'line 47: % Unknown command: ${line}\\n\\n'${after}`, 1),
    ).toEqual(["cannot be compared: line 47: % Unknown command:  ip ospf message-digest-key ***"]);
    expect(answered(`${error}${after}`, 1)).toEqual([
      "cannot be compared: vtysh failed to process new configuration",
    ]);
  });
});

describe("a firewall", () => {
  const chain = (...rules: string[]) =>
    `table inet rajut {\n\tchain input {\n${rules.map((rule) => `\t\t${rule}\n`).join("")}\t}\n}\n`;

  test("with other counters, handles and an order of elements is the same", () => {
    expect(
      firewall(
        chain("counter packets 0 bytes 0 drop", 'iifname { "eth1", "eth2" } accept'),
        "# Warning: table ip nat is managed by iptables-nft, do not touch!\n" +
          chain("counter packets 9 bytes 99 drop # handle 4", 'iifname { "eth2", "eth1" } accept'),
      ),
    ).toBeUndefined();
  });

  test("with its rules in another order is another", () => {
    expect(firewall(chain("a accept", "b drop"), chain("b drop", "a accept"))).toHaveLength(2);
  });

  test("whose elements stand on several lines is read whole", () => {
    const set = (elements: string, flags = "") =>
      `table inet rajut {\n\tset own4 {\n\t\ttype ipv4_addr\n${flags}\t\telements = { ${elements} }\n\t}\n}\n`;
    expect(
      firewall(set("10.0.0.1, 10.0.0.2"), set("10.0.0.2,\n\t\t\t     10.0.0.1")),
    ).toBeUndefined();
    expect(firewall(set("10.0.0.1"), set("10.0.0.1,\n 10.0.0.3"))).toEqual([
      "missing: table inet rajut / set own4 / elements = { 10.0.0.1 }",
      "extra: table inet rajut / set own4 / elements = { 10.0.0.1, 10.0.0.3 }",
    ]);
    // What rules put in by themselves is nobody's hand.
    const dynamic = "\t\tflags dynamic,timeout\n";
    expect(
      firewall(set("10.0.0.1 expires 3s", dynamic), set("10.9.9.9 expires 9s", dynamic)),
    ).toBeUndefined();
  });

  test("that is gone is told in few lines", () => {
    const rules = Array.from({ length: 300 }, (_, index) => `rule ${index}`);
    const lines = firewall(chain(...rules), "")!;
    expect(lines).toHaveLength(41);
    expect(lines.at(-1)).toBe("and 262 more");
  });
});

describe("what is nobody's hand", () => {
  test("all addresses that VRRP gives to its leader", () => {
    const files = new Map([
      [
        "etc/systemd/network/50-eth1.network",
        "[Match]\nName=eth1\n\n[Network]\nAddress=fd00::2/64\n",
      ],
      [
        "etc/keepalived/keepalived.conf",
        "  virtual_ipaddress {\n    fe80::1/64\n    fd00::1/64\n  }\n",
      ],
    ]);
    const address = (local: string) => ({ local, prefixlen: 64, scope: "global" });
    const running = (...locals: string[]) =>
      runningDifferences(
        files,
        new Map([
          [
            "addresses",
            answer(
              JSON.stringify([{ ifname: "eth1", flags: ["UP"], addr_info: locals.map(address) }]),
            ),
          ],
        ]),
      ).get("systemd-networkd.service");
    expect(running("fd00::2", "fd00::1")).toBeUndefined();
    expect(running("fd00::2", "fd00::3")).toEqual(["extra: eth1 fd00::3/64"]);
  });

  test("a tunnel's mark in another notation, and a port that nobody asked for", () => {
    const files = new Map([["etc/wireguard/wg0.conf", "[Interface]\nFwMark = 2002\n"]]);
    const interfaces = JSON.stringify([{ ifname: "wg0", flags: ["UP"], addr_info: [] }]);
    const running = (conf: string) =>
      runningDifferences(
        files,
        new Map([
          ["wireguard wg0", answer(conf)],
          ["addresses", answer(interfaces)],
        ]),
      ).get("wg-quick@wg0.service");
    expect(running("[Interface]\nListenPort = 38126\nFwMark = 0x7d2\n")).toBeUndefined();
    expect(running("[Interface]\nFwMark = 0x7d3\n")).toEqual([
      "missing: FwMark = 2002",
      "extra: FwMark = 2003",
    ]);
  });
});
