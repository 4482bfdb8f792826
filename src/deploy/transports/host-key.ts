import { createHash } from "node:crypto";

/** A host's public key as it is pinned. */
export interface HostKey {
  /** As known_hosts names it: `ssh-ed25519`. */
  readonly kind: HostKeyKind;
  /** As the protocol carries it; the host must show exactly these bytes. */
  readonly bytes: Buffer;
}

/** Kinds of host keys, and the signatures that are asked for with each: none with SHA-1. */
const SIGNATURES = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
} as const;
export type HostKeyKind = keyof typeof SIGNATURES;
export type Signature = (typeof SIGNATURES)[HostKeyKind][number];

export const HOST_KEY_KINDS = Object.keys(SIGNATURES) as readonly HostKeyKind[];

/** Reads `ssh-ed25519 AAAA… comment`; undefined when it is no public key of a kind that is taken. */
export function readHostKey(text: string): HostKey | undefined {
  const [kind = "", base64 = ""] = text.trim().split(/[ \t]+/);
  if (!isKind(kind) || !/^[A-Za-z\d+/]+={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, "base64");
  // The bytes begin with the length and the name of their own kind (RFC 4253 §6.6).
  const isWhole = bytes.length > 4 + kind.length && bytes.toString("base64") === base64;
  if (!isWhole || bytes.readUInt32BE(0) !== kind.length) return undefined;
  return bytes.toString("latin1", 4, 4 + kind.length) === kind ? { kind, bytes } : undefined;
}

/** A public key's fingerprint as OpenSSH prints it: `SHA256:` and base64 without its end. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** Signatures by which a host can prove that it holds one of the keys, each once, in order of the keys. */
export function signaturesOf(keys: readonly HostKey[]): Signature[] {
  return [...new Set(keys.flatMap(({ kind }): readonly Signature[] => SIGNATURES[kind]))];
}

function isKind(text: string): text is HostKeyKind {
  return Object.hasOwn(SIGNATURES, text);
}
