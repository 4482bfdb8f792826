import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { withAgent } from "../agent/with-agent.ts";
import { connectTo } from "../connect.ts";
import { DeployError } from "../deploy-error.ts";
import { probeQuestions, readProbes } from "../linux/probes.ts";
import { transport } from "../transport.ts";
import type { DeployContext, ResourceKind } from "./resource.ts";

const inputs = z.strictObject({
  network: z.string(),
  /** From 1. */
  wave: z.int().min(1),
  /** How long the wave must have stood before it is looked at. */
  soakSeconds: z.int().min(0).max(3600),
  routers: z.array(
    z.strictObject({
      device: z.string(),
      /** Which of its configurations it must run. */
      generation: z.int().min(1),
      transport,
      /** Addresses of the cores; one of them must answer. */
      reach: z.array(z.string()),
    }),
  ),
});
export type WaveGateInputs = z.infer<typeof inputs>;

/**
 * What stands between two waves of a rollout: once the wave's routers have stood for a while, each of them
 * answers, still runs the configuration that was confirmed, and reaches a core. It is asked again whenever
 * one of them has a new generation; when it fails, no later wave begins.
 */
export const waveGate: ResourceKind<WaveGateInputs> = {
  name: "WaveGate",
  inputs,
  replacedBy: ["network", "wave"],
  silent: ["soakSeconds"],
  secret: [],
  computed: [],
  async create(asked, context) {
    await hold(asked, context);
    return { id: `${asked.network}/wave-${asked.wave}`, state: asked };
  },
  // A gate is what was found when it was asked, so there is nothing to look at.
  read: (id, before) =>
    Promise.resolve(before === undefined ? undefined : { id, inputs: before, state: before }),
  async update(_id, _before, asked, context) {
    await hold(asked, context);
    return asked;
  },
  delete: () => Promise.resolve(),
};

async function hold(asked: WaveGateInputs, context: DeployContext): Promise<void> {
  const { wave, soakSeconds, routers } = asked;
  await soak(soakSeconds, context);
  const problems = await Promise.all(routers.map((router) => problemOf(router, context)));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length === 0) return;
  throw new DeployError(
    "unhealthy",
    `wave ${wave} is not healthy, so no later one begins: ${found.join("; ")}. Routers of later waves were not touched.`,
  );
}

async function soak(seconds: number, { signal }: DeployContext): Promise<void> {
  try {
    await sleep(seconds * 1000, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new DeployError("lost", "stopped before the wave was looked at; run again to go on.");
  }
}

async function problemOf(
  { device, generation, transport: way, reach }: WaveGateInputs["routers"][number],
  context: DeployContext,
): Promise<string | undefined> {
  try {
    return await withAgent(
      connectTo(way, context),
      async (agent) => {
        const { generation: now, pending } = agent.opened;
        if (pending !== null) return `${device} has an unconfirmed change`;
        if (now?.number !== generation) {
          return `${device} is at generation ${now?.number ?? "none"}, not ${generation}`;
        }
        const outputs = await agent.run(probeQuestions(new Map(), reach));
        const { reached } = readProbes(new Map(outputs.map((output) => [output.name, output])));
        const answers = Object.values(reached);
        return answers.length === 0 || answers.includes(true)
          ? undefined
          : `${device} reaches no core`;
      },
      context,
    );
  } catch (error) {
    if (error instanceof DeployError) return `${device}: ${error.message}`;
    throw error;
  }
}
