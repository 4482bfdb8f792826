import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { DesiredState } from "../config/desired-state.ts";
import { secretForm, type SecretForm, type SecretLookup } from "../config/secrets.ts";

/**
 * Secrets for one run of a lab: key pairs and keys of WireGuard where the states name them, random
 * words for everything else. They exist in the lab's memory only.
 */
export function labSecrets(states: readonly DesiredState[]): SecretLookup {
  const tunnels = states.flatMap((state) => state.tunnels);
  const pairNames = tunnels.flatMap(({ privateKey, peers }) => [
    privateKey.secret,
    ...peers.map(({ publicKey }) => publicKey.publicKeyOf),
  ]);
  const pairs = new Map([...new Set(pairNames)].map((name) => [name, wireguardPair()]));
  const words = new Map(
    tunnels.flatMap(({ peers }) =>
      peers.map(({ presharedKey }) => [presharedKey.secret, randomBytes(32).toString("base64")]),
    ),
  );
  const hostKeys = new Map(
    states.flatMap(({ backup }) =>
      backup === undefined ? [] : [[backup.hostKey.publicKeyOf, sshHostKey()]],
    ),
  );
  return {
    publicKey: (name) => pairs.get(name)?.publicKey ?? hostKeys.get(name),
    secret(name) {
      const pair = pairs.get(name);
      if (pair !== undefined) return pair.privateKey;
      let word = words.get(name);
      if (word === undefined) words.set(name, (word = randomWord(secretForm(name))));
      return word;
    },
  };
}

/** Letters and digits, as many as the program that reads them takes, and not more than anybody needs. */
const randomWord = ({ lengthMax = 16 }: SecretForm) =>
  randomBytes(16).toString("hex").slice(0, Math.min(lengthMax, 16));

/** An Ed25519 key in base64 as OpenSSH writes it: two texts, each after its length in four bytes (RFC 8709 §4). */
function sshHostKey(): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const texts = [Buffer.from("ssh-ed25519"), key];
  return Buffer.concat(
    texts.flatMap((text) => [Buffer.from([0, 0, 0, text.length]), text]),
  ).toString("base64");
}

/** Curve25519 keys as WireGuard writes them: the last 32 bytes of their DER forms (RFC 8410). */
function wireguardPair(): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("x25519");
  const last32 = (der: Buffer) => der.subarray(-32).toString("base64");
  return {
    privateKey: last32(privateKey.export({ format: "der", type: "pkcs8" })),
    publicKey: last32(publicKey.export({ format: "der", type: "spki" })),
  };
}
