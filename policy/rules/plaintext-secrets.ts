import { everyValue, type Resource } from "../properties.ts";

/**
 * Properties that hold secrets by their meaning. The provider marks them, so Pulumi encrypts them in the
 * state and shows `[secret]`; the SDK hands them to policies in clear and does not tell that they are marked.
 */
export const SECRET_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  "rajut:index:EdgeRouter": ["secrets"],
  "rajut:index:CoreService": ["secrets"],
  "rajut:index:HostFile": ["secrets"],
};
/** Long texts at random that are meant to be public. */
const PUBLIC_PROPERTIES = new Set(["publicKeys", "hostKeys"]);

const SECRET_NAME =
  /(?:^|[_-])(?:password|passwd|passphrase|secret|token|credential)s?$|api[_-]?key$|private[_-]?key$|(?:pre)?shared[_-]?key$/i;
const CAMEL_HUMP = /(?<=[a-z0-9])(?=[A-Z])/g;
/** What Rajut puts in the place of a secret, and what is filled in on the way to a device. */
const TOKEN = /^@(?:secret|publickey):[a-z0-9][a-z0-9./-]*@$/;

const KEY_BLOCK = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;
/** A word that asks for a secret, and the word after it; of WireGuard, FRR, keepalived, SNMP, RADIUS and most others. */
const ASKED = [
  { of: "a WireGuard key", pattern: /^\s*(?:PrivateKey|PresharedKey)\s*=\s*(\S+)/i },
  { of: "a routing key", pattern: /\bmessage-digest-key \d+ md5 (\S+)/ },
  { of: "a routing key", pattern: /^\s*(?:neighbor \S+ )?password (?:\d )?(\S+)/ },
  {
    of: "a password",
    pattern:
      /^\s*(?:auth_pass|password|passwd|passphrase|secret|token|psk|api[_-]?key)\s*[:=\s]\s*"?([^\s"]+)/i,
  },
  { of: "an SNMP community", pattern: /^\s*r[ow]community6? (\S+)/ },
  { of: "an SNMP password", pattern: /^\s*createUser \S+ \S+ "?([^\s"]+)/ },
  { of: "an SNMP password", pattern: /^\s*createUser \S+ \S+ \S+ \S+ "?([^\s"]+)/ },
];
/** Files in which a secret stands by its place alone. */
const PLACED = [
  { of: "a RADIUS secret", file: /(?:^|\/)pam_radius_auth\.conf$/, pattern: /^\S+\s+(\S+)/ },
];
/** Lines whose random-looking words are public by design. */
const PUBLIC_LINE =
  /(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-\S+) AAAA|^\s*PublicKey\s*=|sha(?:256|512)[:-]/i;
const RANDOM_WORD = /(?<![\w+/=])[A-Za-z0-9+/_-]{32,}={0,2}(?![\w+/=])/g;
/** Bits a character. 32 characters of base64 at random have about 4.6, English in lower case about 3.5. */
const ENTROPY_MIN = 4;

/** A secret in clear, by where it is; what it is never leaves the rule. */
export interface PlaintextSecret {
  /** `files.etc/frr/frr.conf line 12`. */
  readonly where: string;
  readonly what: string;
}

/** What by its name or by its pattern is a secret that anybody can read. O(length of the texts). */
export function plaintextSecrets(resource: Resource): PlaintextSecret[] {
  return [...texts(resource)].flatMap(({ text, way }) => {
    const where = way.join(".");
    const name = way.findLast((part) => !/^\d+$/.test(part)) ?? "";
    if (isSecretName(name) && text !== "" && !TOKEN.test(text)) {
      return [{ where, what: "a secret by its name" }];
    }
    const placed = PLACED.filter(({ file }) => file.test(name));
    return inLines(text, where, (line) => secretOfLine(line, [...ASKED, ...placed]));
  });
}

/** Words that look drawn at random: keys of no known form; now and then something harmless. O(length of the texts). */
export function randomWords(resource: Resource): PlaintextSecret[] {
  return [...texts(resource)].flatMap(({ text, way }) => {
    const isCertificate = text.includes("-----BEGIN CERTIFICATE");
    return isCertificate ? [] : inLines(text, way.join("."), randomOfLine);
  });
}

function* texts({ type, properties }: Resource): Generator<{
  readonly text: string;
  readonly way: readonly string[];
}> {
  const marked = SECRET_PROPERTIES[type] ?? [];
  for (const { value, way } of everyValue(properties)) {
    const isApart = way.some(
      (part, i) => PUBLIC_PROPERTIES.has(part) || (i === 0 && marked.includes(part)),
    );
    if (typeof value === "string" && !isApart) yield { text: value, way };
  }
}

function inLines(
  text: string,
  where: string,
  look: (line: string) => string | undefined,
): PlaintextSecret[] {
  const lines = text.split("\n");
  return lines.flatMap((line, i) => {
    const what = look(line);
    if (what === undefined) return [];
    return [{ where: lines.length > 1 ? `${where} line ${i + 1}` : where, what }];
  });
}

const isSecretName = (name: string): boolean =>
  !name.includes("/") && SECRET_NAME.test(name.replace(CAMEL_HUMP, "_"));

function secretOfLine(
  line: string,
  asked: readonly { readonly of: string; readonly pattern: RegExp }[],
): string | undefined {
  if (KEY_BLOCK.test(line)) return "a private key";
  if (/^\s*(?:#|!|;|\/\/)/.test(line)) return undefined;
  return asked.find(({ pattern }) => {
    const value = pattern.exec(line)?.[1];
    return value !== undefined && !value.includes("@secret:");
  })?.of;
}

function randomOfLine(line: string): string | undefined {
  if (PUBLIC_LINE.test(line)) return undefined;
  const words = line.match(RANDOM_WORD) ?? [];
  return words.some(isRandom) ? "a word that looks like a key" : undefined;
}

function isRandom(word: string): boolean {
  const bits = entropy(word);
  // Sixteen digits have four bits at most.
  if (/^[0-9a-f]+$/i.test(word)) return bits > ENTROPY_MIN - 1;
  const isMixed = /[a-z]/.test(word) && /[A-Z]/.test(word);
  // A name in camel case has no digits; of a thousand keys hardly one has none.
  return isMixed && bits > (/\d/.test(word) ? ENTROPY_MIN : ENTROPY_MIN + 0.5);
}

/** Of the characters of a word, bits each (Shannon 1948, "A mathematical theory of communication"). */
function entropy(word: string): number {
  const counts = Map.groupBy(word, (character) => character);
  return [...counts.values()].reduce((sum, { length }) => {
    const share = length / word.length;
    return sum - share * Math.log2(share);
  }, 0);
}
