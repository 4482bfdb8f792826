import { commit, type Candidate, type Committed, type CommitOptions } from "./commit.ts";
import { DeployError } from "./deploy-error.ts";
import type { Connect } from "./host.ts";
import { type KnownValues, maskedText } from "./secrets-mask.ts";

/**
 * As `commit`, but what is logged and thrown has no secret in it: a checker, or a service that does not
 * start, quotes the line that it does not like.
 */
export async function commitMasked(
  connect: Connect,
  candidate: Candidate,
  options: CommitOptions,
  known: KnownValues,
): Promise<Committed> {
  const log = (line: string) => options.log(maskedText(line, known));
  try {
    return await commit(connect, candidate, { ...options, log });
  } catch (error) {
    if (!(error instanceof DeployError)) throw error;
    throw new DeployError(error.code, maskedText(error.message, known), { cause: error.cause });
  }
}
