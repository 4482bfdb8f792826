import pulumi from "@pulumi/pulumi";
import { UsageError } from "../src/cli/command.ts";
import { type OpenedRouters, routersOrReasons } from "../src/cli/open-routers.ts";
import { messageOf } from "../src/findings/texts.ts";

/**
 * The routers of the network that a stack deploys, on the network's own day, or today. A weakness of the
 * network is no reason to stop a deployment; a file that says something wrong is.
 * @throws RunError that names every file that is wrong
 */
export async function openStack(folder: string, today: string): Promise<OpenedRouters> {
  try {
    const found = await routersOrReasons(folder, { options: {}, today });
    if (!("reasons" in found)) return found;
    const lines = found.reasons.map(
      (one) => `${one.place.file}: ${one.code} ${messageOf(one, "en")}`,
    );
    throw new pulumi.RunError(`${folder} cannot be deployed:\n${lines.join("\n")}`);
  } catch (error) {
    if (error instanceof UsageError) throw new pulumi.RunError(error.text.en);
    throw error;
  }
}
