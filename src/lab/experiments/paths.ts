import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { type Forwarding, forwarding } from "../../config/forwarding.ts";
import type { DesiredState } from "../../config/desired-state.ts";
import { loopbackOf, ownersOf } from "../../config/loopbacks.ts";
import { inParallel } from "../process/in-parallel.ts";
import { shellWords } from "../../text/shell-word.ts";
import { atRouter, type RunningLab } from "../running-lab.ts";
import type { Experiment, ExperimentTools, LabCheck } from "./experiment.ts";

const AT_ONCE = 4;
/** So many traces are really walked; every router's next hop to every other is looked up besides. */
const TRACES_MAX = 12;
const TRACES_AT_ONCE = 2;
/** Routers tell one address of dead packets about once a second (net.ipv4.icmp_ratelimit): who seems absent is asked again. */
const TRACE_ATTEMPTS = 4;
const AGAIN_MS = 1500;

/** Where traffic goes is where the configurations send it: next hops of every pair, and traces of some. */
export const paths: Experiment = {
  title: { id: "jalur sesuai ramalan", en: "paths as predicted" },
  async run(lab, tools) {
    // Routers that OSPF does not reach are left to the experiment on backup lines.
    const routers = lab.plan.routers.filter(({ ospf }) => ospf !== undefined);
    const predicted = forwarding(routers);
    const hops = await inParallel(routers, AT_ONCE, (state) =>
      nextHopCheck(lab, state, routers, predicted),
    );
    return { checks: [...hops, ...(await traces(lab, routers, predicted, tools))] };
  },
};

const routeGet = z.array(z.object({ dst: z.string(), dev: z.string() }));

async function nextHopCheck(
  lab: RunningLab,
  state: DesiredState,
  routers: readonly DesiredState[],
  predicted: Forwarding,
): Promise<LabCheck> {
  const targets = routers.flatMap((other) => {
    const address = loopbackOf(other, 4);
    return other === state || address === undefined ? [] : [{ device: other.device, address }];
  });
  const batch = targets.map(({ address }) => `route get ${address}`).join("\n");
  const { stdout } = await atRouter(
    lab,
    state.device,
    `ip -j -force -batch - <<'BATCH'\n${batch}\nBATCH`,
  );
  const leaves = new Map<string, string>();
  for (const line of stdout.split("\n").filter((text) => text.startsWith("["))) {
    for (const { dst, dev } of routeGet.safeParse(JSON.parse(line)).data ?? [])
      leaves.set(dst, dev);
  }
  const wrong = targets.flatMap(({ device, address }) => {
    const dev = leaves.get(address);
    const found = state.interfaces.find(({ name }) => name === dev)?.peer?.device ?? "-";
    const allowed = predicted.nextHops(state.device, device);
    return allowed.includes(found) || (allowed.length === 0 && dev === undefined)
      ? []
      : [`${device}: ${found} (${allowed.join("|")})`];
  });
  return {
    subject: `${state.device} → *`,
    expected: `${targets.length}`,
    found: [`${targets.length - wrong.length}`, ...wrong].join(" "),
    ok: wrong.length === 0,
  };
}

async function traces(
  lab: RunningLab,
  routers: readonly DesiredState[],
  predicted: Forwarding,
  { progress }: ExperimentTools,
): Promise<LabCheck[]> {
  const ownerOf = ownersOf(routers);
  // From each core to routers spread over the list; which ones never depends on chance.
  const cores = routers.filter(({ device }) => lab.document.cores.includes(device));
  const step = Math.max(1, Math.ceil((routers.length * cores.length) / TRACES_MAX));
  const pairs = cores.flatMap((from) =>
    routers.filter((to, i) => to !== from && i % step === 0).map((to) => ({ from, to })),
  );
  return inParallel(pairs, TRACES_AT_ONCE, async ({ from, to }) => {
    let walked: string[] = [];
    for (let attempt = 0; attempt < TRACE_ATTEMPTS; attempt++) {
      if (attempt > 0) await sleep(AGAIN_MS);
      progress(`${from.device} → ${to.device}`);
      const hops = await trace(lab, from, to);
      walked = [from.device, ...hops.map((address) => ownerOf.get(address) ?? address)];
      if (!walked.includes("*")) break;
    }
    return {
      subject: `${from.device} → ${to.device}`,
      expected: (predicted.path(from.device, to.device) ?? []).join(" "),
      found: walked.join(" "),
      ok: walked.at(-1) === to.device && predicted.isBestPath(walked),
    };
  });
}

/** The addresses that answered, hop by hop; `*` for who did not. */
async function trace(lab: RunningLab, from: DesiredState, to: DesiredState): Promise<string[]> {
  const source = loopbackOf(from, 4) ?? "";
  const target = loopbackOf(to, 4) ?? "";
  // By ICMP: ports that change from packet to packet would take turns on equal paths.
  const words = ["-I", "-n", "-q", "2", "-w", "2", "-N", "4", "-m", "20", "-s", source, target];
  const { stdout } = await atRouter(lab, from.device, `traceroute ${shellWords(words)}`);
  return [...stdout.matchAll(/^ *\d+ +(?:\* +)?(\S+)/gm)].map((match) => match[1]!);
}
