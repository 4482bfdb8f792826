/**
 * Wall time and memory of `rajut check topology/dumai` as a whole process, beside `node -e 0`, with a
 * warm compile cache and on the very first run. The two commands alternate, so that a noisy machine
 * disturbs both alike; minima and medians are printed, never asserted.
 *
 * npm run bench            (25 rounds; `npm run bench -- 9` for fewer)
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const GOAL_OVER_NODE_MS = 250;
const rounds = Number(process.argv[2] ?? 25);
const scratch = mkdtempSync(path.join(tmpdir(), "rajut-bench-"));
const memoryFile = path.join(scratch, "memory");
const hook = path.join(scratch, "memory.cjs");
writeFileSync(
  hook,
  `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(memoryFile)}, String(process.resourceUsage().maxRSS)));`,
);

const CHECK = ["bin/rajut.js", "check", "topology/dumai"];
const NOTHING = ["-e", "0"];

interface Run {
  readonly wallMs: number;
  readonly memoryMb: number;
}

function run(args: readonly string[], cache: string): Run {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ["-r", hook, ...args], {
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    encoding: "utf8",
  });
  const wallMs = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return { wallMs, memoryMb: Number(readFileSync(memoryFile, "utf8")) / 1024 };
}

const firstRuns = Array.from({ length: 3 }, (_, i) => run(CHECK, path.join(scratch, `cold-${i}`)));
const warm = path.join(scratch, "warm");
run(CHECK, warm);
const check: Run[] = [];
const nothing: Run[] = [];
for (let round = 0; round < rounds; round++) {
  check.push(run(CHECK, warm));
  nothing.push(run(NOTHING, warm));
}
rmSync(scratch, { recursive: true });

const sorted = (runs: readonly Run[]) => runs.map(({ wallMs }) => wallMs).sort((a, b) => a - b);
const minimum = (runs: readonly Run[]) => sorted(runs)[0]!;
const median = (runs: readonly Run[]) => sorted(runs)[Math.floor(runs.length / 2)]!;
const row = (name: string, runs: readonly Run[]) =>
  `${name.padEnd(34)} ${minimum(runs).toFixed(0).padStart(6)} ${median(runs).toFixed(0).padStart(8)} ${Math.max(
    ...runs.map(({ memoryMb }) => memoryMb),
  )
    .toFixed(0)
    .padStart(8)}`;

console.log(`node ${process.version}, ${rounds} rounds; wall time in ms, peak memory in MB`);
console.log(
  `${"".padEnd(34)} ${"min".padStart(6)} ${"median".padStart(8)} ${"memory".padStart(8)}`,
);
console.log(row("node -e 0", nothing));
console.log(row("rajut check, warm cache", check));
console.log(row("rajut check, first run", firstRuns));
const over = minimum(check) - minimum(nothing);
const overMedian = median(check) - median(nothing);
console.log(
  `over bare node, warm: min ${over.toFixed(0)} ms, median ${overMedian.toFixed(0)} ms (goal ${GOAL_OVER_NODE_MS} ms)`,
);
