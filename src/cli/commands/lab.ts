import process from "node:process";
import { losesEveryCore } from "../../analysis/failure-impact.ts";
import { VENDORS } from "../../config/vendors/vendors.ts";
import { availableMib, neededMib } from "../../lab/capacity.ts";
import { healAll } from "../../lab/cuts.ts";
import { cablesLostBy } from "../../lab/experiments/backup-lines.ts";
import { EXPERIMENTS, type ExperimentName } from "../../lab/experiments/experiments.ts";
import type { Experiment, Outcome } from "../../lab/experiments/experiment.ts";
import { labPlan, type LabPlan } from "../../lab/lab-plan.ts";
import { labSecrets } from "../../lab/lab-secrets.ts";
import { probe } from "../../lab/probe.ts";
import {
  endLab,
  findLabs,
  type HeldLab,
  isComplete,
  LAB_FILE,
  type LabProcess,
  startLab,
} from "../../lab/process/lab-process.ts";
import {
  type LabDocument,
  linksOf,
  type Prediction,
  readLab,
  type RunningLab,
} from "../../lab/running-lab.ts";
import { buildLab, put } from "../../lab/start/build-lab.ts";
import type { NetworkIndex } from "../../network/network-index.ts";
import { compareText } from "../../text/order.ts";
import { safeJson, shown } from "../../text/safe.ts";
import { type ExperimentReport, type LabReport, labText } from "../../views/lab-text.ts";
import {
  type Command,
  type ExitCode,
  type Invocation,
  NETWORK_OPTIONS,
  type Terminal,
  unknownName,
  UsageError,
} from "../command.ts";
import { KECAMATAN_OPTION, listOption, openRouters, partOf } from "../open-routers.ts";

/** What can be done with a lab. */
const ACTIONS = { up, test, down, run } as const satisfies Record<
  string,
  (invocation: Invocation) => Promise<ExitCode>
>;

/** `rajut lab`: real routers on this machine from the rendered configuration. */
export const lab: Command = {
  usage: "up|test|down|run [NETWORK] [--kecamatan A,B] [--only X,Y] [--name NAME] [--json]",
  examples: [
    "rajut lab run topology/dumai --kecamatan kec-dumai-kota",
    "rajut lab up topology/dumai --kecamatan kec-dumai-barat,kec-dumai-timur",
    "rajut lab test --only adjacency,failures --json",
    "rajut lab down",
  ],
  options: {
    ...NETWORK_OPTIONS,
    ...KECAMATAN_OPTION,
    max: {
      type: "string",
      placeholder: "N",
      summary: {
        id: "tolak lab dengan lebih banyak router (bawaan: menurut memori)",
        en: "refuse a lab of more routers (default: by memory)",
      },
    },
    only: {
      type: "string",
      placeholder: "X,Y",
      summary: {
        id: `hanya percobaan ini: ${Object.keys(EXPERIMENTS).join(", ")}`,
        en: `only these experiments: ${Object.keys(EXPERIMENTS).join(", ")}`,
      },
    },
    name: {
      type: "string",
      placeholder: "NAME",
      summary: { id: "nama lab (bawaan: lab)", en: "name of the lab (default: lab)" },
    },
    json: {
      type: "boolean",
      summary: { id: "satu dokumen JSON, tidak diterjemahkan", en: "one JSON document" },
    },
  },
  async run(invocation): Promise<ExitCode> {
    const [action = "", ...rest] = invocation.arguments;
    if (!Object.hasOwn(ACTIONS, action)) {
      throw unknownName("tindakan", "action", shown(action), Object.keys(ACTIONS));
    }
    return ACTIONS[action as keyof typeof ACTIONS]({ ...invocation, arguments: rest });
  },
};

async function up(invocation: Invocation): Promise<ExitCode> {
  const { lang, terminal } = invocation;
  const prepared = await prepare(invocation);
  if (prepared === undefined) return 1;
  const held = await build(prepared, invocation);
  if (held === undefined) return 1;
  await held.release();
  const { length } = prepared.document.states;
  terminal.out(
    {
      id: `lab \`${held.lab.name}\` hidup: ${length} router. Uji dengan \`rajut lab test\`, hentikan dengan \`rajut lab down\`.\n`,
      en: `lab \`${held.lab.name}\` is up: ${length} routers. Test it with \`rajut lab test\`, end it with \`rajut lab down\`.\n`,
    }[lang],
  );
  return 0;
}

async function test(invocation: Invocation): Promise<ExitCode> {
  const chosen = chosenExperiments(invocation);
  const running = readLab(completeLab(nameOption(invocation)));
  await healAll(running);
  return report(running, chosen, invocation);
}

