import type { Language } from "../../text/language.ts";
import type { LabelArgs, LabelKey } from "../codes.ts";
import { kindWord } from "./words.ts";

type LabelTexts = {
  readonly [K in LabelKey]: Readonly<Record<Language, (args: LabelArgs[K]) => string>>;
};

/** What a label at a related place says. */
export const LABEL_TEXTS: LabelTexts = {
  first: { id: () => "pertama kali ditulis di sini", en: () => "first written here" },
  here: { id: () => "juga di sini", en: () => "here too" },
  "depends-on": {
    id: ({ id }) => `${id} bergantung padanya`,
    en: ({ id }) => `${id} depends on it`,
  },
  "same-loss": {
    id: ({ id }) => `bila ${id} terganggu, akibatnya sama`,
    en: ({ id }) => `when ${id} fails, the effect is the same`,
  },
  "shares-risk": {
    id: ({ risk }) => `jalurnya bergantung pada ${risk}`,
    en: ({ risk }) => `the paths depend on ${risk}`,
  },
  "path-unknown": {
    id: ({ link }) => `letak tautan ${link} tidak diketahui`,
    en: ({ link }) => `where link ${link} runs is unknown`,
  },
  standard: {
    id: ({ kind }) => `standar untuk ${kindWord(kind, "id")}`,
    en: ({ kind }) => `the standard for ${kindWord(kind, "en")}`,
  },
  site: { id: ({ id }) => `lokasi ${id}`, en: ({ id }) => `site ${id}` },
  until: { id: ({ date }) => `berakhir ${date}`, en: ({ date }) => `ends on ${date}` },
  area: { id: ({ id }) => `wilayah ${id}`, en: ({ id }) => `area ${id}` },
};
