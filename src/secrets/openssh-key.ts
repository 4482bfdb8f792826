import { createPrivateKey, createPublicKey } from "node:crypto";

export interface SshKeyPair {
  /** OpenSSH's own form, several lines, the last one ended. */
  readonly privateKey: string;
  /** The part in base64 of a line in known_hosts or authorized_keys. */
  readonly publicKey: string;
}

/** What stands before the 32 bytes in the DER form of such a private key (RFC 8410 §7). */
const ED25519_DER = Buffer.from("302e020100300506032b657004220420", "hex");
const TYPE = "ssh-ed25519";
const BLOCK_BYTES = 8;
const LINE_LENGTH = 70;

/**
 * The Ed25519 pair of a seed of 32 bytes (RFC 8032 §5.1.5), as OpenSSH writes one without a passphrase
 * (PROTOCOL.key of OpenSSH). ssh of Debian 12 reads no other form. The same bytes for the same seed: the
 * number by which a reader knows that decryption worked is taken from the public key.
 */
export function ed25519Pair(seed: Buffer, comment: string): SshKeyPair {
  const key = createPrivateKey({
    key: Buffer.concat([ED25519_DER, seed]),
    format: "der",
    type: "pkcs8",
  });
  const point = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const blob = Buffer.concat([field(TYPE), field(point)]);
  const check = point.subarray(0, 4);
  const secret = Buffer.concat([
    check,
    check,
    blob,
    field(Buffer.concat([seed, point])),
    field(comment),
  ]);
  const padding = Buffer.from(
    Array.from(
      { length: (BLOCK_BYTES - (secret.length % BLOCK_BYTES)) % BLOCK_BYTES },
      (_, i) => i + 1,
    ),
  );
  const whole = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    field("none"),
    field("none"),
    field(""),
    number(1),
    field(blob),
    field(Buffer.concat([secret, padding])),
  ]).toString("base64");
  const lines = whole.match(new RegExp(`.{1,${LINE_LENGTH}}`, "g")) ?? [];
  return {
    privateKey: [
      "-----BEGIN OPENSSH PRIVATE KEY-----",
      ...lines,
      "-----END OPENSSH PRIVATE KEY-----",
      "",
    ].join("\n"),
    publicKey: blob.toString("base64"),
  };
}

/** A text after its length in four bytes (RFC 4251 §5). */
function field(content: string | Buffer): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return Buffer.concat([number(bytes.length), bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
