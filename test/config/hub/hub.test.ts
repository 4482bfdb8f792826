import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withHub } from "../../../src/config/hub/core-side.ts";
import { hubOf } from "../../../src/config/hub/hub.ts";
import { hubSettings } from "../../../src/config/hub/hub-settings.ts";
import { renderHub } from "../../../src/config/hub/render-hub.ts";
import { secretForm, secretNames } from "../../../src/config/secrets.ts";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import type { ConfigFile } from "../../../src/config/vendors/vendor.ts";
import { overlap, parsePrefix, prefixOf } from "../../../src/ip/prefix.ts";
import { fullSettings, regency } from "./hub-fixture.ts";

const states = regency();
const hub = hubOf(fullSettings(), states);
const parts = renderHub(hub);
const files = parts.flatMap((part) => part.files);
const core = linux.render(
  withHub(
    states.find(({ device }) => device === "inti-utara")!,
    hub,
  ),
);
const fileOf = (path: string) => files.find((file) => file.path === path)!.content;

/** `UPDATE=1` rewrites; read what changed as an engineer would. */
test.each([
  [
    "hub",
    () =>
      parts
        .map(
          ({ name, packages, services, health, files: own }) =>
            `######## ${name}: ${packages.join(" ")}; healthy: ${health.join(" ")}\n${asText(own)}${services.map(({ unit, reload }) => `-> ${unit}: ${reload.join(" ")}\n`).join("")}`,
        )
        .join("\n"),
  ],
  [
    "core",
    () => asText(core.files.filter(({ path }) => /hub0|nftables|frr\.conf|backup/.test(path))),
  ],
] as const)("the %s is rendered as the file says", (name, text) => {
  const file = `fixtures/hub/${name}.txt`;
  if (process.env["UPDATE"] === "1") writeFileSync(file, text());
  expect(text()).toBe(readFileSync(file, "utf8"));
});

const asText = (some: readonly ConfigFile[]): string =>
  some.map(({ path, mode, content }) => `==> ${path} ${mode.toString(8)} <==\n${content}`).join("");

describe("what is open", () => {
  test("to the world only the tunnels' ports are, and SSH to the administrators named", () => {
    const own = fileOf("etc/nftables.conf");
    const input = /chain input \{([^}]|\}(?!\n\t?\}))*?\n\t\}/.exec(own)![0];
    const open = input.split("\n").filter((line) => /dport/.test(line) && /accept/.test(line));
    expect(open.map((line) => line.trim())).toEqual([
      "udp sport 67 udp dport 68 accept",
      "ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept",
      "udp dport { 51820, 51821 } accept",
      "ip saddr @administrators4 tcp dport 22 accept",
      "ip6 saddr @administrators6 tcp dport 22 accept",
    ]);
  });

  test("a core opens nothing to the internet for it: the core calls", () => {
    const before = linux.render(states.find(({ device }) => device === "inti-utara")!);
    const rulesOf = ({ files: some }: typeof core) =>
      some.find(({ path }) => path === "etc/nftables.conf")!.content.match(/.*dport .*/g)!;
    const fresh = rulesOf(core).filter((rule) => !rulesOf(before).includes(rule));
    const byHub = /saddr (?:\{ )?(?:[\da-f.:]+, )*(?:172\.31\.255\.3|fdff:0:0:1::3) /;
    expect(fresh.length).toBeGreaterThan(0);
    expect(fresh.filter((rule) => !byHub.test(rule))).toEqual([]);
  });

  test("it forwards nothing", () => {
    expect(fileOf("etc/nftables.conf")).toMatch(/hook forward priority filter; policy drop;\n\t\}/);
    expect(fileOf("etc/sysctl.d/90-rajut.conf")).not.toContain("forward");
  });
});

describe("the two sides of a tunnel", () => {
  test("have each other's keys, one shared key, and each other's addresses", () => {
    const there = core.files.find(({ path }) => path === "etc/wireguard/hub0.conf")!.content;
    const here = fileOf("etc/wireguard/hub0.conf");
    expect(here).toContain("PrivateKey=@secret:wireguard/hub/inti-utara@");
    expect(there).toContain("PublicKey=@publickey:wireguard/hub/inti-utara@");
    expect(there).toContain("PrivateKey=@secret:wireguard/inti-utara/hub0@");
    expect(here).toContain("PublicKey=@publickey:wireguard/inti-utara/hub0@");
    for (const side of [here, there]) {
      expect(side).toContain("PresharedKey=@secret:wireguard-pair/hub/inti-utara@");
    }
    expect(there).toContain("Endpoint=198.51.100.20:51820");
  });

  test("a core lets in nothing but the hub; the hub lets in the network", () => {
    const allowed = (text: string) => /^AllowedIPs=(.*)$/m.exec(text)![1]!.split(", ");
    const there = core.files.find(({ path }) => path === "etc/wireguard/hub0.conf")!.content;
    expect(allowed(there).every((one) => /\/(32|128)$/.test(one))).toBe(true);
    expect(allowed(fileOf("etc/wireguard/hub0.conf"))).toEqual(
      expect.arrayContaining([...hub.network]),
    );
  });

  test("a tunnel keeps its number when a core is added behind it", () => {
    const fewer = hubOf(fullSettings({ cores: ["inti-utara"] }), states);
    expect(fewer.tunnels).toEqual(hub.tunnels.slice(0, 1));
  });
});

