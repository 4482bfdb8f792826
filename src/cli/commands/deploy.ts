import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { isDeepStrictEqual } from "node:util";
import { writeFiles } from "../../io/write-files.ts";
import type { Network } from "../../model/network.ts";
import { findPulumi } from "../../pulumi/automation/find-pulumi.ts";
import { plannedReach, toldReach } from "../../pulumi/automation/core-reach.ts";
import type { Stack } from "../../pulumi/automation/open-stack.ts";
import { Stopper } from "../../pulumi/automation/own-group.ts";
import { findProject, type Project, stackConfigFile } from "../../pulumi/automation/project.ts";
import {
  type Action,
  type Outcome,
  type RunOptions,
  runStack,
} from "../../pulumi/automation/run-stack.ts";
import {
  commitOf,
  digestOf,
  parsePlan,
  type SavedPlan,
  type Staleness,
  stalenessOf,
  stateDigest,
} from "../../pulumi/automation/saved-plan.ts";
import { isDead, locksOf } from "../../pulumi/automation/stack-lock.ts";
import type { Text } from "../../text/language.ts";
import { safeJson, shown } from "../../text/safe.ts";
import { queryDocument } from "../../views/query-document.ts";
import { ask, canAsk } from "../ask.ts";
import { type Command, type ExitCode, type Invocation, UsageError } from "../command.ts";
import {
  holderLivesText,
  holderText,
  outcomeDocument,
  planText,
  stepsText,
  troublesText,
} from "../deploy/deploy-report.ts";
import { DEPLOY_OPTIONS, type DeployAction, requestedAction } from "../deploy/deploy-request.ts";
import {
  closeAll,
  dueStacks,
  type DueStacks,
  isLook,
  openStacks,
  type StackPlace,
} from "../deploy/open-stacks.ts";
import { isCore } from "../deploy/stack-order.ts";
import { openNetwork, requireNetwork } from "../open-network.ts";

/** `rajut deploy`: the same as `pulumi preview|up|refresh|destroy`, for whoever does not want to know Pulumi. */
export const deploy: Command = {
  usage:
    "preview|up|refresh|destroy|unlock [NETWORK] [--stack core|edge|all] [--backend URL] [--plan FILE] [--yes]",
  examples: [
    "rajut deploy preview topology/dumai",
    "rajut deploy preview topology/dumai --out-plan rencana.json",
    "rajut deploy up topology/dumai --plan rencana.json",
    "rajut deploy preview --refresh --expect-no-changes",
    "rajut deploy destroy topology/dumai --confirm dumai",
  ],
  options: DEPLOY_OPTIONS,
  async run(invocation): Promise<ExitCode> {
    const action = requestedAction(invocation);
    refuseWithoutConsent(action, invocation);
    const opened = await openNetwork(invocation.arguments[1], invocation);
    const network = requireNetwork(opened);
    if ((await findPulumi(process.env["PATH"])) === undefined) throw noPulumi(network);
    const project = await projectHere();
    const stopper = new Stopper();
    const place = { network, folder: opened.folder, project };
    const found = await openStacks(action, place, stopper, invocation);
    if (found === undefined) return 1;
    const release = onInterrupt(stopper, invocation);
    try {
      const due = await dueStacks(found.stacks, action);
      const { backend } = found.source;
      return await ACTIONS[action]({ action, ...place, backend, ...due, stopper, invocation });
    } finally {
      if (isLook(action, invocation)) await closeAll(found.stacks);
      release();
    }
  },
};

/** Everything that one call of the command works on. */
interface Deployment extends StackPlace, DueStacks {
  readonly action: DeployAction;
  readonly backend: string;
  readonly stopper: Stopper;
  readonly invocation: Invocation;
}

const ACTIONS: Readonly<Record<DeployAction, (deployment: Deployment) => Promise<ExitCode>>> = {
  preview,
  up,
  refresh: (deployment) => runAll(deployment, "refresh"),
  destroy,
  unlock,
};

