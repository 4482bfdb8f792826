import { generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DeployError } from "../../src/deploy/deploy-error.ts";
import { hostKeysOf } from "../../src/deploy/known-hosts.ts";

/** A new public key as known_hosts writes it. */
function newKey(): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url");
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const bytes = Buffer.concat([field(Buffer.from("ssh-ed25519")), field(raw)]);
  return `ssh-ed25519 ${bytes.toString("base64")}`;
}
const A = newKey();
const B = newKey();
const C = newKey();

function problemsOf(text: string): string {
  try {
    hostKeysOf(text, "inti");
  } catch (error) {
    expect(error).toBeInstanceOf(DeployError);
    expect((error as DeployError).code).toBe("host-key-missing");
    return (error as DeployError).message;
  }
  throw new Error("nothing was refused");
}

describe("hostKeysOf", () => {
  const text = [
    "# routers",
    "",
    `inti ${A} root@inti`,
    `inti-selatan,inti\t${B}\r`,
    `  kecamatan-bukit ${C}`,
    `inti ${A}`,
  ].join("\n");

  test("each key of the host once, in order, without comments", () => {
    expect(hostKeysOf(text, "inti")).toEqual([A, B]);
    expect(hostKeysOf(text, "inti-selatan")).toEqual([B]);
    expect(hostKeysOf(text, "kecamatan-bukit")).toEqual([C]);
  });

  test("a host that is not named has none, and no part of a name is one", () => {
    for (const name of ["int", "inti-", "selatan", "", "ssh-ed25519"]) {
      expect(hostKeysOf(text, name)).toEqual([]);
    }
  });

  test("a revoked key is not taken, wherever it stands", () => {
    expect(hostKeysOf(`@revoked inti ${A}\n${text}`, "inti")).toEqual([B]);
    expect(hostKeysOf(`${text}\n@revoked * ${B}`, "inti")).toEqual([A]);
    expect(hostKeysOf(`${text}\n@revoked inti-selatan ${B}`, "inti")).toEqual([A, B]);
  });

  test("every line that cannot be understood is told, with its number", () => {
    const message = problemsOf(
      [
        `inti ${A}`,
        `@cert-authority inti ${A}`,
        `|1|JfKTdBh7rNbXkVAQCRp4OQoPfmI=|USECr3SWf1JUPsms5AqfD5QfxkM= ${A}`,
        `*.dumai.go.id ${A}`,
        "inti ssh-dss AAAAB3NzaC1kc3M=",
        "inti ssh-ed25519 AAAA",
        "inti",
        `@forged\u001b[31m inti ${A}`,
        `!inti ${A}`,
        `inti ${A.slice(0, -1)}`,
      ].join("\n"),
    );
    expect(Array.from(message.matchAll(/line (\d+)/g), ([, line]) => Number(line))).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(message).toContain("@cert-authority is not supported");
    expect(message).toContain("hashed names are not supported");
    expect(message).not.toContain("\u001b");
  });

  test("a key whose bytes are of another kind than its word is no key", () => {
    problemsOf(`inti ${A.replace("ssh-ed25519", "ssh-rsa")}`);
  });

  test("whatever the text, what comes out was in it", () => {
    const line = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(`inti ${A}`, `@revoked inti ${A}`, `x,inti ${B}`, "#"),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const all = lines.join("\n");
        try {
          for (const key of hostKeysOf(all, "inti")) expect(all).toContain(key);
        } catch (error) {
          expect(error).toBeInstanceOf(DeployError);
        }
      }),
    );
  });
});
