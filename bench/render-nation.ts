/**
 * How fast routers are rendered: a made nation of 92,000 routers in regencies of 179, streamed one after
 * the other, and the real Kota Dumai. Each stage is timed apart; nothing is written to disk. Figures are
 * of one run on one machine: compare the rows with each other.
 *
 * npm run bench:render            (`npm run bench:render -- 5000` for fewer routers)
 */
import process from "node:process";
import { allocate } from "../src/addressing/allocate.ts";
import { type AddressLock, EMPTY_LOCK } from "../src/addressing/address-lock.ts";
import { addressDemands } from "../src/addressing/demands.ts";
import { readPlan } from "../src/addressing/read-plan.ts";
import { configure } from "../src/config/configure.ts";
import { linux } from "../src/config/vendors/linux/linux.ts";
import type { SourceFile } from "../src/document/entry.ts";
import { readNetwork } from "../src/io/read-network.ts";
import { routedNetwork } from "../src/layer3/routed-network.ts";
import type { Day } from "../src/model/calendar.ts";
import { indexNetwork } from "../src/network/network-index.ts";
import { load } from "../src/pipeline.ts";
import { madeRegency, ROUTERS_PER_REGENCY } from "./made-regency.ts";

const GOAL_PER_SECOND = 5000;
const GOAL_MB = 1024;
const DAY = "2025-02-03" as Day;

const STAGES = [
  "load and index",
  "routers and areas",
  "give addresses",
  "read lock",
  "derive",
  "write text",
] as const;
type Stage = (typeof STAGES)[number];

interface Run {
  routers: number;
  files: number;
  bytes: number;
  readonly ms: Record<Stage, number>;
}

const emptyRun = (): Run => ({
  routers: 0,
  files: 0,
  bytes: 0,
  ms: Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Record<Stage, number>,
});

function renderNetwork(files: readonly SourceFile[], run: Run, written?: AddressLock): void {
  let at = performance.now();
  const done = (stage: Stage) => {
    const now = performance.now();
    run.ms[stage] += now - at;
    at = now;
  };
  const index = indexNetwork(load(files, { today: DAY }).network!);
  done("load and index");
  const routed = routedNetwork(index);
  done("routers and areas");
  const demands = addressDemands(routed);
  const pools = [...routed.network.addressPools.values()];
  const lock = written ?? allocate(pools, demands, EMPTY_LOCK, DAY, 90).lock;
  done("give addresses");
  const plan = readPlan(lock, demands, pools);
  done("read lock");
  for (const state of configure(routed, plan)) {
    done("derive");
    const { files: made } = linux.render(state);
    run.routers++;
    run.files += made.length;
    for (const { content } of made) run.bytes += content.length;
    done("write text");
  }
}

function print(name: string, run: Run): void {
  const rendering = run.ms.derive + run.ms["write text"];
  console.log(
    `\n${name}: ${run.routers} routers, ${run.files} files, ${(run.bytes / 1e6).toFixed(0)} MB of text`,
  );
  for (const stage of STAGES) {
    console.log(
      `  ${stage.padEnd(18)} ${run.ms[stage].toFixed(0).padStart(8)} ms ${((run.ms[stage] * 1000) / run.routers).toFixed(0).padStart(6)} µs a router`,
    );
  }
  console.log(
    `  derive and write   ${((run.routers * 1000) / rendering).toFixed(0).padStart(8)} routers a second (goal ${GOAL_PER_SECOND})`,
  );
}

const wanted = Number(process.argv[2] ?? 92_000);
const warmUp = emptyRun();
for (let i = 0; i < 3; i++) renderNetwork(madeRegency("pemanasan"), warmUp);

const dumai = emptyRun();
const { files: dumaiFiles } = readNetwork("topology/dumai");
renderNetwork(dumaiFiles, dumai);
print("Kota Dumai", dumai);

const nation = emptyRun();
for (let i = 0; nation.routers < wanted; i++) renderNetwork(madeRegency(`kab-${i}`), nation);
print(`a nation of regencies with ${ROUTERS_PER_REGENCY} routers each`, nation);
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(`\nmost memory: ${megabytes.toFixed(0)} MB (goal ${GOAL_MB})`);