async function preview(deployment: Deployment): Promise<ExitCode> {
  const file = deployment.invocation.options["out-plan"];
  if (typeof file !== "string") return runAll(deployment, "preview");
  return withPlanFolder(async (plans) => {
    const before = await madeFrom(deployment);
    const code = await runAll(deployment, "preview", plans);
    if (code === 1) return code;
    await writePlan(file, plans, before, deployment);
    return code;
  });
}

async function up(deployment: Deployment): Promise<ExitCode> {
  const { invocation } = deployment;
  const file = invocation.options["plan"];
  const code = await (typeof file === "string"
    ? upAsPlanned(file, deployment)
    : invocation.options["yes"] === true
      ? runAll(deployment, "up")
      : upOneByOne(deployment));
  if (code === 0) await tellMovedCore(deployment);
  return code;
}

/** Stack by stack: nobody agrees to the second before seeing what became of the first. */
async function upOneByOne(deployment: Deployment): Promise<ExitCode> {
  for (const stack of deployment.stacks) {
    const code = await upAsking({ ...deployment, stacks: [stack] });
    if (code !== 0) return code;
  }
  return 0;
}

/** The edge goes before the core, so it knows the core by where it was until then. */
async function tellMovedCore({ stacks, reach, folder, invocation }: Deployment): Promise<void> {
  const core = stacks.find(isCore);
  if (core === undefined || reach === undefined) return;
  if (isDeepStrictEqual(await toldReach(core), reach)) return;
  invocation.terminal.err(
    {
      id: `rajut: alamat router inti berubah; beri tahu router lainnya dengan \`rajut deploy up ${shown(folder)} --stack edge\`.\n`,
      en: `rajut: the addresses of the core's routers have changed; let the others know with \`rajut deploy up ${shown(folder)} --stack edge\`.\n`,
    }[invocation.lang],
  );
}

/** Shows the plan, asks, and carries out that plan and nothing else. */
function upAsking(deployment: Deployment): Promise<ExitCode> {
  const { invocation } = deployment;
  return withPlanFolder(async (plans) => {
    const before = await madeFrom(deployment);
    const outcomes = await runEach(deployment, "preview", plans);
    report(outcomes, "preview", deployment);
    if (outcomes.some(({ ended }) => ended !== "done")) return 1;
    if (outcomes.every(isUnchanged)) return 0;
    const question = {
      id: "Jalankan rencana ini? Ketik ya: ",
      en: "Carry this plan out? Type yes: ",
    };
    if (!isYes(await ask(question[invocation.lang]))) return declined(invocation);
    const stale = stalenessOf(before, await madeFrom(deployment));
    if (stale !== undefined) return refuseStale(stale, deployment);
    return runAll(deployment, "up", plans);
  });
}

/** Carries out a plan from a file, if what it was made from is still so. */
async function upAsPlanned(file: string, deployment: Deployment): Promise<ExitCode> {
  const plan = parsePlan(await readFile(file, "utf8"));
  if (plan === undefined) {
    throw new UsageError({
      id: `${shown(file)}: bukan rencana dari \`rajut deploy preview --out-plan\``,
      en: `${shown(file)}: not a plan of \`rajut deploy preview --out-plan\``,
    });
  }
  const stale = stalenessOf(plan, await madeFrom(deployment));
  if (stale !== undefined) return refuseStale(stale, deployment, plan.made);
  return withPlanFolder(async (plans) => {
    await writeFiles(
      plans,
      plan.stacks.map((one) => ({
        path: `${one.name}.json`,
        content: JSON.stringify(one.plan),
        mode: 0o600,
      })),
    );
    return runAll(deployment, "up", plans);
  });
}

async function destroy(deployment: Deployment): Promise<ExitCode> {
  const { network, invocation } = deployment;
  await confirmNetwork(network, invocation, {
    id: `Semua yang dipasang untuk ${shown(network.name)} akan dilepas. Ketik ${network.id}: `,
    en: `Everything deployed for ${shown(network.name)} will be taken out. Type ${network.id}: `,
  });
  return runAll(deployment, "destroy");
}

