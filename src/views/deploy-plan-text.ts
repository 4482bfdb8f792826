import { styleText } from "node:util";
import { structuredPatch } from "diff";
import type { ConfigChanges, Difference, Files } from "../config/config-changes.ts";
import type { Vendor } from "../config/vendors/vendor.ts";
import type { DeviceRollout } from "../rollout/device-rollout.ts";
import type { Language, Text } from "../text/language.ts";
import { formatCount } from "../text/number.ts";
import { compareText } from "../text/order.ts";
import { shown } from "../text/safe.ts";
import { fieldLines, indented, textTable, wrappedList } from "./text-table.ts";

/** What is planned for one device. Secrets are tokens in its files. */
export interface DevicePlan {
  readonly device: string;
  /** Undefined: the device is new. */
  readonly before: Files | undefined;
  /** Undefined: the device is released. */
  readonly after: Files | undefined;
  readonly rollout: DeviceRollout | undefined;
}

export interface DeployPlanOptions {
  readonly lang: Language;
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
  /** All lines of all differences, and the files of new devices. */
  readonly full: boolean;
  /** After which a device that is not confirmed goes back; told where it is known. */
  readonly rollbackSeconds?: number | undefined;
}

/** Lines of differences shown for one device, unless all are asked for. */
const DIFF_LINES_MAX = 40;
/** Names listed of one kind of change, and sites at risk; the rest is counted. */
const NAMES_MAX = 12;
const DIFF_LINE_LENGTH_MAX = 400;
const CONTEXT_LINES = 2;

const WORDS = {
  wave: { id: "gelombang", en: "wave" },
  device: { id: "perangkat", en: "device" },
  change: { id: "perubahan", en: "change" },
  cut: { id: "terputus sementara", en: "cut off meanwhile" },
  nobody: { id: "tidak ada", en: "nobody" },
  time: { id: "perkiraan", en: "estimate" },
  interfaces: { id: "antarmuka", en: "interfaces" },
  addresses: { id: "alamat", en: "addresses" },
  neighbours: { id: "tetangga", en: "neighbours" },
  routes: { id: "rute statis", en: "static routes" },
  services: { id: "layanan", en: "services" },
  restarts: { id: "dimulai ulang", en: "restarted" },
  firewall: { id: "firewall", en: "firewall" },
  files: { id: "berkas", en: "files" },
  lines: { id: "baris", en: "lines" },
  paths: { id: "jalan ke inti", en: "ways to the core" },
  seconds: { id: "dtk", en: "s" },
} as const satisfies Record<string, Text>;

const KIND_WORDS = {
  canary: { id: "percobaan", en: "canary" },
  ordinary: { id: "", en: "" },
  core: { id: "inti", en: "core" },
} as const satisfies Record<DeviceRollout["kind"], Text>;

const FATE_WORDS = {
  new: { id: "baru", en: "new" },
  changed: { id: "berubah", en: "changed" },
  released: { id: "dilepas", en: "released" },
} as const satisfies Record<string, Text>;
type Fate = keyof typeof FATE_WORDS;

/**
 * A plan for people: one table in order of the waves for whoever decides, then device by device what
 * changes, who is without network meanwhile, and the difference of the files for whoever answers for it.
 * Devices whose files stay as they are are only counted. Every name and line is made harmless.
 */
export function deployPlanText(
  plans: readonly DevicePlan[],
  { changes }: Pick<Vendor, "changes">,
  options: DeployPlanOptions,
): string {
  const { lang } = options;
  const touched = plans.filter(({ before, after }) => !isSame(before ?? {}, after ?? {}));
  const ordered = touched.sort((a, b) => waveOf(a) - waveOf(b) || compareText(a.device, b.device));
  const looked = ordered.map((plan) => ({
    plan,
    changes: changes(plan.before ?? {}, plan.after ?? {}),
  }));
  if (looked.length === 0) return `${summary(plans, ordered, lang)}\n`;
  return [
    summary(plans, ordered, lang),
    "",
    ...overview(looked, lang),
    ...caution(looked, options),
    ...looked.flatMap((one) => ["", ...deviceLines(one, options)]),
    "",
  ].join("\n");
}

interface Looked {
  readonly plan: DevicePlan;
  readonly changes: ConfigChanges;
}

const waveOf = ({ rollout }: DevicePlan) => rollout?.wave ?? Number.MAX_SAFE_INTEGER;

