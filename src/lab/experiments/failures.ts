import { setTimeout as sleep } from "node:timers/promises";
import { compareText, sortedBy } from "../../text/order.ts";
import { cutOnly } from "../cuts.ts";
import { type Adjacency, expectedAdjacencies } from "../expected-adjacencies.ts";
import { loopbackOf } from "../../config/loopbacks.ts";
import { startWatch, type Watch } from "../measure/watch.ts";
import { cablesOf, linksOf, type RunningLab } from "../running-lab.ts";
import { areUp } from "./adjacency.ts";
import type { Experiment, LabCheck } from "./experiment.ts";

/** What is unheard for so long is lost, or is not found again by then. */
const SILENT_MS = 500;
/** The loss must stay the same for so long before it is believed. */
const STEADY_MS = 300;
/** Nobody has noticed a cut sooner: three BFD packets 100 ms apart, and the computation of the routes. */
const SOONEST_MS = 700;
/** Beyond this a cut that does not lead to what was predicted differs. */
const SETTLE_MAX_MS = 12_000;
const HEAL_MAX_MS = 30_000;
const LOOK_MS = 50;
/** After the last adjacency is full its routers still tell the others. */
const QUIET_MS = 500;

/**
 * Each link of the lab cut silently, one after the other: who is lost from every core, against what
 * `rajut fail` says; and for everybody else the longest time without an answer.
 */
export const failures: Experiment = {
  title: { id: "tiap tautan putus diam-diam", en: "each link cut silently" },
  async run(lab, { progress, signal }) {
    const deviceOf = new Map(
      lab.plan.routers.flatMap((state) => {
        const address = loopbackOf(state, 4);
        return address === undefined ? [] : [[address, state.device] as const];
      }),
    );
    const watchers = lab.plan.routers
      .filter(({ device }) => lab.document.cores.includes(device))
      .flatMap((state) => {
        const own = loopbackOf(state, 4);
        return own === undefined ? [] : [{ device: state.device, own }];
      });
    const watch = startWatch(lab, watchers, [...deviceOf.keys()]);
    const checks: LabCheck[] = [];
    try {
      await sleep(SOONEST_MS);
      const context = { lab, watch, watchers, deviceOf };
      const silent = await silentBefore(context);
      if (silent.length > 0) {
        const found = namesOf(silent);
        return { checks: [{ subject: "before any cut", expected: "-", found, ok: false }] };
      }
      const normal = normalRtt(context);
      const links = interleaved(linksOf(lab));
      const adjacencies = expectedAdjacencies(lab.plan.routers);
      for (const [i, link] of links.entries()) {
        if (signal.aborted) break;
        progress(`${i + 1}/${links.length} ${link}`);
        checks.push(await oneCut(context, link));
        await cutOnly(lab, []);
        const own = adjacencies.filter(({ carries }) => carries === link);
        const healed = await untilHealed(context, own, normal);
        if (!healed)
          checks.push({ subject: `${link} heal`, expected: "up", found: "-", ok: false });
      }
    } finally {
      await cutOnly(lab, []);
      await watch.stop();
    }
    return { checks: sortedBy(checks, ({ subject }) => subject) };
  },
};

/** First and second half in turns: neighbouring links mostly have neighbouring ids, and rest between cuts. */
function interleaved(links: readonly string[]): string[] {
  const half = Math.ceil(links.length / 2);
  return Array.from(links, (_, i) => links[i % 2 === 0 ? i / 2 : half + (i - 1) / 2]!);
}

interface Watching {
  readonly lab: RunningLab;
  readonly watch: Watch;
  readonly watchers: readonly { readonly device: string; readonly own: string }[];
  /** By loopback. */
  readonly deviceOf: ReadonlyMap<string, string>;
}

/** Who does not answer while nothing is cut, after some time to find the way. */
async function silentBefore({ watch, deviceOf }: Watching): Promise<string[]> {
  const deadline = performance.now() + SETTLE_MAX_MS;
  for (;;) {
    const silent = watch.silent(SILENT_MS).map((address) => deviceOf.get(address)!);
    if (silent.length === 0 || performance.now() > deadline) return silent.sort(compareText);
    await sleep(LOOK_MS);
  }
}

async function oneCut(context: Watching, link: string): Promise<LabCheck> {
  const { lab, watch } = context;
  const prediction = lab.document.predictions.find(
    ({ links }) => links.length === 1 && links[0] === link,
  );
  const expected = prediction?.lost ?? [];
  watch.resetGaps();
  await cutOnly(lab, cablesOf(lab, link));
  const lost = await settled(context, expected);
  const survivors = [...context.deviceOf].filter(([, device]) => !lost.includes(device));
  const gapsMs = survivors.flatMap(([address]) =>
    context.watchers.map(({ device }) => watch.longestGapMs(device, address)),
  );
  return {
    subject: link,
    expected: namesOf(expected),
    found: namesOf(lost),
    ok: namesOf(expected) === namesOf(lost),
    tookMs: Math.max(0, ...gapsMs),
  };
}

/** The routers that are lost, once that stays the same and is what was predicted, or time is up. */
async function settled(
  { watch, deviceOf }: Watching,
  expected: readonly string[],
): Promise<readonly string[]> {
  const started = performance.now();
  let before = "";
  let sinceMs = started;
  for (;;) {
    await sleep(LOOK_MS);
    const now = performance.now();
    const silent = watch.silent(SILENT_MS).map((address) => deviceOf.get(address)!);
    const lost = silent.sort(compareText);
    const key = namesOf(lost);
    if (key !== before) sinceMs = now;
    before = key;
    const steady = now - sinceMs >= STEADY_MS && now - started >= SOONEST_MS + STEADY_MS;
    if (steady && key === namesOf(expected)) return lost;
    if (now - started > SETTLE_MAX_MS) return lost;
  }
}

/** Waits until all is as it was: adjacencies full, everybody answers, and by the usual way. */
async function untilHealed(
  { lab, watch, watchers, deviceOf }: Watching,
  adjacencies: readonly Adjacency[],
  normal: ReadonlyMap<string, number>,
): Promise<boolean> {
  const deadline = performance.now() + HEAL_MAX_MS;
  while (performance.now() < deadline) {
    const answering = [...deviceOf.keys()].every((address) =>
      watchers.every(
        ({ device }) =>
          watch.isAnswering(device, address, 4 * LOOK_MS) &&
          (watch.rttMs(device, address) ?? 0) <=
            usualMs(normal.get(`${device} ${address}`) ?? Infinity),
      ),
    );
    if (answering && (await areUp(lab, adjacencies))) {
      await sleep(QUIET_MS);
      return true;
    }
    await sleep(2 * LOOK_MS);
  }
  return false;
}

/** A busy machine adds milliseconds; a way over a slow line adds tens or hundreds. */
const usualMs = (normalMs: number) => normalMs * 1.5 + 10;

function normalRtt({ watch, watchers, deviceOf }: Watching): Map<string, number> {
  return new Map(
    watchers.flatMap(({ device }) =>
      [...deviceOf.keys()].flatMap((address) => {
        const rttMs = watch.rttMs(device, address);
        return rttMs === undefined ? [] : [[`${device} ${address}`, rttMs] as const];
      }),
    ),
  );
}

const namesOf = (devices: readonly string[]) => (devices.length === 0 ? "-" : devices.join(" "));
