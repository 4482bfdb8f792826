import {
  ADDRESS_ROLES,
  AREA_LEVELS,
  MEDIA,
  SERVICE_ROLES,
  SITE_KINDS,
  STATUSES,
  UPLINK_ROLES,
  ZONES,
} from "../../vocabulary.ts";
import type { Language, Text } from "../../text/language.ts";
import { formatCount } from "../../text/number.ts";
import type { EntityWord, RiskWord } from "../codes.ts";

/** Longest list in a message; the rest is counted. */
export const LIST_MAX = 12;

export const ENTITY_WORDS = {
  area: { id: "wilayah", en: "area" },
  building: { id: "gedung", en: "building" },
  site: { id: "lokasi", en: "site" },
  link: { id: "tautan", en: "link" },
  route: { id: "rute", en: "route" },
  risk: { id: "risiko bersama", en: "shared risk" },
  pool: { id: "kapasitas bersama", en: "pool" },
  provider: { id: "penyedia", en: "provider" },
  contract: { id: "kontrak", en: "contract" },
  contact: { id: "narahubung", en: "contact" },
  service: { id: "layanan", en: "service" },
  "address-pool": { id: "pool alamat", en: "address pool" },
  overlay: { id: "lapisan perubahan", en: "overlay" },
  "finding-code": { id: "kode temuan", en: "finding code" },
} as const satisfies Record<EntityWord, Text>;

export const RISK_WORDS = {
  link: { id: "tautan", en: "link" },
  site: { id: "lokasi", en: "site" },
  risk: { id: "risiko bersama", en: "shared risk" },
} as const satisfies Record<RiskWord, Text>;

/** Why a part of a network is in the backbone area. */
export const FLATTENED_REASONS = {
  "mixed-media": {
    id: "serat dan media lain sama-sama menyambungkannya, dan OSPF memakai jalur dalam area berapa pun ongkosnya",
    en: "fibre and other media both join it, and OSPF uses a path inside an area whatever it costs",
  },
  uplink: { id: "di sini ada jalur ke internet", en: "a way to the internet is here" },
} as const satisfies Record<string, Text>;

export const SYMLINK_TARGETS = {
  outside: { id: "tujuannya di luar folder jaringan", en: "it leads out of the network's folder" },
  missing: { id: "tujuannya tidak ada", en: "its target does not exist" },
  loop: { id: "jalurnya berputar", en: "it runs in a circle" },
} as const satisfies Record<string, Text>;

export const GEOJSON_PROBLEMS = {
  "not-a-line": {
    id: "rute ini bukan garis (LineString)",
    en: "this route is not a line (LineString)",
  },
  "not-a-polygon": {
    id: "batas ini bukan poligon (Polygon atau MultiPolygon)",
    en: "this boundary is not a polygon (Polygon or MultiPolygon)",
  },
  syntax: { id: "penulisan JSON salah", en: "the JSON is not well-formed" },
  "not-a-feature-collection": {
    id: "isinya bukan FeatureCollection",
    en: "it is not a FeatureCollection",
  },
} as const satisfies Record<string, Text>;

