import { hostname } from "node:os";
import { isDead, locksOf } from "../../pulumi/automation/stack-lock.ts";
import type { ExitCode } from "../command.ts";
import { confirmNetwork } from "./consent.ts";
import { holderLivesText, holderText } from "./deploy-report.ts";
import type { Deployment } from "./deployment.ts";

/** Takes the locks of stacks away that a dead run left, when the network's name was given. */
export async function unlock(deployment: Deployment): Promise<ExitCode> {
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
