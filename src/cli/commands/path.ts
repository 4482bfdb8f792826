import { INTERNET } from "../../vocabulary.ts";
import { siteId } from "../../model/ids.ts";
import type { NetworkIndex } from "../../network/network-index.ts";
import {
  disjointPaths,
  PATH_WEIGHTS,
  type PathWeight,
  shortestNetworkPaths,
} from "../../analysis/paths.ts";
import { safeJson, shown } from "../../text/safe.ts";
import { disjointData, disjointText, pathData, pathsText } from "../../views/paths-text.ts";
import { queryDocument } from "../../views/query-document.ts";
import { type Command, type ExitCode, UsageError } from "../command.ts";
import { openQuestion, QUERY_OPTIONS, unknownId, withoutNetwork } from "../question.ts";

const COUNT_MAX = 100;

/** `rajut path`: how traffic can go between two sites, or from a site to the internet. */
export const path: Command = {
  usage: "A B [NETWORK] [--by length|delay] [--count N | --disjoint] [--json]",
  examples: [
    "rajut path lurah-pelintung pusat-data",
    "rajut path camat-sungai-sembilan pusat-data --disjoint",
    "rajut path puskesmas-bukit-timah internet topology/dumai --by delay --count 3",
  ],
  options: {
    by: {
      type: "string",
      values: PATH_WEIGHTS,
      summary: { id: "ukuran (bawaan: length)", en: "measure (default: length)" },
    },
    count: {
      type: "string",
      placeholder: "N",
      summary: { id: "sebanyak ini jalur terpendek", en: "this many shortest paths" },
    },
    disjoint: {
      type: "boolean",
      summary: {
        id: "dua jalur yang tidak putus bersama: ya, tidak, atau belum terbukti",
        en: "two paths that do not fail together: yes, no or not proven",
      },
    },
    ...QUERY_OPTIONS,
  },
  async run(invocation): Promise<ExitCode> {
    const { options, lang, terminal } = invocation;
    const { names, folder } = await withoutNetwork(invocation.arguments);
    const [a, b, ...more] = names;
    if (a === undefined || b === undefined || more.length > 0 || a === b) {
      throw new UsageError({
        id: "sebut dua ujung yang berbeda: rajut path LOKASI LOKASI, atau rajut path LOKASI internet",
        en: "name two different ends: rajut path SITE SITE, or rajut path SITE internet",
      });
    }
    const count = countOption(options["count"]);
    if (count !== undefined && options["disjoint"] === true) {
      throw new UsageError({
        id: "pilih salah satu: --count atau --disjoint",
        en: "choose one: --count or --disjoint",
      });
    }
    const analysis = await openQuestion(folder, invocation);
    if (analysis === undefined) return 2;
    const { index } = analysis;
    const question = {
      from: endOf(index, a),
      to: endOf(index, b),
      by: (options["by"] ?? "length") as PathWeight,
    };
    const { from, to, by } = question;
    const asked = { from: a, to: b, by };
    if (options["disjoint"] === true) {
      const pair = disjointPaths(index, from, to, by);
      terminal.out(
        options["json"] === true
          ? safeJson(
              queryDocument("path", index.network, {
                ...asked,
                disjoint: disjointData(index, pair),
              }),
            )
          : disjointText(index, question, pair, lang),
      );
      return 0;
    }
    const paths = shortestNetworkPaths(index, from, to, by, count ?? 1);
    terminal.out(
      options["json"] === true
        ? safeJson(
            queryDocument("path", index.network, {
              ...asked,
              paths: paths.map((one) => pathData(index, one)),
            }),
          )
        : pathsText(index, question, paths, lang),
    );
    return 0;
  },
};

function endOf(index: NetworkIndex, id: string): number {
  if (id === INTERNET) return index.internetNode;
  const node = index.nodeOfSite.get(siteId(id));
  if (node !== undefined) return node;
  throw unknownId("lokasi", "site", id, [INTERNET, ...index.nodeOfSite.keys()]);
}

function countOption(text: string | boolean | undefined): number | undefined {
  if (typeof text !== "string") return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= COUNT_MAX) return count;
  throw new UsageError({
    id: `--count ${shown(text)}: tulis bilangan 1 sampai ${COUNT_MAX}`,
    en: `--count ${shown(text)}: write a number from 1 to ${COUNT_MAX}`,
  });
}
