import type { PublicKeyRef, SecretRef } from "./desired-state.ts";
import { compareText } from "../text/order.ts";

/**
 * Secrets in rendered files. A file never holds one: it holds a token with the name of one, and
 * whoever applies the configuration replaces the tokens, on the way to the router.
 */

const TOKEN = /@(secret|publickey):([a-z0-9][a-z0-9./-]*)@/g;
const NAME = /^[a-z0-9][a-z0-9./-]*$/;
/** What cannot end a word, a string or a line in any syntax that holds a token. */
const PLAIN_VALUE = /^[\w+/=.:,~^%-]+$/;

/** The token of a secret. Throws on a name that is no words and ids joined by `/`. */
export function secretToken({ secret }: SecretRef): string {
  return `@secret:${checked(secret)}@`;
}

/** The token of the public half of a key pair. */
export function publicKeyToken({ publicKeyOf }: PublicKeyRef): string {
  return `@publickey:${checked(publicKeyOf)}@`;
}

/** A text from the files that nobody takes for a token, otherwise as it was. */
export function withoutTokens(text: string): string {
  return text.replace(/@(?=secret:|publickey:)/g, "\uff20");
}

/** What the tokens of some files name, each once, in order. O(length of the files). */
export function secretNames(files: Iterable<{ readonly content: string }>): {
  readonly secrets: string[];
  readonly publicKeys: string[];
} {
  const names = { secret: new Set<string>(), publickey: new Set<string>() };
  for (const { content } of files) {
    for (const [, kind, name] of content.matchAll(TOKEN)) {
      names[kind as keyof typeof names].add(name!);
    }
  }
  return {
    secrets: [...names.secret].sort(compareText),
    publicKeys: [...names.publickey].sort(compareText),
  };
}

/** Where the values of secrets come from; undefined where there is none of that name. */
export interface SecretLookup {
  secret(name: string): string | undefined;
  publicKey(name: string): string | undefined;
}

/**
 * The content with every token replaced by its value, once: a value that looks like a token stays as it
 * is. A value of other than letters, digits and `+/=.:,~^%_-` could break out of the line it stands in
 * and is refused, unless its token is the whole line (a private key of several lines).
 * @returns `missing`: names that the lookup does not know; `unusable`: names whose value is refused. The
 * content is complete only when both are empty.
 */
export function withSecrets(
  content: string,
  lookup: SecretLookup,
): {
  readonly content: string;
  readonly missing: readonly string[];
  readonly unusable: readonly string[];
} {
  const missing = new Set<string>();
  const unusable = new Set<string>();
  const replaced = content.replace(
    TOKEN,
    (token: string, kind: string, name: string, at: number) => {
      const value = kind === "secret" ? lookup.secret(name) : lookup.publicKey(name);
      if (value === undefined) {
        missing.add(name);
        return token;
      }
      if (PLAIN_VALUE.test(value) || isWholeLine(content, at, token.length)) return value;
      unusable.add(name);
      return token;
    },
  );
  return {
    content: replaced,
    missing: [...missing].sort(compareText),
    unusable: [...unusable].sort(compareText),
  };
}

/** What a secret must look like to be taken whole by the programs that read it. */
export interface SecretForm {
  /** text: a word of the operator's choice. wireguard-key: 32 bytes in base64. ssh-key: an OpenSSH private key, of several lines. */
  readonly kind: "text" | "wireguard-key" | "ssh-key";
  /** Characters; what goes beyond them is cut off or refused. Undefined where there is no limit that matters. */
  readonly lengthMax: number | undefined;
}

/** Forms by the first word of the name. */
const FORMS: Readonly<Record<string, SecretForm>> = {
  // FRR cuts off what is longer, without a word: two keys that differ behind it are the same (RFC 2328 §D.3).
  ospf: { kind: "text", lengthMax: 16 },
  // What Linux takes for TCP MD5 (RFC 2385).
  bgp: { kind: "text", lengthMax: 80 },
  snmp: { kind: "text", lengthMax: undefined },
  radius: { kind: "text", lengthMax: undefined },
  wireguard: { kind: "wireguard-key", lengthMax: 44 },
  "wireguard-pair": { kind: "wireguard-key", lengthMax: 44 },
  backup: { kind: "ssh-key", lengthMax: undefined },
  // RFC 8945: as many bytes as the hash has, in base64; any 32 will do.
  tsig: { kind: "wireguard-key", lengthMax: 44 },
  bucket: { kind: "text", lengthMax: undefined },
  // A server's own key, by which routers know it.
  "ssh-host": { kind: "ssh-key", lengthMax: undefined },
};

/** The form of the secret of a name that the derivation gives. Throws on the name of no such secret. */
export function secretForm(name: string): SecretForm {
  const [first = ""] = name.split("/");
  const form = Object.hasOwn(FORMS, first) ? FORMS[first] : undefined;
  if (form === undefined) throw new RangeError(`a secret of no known form: ${first}`);
  return form;
}

function isWholeLine(content: string, at: number, length: number): boolean {
  const before = at === 0 ? "\n" : content[at - 1];
  return before === "\n" && (content[at + length] ?? "\n") === "\n";
}

function checked(name: string): string {
  if (!NAME.test(name)) throw new RangeError("a secret's name holds more than words and slashes");
  return name;
}
