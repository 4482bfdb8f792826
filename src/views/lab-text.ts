import type { Language, Text } from "../text/language.ts";
import { formatCount, formatDecimal } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import { indented, textTable } from "./text-table.ts";

/** What a lab has shown, as JSON has it. */
export interface LabReport {
  readonly version: 1;
  readonly tool: "rajut";
  readonly command: "lab";
  readonly lab: string;
  readonly network: string;
  readonly routers: number;
  /** Whether everything was as predicted. */
  readonly asPredicted: boolean;
  /** Whether a signal ended it early; then experiments are missing. */
  readonly interrupted: boolean;
  readonly experiments: readonly ExperimentReport[];
}

export interface ExperimentReport {
  readonly name: string;
  readonly title: Text;
  /** Why there was nothing to ask. */
  readonly nothing: Text | undefined;
  readonly durationMs: number;
  readonly checks: readonly CheckReport[];
}

interface CheckReport {
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  readonly ok: boolean;
  readonly tookMs?: number;
}

/** Longest list of what differs, for each experiment; the rest is in the JSON. */
const DIFFERING_MAX = 20;
const CELL_MAX = 90;
/** Experiments whose single figures are the answer. */
const LISTED = new Set(["failures", "backup-lines", "internet"]);

const WORDS = {
  question: { id: "percobaan", en: "experiment" },
  predicted: { id: "sesuai", en: "as predicted" },
  longest: { id: "terlama", en: "longest" },
  duration: { id: "lama", en: "took" },
  subject: { id: "apa", en: "what" },
  expected: { id: "diramalkan", en: "predicted" },
  found: { id: "terlihat", en: "seen" },
  pause: { id: "jeda", en: "gap" },
  differing: { id: "berbeda", en: "differs" },
  nothing: { id: "tidak ada", en: "nothing to ask" },
  interrupted: {
    id: "Dihentikan sebelum selesai; sisanya tidak diuji.",
    en: "Stopped before its end; the rest was not tested.",
  },
} as const satisfies Record<string, Text>;

/** The table at the end, then what was measured one by one, then what differs. */
export function labText(report: LabReport, lang: Language): string {
  const { experiments, routers } = report;
  const word = (name: keyof typeof WORDS) => WORDS[name][lang];
  const summary = textTable(
    [
      { head: word("question") },
      { head: word("predicted"), right: true },
      { head: word("longest"), right: true },
      { head: word("duration"), right: true },
    ],
    experiments.map(({ title, checks, durationMs, nothing }) => [
      title[lang],
      nothing === undefined
        ? `${formatCount(okCount(checks), lang)}/${formatCount(checks.length, lang)}`
        : word("nothing"),
      durationText(longestMs(checks), lang),
      durationText(durationMs, lang),
    ]),
  );
  const lines = [verdict(report, lang), "", ...summary];
  for (const { name, title, checks, nothing } of experiments) {
    if (nothing !== undefined) lines.push("", `${title[lang]}: ${nothing[lang]}`);
    const differing = checks.filter(({ ok }) => !ok);
    const listed = LISTED.has(name) ? checks : differing.slice(0, DIFFERING_MAX);
    if (listed.length === 0) continue;
    lines.push("", `${title[lang]}:`, ...indented(checkTable(listed, lang)));
    const more = differing.length - DIFFERING_MAX;
    if (!LISTED.has(name) && more > 0) {
      lines.push(`  ${{ id: `dan ${more} lagi`, en: `and ${more} more` }[lang]}`);
    }
  }
  if (report.interrupted) lines.push("", WORDS.interrupted[lang]);
  lines.push("", routersLine(routers, lang));
  return `${lines.join("\n")}\n`;
}

const okCount = (checks: readonly CheckReport[]) => checks.filter(({ ok }) => ok).length;

function longestMs(checks: readonly CheckReport[]): number | undefined {
  const times = checks.flatMap(({ tookMs }) => tookMs ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Milliseconds below a second, else seconds with one decimal. */
function durationText(ms: number | undefined, lang: Language): string {
  if (ms === undefined) return "";
  if (ms < 1000) return `${formatCount(ms, lang)} ms`;
  return `${formatDecimal(ms / 1000, lang, 1)} ${{ id: "dtk", en: "s" }[lang]}`;
}

function checkTable(checks: readonly CheckReport[], lang: Language): string[] {
  return textTable(
    [
      { head: WORDS.subject[lang] },
      { head: WORDS.expected[lang] },
      { head: WORDS.found[lang] },
      { head: WORDS.pause[lang], right: true },
      { head: "" },
    ],
    checks.map(({ subject, expected, found, ok, tookMs }) => [
      shown(subject, CELL_MAX),
      shown(expected, CELL_MAX),
      shown(found, CELL_MAX),
      durationText(tookMs, lang),
      ok ? "" : `✗ ${WORDS.differing[lang]}`,
    ]),
  );
}

function verdict({ network, asPredicted, experiments }: LabReport, lang: Language): string {
  const checks = experiments.flatMap((experiment) => experiment.checks);
  const [ok, all] = [okCount(checks), checks.length].map((count) => formatCount(count, lang));
  const name = shown(network);
  return asPredicted
    ? {
        id: `${name}: semua ${all} pemeriksaan sesuai ramalan.`,
        en: `${name}: all ${all} checks as predicted.`,
      }[lang]
    : {
        id: `${name}: ${ok} dari ${all} pemeriksaan sesuai ramalan.`,
        en: `${name}: ${ok} of ${all} checks as predicted.`,
      }[lang];
}

const routersLine = (routers: number, lang: Language): string =>
  ({
    id: `${formatCount(routers, lang)} router sungguhan (FRR, nftables, WireGuard) dari konfigurasi hasil render; VLAN diganti kabel sendiri.`,
    en: `${formatCount(routers, lang)} real routers (FRR, nftables, WireGuard) from the rendered configuration; VLANs are cables of their own.`,
  })[lang];
