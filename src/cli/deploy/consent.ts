import type { Network } from "../../model/network.ts";
import type { Text } from "../../text/language.ts";
import { shown } from "../../text/safe.ts";
import { ask, canAsk } from "../ask.ts";
import { type Invocation, UsageError } from "../command.ts";
import type { DeployAction } from "./deploy-request.ts";

/** Where nobody can be asked, what would be asked must be among the options. Throws UsageError. */
export function refuseWithoutConsent(action: DeployAction, { options }: Invocation): void {
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
export async function confirmNetwork(
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
