import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import proxy from "@pulumi/policy/proxy.js";
import { describe, expect, it, test } from "vitest";
import { knownProperties, type Properties, UNKNOWN, type Value } from "../../policy/properties.ts";
import { weakCryptography } from "../../policy/rules/cryptography.ts";
import { missingHostKeys } from "../../policy/rules/host-keys.ts";
import { withoutPath } from "../../policy/rules/last-path.ts";
import { changedTogether, type StackResource } from "../../policy/rules/one-wave.ts";
import {
  plaintextSecrets,
  randomWords,
  SECRET_PROPERTIES,
} from "../../policy/rules/plaintext-secrets.ts";
import { wrongRollbackTime } from "../../policy/rules/rollback-time.ts";
import { linux } from "../../src/config/vendors/linux/linux.ts";
import { resourceKinds } from "../../src/deploy/resources/resources.ts";
import { EXAMPLES, exampleState } from "../config/vendors/example-states.ts";

/** Internal to the SDK, and so not in its types. */
interface SdkProxy {
  readonly unknownCheckingProxy: (given: object) => Readonly<Record<string, unknown>>;
  readonly unknownStringValue: string;
}

const EDGE = "rajut:index:EdgeRouter";
const resource = (properties: Properties, type = EDGE) => ({ type, name: "uji", properties });
const file = (content: string, path = "etc/x.conf") => resource({ files: { [path]: content } });

/** What our own renderer writes is what no rule may complain of. */
const rendered = (name: (typeof EXAMPLES)[number]) =>
  resource({
    files: Object.fromEntries(
      linux.render(exampleState(name)).files.map(({ path, content }) => [path, content]),
    ),
  });