function isSame(before: Files, after: Files): boolean {
  const paths = Object.keys(before);
  return (
    paths.length === Object.keys(after).length &&
    paths.every((path) => before[path] === after[path])
  );
}

function fateOf({ before, after }: DevicePlan): Fate {
  if (before === undefined) return "new";
  return after === undefined ? "released" : "changed";
}

function summary(all: readonly DevicePlan[], touched: readonly DevicePlan[], lang: Language) {
  const count = (fate: Fate) => touched.filter((plan) => fateOf(plan) === fate).length;
  const same = all.length - touched.length;
  const parts = (["new", "changed", "released"] as const)
    .filter((fate) => count(fate) > 0)
    .map((fate) => `${formatCount(count(fate), lang)} ${FATE_WORDS[fate][lang]}`);
  const unchanged = { id: "tetap", en: "unchanged" }[lang];
  const waves = new Set(touched.flatMap(({ rollout }) => rollout?.wave ?? [])).size;
  const inWaves =
    waves === 0
      ? ""
      : {
          id: `, dalam ${formatCount(waves, lang)} gelombang`,
          en: `, in ${formatCount(waves, lang)} ${waves === 1 ? "wave" : "waves"}`,
        }[lang];
  const what = [...parts, `${formatCount(same, lang)} ${unchanged}`].join(" · ");
  return { id: `Rencana: ${what}${inWaves}`, en: `Plan: ${what}${inWaves}` }[lang];
}

function overview(looked: readonly Looked[], lang: Language): string[] {
  return textTable(
    [
      { head: WORDS.wave[lang] },
      { head: WORDS.device[lang] },
      { head: WORDS.change[lang] },
      { head: WORDS.cut[lang] },
      { head: WORDS.time[lang], right: true },
    ],
    looked.map(({ plan, changes }) => [
      waveText(plan.rollout, lang),
      shown(plan.device),
      fateOf(plan) === "changed" ? inShort(changes, lang) : FATE_WORDS[fateOf(plan)][lang],
      ...(isCutting({ plan, changes })
        ? [cutInShort(plan, lang), secondsText(plan.rollout, lang)]
        : [WORDS.nobody[lang], "–"]),
    ]),
  );
}

function waveText(rollout: DeviceRollout | undefined, lang: Language): string {
  if (rollout === undefined) return "–";
  const kind = KIND_WORDS[rollout.kind][lang];
  const of = `${formatCount(rollout.wave, lang)}/${formatCount(rollout.waves, lang)}`;
  return kind === "" ? of : `${of} ${kind}`;
}

/** How many things are new, gone and different; services only where nothing else is. */
function inShort(changes: ConfigChanges, lang: Language): string {
  const kinds = [changes.interfaces, changes.addresses, changes.neighbours, changes.routes];
  const all = (key: keyof Difference) => kinds.flatMap((kind) => kind[key]);
  const named = countsText({
    added: all("added"),
    removed: all("removed"),
    changed: all("changed"),
  });
  const firewall = linesText(changes, lang);
  if (named === "" && firewall === "") {
    return `${WORDS.services[lang]} ${countsText(changes.services)}`;
  }
  const parts = [named, firewall === "" ? "" : `${WORDS.firewall[lang]} ${firewall}`];
  return parts.filter((part) => part !== "").join(" · ");
}

function countsText({ added, removed, changed }: Difference): string {
  return [
    added.length > 0 ? `+${added.length}` : "",
    removed.length > 0 ? `−${removed.length}` : "",
    changed.length > 0 ? `~${changed.length}` : "",
  ]
    .filter((text) => text !== "")
    .join(" ");
}

function linesText({ firewall }: ConfigChanges, lang: Language): string {
  const { added, removed } = firewall;
  if (added + removed === 0) return "";
  return `+${formatCount(added, lang)} −${formatCount(removed, lang)} ${WORDS.lines[lang]}`;
}

/** A released device goes on as it is, and a change of its time server stops no packet. */
const isCutting = ({ plan, changes }: Looked) =>
  plan.after !== undefined && changes.touchesForwarding;