async function unlock(deployment: Deployment): Promise<ExitCode> {
  const { network, stacks, invocation } = deployment;
  if (!(await mayUnlock(deployment))) return 1;
  await confirmNetwork(network, invocation, {
    id: `Hanya bila tidak ada yang sedang memasang. Ketik ${network.id}: `,
    en: `Only when nobody is deploying. Type ${network.id}: `,
  });
  for (const stack of stacks) {
    await stack.cancel();
    invocation.terminal.out(
      {
        id: `${stack.name}: kunci dibuka; lihat dulu keadaan perangkat dengan \`rajut deploy refresh\`.\n`,
        en: `${stack.name}: unlocked; look at the devices first with \`rajut deploy refresh\`.\n`,
      }[invocation.lang],
    );
  }
  return 0;
}

/** Says who holds the locks; false when a holder lives on this machine and nobody insists. */
async function mayUnlock({ project, backend, stacks, invocation }: Deployment): Promise<boolean> {
  const { options, lang, terminal } = invocation;
  let may = true;
  for (const { name } of stacks) {
    const locks = await locksOf(name, { backend, project });
    const living = locks?.find((lock) => lock.host === hostname() && !isDead(lock, hostname()));
    if (living !== undefined && options["force"] !== true) {
      terminal.err(holderLivesText({ stack: name, lock: living })[lang]);
      may = false;
    } else terminal.err(holderText(name, locks, hostname())[lang]);
  }
  return may;
}

/** Runs every stack and reports; a stack that fails keeps the next one from starting. */
async function runAll(deployment: Deployment, action: Action, plans?: string): Promise<ExitCode> {
  const outcomes = await runEach(deployment, action, plans);
  report(outcomes, action, deployment);
  if (outcomes.some(({ ended }) => ended !== "done")) return 1;
  if (outcomes.length < deployment.stacks.length) return notBegun(outcomes.length, deployment);
  const expected = deployment.invocation.options["expect-no-changes"] !== true;
  return expected || outcomes.every(isUnchanged) ? 0 : 3;
}

async function runEach(
  { stacks, stopper, project, invocation }: Deployment,
  action: Action,
  plans: string | undefined,
): Promise<readonly Outcome[]> {
  const { options, terminal } = invocation;
  const policyPacks = await policiesOf(project);
  const outcomes: Outcome[] = [];
  for (const stack of stacks) {
    const run: RunOptions = {
      refresh: options["refresh"] === true,
      policyPacks,
      plan: plans === undefined ? undefined : path.join(plans, `${stack.name}.json`),
      onOutput: options["diff"] === true ? (text) => terminal.err(text) : undefined,
      onStep: action === "up" || action === "destroy" ? progress(invocation) : undefined,
    };
    const outcome = await runStack(stack, action, run, stopper);
    outcomes.push(outcome);
    if (outcome.ended !== "done" || stopper.asked > 0) break;
    const isPlanned = run.plan !== undefined && action === "up" && stack !== stacks.at(-1);
    if (isPlanned && isCore(stack) && !(await tellsAsPlanned(stack, run.plan))) break;
  }
  return outcomes;
}

/** Whether the core's stack tells the edge what the edge's plan was made with. */
async function tellsAsPlanned(core: Stack, plan: string): Promise<boolean> {
  const [told, planned] = await Promise.all([toldReach(core), plannedReach(plan)]);
  return isDeepStrictEqual(told, planned);
}

/** Says which stack was left as it is, and why: the operator stopped, or its plan stands on what has just changed. */
function notBegun(
  count: number,
  { stacks, stopper, invocation: { terminal, lang } }: Deployment,
): ExitCode {
  const [last, next] = [stacks[count - 1]!.name, stacks[count]!.name];
  const part = next.slice(next.lastIndexOf("-") + 1);
  const words =
    stopper.asked > 0
      ? {
          id: `rajut: dihentikan; ${next} tidak disentuh.\n`,
          en: `rajut: stopped; ${next} was not touched.\n`,
        }
      : {
          id: `rajut: keluaran ${last} berubah, jadi rencana ${next} tidak berlaku lagi; ${next} tidak disentuh. Buat rencananya dengan \`rajut deploy preview --stack ${part}\`.\n`,
          en: `rajut: the outputs of ${last} have changed, so the plan of ${next} no longer holds; ${next} was not touched. Make its plan with \`rajut deploy preview --stack ${part}\`.\n`,
        };
  terminal.err(words[lang]);
  return 1;
}

