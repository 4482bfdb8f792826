import { createPrivateKey, createPublicKey, hkdfSync } from "node:crypto";
import { type SecretForm, secretForm, type SecretLookup } from "../config/secrets.ts";
import { ed25519Pair } from "./openssh-key.ts";

/** What a master key must be: 32 random bytes in base64, as `openssl rand -base64 32` prints them. */
export const MASTER_KEY_BYTES = 32;

export interface DerivedSecretsOptions {
  /** Of another network with the same key nothing is the same. */
  readonly network: string;
  /** By name of a secret: how often it was changed. Raising it gives another value. */
  readonly rotations: ReadonlyMap<string, number>;
  /** Values that somebody else chose, by name: a provider's BGP password, a RADIUS server's secret. */
  readonly given: ReadonlyMap<string, string>;
  /** Public halves of pairs whose private half is elsewhere, by name: the host key of a server that is there. */
  readonly givenPublicKeys: ReadonlyMap<string, string>;
}

/**
 * All secrets of a network from one master key, each by its name: what a name gives is always the same, so
 * that nothing but the master key must be kept, and a new machine with that key changes no router.
 * HKDF with SHA-256 (RFC 5869): the network is the salt, name and rotation are the info; who learns one
 * value learns nothing of another. Public halves are of the same pairs. O(1) a lookup.
 * Throws RangeError on a master key of another length.
 */
export function derivedSecrets(
  masterKey: string,
  { network, rotations, given, givenPublicKeys }: DerivedSecretsOptions,
): SecretLookup {
  const key = Buffer.from(masterKey, "base64");
  if (key.length !== MASTER_KEY_BYTES || key.toString("base64") !== masterKey.trim()) {
    throw new RangeError("the master key must be 32 bytes in base64");
  }
  const bytesOf = (name: string): Buffer => {
    const info = `${name}#${rotations.get(name) ?? 0}`;
    return Buffer.from(hkdfSync("sha256", key, `rajut/${network}`, info, 32));
  };
  return {
    secret: (name) => given.get(name) ?? valueOf(secretForm(name), bytesOf(name), name),
    publicKey(name) {
      const elsewhere = givenPublicKeys.get(name);
      if (elsewhere !== undefined) return elsewhere;
      const { kind } = secretForm(name);
      const chosen = given.get(name);
      if (kind === "ssh-key") return ed25519Pair(bytesOf(name), name).publicKey;
      if (kind !== "wireguard-key") return undefined;
      return x25519PublicKey(
        chosen === undefined ? clamped(bytesOf(name)) : Buffer.from(chosen, "base64"),
      );
    },
  };
}

function valueOf(
  { kind, lengthMax = WORD_LENGTH }: SecretForm,
  bytes: Buffer,
  name: string,
): string {
  if (kind === "wireguard-key") return clamped(bytes).toString("base64");
  if (kind === "ssh-key") return ed25519Pair(bytes, name).privateKey;
  return word(bytes, Math.min(lengthMax, WORD_LENGTH));
}

/** Letters and digits that nobody takes for one another, 5.7 bits each: 24 hold 137 bits, OSPF's 16 hold 91. */
const WORD_LENGTH = 24;
const LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** A whole number in base 57: every digit depends on all bytes, and none is likelier by more than 2⁻¹⁰⁰. */
function word(bytes: Buffer, length: number): string {
  const base = BigInt(LETTERS.length);
  let rest = BigInt(`0x${bytes.toString("hex")}`);
  let text = "";
  while (text.length < length) {
    text += LETTERS[Number(rest % base)];
    rest /= base;
  }
  return text;
}

/** The bits that every private key of Curve25519 has (RFC 7748 §5), as `wg genkey` sets them. */
function clamped(bytes: Buffer): Buffer {
  const key = Buffer.from(bytes);
  key[0]! &= 248;
  key[31] = (key[31]! & 127) | 64;
  return key;
}

/** What stands before the 32 bytes in the DER form of such a private key (RFC 8410 §7). */
const X25519_DER = Buffer.from("302e020100300506032b656e04220420", "hex");

function x25519PublicKey(privateKey: Buffer): string {
  const key = createPrivateKey({
    key: Buffer.concat([X25519_DER, privateKey]),
    format: "der",
    type: "pkcs8",
  });
  const der = createPublicKey(key).export({ format: "der", type: "spki" });
  return der.subarray(-32).toString("base64");
}