test("every secret has a form, and the hub knows the key of every router that sends", () => {
  const names = secretNames([...files, ...core.files]);
  for (const name of [...names.secrets, ...names.publicKeys]) {
    expect(() => secretForm(name), name).not.toThrow();
  }
  const keys = fileOf("etc/rajut/backup-keys").match(/@publickey:backup\/[^@]+@/g);
  expect(keys).toEqual(states.map(({ device }) => `@publickey:backup/${device}@`));
});

test("every router sends its copies to the hub, and knows its key", () => {
  for (const state of states) {
    expect(withHub(state, hub).backup).toMatchObject({
      server: hub.addresses[0],
      hostKey: { publicKeyOf: "ssh-host/hub" },
    });
  }
});

test("a hub without a name server or a bucket has no file of either", () => {
  const { dns: _, bucket: __, ...rest } = fullSettings();
  const plain = renderHub(hubOf(rest, states));
  expect(plain.map(({ name }) => name)).toEqual(["network", "time", "monitoring", "backup"]);
  const paths = plain.flatMap((part) => part.files.map(({ path }) => path));
  expect(paths.filter((path) => /nsd|rclone|copy/.test(path))).toEqual([]);
  expect(JSON.stringify(plain)).not.toMatch(/dport 53|zone0/);
});

test("no core calls a hub whose address nobody knows", () => {
  const { endpoint: _, ...rest } = fullSettings();
  const nowhere = hubOf(rest, states);
  expect(renderHub(nowhere)).toEqual(parts);
  expect(() => states.map((state) => withHub(state, nowhere))).toThrow(/endpoint/);
});

describe("settings that do not fit are refused in words", () => {
  test.each([
    ["a block of the network's own", { blocks: ["10.0.0.0/26"] }, /overlaps 10\.0\.0\.0/],
    ["no IPv4", { blocks: ["fdff::/64"] }, /one of IPv4/],
    ["two of IPv4", { blocks: ["172.31.0.0/26", "172.31.1.0/26"] }, /at most one of IPv6/],
    ["too small a block", { blocks: ["172.31.255.0/30"] }, /too small/],
    ["a core without an uplink", { cores: ["simpul"] }, /simpul.*no router/],
    ["nobody", { cores: ["\u001b[2Jx"] }, /\\u\{1b\}/],
    ["a core twice", { cores: ["inti-utara", "inti-utara"] }, /twice/],
    ["a site's name", { name: "inti-utara" }, /another name/],
  ])("%s", (_, some, message) => {
    expect(() => hubOf(fullSettings(some), states)).toThrow(message);
  });

  test.each([
    { endpoint: "hub.example" },
    { name: "Hub!" },
    { dns: { zones: ['x";include'], primary: "10.0.0.1" } },
    { ntpServers: ["a b"] },
    { bucket: { name: "b", region: "x", recipient: "age1" } },
  ])("%j", (some) => {
    expect(hubSettings.safeParse({ ...fullSettings(), ...some }).success).toBe(false);
  });
});

test("addresses of hub and tunnels never meet, whatever the block and however many cores", () => {
  const cores = states.filter(({ uplinks }) => uplinks.length > 0).map(({ device }) => device);
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 28 }),
      fc.integer({ min: 64, max: 120 }),
      fc.shuffledSubarray(cores, { minLength: 1 }),
      (length4, length6, some) => {
        const blocks = [`172.31.0.0/${length4}`, `fdff::/${length6}`];
        const made = hubOf(fullSettings({ blocks, cores: some }), states);
        const taken = [
          ...made.addresses.map((one) => `${one}/${one.includes(":") ? 128 : 32}`),
          ...made.tunnels.flatMap(({ hubEnd, coreEnd }) =>
            [...hubEnd, ...coreEnd].map(
              (end) => `${end.split("/")[0]}/${end.includes(":") ? 128 : 32}`,
            ),
          ),
        ].map((text) => parsePrefix(text)!);
        for (const [i, one] of taken.entries()) {
          expect(taken.some((other, j) => i !== j && overlap(one, other))).toBe(false);
          expect(blocks.some((block) => overlap(parsePrefix(block)!, one))).toBe(true);
        }
        for (const { hubEnd, coreEnd } of made.tunnels) {
          expect(hubEnd.map(prefixOf)).toEqual(coreEnd.map(prefixOf));
        }
      },
    ),
  );
});
