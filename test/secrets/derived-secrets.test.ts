import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { derivedSecrets } from "../../src/secrets/derived-secrets.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const OTHER = Buffer.alloc(32, 8).toString("base64");
const none = {
  network: "dumai",
  rotations: new Map(),
  given: new Map(),
  givenPublicKeys: new Map(),
};
const folder = mkdtempSync(path.join(tmpdir(), "rajut-secrets-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("secrets from a master key", () => {
  it("are the same for the same key, network, name and rotation, and for nothing else", () => {
    const value = (key: string, options: Parameters<typeof derivedSecrets>[1], name = "ospf/a") =>
      derivedSecrets(key, options).secret(name);
    const all = [
      value(KEY, none),
      value(OTHER, none),
      value(KEY, { ...none, network: "natuna" }),
      value(KEY, { ...none, rotations: new Map([["ospf/a", 1]]) }),
      value(KEY, none, "ospf/b"),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(value(KEY, none)).toBe(all[0]);
    // Whoever changes how they are made must know that every router of every user changes its keys.
    expect(all[0]).toBe("vjrw2eetBKjvbeuu");
  });

  it("fit what reads them", () => {
    const secrets = derivedSecrets(KEY, none);
    expect(secrets.secret("ospf/a")).toMatch(/^[\w]{16}$/);
    expect(secrets.secret("snmp/a/privacy")).toMatch(/^[\w]{24}$/);
    expect(secrets.secret("backup/a")).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
    expect(() => secrets.secret("anything/a")).toThrow(RangeError);
    expect(secrets.publicKey("ospf/a")).toBeUndefined();
  });

  it("given ones win, and their public half is theirs", () => {
    const theirs = derivedSecrets(OTHER, none).secret("wireguard/x")!;
    const secrets = derivedSecrets(KEY, {
      ...none,
      given: new Map([
        ["bgp/x", "from the provider"],
        ["wireguard/x", theirs],
      ]),
    });
    expect(secrets.secret("bgp/x")).toBe("from the provider");
    expect(secrets.publicKey("wireguard/x")).toBe(
      derivedSecrets(OTHER, none).publicKey("wireguard/x"),
    );
  });

  it("a public key of a pair that is elsewhere is told as it is", () => {
    const givenPublicKeys = new Map([["ssh-host/server", "AAAAC3"]]);
    const secrets = derivedSecrets(KEY, { ...none, givenPublicKeys });
    expect(secrets.publicKey("ssh-host/server")).toBe("AAAAC3");
    expect(secrets.publicKey("ssh-host/other")).toMatch(/^AAAAC3NzaC1lZDI1NTE5/);
  });

  it.each(["", "short", `${KEY}x`, "not base64 at all, and much longer than thirty-two bytes"])(
    "refuses %j as a master key",
    (key) => {
      expect(() => derivedSecrets(key, none)).toThrow("32 bytes");
    },
  );
});

const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

describe("their pairs", () => {
  it.skipIf(!has("ssh-keygen"))("are read by ssh-keygen (skipped without ssh-keygen)", () => {
    const secrets = derivedSecrets(KEY, none);
    for (const name of ["backup/a", "backup/ab", "backup/abc", "backup/abcdefgh"]) {
      const file = path.join(folder, "key");
      writeFileSync(file, secrets.secret(name)!);
      chmodSync(file, 0o600);
      const line = execFileSync("ssh-keygen", ["-y", "-f", file], { encoding: "utf8" });
      expect(line.trim()).toBe(`ssh-ed25519 ${secrets.publicKey(name)} ${name}`);
    }
  });

  it.skipIf(!has("wg"))("are what wg computes (skipped without wg)", () => {
    const secrets = derivedSecrets(KEY, none);
    for (const name of ["wireguard/a/x", "wireguard-pair/a"]) {
      const input = secrets.secret(name);
      const computed = execFileSync("wg", ["pubkey"], { input, encoding: "utf8" });
      expect(secrets.publicKey(name)).toBe(computed.trim());
    }
  });
});
