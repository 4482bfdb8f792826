import { drift, type DriftLine } from "../../../config/vendors/linux/answers/frr-reload.ts";
import { type Answers, type Files, withComplaints } from "../question.ts";
import {
  extra,
  lastLine,
  missing,
  unknown,
  type Difference,
  type RunningPart,
} from "./difference.ts";

const UNIT = "frr.service";
const FILE = "etc/frr/frr.conf";
const ASKED = "frr";

/** FRR by its own comparison: what `frr-reload.py` would add and delete. */
export const frr: RunningPart = {
  questions: (files) =>
    files.has(FILE)
      ? [
          {
            name: ASKED,
            words: withComplaints(["/usr/lib/frr/frr-reload.py", "--test", "--stdout", `/${FILE}`]),
            timeoutS: 60,
          },
        ]
      : [],
  differences,
};

function differences(files: Files, answers: Answers): Difference[] {
  const wanted = files.get(FILE);
  if (wanted === undefined) return [];
  const answer = answers.get(ASKED);
  // After a syntax error it goes on with an empty file and lists everything for deletion; the code tells.
  if (answer === undefined || answer.code !== 0) {
    return [unknown(UNIT, reason(answer?.stdout) ?? lastLine(answer))];
  }
  const own = new Set(wanted.split("\n").map((line) => line.trim()));
  return drift(answer.stdout).map((line) => difference(line, own));
}

/** What vtysh found wrong with the file, `b'line 47: % Unknown command: …\n'`, or what else went wrong. */
const reason = (output = ""): string | undefined =>
  (/^b['"](line \d+: .*?)(?:\\n)*['"]$/m.exec(output) ?? / ERROR\S*: (.*)$/m.exec(output))?.[1];

/**
 * `- no ip ospf cost 7` undoes what runs and is in no file; `+ …` is what the file has; but what can only
 * be undone as a whole, such as a static route, is among what is added, as `+ no …`.
 */
function difference({ sign, blocks, words }: DriftLine, own: ReadonlySet<string>): Difference {
  const without = words.replace(/^no /, "");
  const isNegative = without !== words;
  const told = (line: string) => [...blocks, line].join(" / ");
  if (sign === "+" && (!isNegative || own.has(words))) return missing(UNIT, told(words));
  return extra(UNIT, told(isNegative ? without : `no ${words}`));
}
