import { inventory } from "../../analysis/inventory.ts";
import { linkId, providerId, routeId, siteId } from "../../model/ids.ts";
import type { Network } from "../../model/network.ts";
import type { Analysis } from "../../pipeline.ts";
import type { Language, Text } from "../../text/language.ts";
import { safeJson, shown } from "../../text/safe.ts";
import { linkSheet, linkSheetText } from "../../views/link-sheet.ts";
import { summaryData, summaryText } from "../../views/network-summary.ts";
import { providerSheet, providerSheetText } from "../../views/provider-sheet.ts";
import { queryDocument } from "../../views/query-document.ts";
import { routeSheet, routeSheetText } from "../../views/route-sheet.ts";
import { siteSheet, siteSheetText } from "../../views/site-sheet.ts";
import { type Command, type ExitCode, unknownName, UsageError } from "../command.ts";
import { openQuestion, QUERY_OPTIONS, unknownId, withoutNetwork } from "../question.ts";

const SUBJECT_NAMES = ["site", "link", "route", "provider"] as const;
type SubjectName = (typeof SUBJECT_NAMES)[number];

interface Sheet {
  readonly data: object;
  readonly text: () => string;
}

/** What a sheet can be asked for; the id is one of `ids`. */
interface Subject {
  readonly word: Text;
  readonly ids: (network: Network) => Iterable<string>;
  readonly sheet: (analysis: Analysis, id: string, lang: Language) => Sheet;
}

const SUBJECTS: Readonly<Record<SubjectName, Subject>> = {
  site: {
    word: { id: "lokasi", en: "site" },
    ids: (network) => network.sites.keys(),
    sheet: (analysis, id, lang) => {
      const data = siteSheet(analysis, siteId(id));
      return { data, text: () => siteSheetText(data, analysis.index.network, lang) };
    },
  },
  link: {
    word: { id: "tautan", en: "link" },
    ids: (network) => network.links.keys(),
    sheet: (analysis, id, lang) => {
      const data = linkSheet(analysis, linkId(id));
      return { data, text: () => linkSheetText(data, analysis.index.network, lang) };
    },
  },
  route: {
    word: { id: "rute", en: "route" },
    ids: (network) => network.routes.keys(),
    sheet: (analysis, id, lang) => {
      const data = routeSheet(analysis, routeId(id));
      return { data, text: () => routeSheetText(data, analysis.index.network, lang) };
    },
  },
  provider: {
    word: { id: "penyedia", en: "provider" },
    ids: (network) => network.providers.keys(),
    sheet: (analysis, id, lang) => {
      const data = providerSheet(analysis, providerId(id));
      return { data, text: () => providerSheetText(data, analysis.index.network, lang) };
    },
  },
};

/** `rajut show`: a page on a network, or on one thing of it. */
export const show: Command = {
  usage: "[NETWORK] [summary | site ID | link ID | route ID | provider ID] [--json]",
  examples: [
    "rajut show",
    "rajut show topology/dumai --json",
    "rajut show site puskesmas-bukit-timah",
    "rajut show route jl-purnama-lubuk-gaung --at 2025-10-01",
  ],
  options: QUERY_OPTIONS,
  async run(invocation): Promise<ExitCode> {
    const { options, lang, terminal } = invocation;
    const { names, folder } = await withoutNetwork(invocation.arguments);
    const asked = questionOf(names);
    const analysis = await openQuestion(folder, invocation);
    if (analysis === undefined) return 2;
    const { network } = analysis.index;
    const { data, text } =
      asked === undefined ? summarySheet(analysis, lang) : sheetOf(analysis, asked, lang);
    terminal.out(
      options["json"] === true ? safeJson(queryDocument("show", network, data)) : text(),
    );
    return 0;
  },
};

interface Question {
  /** Undefined when only an id was written. */
  readonly subject: SubjectName | undefined;
  readonly id: string;
}

/** Undefined for the summary. */
function questionOf([word, id, ...more]: readonly string[]): Question | undefined {
  if (word === undefined || (word === "summary" && id === undefined)) return undefined;
  const subject = SUBJECT_NAMES.find((name) => name === word);
  if (subject === undefined && id === undefined) return { subject, id: word };
  if (subject === undefined) {
    throw unknownName("pertanyaan", "question", shown(word), ["summary", ...SUBJECT_NAMES]);
  }
  if (id === undefined || more.length > 0) {
    throw new UsageError({
      id: `sebut satu id: rajut show ${subject} ID`,
      en: `name one id: rajut show ${subject} ID`,
    });
  }
  return { subject, id };
}

function summarySheet({ index, redundancies }: Analysis, lang: Language): Sheet {
  const counts = inventory(index, redundancies);
  return {
    data: summaryData(counts, index.network),
    text: () => summaryText(counts, index.network, lang),
  };
}

function sheetOf(analysis: Analysis, { subject, id }: Question, lang: Language): Sheet {
  const { network } = analysis.index;
  const idsOf = (name: SubjectName) => [...SUBJECTS[name].ids(network)];
  if (subject !== undefined) {
    const ids = idsOf(subject);
    const { word, sheet } = SUBJECTS[subject];
    if (ids.includes(id)) return sheet(analysis, id, lang);
    throw unknownId(word.id, word.en, id, ids);
  }
  const [first, ...others] = SUBJECT_NAMES.filter((name) => idsOf(name).includes(id));
  if (first === undefined) {
    const known = ["summary", ...SUBJECT_NAMES, ...SUBJECT_NAMES.flatMap(idsOf)];
    throw unknownId("nama", "name", id, known);
  }
  if (others.length > 0) {
    const choices = [first, ...others].map((name) => `rajut show ${name} ${id}`).join(", ");
    throw new UsageError({
      id: `\`${id}\` adalah nama beberapa hal; pilih ${choices}`,
      en: `\`${id}\` is the name of several things; choose ${choices}`,
    });
  }
  return SUBJECTS[first].sheet(analysis, id, lang);
}
