import process from "node:process";
import type { Network } from "../../model/network.ts";
import { backendUrl, isOwnBackend } from "../../pulumi/automation/backend.ts";
import { toldReach } from "../../pulumi/automation/core-reach.ts";
import {
  closeWithoutTrace,
  type OpenedStack,
  openStack,
  type Stack,
  type StackSource,
} from "../../pulumi/automation/open-stack.ts";
import type { Stopper } from "../../pulumi/automation/own-group.ts";
import { type Project, readStackConfig } from "../../pulumi/automation/project.ts";
import { shown } from "../../text/safe.ts";
import { askInSecret, canAsk } from "../ask.ts";
import { type Invocation, UsageError } from "../command.ts";
import { type DeployAction, stackNames, stackValues } from "./deploy-request.ts";
import { inDueOrder, isCore } from "./stack-order.ts";

/** Whose stacks are opened, and from where. */
export interface StackPlace {
  readonly network: Network;
  readonly folder: string;
  readonly project: Project;
}

export interface DueStacks {
  /** In the order in which they are due. */
  readonly stacks: readonly Stack[];
  /** What the core told the edge before; undefined where that was not asked, or nothing yet. */
  readonly reach: readonly string[] | undefined;
}

/** A plan that nobody keeps: it leaves nothing behind. A kept one stands on the stacks that it was made from. */
export const isLook = (action: DeployAction, { options }: Invocation): boolean =>
  action === "preview" && options["out-plan"] === undefined;

/** Takes back what opening them has changed. */
export async function closeAll(stacks: readonly OpenedStack[]): Promise<void> {
  for (const one of stacks) await closeWithoutTrace(one);
}

/** The stacks in the order in which they are due, by what the core has told so far. */
export async function dueStacks(
  opened: readonly OpenedStack[],
  action: DeployAction,
): Promise<DueStacks> {
  const stacks = opened.map(({ stack }) => stack);
  const core = action === "unlock" ? undefined : stacks.find(isCore);
  const reach = core && (await toldReach(core));
  return { stacks: inDueOrder(stacks, action, reach !== undefined), reach };
}

/**
 * The stacks that were asked for, with their configuration. Only what deploys or plans makes those that
 * are not there. Undefined when they cannot be opened, or there is none, which was said.
 */
export async function openStacks(
  action: DeployAction,
  { network, folder, project }: StackPlace,
  stopper: Stopper,
  invocation: Invocation,
): Promise<{ readonly stacks: readonly OpenedStack[]; readonly source: StackSource } | undefined> {
  const { options, lang, terminal } = invocation;
  const names = stackNames(network, options["stack"]);
  const make = action === "up" || action === "preview";
  const asked = options["backend"] ?? (process.env["PULUMI_BACKEND_URL"] || undefined);
  const configs = await Promise.all(names.map((name) => readStackConfig(project, name)));
  const values = names.map((name, i) =>
    stackValues(name, { id: network.id, folder }, options["out"], {
      values: configs[i]!.values,
      project: project.folder,
    }),
  );
  const backend = await backendUrl(project.folder, asked as string | undefined);
  const needsPassphrase =
    isOwnBackend(backend) && configs.some(({ secretsProvider }) => secretsProvider === undefined);
  const source: StackSource = {
    project,
    backend,
    passphrase: needsPassphrase ? await passphrase(lang) : undefined,
    stopper,
  };
  const stacks: OpenedStack[] = [];
  try {
    for (const [i, name] of names.entries()) {
      const opened = await openStack(name, values[i]!, source, { make });
      if (opened !== undefined) stacks.push(opened);
    }
    if (stacks.length > 0) return { stacks, source };
    terminal.err(
      {
        id: `rajut: belum ada stack ${names.join(", ")}; tidak ada yang diubah.\n`,
        en: `rajut: there is no stack ${names.join(", ")} yet; nothing was changed.\n`,
      }[lang],
    );
    return undefined;
  } catch (error) {
    if (isLook(action, invocation)) await closeAll(stacks);
    const text = error instanceof Error ? error.message : String(error);
    const reason = text.split("\n").filter((line) => /error:|passphrase/.test(line));
    terminal.err(
      {
        id: `rajut: stack tidak dapat dibuka, tidak ada yang diubah: ${shown(reason.join(" ") || text, 600)}\n`,
        en: `rajut: the stack cannot be opened, nothing was changed: ${shown(reason.join(" ") || text, 600)}\n`,
      }[lang],
    );
    return undefined;
  }
}

/** Undefined where `pulumi` reads the passphrase itself; asked for where somebody can answer. */
async function passphrase(lang: Invocation["lang"]): Promise<string | undefined> {
  const { PULUMI_CONFIG_PASSPHRASE: given, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (given || file) return undefined;
  if (!canAsk()) {
    throw new UsageError({
      id: "state memerlukan frasa sandi: isi PULUMI_CONFIG_PASSPHRASE_FILE dengan nama berkas yang memuatnya, atau PULUMI_CONFIG_PASSPHRASE",
      en: "the state needs a passphrase: set PULUMI_CONFIG_PASSPHRASE_FILE to a file that holds it, or PULUMI_CONFIG_PASSPHRASE",
    });
  }
  const answer = await askInSecret(
    { id: "Frasa sandi state: ", en: "Passphrase of the state: " }[lang],
  );
  if (answer !== "") return answer;
  throw new UsageError({
    id: "frasa sandi kosong tidak melindungi apa pun",
    en: "an empty passphrase protects nothing",
  });
}
