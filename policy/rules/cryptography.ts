import { X509Certificate } from "node:crypto";
import { everyValue, type Resource } from "../properties.ts";

/**
 * RSA below 3,072 bits has less than 128 bits of security (NIST SP 800-57 Part 1 Rev. 5, Table 2). BSSN
 * Regulation 4/2021 Article 33 asks intra networks of government for the newest TLS and names no length.
 */
export const RSA_BITS_MIN = 3072;

/** TLS 1.0 and 1.1 must not be used (RFC 8996), SSL even less. A sign before the word turns it off. */
const OLD_PROTOCOL = /(?<![\w!+-])\+?(?:SSLv[23]|TLSv1(?:\.[01])?)(?![\w.])/i;
/** Settings of a lowest version, whatever the program calls them. */
const LOWEST_VERSION =
  /(?:min[\w-]*(?:version|protocol|proto)|(?:version|protocol|tls)[\w-]*min\w*)["']?\s*[:=\s]\s*["']?(?:Version)?(?:SSLv?[23]|TLS[v_-]?1?[._]?[01]|1\.[01])(?![\d.])/i;
const RSA_SETTING =
  /(?:\brsa[:_-](\d{3,5})\b|\b(?:default_bits|RequiredRSASize|rsa[_-]?(?:key[_-]?)?(?:bits|size|length))\s*[:=\s]\s*(\d{3,5})\b)/i;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const SSH_RSA = /\bssh-rsa (AAAA[A-Za-z0-9+/]+={0,2})/g;
const SSH_DSA = /\bssh-dss AAAA/;

/** Old TLS and short keys in files and host keys. O(length of the texts). */
export function weakCryptography({ properties }: Resource, rsaBitsMin = RSA_BITS_MIN): string[] {
  return [...everyValue(properties)].flatMap(({ value, way }) => {
    // A description may name what is forbidden; what is configured stands in files and keys.
    if (typeof value !== "string" || way[0] === "secrets") return [];
    const where = way.join(".");
    return [...weakLines(value, where), ...weakKeys(value, where, rsaBitsMin)];
  });
}

function weakLines(text: string, where: string): string[] {
  return text.split("\n").flatMap((line, i) => {
    if (/^\s*(?:#|!|;|\/\/)/.test(line)) return [];
    const isOld = LOWEST_VERSION.test(line) || OLD_PROTOCOL.test(line);
    return isOld ? [`${where} line ${i + 1} allows TLS below 1.2`] : [];
  });
}

function weakKeys(text: string, where: string, bitsMin: number): string[] {
  const problems: string[] = [];
  const short = (bits: number | undefined, what: string) => {
    if (bits !== undefined && bits < bitsMin) {
      problems.push(`${where}: ${what} of ${bits} bits, below ${bitsMin}`);
    }
  };
  for (const line of text.split("\n")) {
    const [, one, other] = RSA_SETTING.exec(line) ?? [];
    const bits = one ?? other;
    if (bits !== undefined) short(Number(bits), "RSA keys");
  }
  for (const [pem] of text.matchAll(CERTIFICATE)) short(certificateBits(pem), "an RSA certificate");
  for (const [, key] of text.matchAll(SSH_RSA)) short(sshRsaBits(key!), "an RSA host key");
  if (SSH_DSA.test(text)) problems.push(`${where}: a DSA key`);
  return problems;
}

/** Undefined where its key is not RSA or nothing can be read. */
function certificateBits(pem: string): number | undefined {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyDetails?.modulusLength;
  } catch {
    return undefined;
  }
}

/** Length of the modulus: the third of the length-prefixed fields (RFC 4253 §6.6). */
function sshRsaBits(base64: string): number | undefined {
  const bytes = Buffer.from(base64, "base64");
  let at = 0;
  for (let field = 0; field < 3; field++) {
    if (at + 4 > bytes.length) return undefined;
    const length = bytes.readUInt32BE(at);
    if (field === 2) {
      const modulus = bytes.subarray(at + 4, at + 4 + length);
      const first = modulus.findIndex((byte) => byte !== 0);
      return first < 0 ? 0 : (modulus.length - first) * 8 - Math.clz32(modulus[first]!) + 24;
    }
    at += 4 + length;
  }
  return undefined;
}
