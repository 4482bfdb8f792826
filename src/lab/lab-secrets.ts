import { randomBytes } from "node:crypto";
import type { SecretLookup } from "../config/secrets.ts";
import { derivedSecrets, MASTER_KEY_BYTES } from "../secrets/derived-secrets.ts";

/** Secrets for one run of a lab, of a master key that nobody keeps: they exist in the lab's memory only. */
export const labSecrets = (network: string): SecretLookup =>
  derivedSecrets(randomBytes(MASTER_KEY_BYTES).toString("base64"), {
    network,
    rotations: new Map(),
    given: new Map(),
    givenPublicKeys: new Map(),
  });