const isUnchanged = ({ log }: Outcome): boolean => Object.keys(log.changes).length === 0;

/** The project's policy pack, where it has one: no run without its rules. */
async function policiesOf({ folder }: Project): Promise<readonly string[]> {
  const pack = path.join(folder, "policy");
  const found = await stat(path.join(pack, "PulumiPolicy.yaml")).catch(() => undefined);
  return found === undefined ? [] : [pack];
}

function progress({ terminal, lang }: Invocation): RunOptions["onStep"] {
  const words = {
    begun: { id: "mulai", en: "begun" },
    ended: { id: "selesai", en: "done" },
    failed: { id: "GAGAL", en: "FAILED" },
  };
  return (name, now) => terminal.err(`  ${words[now][lang]} ${shown(name)}\n`);
}

function report(
  outcomes: readonly Outcome[],
  action: Action,
  { network, folder, invocation }: Deployment,
): void {
  const { options, lang, terminal } = invocation;
  const here = { lang, network: folder, host: hostname() };
  for (const outcome of outcomes) terminal.err(troublesText(outcome, action, here));
  if (options["format"] === "json") {
    const stacks = outcomes.map(outcomeDocument);
    terminal.out(safeJson(queryDocument("deploy", network, { action, stacks })));
    return;
  }
  const style = {
    lang,
    width: terminal.width,
    colour: terminal.colour.out,
    full: options["diff"] === true,
  };
  for (const outcome of outcomes) {
    terminal.out(
      action === "preview" ? planText(outcome, style) : stepsText(outcome, action, lang),
    );
  }
}

function refuseWithoutConsent(action: DeployAction, { options }: Invocation): void {
  if (canAsk()) return;
  if (action === "up" && options["yes"] !== true && options["plan"] === undefined) {
    throw new UsageError({
      id: "tanpa terminal, up memerlukan --plan FILE atau --yes",
      en: "without a terminal, up needs --plan FILE or --yes",
    });
  }
  if ((action === "destroy" || action === "unlock") && options["confirm"] === undefined) {
    throw new UsageError({
      id: `tanpa terminal, ${action} memerlukan --confirm NETWORK`,
      en: `without a terminal, ${action} needs --confirm NETWORK`,
    });
  }
}

/** The network's name, by option or typed; anything else is refused. */
async function confirmNetwork(
  { id }: Pick<Network, "id">,
  { options, lang }: Invocation,
  question: Text,
): Promise<void> {
  const given = options["confirm"] ?? (await ask(question[lang]));
  if (given === id) return;
  throw new UsageError({
    id: `--confirm ${shown(String(given))}: jaringan ini bernama ${id}; tidak ada yang diubah`,
    en: `--confirm ${shown(String(given))}: this network is called ${id}; nothing was changed`,
  });
}

const isYes = (answer: string): boolean => /^(ya|yes|y)$/i.test(answer);

function declined({ terminal, lang }: Invocation): ExitCode {
  terminal.err({ id: "Tidak ada yang diubah.\n", en: "Nothing was changed.\n" }[lang]);
  return 1;
}

/** What a plan of these stacks would be made from at this moment. */
async function madeFrom({ network, folder, project, stacks }: Deployment) {
  const configFiles = stacks.map((stack) => stackConfigFile(project, stack.name));
  const [commit, inputs] = await Promise.all([
    commitOf(project.folder),
    digestOf([folder, ...configFiles]),
  ]);
  const states = [];
  for (const stack of stacks) {
    states.push({ name: stack.name, state: await stateDigest(stack), plan: undefined });
  }
  const made = new Date().toISOString();
  return {
    version: 1,
    tool: "rajut",
    network: network.id,
    made,
    commit,
    inputs,
    stacks: states,
  } as const;
}

