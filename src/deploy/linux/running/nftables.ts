import { diffArrays } from "diff";
import { type Answers, type Files, withComplaints } from "../question.ts";
import {
  extra,
  lastLine,
  missing,
  unknown,
  type Difference,
  type RunningPart,
} from "./difference.ts";

const UNIT = "nftables.service";
const FILE = "etc/nftables.conf";
const RUNNING = "nftables";
const WANTED = "nftables as in its file";

/**
 * The firewall: its file is loaded where nothing else is, in a network namespace of its own, and both are
 * listed by the same program, so that only differences of meaning are left. Interfaces stand in the file by
 * their names (`iifname`) and need not be there; `iif lo` is number 1 everywhere.
 */
export const nftables: RunningPart = {
  questions: (files) =>
    files.has(FILE)
      ? [
          { name: RUNNING, words: withComplaints(["nft", "-s", "list", "ruleset"]), timeoutS: 30 },
          {
            name: WANTED,
            words: ["unshare", "-n", "sh", "-c", `nft -f /${FILE} 2>&1 && nft -s list ruleset`],
            timeoutS: 30,
          },
        ]
      : [],
  differences,
};

function differences(files: Files, answers: Answers): Difference[] {
  if (!files.has(FILE)) return [];
  const [running, wanted] = [answers.get(RUNNING), answers.get(WANTED)];
  if (running === undefined || running.code !== 0) return [unknown(UNIT, lastLine(running))];
  if (wanted === undefined || wanted.code !== 0) return [unknown(UNIT, lastLine(wanted))];
  return diffArrays(rulesetLines(wanted.stdout), rulesetLines(running.stdout)).flatMap(
    ({ value, added, removed }) => {
      if (removed) return value.map((line) => missing(UNIT, line));
      return added ? value.map((line) => extra(UNIT, line)) : [];
    },
  );
}

/**
 * A listed ruleset as lines that can be compared: each with its table and chain, elements in order, and
 * without what changes while it runs: counters, handles, and the elements of sets that rules fill.
 */
function rulesetLines(text: string): string[] {
  const found: string[] = [];
  const blocks: string[] = [];
  let isFilledByRules = false;
  for (const line of wholeLines(text)) {
    if (line === "}") blocks.pop();
    else if (line.endsWith("{") && !line.startsWith("elements")) {
      blocks.push(line.slice(0, -1).trim());
      isFilledByRules = false;
      found.push(blocks.join(" / "));
    } else {
      if (/^flags .*\b(?:dynamic|timeout)\b/.test(line)) isFilledByRules = true;
      if (isFilledByRules && line.startsWith("elements")) continue;
      found.push([...blocks, steady(line)].join(" / "));
    }
  }
  return found;
}

/** Lines without their indentation; elements that go over several lines in one. */
function* wholeLines(text: string): Generator<string> {
  let open = "";
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    // A remark of nft's own, such as whose a table is.
    if (line === "" || line.startsWith("#")) continue;
    open = open === "" ? line : `${open} ${line}`;
    if (open.startsWith("elements") && !open.endsWith("}")) continue;
    yield open;
    open = "";
  }
  if (open !== "") yield open;
}

const steady = (line: string): string =>
  line
    .replace(/ # handle \d+$/, "")
    .replace(/\bcounter packets \d+ bytes \d+/g, "counter")
    .replace(/ expires \S+/g, "")
    .replace(/\{ ([^{}]*) \}/g, (_, elements: string) => `{ ${inOrder(elements)} }`);

const inOrder = (elements: string): string =>
  elements
    .split(",")
    .map((element) => element.trim())
    .sort()
    .join(", ");