/** What js-yaml says of a file that it cannot read, and what our own reader adds; a new reason is shown as it is. */
export const YAML_PROBLEMS = {
  "tab characters must not be used in indentation": {
    id: "tabulasi tidak boleh dipakai untuk menjorokkan; pakai spasi",
    en: "tabs must not indent; use spaces",
  },
  "bad indentation of a mapping entry": {
    id: "jorokan isian ini tidak cocok dengan isian lain di kelompoknya",
    en: "bad indentation of a mapping entry",
  },
  "bad indentation of a sequence entry": {
    id: "jorokan butir daftar ini tidak cocok dengan butir lainnya",
    en: "bad indentation of a sequence entry",
  },
  "deficient indentation": {
    id: "baris ini kurang menjorok",
    en: "deficient indentation",
  },
  "end of the stream or a document separator is expected": {
    id: "baris ini tidak menyambung dengan isi di atasnya",
    en: "end of the stream or a document separator is expected",
  },
  "expected valid JSON character": {
    id: "karakter ini tidak boleh ada di dalam teks",
    en: "expected valid JSON character",
  },
  "unknown escape sequence": {
    id: "garis miring terbalik yang salah di dalam tanda petik",
    en: "unknown escape sequence",
  },
  "expected hexadecimal character": {
    id: "kode karakter harus heksadesimal",
    en: "expected hexadecimal character",
  },
  "unexpected end of the stream within a flow collection": {
    id: "kurung siku atau kurung kurawal tidak ditutup",
    en: "unexpected end of the stream within a flow collection",
  },
  "unexpected end of the stream within a double quoted scalar": {
    id: "tanda petik ganda tidak ditutup",
    en: "unexpected end of the stream within a double quoted scalar",
  },
  "unexpected end of the stream within a single quoted scalar": {
    id: "tanda petik tunggal tidak ditutup",
    en: "unexpected end of the stream within a single quoted scalar",
  },
  "unexpected end of the document within a double quoted scalar": {
    id: "tanda petik ganda tidak ditutup",
    en: "unexpected end of the document within a double quoted scalar",
  },
  "unexpected end of the document within a single quoted scalar": {
    id: "tanda petik tunggal tidak ditutup",
    en: "unexpected end of the document within a single quoted scalar",
  },
  "missed comma between flow collection entries": {
    id: "koma di antara dua butir hilang",
    en: "missed comma between flow collection entries",
  },
  "expected the node content, but found ','": {
    id: "ada koma yang tidak perlu",
    en: "expected the node content, but found ','",
  },
  "expected ':' after a mapping key": {
    id: "titik dua sesudah nama isian hilang",
    en: "expected ':' after a mapping key",
  },
  "a whitespace character is expected after the key-value separator within a block mapping": {
    id: "sesudah titik dua harus ada spasi",
    en: "a whitespace character is expected after the key-value separator within a block mapping",
  },
  "can not read a block mapping entry; a multiline key may not be an implicit key": {
    id: "nama isian tidak boleh lebih dari satu baris",
    en: "can not read a block mapping entry; a multiline key may not be an implicit key",
  },
  "the stream contains non-printable characters": {
    id: "ada karakter yang tidak dapat dicetak",
    en: "the stream contains non-printable characters",
  },
  "null byte is not allowed in input": {
    id: "ada byte nol",
    en: "null byte is not allowed in input",
  },
  "duplication of an anchor property": {
    id: "jangkar (&) tertulis dua kali",
    en: "duplication of an anchor property",
  },
  "duplication of a tag property": {
    id: "penanda (!) tertulis dua kali",
    en: "duplication of a tag property",
  },
  "alias node should not have any properties": {
    id: "alias (*) tidak boleh diberi tanda lain",
    en: "alias node should not have any properties",
  },
  "name of an alias node must contain at least one character": {
    id: "nama alias (*) kosong",
    en: "name of an alias node must contain at least one character",
  },
  "name of an anchor node must contain at least one character": {
    id: "nama jangkar (&) kosong",
    en: "name of an anchor node must contain at least one character",
  },
  "unacceptable YAML version of the document": {
    id: "versi YAML tidak dikenal",
    en: "unacceptable YAML version of the document",
  },
  "directives end mark is expected": {
    id: "baris % harus diakhiri dengan ---",
    en: "directives end mark is expected",
  },
  "several documents": {
    id: "satu berkas hanya boleh berisi satu dokumen; hapus garis ---",
    en: "a file holds one document only; remove the --- line",
  },
  "unknown tag": {
    id: "penanda (!) tidak dikenal",
    en: "unknown tag (!)",
  },
  "unknown alias": {
    id: "alias (*) menunjuk nama yang tidak ada",
    en: "the alias (*) points at nothing",
  },
  "a key is not text": {
    id: "nama isian harus teks",
    en: "a field's name must be text",
  },
  "unexpected end": {
    id: "isi berkas terputus",
    en: "the file breaks off",
  },
} as const satisfies Record<string, Text>;

export const FORM_WORDS = {
  string: { id: "teks", en: "text" },
  "quoted-text": { id: "teks di dalam tanda petik", en: "text in quotes" },
  null: { id: "kosong", en: "nothing" },
  number: { id: "angka", en: "a number" },
  int: { id: "bilangan bulat", en: "a whole number" },
  boolean: { id: "true atau false", en: "true or false" },
  array: { id: "daftar", en: "a list" },
  list: { id: "daftar", en: "a list" },
  tuple: { id: "daftar", en: "a list" },
  object: { id: "pemetaan (nama: nilai)", en: "a mapping (name: value)" },
  mapping: { id: "pemetaan (nama: nilai)", en: "a mapping (name: value)" },
  "text|mapping": { id: "teks atau pemetaan (nama: nilai)", en: "text or a mapping (name: value)" },
  invalid_format: { id: "bentuk penulisan yang sah", en: "a valid form" },
  not_multiple_of: { id: "kelipatan yang sah", en: "a valid multiple" },
  custom: { id: "nilai yang sah", en: "a valid value" },
} as const satisfies Record<string, Text>;

