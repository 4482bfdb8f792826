import { failureImpact } from "../../analysis/failure-impact.ts";
import { resolveScenario, SCENARIO_KINDS, scenarioNames } from "../../analysis/scenario.ts";
import { safeJson, shown } from "../../text/safe.ts";
import { failureData, failureText } from "../../views/failure-text.ts";
import { queryDocument } from "../../views/query-document.ts";
import { type Command, type ExitCode, UsageError } from "../command.ts";
import { openQuestion, QUERY_OPTIONS, unknownId, withoutNetwork } from "../question.ts";

/** `rajut fail`: who is cut off when things fail together. A question, so it ends with 0. */
export const fail: Command = {
  usage: "X… [NETWORK] [--json]",
  examples: [
    "rajut fail cabang-bukit-kapur-1",
    "rajut fail jembatan-purnama-lubuk-gaung isp-a",
    "rajut fail area:kec-dumai-barat topology/dumai --at 2025-10-01",
    "rajut fail segment:jl-kelakap-tujuh:0-697 provider:jaringan-c --json",
  ],
  options: QUERY_OPTIONS,
  async run(invocation): Promise<ExitCode> {
    const { options, lang, terminal } = invocation;
    const { names, folder } = await withoutNetwork(invocation.arguments);
    if (names.length === 0) {
      throw new UsageError({
        id: "sebut apa yang gagal: id lokasi, tautan, rute, penyedia, risiko, wilayah, gedung, atau ruas",
        en: "name what fails: the id of a site, link, route, provider, risk, area, building or segment",
      });
    }
    const analysis = await openQuestion(folder, invocation);
    if (analysis === undefined) return 2;
    const { index, redundancies } = analysis;
    const scenario = resolveScenario(index, names);
    const [ambiguous] = scenario.ambiguous;
    if (ambiguous !== undefined) {
      const choices = ambiguous.choices.join(", ");
      throw new UsageError({
        id: `\`${ambiguous.name}\` adalah nama beberapa hal; pilih ${choices}`,
        en: `\`${ambiguous.name}\` is the name of several things; choose ${choices}`,
      });
    }
    const [unknown] = scenario.unknown;
    if (unknown !== undefined) throw unknownThing(unknown, scenarioNames(index));
    const impact = failureImpact(index, scenario, redundancies);
    const data = failureData(index, scenario, impact);
    terminal.out(
      options["json"] === true
        ? safeJson(queryDocument("fail", index.network, data))
        : failureText(data, index.network, lang),
    );
    return 0;
  },
};

function unknownThing(written: string, known: readonly string[]): UsageError {
  const prefix = SCENARIO_KINDS.find((kind) => written.startsWith(`${kind}:`));
  const bare = prefix === undefined ? written : written.slice(prefix.length + 1);
  // The right name under the wrong prefix deserves a plain word.
  if (prefix !== undefined && known.includes(bare)) {
    return new UsageError({
      id: `\`${shown(written)}\` tidak ada; \`${bare}\` ada sebagai hal lain, tulis tanpa awalan`,
      en: `no \`${shown(written)}\`; \`${bare}\` is something else, write it without the prefix`,
    });
  }
  return unknownId("nama", "name", bare, known);
}