/** The device's own site, and how many behind it. */
function cutInShort({ rollout, device }: DevicePlan, lang: Language): string {
  if (rollout === undefined) return "–";
  const others = rollout.atRisk.filter(({ site }) => site !== device).length;
  const own = { id: "situs ini", en: "its own site" }[lang];
  if (others === 0) return own;
  const count = formatCount(others, lang);
  return {
    id: `${own} dan ${count} lainnya`,
    en: `${own} and ${count} more`,
  }[lang];
}

function longestSeconds(rollout: DeviceRollout | undefined): number {
  return Math.max(0, ...(rollout?.atRisk ?? []).map(({ seconds }) => seconds));
}

function secondsText(rollout: DeviceRollout | undefined, lang: Language): string {
  const seconds = longestSeconds(rollout);
  return seconds === 0 ? "–" : `≤ ${formatCount(seconds, lang)} ${WORDS.seconds[lang]}`;
}

/** What the times are, and what is wrong with the plan itself. */
function caution(looked: readonly Looked[], options: DeployPlanOptions): string[] {
  const { lang, rollbackSeconds, width } = options;
  const cutting = looked.filter(isCutting);
  const longest = Math.max(0, ...cutting.map(({ plan }) => longestSeconds(plan.rollout)));
  const undone =
    rollbackSeconds === undefined
      ? ""
      : {
          id: ` Bila hasilnya tidak terbukti baik, perangkat kembali sendiri ke konfigurasi lama setelah ${rollbackSeconds} dtk; paling lama terputus ${rollbackSeconds + longest} dtk.`,
          en: ` If the result is not proved good, the device goes back to its old configuration by itself after ${rollbackSeconds} s; the longest cut is then ${rollbackSeconds + longest} s.`,
        }[lang];
  const estimate = {
    id: `Waktu adalah perkiraan dari ukuran di lab, seolah semua layanan rute dimulai ulang; muat ulang biasa memutus lebih singkat atau tidak sama sekali.${undone}`,
    en: `Times are estimates from figures of the lab, as if all routing services restarted; an ordinary reload cuts for less or not at all.${undone}`,
  }[lang];
  const lost = looked
    .filter(({ plan }) => plan.rollout?.paths === 0 && plan.after !== undefined)
    .map(({ plan }) => plan.device);
  const islands = {
    id: "Tidak punya jalan ke inti, hanya dapat dikerjakan di tempat:",
    en: "Without a way to the core, to be worked on at the place only:",
  }[lang];
  return [
    ...(longest === 0 ? [] : ["", ...wrapped(estimate, width)]),
    ...(lost.length === 0 ? [] : ["", islands, ...nameLines(lost, width, lang)]),
  ];
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function nameLines(names: readonly string[], width: number, lang: Language): string[] {
  const listed = names.slice(0, NAMES_MAX).map((name) => shown(name));
  const rest = names.length - listed.length;
  const more = { id: `dan ${rest} lainnya`, en: `and ${rest} more` }[lang];
  return indented(wrappedList(rest > 0 ? [...listed, more] : listed, width - 2));
}

function deviceLines(looked: Looked, options: DeployPlanOptions): string[] {
  const { plan, changes } = looked;
  const { lang, width, colour } = options;
  const fate = fateOf(plan);
  const wave = plan.rollout && `${WORDS.wave[lang]} ${waveText(plan.rollout, lang)}`;
  const head = [shown(plan.device), wave, FATE_WORDS[fate][lang]]
    .filter((part) => part !== undefined)
    .join(" · ");
  return [
    paint(["bold"], head, colour),
    ...indented(fate === "changed" ? changeLines(changes, options) : sizeLines(plan, lang)),
    ...(isCutting(looked) ? indented(riskLines(plan.rollout, width - 2, lang)) : []),
    ...diffLines(plan, options),
  ];
}

/** A new or released device: how much there is; nobody reads a thousand lines that are all new. */
function sizeLines({ before, after }: DevicePlan, lang: Language): string[] {
  const contents = Object.values(after ?? before ?? {});
  const lines = contents.reduce((sum, content) => sum + content.split("\n").length - 1, 0);
  const size = `${formatCount(contents.length, lang)} ${WORDS.files[lang]}, ${formatCount(lines, lang)} ${WORDS.lines[lang]}`;
  const kept = {
    id: "konfigurasi di perangkat tidak disentuh; Rajut hanya tidak lagi mengurusnya",
    en: "the configuration on the device stays; Rajut only no longer looks after it",
  }[lang];
  return after === undefined ? [size, kept] : [size];
}

function changeLines(changes: ConfigChanges, { lang, colour }: DeployPlanOptions): string[] {
  const kinds = ["interfaces", "addresses", "neighbours", "routes", "services"] as const;
  const fields = kinds.flatMap((kind) =>
    signed(changes[kind], colour, lang).map(
      (line, i) => [i === 0 ? WORDS[kind][lang] : "", line] as const,
    ),
  );
  const firewall = linesText(changes, lang);
  return fieldLines([
    ...fields,
    [WORDS.restarts[lang], changes.restarts.length > 0 ? changes.restarts.join(", ") : undefined],
    [WORDS.firewall[lang], firewall === "" ? undefined : firewall],
  ]);
}

/** One line a name, added ones first, with the signs of a diff. */
function signed(
  { added, removed, changed }: Difference,
  colour: boolean,
  lang: Language,
): string[] {
  const lines = [
    ...added.map((name) => paint(["green"], `+ ${shown(name)}`, colour)),
    ...removed.map((name) => paint(["red"], `− ${shown(name)}`, colour)),
    ...changed.map((name) => `~ ${shown(name)}`),
  ];
  const rest = lines.length - NAMES_MAX;
  if (rest <= 0) return lines;
  return [
    ...lines.slice(0, NAMES_MAX),
    { id: `dan ${rest} lainnya`, en: `and ${rest} more` }[lang],
  ];
}

function riskLines(rollout: DeviceRollout | undefined, width: number, lang: Language): string[] {
  if (rollout === undefined || rollout.atRisk.length === 0) return [];
  const seconds = secondsText(rollout, lang);
  return [
    `${WORDS.cut[lang]} (${seconds}):`,
    ...nameLines(
      rollout.atRisk.map(({ site }) => site),
      width,
      lang,
    ),
  ];
}

function diffLines({ before, after }: DevicePlan, options: DeployPlanOptions): string[] {
  const { lang, full, colour } = options;
  if (after === undefined || (before === undefined && !full)) return [];
  const lines = filesInOrder(before ?? {}, after).flatMap((path) =>
    fileDiff(path, before?.[path], after[path]),
  );
  const kept = full ? lines : lines.slice(0, DIFF_LINES_MAX);
  const rest = formatCount(lines.length - kept.length, lang);
  const more = {
    id: `… ${rest} baris perbedaan lagi; semuanya: --full`,
    en: `… ${rest} more lines of difference; all of them: --full`,
  }[lang];
  return [
    "",
    ...kept.map((line) => `  ${painted(line, colour)}`.trimEnd()),
    ...(lines.length > kept.length ? [`  ${more}`] : []),
  ];
}

/** What a router reads before what only stands beside it, such as the state it was rendered from. */
function filesInOrder(before: Files, after: Files): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const isBeside = (path: string) => (path.includes("/") ? 0 : 1);
  return paths.sort((a, b) => isBeside(a) - isBeside(b) || compareText(a, b));
}

