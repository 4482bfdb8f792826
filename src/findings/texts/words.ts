import { AREA_LEVELS, MEDIA, SITE_KINDS, STATUSES } from "../../model/vocabulary.ts";
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
  overlay: { id: "lapisan perubahan", en: "overlay" },
  "finding-code": { id: "kode temuan", en: "finding code" },
} as const satisfies Record<EntityWord, Text>;

export const RISK_WORDS = {
  link: { id: "tautan", en: "link" },
  site: { id: "lokasi", en: "site" },
  risk: { id: "risiko bersama", en: "shared risk" },
} as const satisfies Record<RiskWord, Text>;

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

/** The yaml library's error codes; a new one is shown by its own name. */
export const YAML_PROBLEMS = {
  ALIAS_PROPS: { id: "alias tidak boleh diberi tanda lain", en: "an alias takes no properties" },
  BAD_ALIAS: { id: "alias menunjuk nama yang tidak ada", en: "an alias points at nothing" },
  BAD_COLLECTION_TYPE: { id: "jenis kumpulan salah", en: "wrong type of collection" },
  BAD_DIRECTIVE: { id: "baris % tidak dikenal", en: "unknown % directive" },
  BAD_DQ_ESCAPE: {
    id: "garis miring terbalik yang salah di dalam tanda petik",
    en: "a wrong backslash inside quotes",
  },
  BAD_INDENT: { id: "lekukannya salah", en: "the indentation is wrong" },
  BAD_PROP_ORDER: { id: "urutan tanda salah", en: "properties in the wrong order" },
  BAD_SCALAR_START: {
    id: "teks tidak boleh diawali karakter ini tanpa tanda petik",
    en: "a text may not begin with this character without quotes",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    id: "ada titik dua lagi di dalam satu baris",
    en: "a second colon on one line",
  },
  BLOCK_IN_FLOW: {
    id: "daftar berlekuk di dalam kurung",
    en: "an indented list inside brackets",
  },
  DUPLICATE_KEY: { id: "isian ditulis dua kali", en: "a field is written twice" },
  IMPOSSIBLE: { id: "bentuknya tidak dimengerti", en: "the form is not understood" },
  KEY_OVER_1024_CHARS: {
    id: "nama isian lebih dari 1.024 karakter",
    en: "a field name is over 1,024 characters",
  },
  MISSING_CHAR: {
    id: "ada tanda yang kurang (petik, kurung, koma, titik dua, atau spasi)",
    en: "a mark is missing (quote, bracket, comma, colon or space)",
  },
  MULTILINE_IMPLICIT_KEY: {
    id: "nama isian melewati satu baris; mungkin titik duanya hilang",
    en: "a field name goes over one line; its colon may be missing",
  },
  MULTIPLE_ANCHORS: { id: "lebih dari satu jangkar (&)", en: "more than one anchor (&)" },
  MULTIPLE_DOCS: {
    id: "ada lebih dari satu dokumen (---) di satu berkas",
    en: "more than one document (---) in a file",
  },
  MULTIPLE_TAGS: { id: "lebih dari satu penanda jenis (!)", en: "more than one tag (!)" },
  NON_STRING_KEY: { id: "nama isian harus teks", en: "a field name must be text" },
  RESOURCE_EXHAUSTION: { id: "terlalu banyak untuk dibaca", en: "too much to read" },
  TAB_AS_INDENT: {
    id: "lekukan memakai tab; YAML hanya menerima spasi",
    en: "indented by tabs; YAML takes spaces only",
  },
  TAG_RESOLVE_FAILED: {
    id: "penanda jenis (!) tidak dikenal",
    en: "unknown tag (!)",
  },
  UNEXPECTED_TOKEN: { id: "ada yang tidak pada tempatnya", en: "something is out of place" },
} as const satisfies Record<string, Text>;

export const FORM_WORDS = {
  string: { id: "teks", en: "text" },
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
  ...Object.keys({ ...ID_PROBLEMS, ...SYMLINK_TARGETS }),
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