async function down(invocation: Invocation): Promise<ExitCode> {
  const { lang, terminal } = invocation;
  const name = nameOption(invocation);
  const labs = findLabs().filter((one) => one.name === name);
  if (labs.length === 0) throw noLab(name);
  for (const one of labs) await endLab(one);
  terminal.out(
    {
      id: `lab \`${name}\` berhenti; tidak ada yang tertinggal.\n`,
      en: `lab \`${name}\` has ended; nothing is left.\n`,
    }[lang],
  );
  return 0;
}

async function run(invocation: Invocation): Promise<ExitCode> {
  const chosen = chosenExperiments(invocation);
  const prepared = await prepare(invocation);
  if (prepared === undefined) return 1;
  const held = await build(prepared, invocation);
  if (held === undefined) return 1;
  try {
    return await report(readLab(held.lab), chosen, invocation);
  } finally {
    await held.end();
  }
}

interface Prepared {
  readonly name: string;
  readonly document: LabDocument;
  readonly plan: LabPlan;
}

/** Everything that can be known before anything is started; undefined when findings say why there is no router. */
async function prepare(invocation: Invocation): Promise<Prepared | undefined> {
  const { arguments: folders, options } = invocation;
  const name = nameOption(invocation);
  const found = await openRouters(folders[0], invocation);
  if (found === undefined) return undefined;
  const { network, analysis } = found;
  const states = partOf(found, options["kecamatan"]);
  const plan = labPlan(states);
  refuseTooMany(plan, options["max"]);
  refuseWithout(plan, invocation);
  if (findLabs().some((one) => one.name === name)) {
    throw new UsageError({
      id: `lab \`${name}\` sudah ada; hentikan dengan \`rajut lab down\`, atau sebut nama lain dengan --name`,
      en: `lab \`${name}\` is there already; end it with \`rajut lab down\`, or choose another --name`,
    });
  }
  const document: LabDocument = {
    version: 1,
    network: network.id,
    cores: network.core,
    states,
    predictions: predictions(analysis.index, plan),
  };
  return { name, document, plan };
}

/** What the analysis says of every single link, and of every site that keeps only its own line. */
function predictions(index: NetworkIndex, plan: LabPlan): Prediction[] {
  const inLab = new Set<string>(plan.routers.map(({ device }) => device));
  const linkAt = new Map(index.links.map(({ id }, i) => [String(id), i]));
  // What is not in the lab is as if it had failed before.
  const outside = [...index.sites.keys()].filter((node) => !inLab.has(index.sites[node]!.id));
  const lostBy = (links: readonly string[]) =>
    losesEveryCore(index, {
      nodes: outside,
      links: links.flatMap((link) => linkAt.get(link) ?? []),
    });
  const before = new Set(lostBy([]));
  const sets = [
    ...linksOf({ plan }).map((link) => [link]),
    ...plan.routers
      .filter(({ lines }) => lines.length > 0)
      .map((state) => cablesLostBy({ plan }, state)),
  ];
  return sets.map((links) => ({
    links,
    lost: lostBy(links)
      .filter((node) => !before.has(node))
      .map((node) => String(index.sites[node]!.id))
      .filter((id) => inLab.has(id))
      .sort(compareText),
  }));
}

function refuseTooMany(plan: LabPlan, option: string | boolean | undefined): void {
  const count = plan.routers.length;
  if (count === 0) {
    throw new UsageError({ id: "tidak ada router", en: "there are no routers" });
  }
  if (option !== undefined) {
    const max = Number(option);
    if (!Number.isInteger(max) || max < 1) {
      throw new UsageError({
        id: `--max ${option}: bukan bilangan bulat`,
        en: `--max ${option}: not a whole number`,
      });
    }
    if (count > max) {
      throw new UsageError({
        id: `lab ini ${count} router, lebih dari --max ${max}; pilih kecamatan dengan --kecamatan`,
        en: `this lab has ${count} routers, more than --max ${max}; choose areas with --kecamatan`,
      });
    }
  }
  const [needed, available] = [neededMib(plan), Math.floor(availableMib())];
  if (needed > available) {
    throw new UsageError({
      id: `lab ini ${count} router dan perlu sekitar ${needed} MiB; mesin ini mempunyai ${available} MiB. Pilih kecamatan dengan --kecamatan`,
      en: `this lab has ${count} routers and needs about ${needed} MiB; this machine has ${available} MiB. Choose areas with --kecamatan`,
    });
  }
}

function refuseWithout(plan: LabPlan, { lang, terminal }: Invocation): void {
  const { missing, unproved } = probe(plan);
  if (missing.length > 0) {
    throw new UsageError({
      id: `lab memerlukan yang tidak ada di mesin ini: ${missing.join(", ")}`,
      en: `a lab needs what this machine does not have: ${missing.join(", ")}`,
    });
  }
  if (unproved.length > 0) {
    terminal.err(
      {
        id: `rajut: kernel ini tanpa ${unproved.join(", ")}: bagian itu hanya diperiksa sebagai teks\n`,
        en: `rajut: this kernel has no ${unproved.join(", ")}: those parts are checked as text only\n`,
      }[lang],
    );
  }
}

