import type { Answers, Files, Question } from "./question.ts";
import { addresses } from "./running/addresses.ts";
import type { RunningPart } from "./running/difference.ts";
import { frr } from "./running/frr.ts";
import { nftables } from "./running/nftables.ts";
import { sysctl } from "./running/sysctl.ts";
import { wireguard } from "./running/wireguard.ts";

/** One module a part, in the order in which their services start. */
const PARTS: readonly RunningPart[] = [sysctl, nftables, addresses, wireguard, frr];

/** More of one service is told as a number: a firewall that is gone has hundreds of lines. */
const LINES_MAX = 40;

/** What must be asked of a router to know whether it runs as these files of its say; changes nothing. */
export const runningQuestions = (files: Files): Question[] =>
  PARTS.flatMap((part) => part.questions(files));

/**
 * How the running router differs from its files, by the unit of the service: short lines `missing: …`,
 * `extra: …`, or `cannot be compared: …` where a program gave no answer. Without secrets and control
 * characters; a service that runs as its files say is not among them.
 * @param files as they lie on the router, with the values of their secrets, by path from its root
 */
export function runningDifferences(files: Files, answers: Answers): Map<string, string[]> {
  const found = PARTS.flatMap((part) => part.differences(files, answers));
  const units = Map.groupBy(found, ({ unit }) => unit);
  return new Map(
    [...units].map(([unit, differences]) => {
      const lines = differences.slice(0, LINES_MAX).map(({ line }) => line);
      const more = differences.length - lines.length;
      return [unit, more === 0 ? lines : [...lines, `and ${more} more`]];
    }),
  );
}
