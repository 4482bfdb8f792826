/** The words of the maps in both languages. Words of the model itself stand in model/vocabulary.ts. */
import type { Day } from "../../model/calendar.ts";
import type { Language, Text } from "../../text/language.ts";
import { formatCount, formatDecimal } from "../../text/number.ts";
import type { Stage } from "./style.ts";

export const MAP_TEXTS = {
  purpose: { id: "Cakupan dan ketahanan jaringan", en: "Coverage and resilience of the network" },
  standard: {
    id: "standar yang ditampilkan: dua jalur ke inti yang terbukti terpisah",
    en: "standard shown: two paths to the core, proven apart",
  },
  state: { id: "keadaan per", en: "as of" },
  classification: { id: "Klasifikasi", en: "Classification" },
  shadeTitle: {
    id: "Bagian lokasi dengan dua jalur terbukti terpisah",
    en: "Share of sites with two paths proven apart",
  },
  noSites: { id: "tanpa lokasi terlayani", en: "no served sites" },
  kecamatan: {
    id: "Per kecamatan: terbukti / terlayani",
    en: "By kecamatan: proven / served",
  },
  sites: { id: "Lokasi", en: "Sites" },
  positions: { id: "Cara posisi diketahui", en: "How positions are known" },
  areaOnly: { id: "hanya wilayahnya diketahui", en: "only the area is known" },
  unplaced: { id: "tanpa posisi, tidak digambar", en: "no position, not drawn" },
  cutOff: { id: "tidak mencapai inti", en: "cannot reach the core" },
  links: { id: "Tautan", en: "Links" },
  core: { id: "inti, 10 Gbps ke atas", en: "core, 10 Gbps and more" },
  internet: { id: "sambungan ke internet", en: "connection to the internet" },
  cells: { id: "sel perkiraan, bukan batas", en: "approximate cells, not boundaries" },
  boundaries: { id: "bukan rujukan batas resmi", en: "not an official boundary reference" },
  notes: { id: "Catatan", en: "Notes" },
  north: { id: "U", en: "N" },
  inset: { id: "Perbesaran", en: "Enlarged" },
  madeBy: { id: "Dibuat dengan Rajut", en: "Made with Rajut" },
} as const satisfies Record<string, Text>;

export const STAGE_WORDS = {
  operational: { id: "beroperasi", en: "operational" },
  building: { id: "sedang dibangun", en: "under construction" },
  planned: { id: "direncanakan", en: "planned" },
  inactive: { id: "tidak aktif", en: "inactive" },
} as const satisfies Record<Stage, Text>;

type Sentence<A extends readonly unknown[]> = (lang: Language, ...args: A) => string;

/** Sentences with numbers in them. */
export const MAP_SENTENCES = {
  answers: (lang, yes: number, notProven: number, no: number, sites: number) => {
    const [y, p, n, all] = [yes, notProven, no, sites].map((value) => formatCount(value, lang));
    return lang === "id"
      ? `Dari ${all} lokasi terlayani: ${y} terbukti, ${p} belum terbukti, ${n} tidak. Titik simpul, menara, dan kabinet tidak dihitung.`
      : `Of ${all} served sites: ${y} proven, ${p} not proven, ${n} no. PoPs, towers and cabinets are not counted.`;
  },
  approximate: (lang, part: number, all: number) =>
    lang === "id"
      ? `${formatCount(part, lang)} dari ${formatCount(all, lang)} posisi adalah perkiraan atau diturunkan, bukan hasil survei`
      : `${formatCount(part, lang)} of ${formatCount(all, lang)} positions are estimated or derived, not surveyed`,
  unplaced: (lang, count: number) =>
    lang === "id"
      ? `${formatCount(count, lang)} lokasi tanpa posisi tidak digambar`
      : `${formatCount(count, lang)} sites without a position are not drawn`,
  dropped: (lang, count: number) =>
    lang === "id"
      ? `${formatCount(count, lang)} label tidak muat`
      : `${formatCount(count, lang)} labels did not fit`,
  straight: (lang, count: number) =>
    lang === "id"
      ? `${formatCount(count, lang)} tautan digambar lurus karena jalurnya belum diketahui`
      : `${formatCount(count, lang)} links are drawn straight because their path is not known`,
  onePlace: (lang, count: number) =>
    lang === "id"
      ? `${formatCount(count, lang)} tautan tidak tampak karena kedua ujungnya digambar di satu titik`
      : `${formatCount(count, lang)} links are not seen because both ends are drawn at one point`,
  undrawn: (lang, count: number) =>
    lang === "id"
      ? `${formatCount(count, lang)} tautan tidak digambar karena ujungnya tanpa posisi`
      : `${formatCount(count, lang)} links are not drawn because an end has no position`,
  areasMissing: (lang, count: number) =>
    lang === "id"
      ? `${formatCount(count, lang)} kecamatan tidak tergambar karena tanpa batas atau posisi`
      : `${formatCount(count, lang)} kecamatan are not drawn for want of a boundary or a position`,
  enlarged: (lang, times: number) => `${MAP_TEXTS.inset[lang]} ${formatDecimal(times, lang, 1)}×`,
  description: (lang, name: string, sites: number, links: number) =>
    lang === "id"
      ? `Peta ${name}: ${formatCount(sites, lang)} lokasi dan ${formatCount(links, lang)} tautan`
      : `Map of ${name}: ${formatCount(sites, lang)} sites and ${formatCount(links, lang)} links`,
  shadeRange: (_lang, low: number, high: number) =>
    high === 0 ? "0 %" : low === 0 ? `> 0–${high} %` : `> ${low}–${high} %`,
} as const satisfies Record<string, Sentence<never>>;

const MONTHS = {
  id: [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
  ],
  en: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
} as const satisfies Record<Language, readonly string[]>;

/** A day as people write it: `1 Juli 2025`. */
export function formatDay(day: Day, lang: Language): string {
  const [year, month, date] = day.split("-");
  return `${Number(date)} ${MONTHS[lang][Number(month) - 1] ?? month} ${year}`;
}