/** A complete lab that dies with this process; undefined when a router would not start, which was said. */
async function build(
  { name, document, plan }: Prepared,
  { lang, terminal }: Invocation,
): Promise<HeldLab | undefined> {
  const held = await startLab(name);
  try {
    const byDevice = new Map(plan.routers.map((state) => [state.device, state]));
    const count = plan.routers.length;
    const progress = progressLine(terminal);
    await buildLab(
      held.lab,
      plan,
      (device) => VENDORS.linux.render(byDevice.get(device)!),
      labSecrets(document.network),
      (started) => progress(`${started}/${count} router`),
    );
    progress("");
    put(held.lab, LAB_FILE, JSON.stringify(document), 0o600);
    return held;
  } catch (error) {
    await held.end();
    const reason = shown(error instanceof Error ? error.message : String(error), 2000);
    terminal.err(
      {
        id: `rajut: lab tidak dapat hidup: ${reason}\n`,
        en: `rajut: the lab does not come up: ${reason}\n`,
      }[lang],
    );
    return undefined;
  }
}

async function report(
  running: RunningLab,
  chosen: readonly ExperimentName[],
  { options, lang, terminal }: Invocation,
): Promise<ExitCode> {
  const stopper = new AbortController();
  const stop = () => stopper.abort();
  // A lab that stays must not stay cut.
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const experiments: ExperimentReport[] = [];
  const progress = progressLine(terminal);
  for (const name of chosen) {
    if (stopper.signal.aborted) break;
    const experiment: Experiment = EXPERIMENTS[name];
    const started = performance.now();
    const outcome: Outcome = await experiment.run(running, {
      progress: (text) => progress(`${experiment.title[lang]}: ${text}`),
      signal: stopper.signal,
    });
    const durationMs = Math.round(performance.now() - started);
    const { title } = experiment;
    experiments.push({
      name,
      title,
      nothing: outcome.nothing,
      durationMs,
      checks: outcome.checks.map(({ tookMs, ...check }) => ({
        ...check,
        ...(tookMs === undefined ? {} : { tookMs: Math.round(tookMs) }),
      })),
    });
  }
  progress("");
  process.off("SIGINT", stop).off("SIGTERM", stop);
  const interrupted = stopper.signal.aborted;
  const asPredicted =
    !interrupted && experiments.every(({ checks }) => checks.every(({ ok }) => ok));
  const result: LabReport = {
    version: 1,
    tool: "rajut",
    command: "lab",
    lab: running.process.name,
    network: running.document.network,
    routers: running.document.states.length,
    asPredicted,
    interrupted,
    experiments,
  };
  terminal.out(options["json"] === true ? safeJson(result) : labText(result, lang));
  return asPredicted ? 0 : 1;
}

/** One line that is written over itself, for somebody who watches; an empty text takes it away. */
function progressLine(terminal: Terminal): (text: string) => void {
  return (text) => {
    if (terminal.colour.err) terminal.err(`\r\u001b[K${shown(text)}`);
  };
}

function completeLab(name: string): LabProcess {
  const found = findLabs().find((one) => one.name === name && isComplete(one));
  if (found === undefined) throw noLab(name);
  return found;
}

function noLab(name: string): UsageError {
  const others = [...new Set(findLabs().map((one) => one.name))].join(", ");
  return new UsageError({
    id: `tidak ada lab \`${name}\`${others === "" ? "; hidupkan dengan `rajut lab up`" : `. Yang ada: ${others}`}`,
    en: `there is no lab \`${name}\`${others === "" ? "; bring one up with `rajut lab up`" : `. Known: ${others}`}`,
  });
}

function nameOption({ options }: Invocation): string {
  const name = String(options["name"] ?? "lab");
  if (/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) return name;
  throw new UsageError({
    id: `--name ${shown(name)}: pakai huruf kecil, angka, dan tanda hubung`,
    en: `--name ${shown(name)}: use small letters, digits and hyphens`,
  });
}

function chosenExperiments({ options }: Invocation): ExperimentName[] {
  const all = Object.keys(EXPERIMENTS) as ExperimentName[];
  const asked = listOption(options["only"]);
  for (const name of asked) {
    if (!Object.hasOwn(EXPERIMENTS, name)) {
      throw unknownName("percobaan", "experiment", shown(name), all);
    }
  }
  return asked.length === 0 ? all : all.filter((name) => asked.includes(name));
}
