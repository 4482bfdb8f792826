import { stat } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { plannedReach, toldReach } from "../../pulumi/automation/core-reach.ts";
import type { Stack } from "../../pulumi/automation/open-stack.ts";
import type { Project } from "../../pulumi/automation/project.ts";
import {
  type Action,
  type Outcome,
  type RunOptions,
  runStack,
} from "../../pulumi/automation/run-stack.ts";
import { safeJson, shown } from "../../text/safe.ts";
import { queryDocument } from "../../views/query-document.ts";
import type { ExitCode, Invocation } from "../command.ts";
import { outcomeDocument, planText, stepsText, troublesText } from "./deploy-report.ts";
import type { Deployment } from "./deployment.ts";
import { isCore } from "./stack-order.ts";

/** Runs every stack and reports; a stack that fails keeps the next one from starting. */
export async function runAll(
  deployment: Deployment,
  action: Action,
  plans?: string,
): Promise<ExitCode> {
  const outcomes = await runEach(deployment, action, plans);
  report(outcomes, action, deployment);
  if (outcomes.some(({ ended }) => ended !== "done")) return 1;
  if (outcomes.length < deployment.stacks.length) return notBegun(outcomes.length, deployment);
  const expected = deployment.invocation.options["expect-no-changes"] !== true;
  return expected || outcomes.every(isUnchanged) ? 0 : 3;
}

/** What became of each stack, in order; what comes after a failure or a stop is missing. */
export async function runEach(
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

/** Whether a run found nothing to do. */
export const isUnchanged = ({ log }: Outcome): boolean => Object.keys(log.changes).length === 0;

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

/** Tells what became of the stacks, as text or as one document. */
export function report(
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
