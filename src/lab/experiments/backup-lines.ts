import { setTimeout as sleep } from "node:timers/promises";
import type { DesiredState } from "../../config/desired-state.ts";
import { compareText } from "../../text/order.ts";
import { cutOnly } from "../cuts.ts";
import { loopbackOf } from "../../config/loopbacks.ts";
import { startWatch } from "../measure/watch.ts";
import { atRouter, cablesOf, linksOf, type RunningLab } from "../running-lab.ts";
import type { Experiment, ExperimentTools, LabCheck } from "./experiment.ts";

/** Tunnels by satellite are told to be dead after seconds, and BGP over them takes a few more. */
const SETTLE_MAX_MS = 40_000;
const HEAL_MAX_MS = 60_000;
const LOOK_MS = 100;
const SILENT_MS = 2000;

/** Sites with a line of their own lose every cable: they come in through their tunnel, and nobody else does. */
export const backupLines: Experiment = {
  title: { id: "saluran cadangan mengambil alih", en: "backup lines take over" },
  async run(lab, tools) {
    const sites = lab.plan.routers.filter((state) => tunnelNames(state).length > 0);
    if (sites.length === 0) {
      const id = "tidak ada lokasi dengan terowongan cadangan";
      return { checks: [], nothing: { id, en: "no site has a backup tunnel" } };
    }
    const checks: LabCheck[] = [];
    for (const [i, site] of sites.entries()) {
      if (tools.signal.aborted) break;
      tools.progress(`${i + 1}/${sites.length} ${site.device}`);
      checks.push(...(await oneSite(lab, site, tools)));
    }
    return { checks };
  },
};

/** Tunnels whose outer packets leave by a line of the site's own. */
const tunnelNames = ({ tunnels }: DesiredState): string[] =>
  tunnels.filter(({ mark }) => mark !== undefined).map((tunnel) => tunnel.interface);

/** The links whose loss leaves a site nothing but its own line, in order. */
export const cablesLostBy = (lab: Pick<RunningLab, "plan">, site: DesiredState): string[] => {
  const own = new Set(site.interfaces.map(({ carries }) => carries));
  return linksOf(lab).filter((link) => own.has(link));
};

async function oneSite(
  lab: RunningLab,
  site: DesiredState,
  { signal }: ExperimentTools,
): Promise<LabCheck[]> {
  const own = loopbackOf(site, 4);
  const watchers = lab.plan.routers.flatMap((state) => {
    const address = lab.document.cores.includes(state.device) ? loopbackOf(state, 4) : undefined;
    return address === undefined ? [] : [{ device: state.device, own: address }];
  });
  if (own === undefined || watchers.length === 0) return [];
  const all = lab.plan.routers.flatMap((state) => loopbackOf(state, 4) ?? []);
  const deviceOf = new Map(lab.plan.routers.map((state) => [loopbackOf(state, 4), state.device]));
  const links = cablesLostBy(lab, site);
  const expected =
    lab.document.predictions.find((one) => one.links.join(" ") === links.join(" "))?.lost ?? [];
  const watch = startWatch(lab, watchers, all);
  try {
    await sleep(1000);
    watch.resetGaps();
    await cutOnly(
      lab,
      links.flatMap((link) => cablesOf(lab, link)),
    );
    const started = performance.now();
    // Nothing is known before the routers have noticed.
    await sleep(SILENT_MS);
    let lost: string[];
    do {
      await sleep(LOOK_MS);
      lost = watch.silent(SILENT_MS).map((address) => deviceOf.get(address)!);
      lost.sort(compareText);
    } while (
      !signal.aborted &&
      lost.join(" ") !== expected.join(" ") &&
      performance.now() - started < SETTLE_MAX_MS
    );
    const gapMs = Math.min(...watchers.map(({ device }) => watch.longestGapMs(device, own)));
    const rttMs = Math.min(...watchers.map(({ device }) => watch.rttMs(device, own) ?? Infinity));
    const out = await wayOut(lab, site, watchers[0]!.own);
    const line = lineRttMs(site);
    return [
      {
        subject: `${site.device}: ${links.join(" ")}`,
        expected: expected.join(" ") || "-",
        found: lost.join(" ") || "-",
        ok: lost.join(" ") === expected.join(" "),
        tookMs: gapMs,
      },
      {
        subject: `${site.device} → ${watchers[0]!.device}`,
        expected: tunnelNames(site).join("|"),
        found: out,
        ok: tunnelNames(site).includes(out),
      },
      {
        subject: `${site.device} RTT`,
        expected: `≥ ${Math.floor(line)} ms`,
        found: `${rttMs.toFixed(1)} ms`,
        // A tunnel's keys and the machine's load add to the line, but never take from it.
        ok: rttMs >= line - 1 && rttMs <= line * 1.5 + 60,
      },
    ];
  } finally {
    await cutOnly(lab, []);
    const deadline = performance.now() + HEAL_MAX_MS;
    const back = () =>
      all.every((address) =>
        watchers.every(({ device }) => watch.isAnswering(device, address, 500)),
      );
    while (performance.now() < deadline && !signal.aborted && !back()) await sleep(LOOK_MS);
    await watch.stop();
  }
}

async function wayOut(lab: RunningLab, { device }: DesiredState, to: string): Promise<string> {
  const { stdout } = await atRouter(lab, device, `ip route get ${to}`);
  return / dev (\S+)/.exec(stdout)?.[1] ?? "-";
}

/** There and back over the fastest of the lines that carry the tunnels, milliseconds. */
function lineRttMs({ interfaces, lines }: DesiredState): number {
  const delays = lines.map(
    (line) => interfaces.find(({ name }) => name === line.interface)?.delayUs ?? 0,
  );
  return (2 * Math.min(...delays)) / 1000;
}