async function writePlan(
  file: string,
  plans: string,
  before: Awaited<ReturnType<typeof madeFrom>>,
  { invocation: { terminal, lang } }: Deployment,
): Promise<void> {
  const stacks = await Promise.all(
    before.stacks.map(async ({ name, state }) => {
      const text = await readFile(path.join(plans, `${name}.json`), "utf8");
      return { name, state, plan: JSON.parse(text) as unknown };
    }),
  );
  const plan: SavedPlan = { ...before, stacks };
  await writeFiles(path.dirname(file), [
    { path: path.basename(file), content: `${JSON.stringify(plan, undefined, 1)}\n`, mode: 0o600 },
  ]);
  terminal.err(
    {
      id: `rencana tersimpan: ${shown(file)}; jalankan dengan \`rajut deploy up --plan ${shown(file)}\`\n`,
      en: `plan kept: ${shown(file)}; carry it out with \`rajut deploy up --plan ${shown(file)}\`\n`,
    }[lang],
  );
}

function refuseStale(
  stale: Staleness,
  { invocation: { terminal, lang } }: Deployment,
  made?: string,
): ExitCode {
  const reasons: Readonly<Record<Staleness, Text>> = {
    network: { id: "rencana ini untuk jaringan lain", en: "it is of another network" },
    stacks: { id: "rencana ini untuk stack lain", en: "it is of other stacks" },
    commit: { id: "repositori di commit lain", en: "the repository is at another commit" },
    inputs: {
      id: "berkas jaringan atau konfigurasi stack berubah",
      en: "the network's files or the stacks' configuration have changed",
    },
    state: { id: "state berubah", en: "the state has changed" },
  };
  const since = made === undefined ? "" : ` (${shown(made)})`;
  terminal.err(
    {
      id: `rajut: rencana${since} sudah usang: ${reasons[stale].id}. Tidak ada yang diubah; buat rencana baru dengan \`rajut deploy preview\`.\n`,
      en: `rajut: the plan${since} is stale: ${reasons[stale].en}. Nothing was changed; make a new one with \`rajut deploy preview\`.\n`,
    }[lang],
  );
  return 1;
}

/** A folder for Pulumi's plan files, which name everything of a network, and go when they were used. */
async function withPlanFolder(use: (folder: string) => Promise<ExitCode>): Promise<ExitCode> {
  const folder = await mkdtemp(path.join(tmpdir(), "rajut-plan-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ctrl-C stops gracefully, a second one at once; gives back what takes the listeners away. */
function onInterrupt(stopper: Stopper, { terminal, lang }: Invocation): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const stop = () => {
    stopper.stop();
    const words =
      stopper.asked === 1
        ? {
            id: "\nrajut: berhenti sesudah yang sedang dikerjakan selesai atau dibatalkan; sekali lagi untuk berhenti seketika\n",
            en: "\nrajut: stopping once what is in work has ended or was taken back; once more to stop at once\n",
          }
        : {
            id: "\nrajut: berhenti seketika\n",
            en: "\nrajut: stopping at once\n",
          };
    terminal.err(words[lang]);
  };
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

async function projectHere(): Promise<Project> {
  const project = await findProject(process.cwd());
  if (project !== undefined) return project;
  throw new UsageError({
    id: "tidak ada Pulumi.yaml di folder ini atau di atasnya; jalankan di folder proyek",
    en: "no Pulumi.yaml in this folder or above it; run it in the project's folder",
  });
}

const noPulumi = ({ id }: Network): UsageError =>
  new UsageError({
    id: `perintah \`pulumi\` tidak ada di PATH: pasang dari https://www.pulumi.com/docs/install/; tanpa itu \`rajut render --out out/${id}/deploy\` menulis berkas yang sama`,
    en: `there is no \`pulumi\` on the PATH: install it from https://www.pulumi.com/docs/install/; without it \`rajut render --out out/${id}/deploy\` writes the same files`,
  });
