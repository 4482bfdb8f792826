import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secretNames, withSecrets } from "../../src/config/secrets.ts";
import { linux } from "../../src/config/vendors/linux/linux.ts";
import { type KnownValues, maskedFile, maskedText } from "../../src/deploy/secrets-mask.ts";
import { EXAMPLES, exampleState } from "../config/vendors/example-states.ts";

const NONE: KnownValues = { secrets: {}, publicKeys: {} };
const PRIVATE_KEY = [
  "-----BEGIN OPENSSH PRIVATE KEY-----",
  "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW",
  "QyNTUxOQAAACBPSwYLZqJ4",
  "-----END OPENSSH PRIVATE KEY-----",
].join("\n");

const filled = (content: string, { secrets, publicKeys }: KnownValues) =>
  withSecrets(content, {
    secret: (name) => secrets[name],
    publicKey: (name) => publicKeys[name],
  }).content;

/** Each secret of a router with a value that looks like one. */
function valuesFor(files: readonly { readonly content: string }[]): KnownValues {
  const names = secretNames(files);
  const value = (name: string, index: number) =>
    name.startsWith("backup/") ? PRIVATE_KEY : `v${index}-${Buffer.from(name).toString("hex")}`;
  const of = (all: readonly string[]) =>
    Object.fromEntries(all.map((name, index) => [name, value(name, index)]));
  return { secrets: of(names.secrets), publicKeys: of(names.publicKeys) };
}

describe("a file that nobody touched", () => {
  test.each(EXAMPLES)("comes out as the desired one: %s", (name) => {
    const { files } = linux.render(exampleState(name));
    const known = valuesFor(files);
    expect(Object.keys(known.secrets).length).toBeGreaterThan(0);
    for (const { path, content } of files) {
      expect(maskedFile(path, filled(content, known), content, known)).toBe(content);
    }
  });

  test("also where two secrets have the same value", () => {
    const desired = " key 1 md5 @secret:ospf/a@\n key 1 md5 @secret:ospf/b@\n";
    const known = {
      secrets: { "ospf/a": "the-same-value", "ospf/b": "the-same-value" },
      publicKeys: {},
    };
    expect(maskedFile("etc/x", filled(desired, known), desired, known)).toBe(desired);
  });
});

describe("a file that was changed by hand", () => {
  test("shows the change, and no secret", () => {
    const desired = "interface eth1\n cost 5\n md5 @secret:ospf/a@\nexit\n";
    const known = { secrets: { "ospf/a": "s3cr3t-value" }, publicKeys: {} };
    const onDevice = filled(desired, known)
      .replace("cost 5", "cost 7")
      .replace("exit", "x s3cr3t-value\nexit");
    expect(maskedFile("etc/x", onDevice, desired, known)).toBe(
      "interface eth1\n cost 7\n md5 @secret:ospf/a@\nx ***\nexit\n",
    );
  });

  test("a key that was replaced is masked to its end", () => {
    const other = PRIVATE_KEY.replace("AAAABG5v", "BBBBBBBB");
    const known = { secrets: { "backup/a": PRIVATE_KEY }, publicKeys: {} };
    const masked = maskedFile("etc/rajut/keys/backup", `${other}\n`, "@secret:backup/a@\n", known);
    expect(masked).toBe("***\n");
    const cut = other.split("\n").slice(0, 2).join("\n");
    expect(maskedFile("etc/rajut/keys/backup", cut, "@secret:backup/a@\n", known)).toBe("***");
    expect(maskedText(`x: ${other}\nafter`, NONE)).toBe("x: ***\nafter");
  });

  test.each([
    [
      "etc/frr/frr.conf",
      " ip ospf message-digest-key 1 md5 hunter22",
      " ip ospf message-digest-key 1 md5 ***",
    ],
    ["etc/frr/frr.conf", " ip ospf authentication-key hunter22", " ip ospf authentication-key ***"],
    ["etc/frr/frr.conf", " neighbor 10.0.0.1 password hunter22", " neighbor 10.0.0.1 password ***"],
    ["etc/frr/frr.conf", "enable password 8 hunter22", "enable password ***"],
    [
      "etc/frr/frr.conf",
      " ipv6 ospf6 authentication key-id 1 hash-algo hmac-sha-256 key hunter22",
      " ipv6 ospf6 authentication key-id 1 hash-algo hmac-sha-256 key ***",
    ],
    ["etc/frr/frr.conf", "  key-string hunter22", "  key-string ***"],
    ["etc/wireguard/wg0.conf", "PrivateKey=hunter22=", "PrivateKey=***"],
    ["etc/wireguard/wg0.conf", "PresharedKey = hunter22=", "PresharedKey = ***"],
    ["etc/wireguard/wg0.conf", "PublicKey = open=", "PublicKey = open="],
    [
      "etc/snmp/snmpd.conf",
      'createUser rajut SHA "hunter22" AES "hunter23"',
      "createUser rajut SHA ***",
    ],
    ["etc/snmp/snmpd.conf", "rocommunity hunter22 10.0.0.0/8", "rocommunity ***"],
    ["etc/pam_radius_auth.conf", "10.64.22.14 hunter22 3", "10.64.22.14 *** 3"],
    ["etc/pam_radius_auth.conf", "# server secret", "# server secret"],
    ["etc/keepalived/keepalived.conf", "    auth_pass hunter22", "    auth_pass ***"],
    ["etc/x.json", '{"password": "hunter22"}', '{"password": "***'],
    ["etc/x", "url https://me:hunter22@host/x", "url https://me:***@host/x"],
    [
      "etc/frr/frr.conf",
      " ip ospf authentication message-digest",
      " ip ospf authentication message-digest",
    ],
    ["etc/frr/frr.conf", "interface eth1", "interface eth1"],
  ])("%s: %s", (path, line, expected) => {
    expect(maskedFile(path, line, undefined, NONE)).toBe(expected);
    expect(maskedFile(path, expected, undefined, NONE)).toBe(expected);
  });
});

