import { formatPrefix } from "../ip/prefix.ts";
import type { AddressLock } from "./address-lock.ts";
import { compareAddresses, compareBlocks, compareNumbers } from "./lock-order.ts";

const HEAD = `# Ditulis oleh \`rajut addresses --write\`; simpan di git, jangan disunting. Baris yang dihapus berarti alamat baru.
# Written by \`rajut addresses --write\`; keep it in git, do not edit. A line that is removed means a new address.
version: 1
`;

/** A text that YAML reads as itself without quotes, also inside braces and by readers of YAML 1.1. */
const PLAIN =
  /^(?!(?:null|true|false|yes|no|on|off|y|n)$)[a-z][a-z0-9/_-]*$|^[0-9]+(?:\.[0-9]+){3}\/[0-9]+$/;

/**
 * The text of a lock file: one line an entry, in the one order of entries, so that git merges by line
 * what two branches added. Same lock, same bytes. O(entries · log entries).
 */
export function lockText({ blocks, addresses, numbers }: AddressLock): string {
  return [
    HEAD,
    list("blocks", [...blocks].sort(compareBlocks), ({ pool, area, prefix }) => ({
      pool,
      area,
      prefix: formatPrefix(prefix),
    })),
    list("addresses", [...addresses].sort(compareAddresses), (entry) => ({
      owner: entry.owner,
      pool: entry.pool,
      prefix: formatPrefix(entry.prefix),
      released: entry.released,
    })),
    list("numbers", [...numbers].sort(compareNumbers), ({ scope, owner, number, released }) => ({
      scope,
      owner,
      number,
      released,
    })),
  ].join("");
}

function list<T>(
  name: string,
  entries: readonly T[],
  fields: (entry: T) => Record<string, string | number | undefined>,
): string {
  if (entries.length === 0) return `${name}: []\n`;
  return `${name}:\n${entries.map((entry) => `  - { ${mapping(fields(entry))} }\n`).join("")}`;
}

function mapping(fields: Record<string, string | number | undefined>): string {
  return Object.entries(fields)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${scalar(value)}`]))
    .join(", ");
}

/** JSON's text is YAML's double-quoted one. */
function scalar(value: string | number): string {
  return typeof value === "string" && !PLAIN.test(value) ? JSON.stringify(value) : `${value}`;
}
