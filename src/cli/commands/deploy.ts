import { readFile } from "node:fs/promises";
import process from "node:process";
import { isDeepStrictEqual } from "node:util";
import { writeFiles } from "../../io/write-files.ts";
import type { Network } from "../../model/network.ts";
import { toldReach } from "../../pulumi/automation/core-reach.ts";
import { findPulumi } from "../../pulumi/automation/find-pulumi.ts";
import { Stopper } from "../../pulumi/automation/own-group.ts";
import { findProject, type Project } from "../../pulumi/automation/project.ts";
import { parsePlan, stalenessOf } from "../../pulumi/automation/saved-plan.ts";
import { shown } from "../../text/safe.ts";
import { ask } from "../ask.ts";
import { type Command, type ExitCode, type Invocation, UsageError } from "../command.ts";
import { confirmNetwork, refuseWithoutConsent } from "../deploy/consent.ts";
import { DEPLOY_OPTIONS, type DeployAction, requestedAction } from "../deploy/deploy-request.ts";
import type { Deployment } from "../deploy/deployment.ts";
import { madeFrom, refuseStale, withPlanFolder, writePlan } from "../deploy/kept-plan.ts";
import { closeAll, dueStacks, isLook, openStacks } from "../deploy/open-stacks.ts";
import { isUnchanged, report, runAll, runEach } from "../deploy/run-stacks.ts";
import { isCore } from "../deploy/stack-order.ts";
import { unlock } from "../deploy/unlock.ts";
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

const isYes = (answer: string): boolean => /^(ya|yes|y)$/i.test(answer);

function declined({ terminal, lang }: Invocation): ExitCode {
  terminal.err({ id: "Tidak ada yang diubah.\n", en: "Nothing was changed.\n" }[lang]);
  return 1;
}

async function destroy(deployment: Deployment): Promise<ExitCode> {
  const { network, invocation } = deployment;
  await confirmNetwork(network, invocation, {
    id: `Semua yang dipasang untuk ${shown(network.name)} akan dilepas. Ketik ${network.id}: `,
    en: `Everything deployed for ${shown(network.name)} will be taken out. Type ${network.id}: `,
  });
  return runAll(deployment, "destroy");
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