describe("no plaintext secret", () => {
  const wireguardKey = randomBytes(32).toString("base64");
  const { privateKey } = generateKeyPairSync("ed25519", {
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });

  it.each([
    ["PrivateKey=KEY", "a WireGuard key"],
    ["PresharedKey = KEY", "a WireGuard key"],
    [" ip ospf message-digest-key 1 md5 hunter2", "a routing key"],
    [" neighbor 10.0.0.1 password hunter2", "a routing key"],
    ["password hunter2", "a routing key"],
    ["  auth_pass hunter2", "a password"],
    ["password: hunter2", "a password"],
    ['secret = "hunter2"', "a password"],
    ["api_key=hunter2", "a password"],
    ["rocommunity hunter2", "an SNMP community"],
    ["createUser rajut SHA-256 hunter2 AES @secret:snmp/privacy@", "an SNMP password"],
    ["createUser rajut SHA-256 @secret:snmp/authentication@ AES hunter2", "an SNMP password"],
  ])("finds %j in a file", (line, what) => {
    const content = `# a file\n${line.replace("KEY", wireguardKey)}\nend\n`;
    expect(plaintextSecrets(file(content))).toEqual([{ where: "files.etc/x.conf line 2", what }]);
  });

  it("finds private keys, and what stands where a secret must", () => {
    expect(plaintextSecrets(file(privateKey)).map(({ what }) => what)).toEqual(["a private key"]);
    expect(plaintextSecrets(file("10.0.0.1 hunter2 3\n", "etc/pam_radius_auth.conf"))).toEqual([
      { where: "files.etc/pam_radius_auth.conf line 1", what: "a RADIUS secret" },
    ]);
  });

  it.each(["password", "dbPassword", "apiKey", "api_key", "privateKey", "PRESHARED_KEY", "token"])(
    "finds a property named %s",
    (name) => {
      const found = plaintextSecrets(resource({ login: { [name]: "hunter2" } }));
      expect(found).toEqual([{ where: `login.${name}`, what: "a secret by its name" }]);
      expect(plaintextSecrets(resource({ [name]: "@secret:a/b@" }))).toEqual([]);
      expect(plaintextSecrets(resource({ [name]: UNKNOWN }))).toEqual([]);
    },
  );

  it("leaves alone what the provider marks as secret, on the kinds that do", () => {
    const secrets = { "bgp/a": wireguardKey, password: "hunter2" };
    expect(plaintextSecrets(resource({ secrets }))).toEqual([]);
    expect(randomWords(resource({ secrets }))).toEqual([]);
    expect(plaintextSecrets(resource({ secrets }, "aws:ec2:Instance"))).not.toEqual([]);
    const marked = resourceKinds
      .filter(({ secret }) => secret.length > 0)
      .map(({ name, secret }) => [`rajut:index:${name}`, [...secret]]);
    expect(SECRET_PROPERTIES).toEqual(Object.fromEntries(marked));
  });

  it("finds every key at random, and no word of a language or public key", () => {
    for (let i = 0; i < 5000; i++) {
      const key = createHash("sha256").update(String(i)).digest();
      for (const form of ["base64", "base64url", "hex"] as const) {
        expect(randomWords(file(`k ${key.toString(form)}\n`)), `${i} ${form}`).toHaveLength(1);
      }
    }
    const hostKey = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${wireguardKey.slice(0, 43)}`;
    for (const harmless of [
      "interface opd-dinas-pemberdayaan-perempuan-dan-perlindungan-anak",
      "/usr/local/lib/rajut/uplink-check",
      "neverCallThisWithoutItsConfigurationRead",
      `known ${hostKey}`,
      `PublicKey = ${wireguardKey}`,
    ]) {
      expect(randomWords(file(harmless)), harmless).toEqual([]);
    }
    expect(randomWords(resource({ transport: { hostKeys: [hostKey] } }))).toEqual([]);
  });

  test.each(EXAMPLES)("has nothing to say of the %s router as rendered", (name) => {
    expect(plaintextSecrets(rendered(name))).toEqual([]);
    expect(randomWords(rendered(name))).toEqual([]);
  });

  test("finds each secret of a rendered router that was filled in", () => {
    for (const [path, content] of Object.entries(rendered("core").properties["files"]!)) {
      const filled = (content as string).replace(/@secret:[^@]+@/g, wireguardKey);
      if (filled === content) continue;
      const found = [...plaintextSecrets(file(filled, path)), ...randomWords(file(filled, path))];
      expect(found, path).not.toEqual([]);
    }
  });
});

describe("host keys", () => {
  const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
  const ssh = (some: Properties) => ({ kind: "ssh", host: "menara", hostKeys: [key], ...some });
  it.each<[string, Properties, string[]]>([
    ["no keys", ssh({ hostKeys: [] }), ["menara has no host key"]],
    ["keys left out", ssh({ hostKeys: undefined }), ["menara has no host key"]],
    ["a key that is none", ssh({ hostKeys: ["*"] }), ["menara has a host key that is none"]],
    [
      "a jump host without",
      ssh({ jump: { host: "gerbang", hostKeys: [] } }),
      ["gerbang has no host key"],
    ],
    ["keys not known yet", ssh({ hostKeys: UNKNOWN }), []],
    ["all keys", ssh({ jump: { host: "gerbang", hostKeys: [key] } }), []],
    ["namespaces of this machine", { kind: "local", enter: [] }, []],
  ])("with %s", (_, transport, problems) => {
    expect(missingHostKeys(resource({ transport }))).toEqual(problems);
    // A wave's gate reaches many.
    expect(missingHostKeys(resource({ routers: [{ transport }] }))).toEqual(problems);
  });
});

describe("one wave", () => {
  const router = (
    name: string,
    wave: number,
    neverWith: string[],
    dependencies: string[] = [],
  ): StackResource => ({
    urn: name,
    type: EDGE,
    name,
    properties: { device: name, rollout: { wave, neverWith } },
    dependencies,
  });
  const gate = (urn: string, dependencies: string[]): StackResource => ({
    urn,
    type: "rajut:index:WaveGate",
    name: urn,
    properties: {},
    dependencies,
  });

  it("finds a pair in one wave once, also where only one of them knows", () => {
    const problem = "a and b are both in wave 1, and must never be changed together";
    expect(changedTogether([router("a", 1, ["b"]), router("b", 1, ["a"], ["a"])])).toEqual([
      problem,
    ]);
    expect(changedTogether([router("b", 1, []), router("a", 1, ["b"])])).toEqual([problem]);
  });

  it("finds two waves of which neither waits for the other", () => {
    expect(changedTogether([router("a", 1, ["b"]), router("b", 2, ["a"])])).toEqual([
      "a and b must never be changed together, and neither waits for the other",
    ]);
  });

  it("is content where one waits for the other, through gates too", () => {
    const stack = [
      router("a", 1, ["b", "c", "elsewhere"]),
      gate("g1", ["a"]),
      router("b", 2, ["a"], ["g1"]),
      gate("g2", ["b"]),
      router("c", 3, ["a"], ["g2"]),
    ];
    expect(changedTogether(stack)).toEqual([]);
    expect(changedTogether(stack.filter(({ urn }) => urn !== "g1"))).toHaveLength(2);
  });
});

describe("the last path", () => {
  const router = (paths: number) => resource({ device: "pulau", rollout: { paths } });
  it("is missed, unless the router is an island on purpose", () => {
    expect(withoutPath(router(0), [])).toEqual([
      expect.stringMatching(/^pulau has no way to a core/),
    ]);
    expect(withoutPath(router(0), ["pulau"])).toEqual([]);
    expect(withoutPath(router(1), [])).toEqual([]);
    expect(withoutPath(resource({ device: "pulau", rollout: UNKNOWN }), [])).toEqual([]);
  });
});

describe("strong cryptography", () => {
  it.each([
    "ssl_protocols TLSv1 TLSv1.2;",
    "ssl_protocols TLSv1.1;",
    "SSLProtocol +SSLv3 +TLSv1.2",
    "MinProtocol = TLSv1",
    "tls_min_version: TLS10",
    "  min_version: TLS11",
    "tls-version-min 1.0",
    "ssl_min_protocol_version = 'TLSv1.1'",
    'minVersion: "VersionTLS11"',
  ])("finds old TLS in %j", (line) => {
    expect(weakCryptography(file(`a\n${line}\n`))).toEqual([
      "files.etc/x.conf line 2 allows TLS below 1.2",
    ]);
  });

  it.each([
    "ssl_protocols TLSv1.2 TLSv1.3;",
    "SSLProtocol all -SSLv3 -TLSv1 -TLSv1.1",
    "# TLSv1 is off",
    "MinProtocol = TLSv1.2",
    "min_version: TLS12",
    "tls-version-min 1.2",
    "server 10.1.0.1 minpoll 1",
    "min_version: 1.10",
  ])("is content with %j", (line) => {
    expect(weakCryptography(file(`${line}\n`))).toEqual([]);
  });

  const certificate = (name: string) =>
    readFileSync(`test/policy/certificates/${name}.pem`, "utf8");
  it("measures RSA certificates, and knows other keys", () => {
    expect(weakCryptography(file(certificate("rsa-2048")))).toEqual([
      "files.etc/x.conf: an RSA certificate of 2048 bits, below 3072",
    ]);
    expect(weakCryptography(file(certificate("rsa-3072")))).toEqual([]);
    expect(weakCryptography(file(certificate("p-256")))).toEqual([]);
    expect(weakCryptography(file(certificate("rsa-2048")), 2048)).toEqual([]);
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
    expect(weakCryptography(file(broken))).toEqual([]);
  });

  it("measures RSA keys of hosts, and settings that make keys", () => {
    for (const bits of [2048, 3072]) {
      const { n, e } = generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({
        format: "jwk",
      });
      const field = (bytes: Buffer) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(bytes.length);
        return Buffer.concat([length, bytes]);
      };
      const number = (text: string) =>
        Buffer.concat([Buffer.of(0), Buffer.from(text, "base64url")]);
      const blob = Buffer.concat([Buffer.from("ssh-rsa"), number(e!), number(n!)].map(field));
      const hostKeys = [`ssh-rsa ${blob.toString("base64")}`];
      expect(weakCryptography(resource({ transport: { hostKeys } }))).toEqual(
        bits < 3072 ? ["transport.hostKeys.0: an RSA host key of 2048 bits, below 3072"] : [],
      );
    }
    expect(weakCryptography(file("default_bits = 2048"))).toHaveLength(1);
    expect(weakCryptography(file("openssl req -newkey rsa:1024"))).toHaveLength(1);
    expect(weakCryptography(file("RequiredRSASize 3072"))).toEqual([]);
    expect(weakCryptography(file("ssh-dss AAAAB3NzaC1kc3MAAACB"))).toHaveLength(1);
  });

  test.each(EXAMPLES)("has nothing to say of the %s router as rendered", (name) => {
    expect(weakCryptography(rendered(name))).toEqual([]);
  });
});

describe("the rollback time", () => {
  it.each([0, -1, 601, 1.5, "120", undefined])("may not be %s", (rollbackSeconds) => {
    expect(wrongRollbackTime(resource({ rollbackSeconds }))).toHaveLength(1);
  });
  it.each<[Value]>([[1], [120], [600], [UNKNOWN]])("may be %s", (rollbackSeconds) => {
    expect(wrongRollbackTime(resource({ rollbackSeconds }))).toEqual([]);
  });
  it("is asked only of what is undone", () => {
    expect(wrongRollbackTime(resource({}, "rajut:index:ConfigArtifact"))).toEqual([]);
  });
});

test("a value that is not known yet hides nothing beside it", () => {
  // As the SDK hands properties to policies in a preview.
  const { unknownCheckingProxy, unknownStringValue } = proxy as unknown as SdkProxy;
  const given = unknownCheckingProxy({
    transport: { kind: "ssh", host: unknownStringValue, hostKeys: [] },
    files: { "etc/a": unknownStringValue, "etc/b": "password hunter2" },
  });
  const { properties, isPartial } = knownProperties(given);
  expect(isPartial).toBe(true);
  expect(missingHostKeys(resource(properties))).toEqual(["a host not known yet has no host key"]);
  expect(plaintextSecrets(resource(properties)).map(({ where }) => where)).toEqual(["files.etc/b"]);
  expect(knownProperties({ a: [1, { b: "c" }] })).toEqual({
    properties: { a: [1, { b: "c" }] },
    isPartial: false,
  });
});
