import { shown } from "../text/safe.ts";
import { DeployError } from "./deploy-error.ts";
import { HOST_KEY_KINDS, readHostKey } from "./transports/host-key.ts";

/**
 * The keys that a file in OpenSSH's known_hosts format pins for a host, each once, in order, as
 * `ssh-ed25519 AAAA…`; none where it does not name the host. Hosts are named by their ids. A key that is
 * `@revoked` for the host is not among them. O(length of the text).
 * @throws DeployError `host-key-missing` with every line that cannot be understood: a pin that is read
 * otherwise than it was meant is worse than none
 */
export function hostKeysOf(text: string, name: string): string[] {
  const entries = readEntries(text);
  const of = (isRevoked: boolean) =>
    entries
      .filter((entry) => entry.isRevoked === isRevoked && entry.names.includes(name))
      .map(({ key }) => key);
  const revoked = new Set([...of(true), ...revokedForAll(entries)]);
  return [...new Set(of(false))].filter((key) => !revoked.has(key));
}

interface Entry {
  readonly names: readonly string[];
  readonly key: string;
  readonly isRevoked: boolean;
}

const ANY_HOST = "*";

const revokedForAll = (entries: readonly Entry[]): string[] =>
  entries
    .filter(({ isRevoked, names }) => isRevoked && names.includes(ANY_HOST))
    .map(({ key }) => key);

function readEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const words = line.trim();
    if (words === "" || words.startsWith("#")) continue;
    const entry = readEntry(words);
    if (typeof entry === "string") problems.push(`line ${index + 1}: ${entry}`);
    else entries.push(entry);
  }
  if (problems.length === 0) return entries;
  throw new DeployError(
    "host-key-missing",
    `The file of known hosts cannot be used: ${problems.join("; ")}. No connection was made.`,
  );
}

/** One line, or what is wrong with it. */
function readEntry(line: string): Entry | string {
  const words = line.split(/[ \t]+/);
  const marker = line.startsWith("@") ? words.shift() : undefined;
  if (marker === "@cert-authority")
    return "@cert-authority is not supported; pin the host's own key";
  if (marker !== undefined && marker !== "@revoked") return `${shown(marker, 40)} is no marker`;
  const [hosts = "", kind = "", base64 = ""] = words;
  if (hosts.startsWith("|")) return "hashed names are not supported; write the host's id";
  const isRevoked = marker !== undefined;
  const names = hosts.split(",");
  const pattern = names.find((one) => /[*?!]/.test(one) && !(isRevoked && one === ANY_HOST));
  if (pattern !== undefined) {
    return `patterns such as ${shown(pattern, 40)} are not supported; write the host's id`;
  }
  const key = `${kind} ${base64}`;
  if (readHostKey(key) !== undefined) return { names, key, isRevoked };
  return `no public key of a kind that is taken (${HOST_KEY_KINDS.join(", ")}) follows the host's name`;
}