describe("whatever the text", () => {
  /** As `secretForm` has them: words, keys in base64, and keys of several lines. */
  const secret = fc.oneof(
    fc.stringMatching(/^[\w+/=.:,~^%-]{8,40}$/),
    fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((bytes) => Buffer.from(bytes).toString("base64")),
    fc
      .uint8Array({ minLength: 60, maxLength: 90 })
      .map((bytes) => Buffer.from(bytes).toString("base64").replace(/.{40}/g, "$&\n")),
  );
  const forms = (value: string) => [
    value,
    encodeURIComponent(value),
    Buffer.from(value).toString("base64"),
    Buffer.from(value).toString("base64url"),
    encodeURIComponent(Buffer.from(value).toString("base64")),
  ];

  test("no known secret survives, nor its base64 or URL-escaped form", () => {
    const chunk = (values: readonly string[]) =>
      fc.oneof(
        fc.constantFrom(...values.flatMap(forms)),
        fc.string({ unit: "binary", maxLength: 12 }),
        fc.constantFrom("\n", " key ", "password ", "=", "%", "***", "-----BEGIN PRIVATE KEY-----"),
      );
    fc.assert(
      fc.property(
        fc
          .array(secret, { minLength: 1, maxLength: 3 })
          .chain((values) => fc.tuple(fc.constant(values), fc.array(chunk(values)))),
        fc.boolean(),
        ([values, chunks], isDesired) => {
          const secrets = Object.fromEntries(
            values.map((value, index) => [`ospf/${index}`, value]),
          );
          const desired = isDesired ? "a @secret:ospf/0@ b\n@secret:ospf/1@\nplain\n" : undefined;
          const text = chunks.join("");
          const masked = maskedFile("etc/x", text, desired, { secrets, publicKeys: {} });
          for (const form of values.flatMap(forms)) expect(masked).not.toContain(form);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("not even in the base64 of something longer", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\w+/=.:,~^%-]{12,40}$/),
        fc.uint8Array({ maxLength: 7 }),
        fc.uint8Array({ maxLength: 7 }),
        (value, before, after) => {
          const text = Buffer.concat([before, Buffer.from(value), after]).toString("base64");
          const masked = maskedText(text, { secrets: { a: value }, publicKeys: {} });
          expect(Buffer.from(masked.replaceAll("*", ""), "base64").toString()).not.toContain(value);
          expect(masked).toContain("***");
        },
      ),
    );
  });
});