/** A unified diff of one file; none where it stays. */
function fileDiff(path: string, before: string | undefined, after: string | undefined): string[] {
  if (before === after) return [];
  const { hunks } = structuredPatch(path, path, before ?? "", after ?? "", "", "", {
    context: CONTEXT_LINES,
  });
  const name = shown(path);
  return [
    `--- ${before === undefined ? "/dev/null" : name}`,
    `+++ ${after === undefined ? "/dev/null" : name}`,
    ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
      ...lines.map((line) => shown(line.replace(/\t/g, "    "), DIFF_LINE_LENGTH_MAX)),
    ]),
  ];
}

/** A range of no lines is named by the line before it. */
const range = (start: number, lines: number) => `${lines === 0 ? start - 1 : start},${lines}`;

function painted(line: string, colour: boolean): string {
  if (line.startsWith("@@")) return paint(["cyan"], line, colour);
  if (line.startsWith("---") || line.startsWith("+++")) return paint(["bold"], line, colour);
  if (line.startsWith("+")) return paint(["green"], line, colour);
  return line.startsWith("-") ? paint(["red"], line, colour) : line;
}

type Format = Parameters<typeof styleText>[0];

/** The caller has decided on colour; styleText must not look at the stream or the environment. */
const paint = (format: Format, text: string, colour: boolean): string =>
  colour ? styleText(format, text, { validateStream: false }) : text;
