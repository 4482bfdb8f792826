import { withSecrets, type SecretLookup } from "../config/secrets.ts";

/** What is known of a device's secrets, by name. */
export interface KnownValues {
  readonly secrets: Readonly<Record<string, string>>;
  readonly publicKeys: Readonly<Record<string, string>>;
}

/** Stands where a secret stood. */
const MASK = "***";

/**
 * A file as it lies on a device, fit to be stored and shown. A line that is as was desired becomes the
 * desired line with its tokens, so that a file which nobody touched comes out as the desired content. In all
 * other lines the known values, whole or in base64 or URL-escaped, are masked, and whatever stands where a
 * secret stands in the syntaxes that a router has: rather too much than too little.
 * @param path from the root of the device: some syntaxes have no word before a secret
 * @param desired the file's content with tokens, where it has one
 * Complexity: O(length of the text × lines of several-line secrets).
 */
export function maskedFile(
  path: string,
  text: string,
  desired: string | undefined,
  known: KnownValues,
): string {
  const values = knownValues(Object.values(known.secrets));
  const mask = (line: string) => maskedPlaces(withoutValues(line, values), path);
  const expected = expectedLines(desired ?? "", known);
  const lines = text.split("\n");
  const out: string[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!;
    const block = expected.blocks.find(({ filled }) => standsAt(filled, lines, at));
    const keyEnd = privateKeyEnd(lines, at);
    if (block !== undefined) {
      out.push(block.token);
      at += block.filled.length;
    } else if (keyEnd !== undefined) {
      out.push(`${mask(line.slice(0, line.indexOf(KEY_BEGIN)))}${MASK}`);
      at = keyEnd;
    } else {
      out.push(expected.take(line) ?? mask(line));
      at += 1;
    }
  }
  return out.join("\n");
}

/**
 * Any other text of a device, such as what a program there says: known values and everything that stands
 * where a secret stands are masked, line by line.
 */
export function maskedText(text: string, known: KnownValues): string {
  return maskedFile("", text, undefined, known);
}

/** Words behind which the rest of a line is secret. `PublicKey` is none; what hides `***` hides it again. */
const SECRET_PLACES = [
  // snmpd: createUser NAME SHA "…" AES "…", and what it makes of that itself.
  String.raw`\bcreateUser\s+(?:-e\s+\S+\s+)?\S+\s+\S+\s+`,
  String.raw`\busmUser\s+`,
  String.raw`\b(?:ro|rw)community6?\s+`,
  String.raw`\bcom2sec6?\s+\S+\s+\S+\s+`,
  // FRR's `message-digest-key 1 md5 …`, keepalived's `auth_pass …`, WireGuard's `PresharedKey = …`,
  // JSON's and YAML's `"password": "…"`, and whatever else is called so.
  String.raw`(?:secret|password|passwd|passphrase|auth_pass|(?<!public)key|(?<!public)key-string)["']?(?:\s+\d+\s+md5\b)?[\s:=]+["']?(?=[^\s"'])`,
];
const SECRET_PLACE = new RegExp(SECRET_PLACES.join("|"), "i");
/** A password in an address, `https://user:…@host`. */
const IN_ADDRESS = /(:\/\/[^\s/:@]*:)[^\s@]+(?=@)/g;
/** pam_radius has a server, a secret and a time, and no word that says so. */
const RADIUS_FILE = "etc/pam_radius_auth.conf";
const RADIUS_LINE = /^(\s*[^#\s]\S*\s+)\S+/;

/** One line without whatever stands where a secret stands. */
export function maskedPlaces(line: string, path = ""): string {
  const shown = path === RADIUS_FILE ? line.replace(RADIUS_LINE, `$1${MASK}`) : line;
  const found = SECRET_PLACE.exec(shown);
  const open = found === null ? shown : `${shown.slice(0, found.index)}${found[0]}${MASK}`;
  return open.replace(IN_ADDRESS, `$1${MASK}`);
}

const KEY_BEGIN = "-----BEGIN";
const KEY_FIRST = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const KEY_LAST = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;

/** Where a private key that begins in this line is over: behind its last line, or the text's. */
function privateKeyEnd(lines: readonly string[], at: number): number | undefined {
  if (!KEY_FIRST.test(lines[at]!)) return undefined;
  let end = at;
  while (end < lines.length && !KEY_LAST.test(lines[end]!)) end += 1;
  return Math.min(end + 1, lines.length);
}

/** A desired token of its own line whose value has several lines. */
interface Block {
  readonly token: string;
  readonly filled: readonly string[];
}

/** Desired lines by what they are on the device. `take` gives lines that look the same one after the other. */
function expectedLines(
  desired: string,
  { secrets, publicKeys }: KnownValues,
): { readonly blocks: readonly Block[]; take(line: string): string | undefined } {
  const lookup: SecretLookup = {
    secret: (name) => (Object.hasOwn(secrets, name) ? secrets[name] : undefined),
    publicKey: (name) => (Object.hasOwn(publicKeys, name) ? publicKeys[name] : undefined),
  };
  const single = new Map<string, string[]>();
  const blocks: Block[] = [];
  for (const token of desired.split("\n")) {
    const { content } = withSecrets(token, lookup);
    const filled = content.split("\n");
    if (filled.length > 1) blocks.push({ token, filled });
    else if (single.has(content)) single.get(content)!.push(token);
    else single.set(content, [token]);
  }
  return {
    blocks,
    take(line) {
      const tokens = single.get(line);
      return tokens !== undefined && tokens.length > 1 ? tokens.shift() : tokens?.[0];
    },
  };
}

const standsAt = (block: readonly string[], lines: readonly string[], at: number): boolean =>
  block.every((line, index) => lines[at + index] === line);

/** A value that is shorter hides nothing when it is a part of another word's base64. */
const INNER_LENGTH_MIN = 8;

/** One pattern of all forms of the values; undefined where there are none. */
function knownValues(values: readonly string[]): RegExp | undefined {
  const forms = new Set(values.flatMap(partsOf).flatMap(formsOf));
  forms.delete("");
  if (forms.size === 0) return undefined;
  // Of forms that begin alike the longest is meant.
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(escaped).join("|"), "g");
}

const withoutValues = (line: string, values: RegExp | undefined): string =>
  values === undefined ? line : line.replace(values, MASK);

/** A value, and each line of one that has several; but not the lines that all private keys share. */
function partsOf(value: string): string[] {
  const lines = value.split("\n").map((line) => line.trim());
  const own = lines.filter((line) => !line.startsWith("-----"));
  const long = own.filter((line) => line.length >= INNER_LENGTH_MIN);
  return [value, value.trim(), ...(lines.length > 1 && long.length > 0 ? long : own)];
}

function formsOf(value: string): string[] {
  const base64 = [...base64Forms(value)];
  return [
    value,
    encodeURIComponent(value.toWellFormed()),
    ...base64,
    ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_")),
    ...base64.map((form) => encodeURIComponent(form)),
  ];
}

/** In base64, alone or within something longer: there only the characters that depend on nothing else. */
function* base64Forms(value: string): Generator<string> {
  const bytes = Buffer.from(value);
  const whole = bytes.toString("base64");
  yield whole;
  yield whole.replace(/=+$/, "");
  if (bytes.length < INNER_LENGTH_MIN) return;
  for (const before of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    yield text.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
  }
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
