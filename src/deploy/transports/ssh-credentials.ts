import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import process from "node:process";
import ssh2, { type ParsedKey } from "ssh2";
import { shown } from "../../text/safe.ts";
import { DeployError } from "../deploy-error.ts";
import type { Login } from "../transport.ts";

/** By what this machine proves who it is: a private key, or the agent at a socket. Passwords never. */
export type Credentials = { readonly key: ParsedKey } | { readonly agent: string };

/**
 * The private key of a login, or the SSH agent where it names none.
 * @throws DeployError `authentication` when there is neither, or the file is open to others, cannot be read
 * or is locked by a passphrase that `RAJUT_SSH_PASSPHRASE` does not hold
 */
export async function readCredentials({ keyFile }: Login): Promise<Credentials> {
  if (keyFile !== undefined) return { key: await readKey(keyFile) };
  const agent = process.env["SSH_AUTH_SOCK"];
  if (agent !== undefined && agent !== "") return { agent };
  throw new DeployError(
    "authentication",
    "There is no key to log in with: name a private key's file (keyFile), or start an SSH agent that has one (SSH_AUTH_SOCK is not set). Nothing was sent.",
  );
}

async function readKey(keyFile: string): Promise<ParsedKey> {
  const name = shown(keyFile);
  const key = ssh2.utils.parseKey(
    await readPrivateFile(keyFile),
    process.env["RAJUT_SSH_PASSPHRASE"],
  );
  if (!(key instanceof Error)) {
    if (key.isPrivateKey()) return key;
    throw new DeployError(
      "authentication",
      `${name} holds a public key; the private one is needed.`,
    );
  }
  // The library's words tell what it stumbled over, never what the file holds.
  const advice = /passphrase|encrypted|decrypt|integrity/i.test(key.message)
    ? "Put its passphrase into RAJUT_SSH_PASSPHRASE, or add the key to an SSH agent."
    : "A private key as ssh-keygen writes it is needed.";
  throw new DeployError(
    "authentication",
    `${name} cannot be used: ${shown(key.message)}. ${advice}`,
  );
}

/** Like OpenSSH: a private key of ours that others may read is no secret any more. */
async function readPrivateFile(keyFile: string): Promise<string> {
  const name = shown(keyFile);
  const file = await open(resolved(keyFile), constants.O_RDONLY).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new DeployError("authentication", `${name} cannot be read (${code}).`, { cause: error });
  });
  try {
    const { mode, uid, size } = await file.stat();
    if (uid === process.getuid?.() && (mode & 0o077) !== 0) {
      throw new DeployError(
        "authentication",
        `${name} may be read or written by others (mode ${(mode & 0o777).toString(8)}): run chmod 600 on it; was it ever copied elsewhere, make a new key.`,
      );
    }
    if (size > KEY_FILE_MAX)
      throw new DeployError("authentication", `${name} is too long for a key.`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

/** Bytes; an RSA key of 16,384 bits takes 13 KiB. */
const KEY_FILE_MAX = 64 * 1024;

const resolved = (file: string): string =>
  file.startsWith("~/") ? path.join(homedir(), file.slice(2)) : path.resolve(file);