export const ID_PROBLEMS = {
  form: {
    id: "memuat karakter atau susunan yang tidak diperbolehkan",
    en: "has characters or a form that ids may not have",
  },
  length: { id: "lebih dari 64 karakter", en: "is longer than 64 characters" },
  "area-code": {
    id: "memuat kode wilayah, yang dapat berubah saat pemekaran",
    en: "holds a kode wilayah, which can change when areas are split",
  },
  reserved: { id: "adalah kata yang dicadangkan", en: "is a reserved word" },
} as const satisfies Record<string, Text>;

export const kindWord = (kind: string, lang: Language) => wordIn(SITE_KINDS, kind, lang);
export const mediumWord = (medium: string, lang: Language) => wordIn(MEDIA, medium, lang);
export const statusWord = (status: string, lang: Language) => wordIn(STATUSES, status, lang);
export const levelWord = (level: string, lang: Language) => wordIn(AREA_LEVELS, level, lang);

/** The values joined by commas; beyond `LIST_MAX` the rest is counted. */
export function listed(values: readonly string[], lang: Language): string {
  const rest = values.length - LIST_MAX;
  const head = values.slice(0, LIST_MAX).join(", ");
  if (rest <= 0) return head;
  return lang === "id"
    ? `${head}, dan ${formatCount(rest, lang)} lagi`
    : `${head} and ${formatCount(rest, lang)} more`;
}

/** "nama terdekat: X; yang dikenal: a, b, c": what to write instead of an unknown name, or the empty text. */
export function knownNames(
  nearest: string | undefined,
  known: readonly string[],
  lang: Language,
): string {
  const parts = [
    nearest === undefined
      ? undefined
      : lang === "id"
        ? `nama terdekat: ${nearest}`
        : `nearest name: ${nearest}`,
    known.length === 0
      ? undefined
      : lang === "id"
        ? `yang dikenal: ${listed(known, lang)}`
        : `known: ${listed(known, lang)}`,
  ];
  return parts.filter((part) => part !== undefined).join("; ");
}

/** English plural by count: `counted(2, "site")` is `2 sites`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count, "en")} ${count === 1 ? noun : plural}`;
}

/** A field as the file names it; the entry itself has no name. */
export function fieldWord(field: string, lang: Language): string {
  if (field === "") return lang === "id" ? "entri ini" : "this entry";
  return lang === "id" ? `isian ${field}` : `field ${field}`;
}

/**
 * True for words of the model and of `FindingArgs` that the texts look up or compare. They are never
 * data, so they are not marked as such; every other text in the arguments is.
 */
export function isModelWord(text: string): boolean {
  return text === "" || MODEL_WORDS.has(text) || LIMIT.test(text);
}

/** A limit as checks of values give it: `≥ 0`, `≤ 200 characters`. */
export const LIMIT = /^([<>≤≥]) (-?[\d.e+-]+)( characters| items)?$/;

/** The label of a word of the model; a word that is not in the table is shown as it is. */
export function wordIn(
  table: Readonly<Record<string, Text>>,
  word: string,
  lang: Language,
): string {
  return Object.hasOwn(table, word) ? table[word]![lang] : word;
}

const MODEL_WORDS: ReadonlySet<string> = new Set([
  ...Object.keys({ ...SITE_KINDS, ...MEDIA, ...STATUSES, ...AREA_LEVELS }),
  ...Object.keys({ ...ENTITY_WORDS, ...RISK_WORDS }),
  ...Object.keys({ ...YAML_PROBLEMS, ...GEOJSON_PROBLEMS, ...FORM_WORDS }),
  ...Object.keys({ ...ID_PROBLEMS, ...SYMLINK_TARGETS, ...FLATTENED_REASONS }),
  ...Object.keys({ ...SERVICE_ROLES, ...UPLINK_ROLES, ...ADDRESS_ROLES, ...ZONES }),
  "address",
  "number",
  "block",
  "overlap",
  "foreign",
  "unknown-pool",
  "no-asn",
  "no-prefixes",
  "folder",
  "network-file",
  "unreadable",
  "directory",
  "special",
  "quote",
  "columns",
  "empty-header",
  "down",
  "no-path",
  "single-point",
  "no-disjoint-pair",
  "up",
]);
