import * as z from "zod";
import { shown } from "../../text/safe.ts";
import type { Agent, AgentStatus } from "../agent/agent.ts";
import { withAgent } from "../agent/with-agent.ts";
import type { Candidate, CommitOptions } from "../commit.ts";
import { commitMasked } from "../commit-masked.ts";
import { connectEither, connectTo } from "../connect.ts";
import { DeployError } from "../deploy-error.ts";
import { deviceFiles, filledFiles } from "../device-files.ts";
import type { Connect } from "../host.ts";
import { type Observed, observe } from "../linux/observe.ts";
import { keptStatesOf } from "../linux/kept-states.ts";
import {
  type Probes,
  probeQuestions,
  proofSeconds,
  readProbes,
  wantedBy,
  whatIsLost,
} from "../linux/probes.ts";
import { readKnownHosts, transportOf } from "../ssh-settings.ts";
import { type Transport, transport } from "../transport.ts";
import { type DeployContext, PartlyDone, type ResourceKind } from "./resource.ts";

const inputs = deviceFiles.extend({
  network: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** Id of the router's site. */
  device: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  vendor: z.enum(["linux"]),
  transport,
  /** Seconds after which the device undoes what was not confirmed. */
  rollbackSeconds: z.int().min(10).max(600),
  /** Addresses that must still be reached after a change where they were before: the cores'. */
  reach: z.array(z.string()),
  /** Its place among the waves (`src/rollout/device-rollout.ts`); for plans and policies. */
  rollout: z.looseObject({ wave: z.int(), waves: z.int(), neverWith: z.array(z.string()) }),
  /** What runs otherwise than the files say, by unit. Asked for: nothing. A refresh tells what it found. */
  byHand: z.record(z.string(), z.string()),
});
export type EdgeRouterInputs = z.infer<typeof inputs>;
export type EdgeRouterState = EdgeRouterInputs & {
  /** How often the device's configuration was confirmed. */
  readonly generation: number;
};

/**
 * The configuration of one router, on the router. A change is checked on the device, confirmed only after
 * the proof that nothing was lost, and undone by the device itself otherwise. What somebody changed by hand
 * since the last look is never overwritten unseen: a refresh shows it, then the next change takes it away.
 * To delete one leaves the router as it is and forgets that it was managed.
 */
export const edgeRouter: ResourceKind<EdgeRouterInputs, EdgeRouterState> = {
  name: "EdgeRouter",
  inputs,
  place: ({ network, device }) => `${network}/${device}`,
  replacedBy: ["network", "device"],
  silent: ["rollout", "reach", "rollbackSeconds"],
  secret: ["secrets"],
  computed: ["generation"],

  async create(asked, context) {
    const connect = connectTo(asked.transport, context);
    const id = `${asked.network}/${asked.device}`;
    const seen = await settled(connect, context, asked);
    if (seen.generation === undefined) {
      return { id, state: await change({ connect, asked, seen }, context) };
    }
    // The state was lost, not the device: it is taken as it is.
    if (seen.owner !== ownerOf(asked)) throw foreign(seen);
    const state = stateOf(asked, seen);
    const different = differences(asked, seen);
    if (different.length === 0) return { id, state };
    throw new PartlyDone(id, state, adoptedText(seen, different));
  },

  async read(id, before, context) {
    const known = before ?? imported(id, context);
    const seen = await settled(connectTo(known.transport, context), context, known);
    // Gone: another device stands there, or somebody released it. The next change takes it in anew.
    if (seen.generation === undefined && before !== undefined && before.generation > 0) {
      return undefined;
    }
    const { generation, ...found } = stateOf(known, seen);
    const own = `${known.network}/${known.device}`;
    return { id: own, inputs: found, state: { ...found, generation } };
  },

  async update(_id, before, asked, context) {
    // Where the way itself changes, the new one may be there only afterwards.
    const isSameWay = JSON.stringify(before.transport) === JSON.stringify(asked.transport);
    const after = connectTo(asked.transport, context);
    const connect = isSameWay ? after : connectEither(after, connectTo(before.transport, context));
    const seen = await settled(connect, context, before);
    if ((seen.generation ?? UNMANAGED) !== before.generation) throw stale(before, seen);
    const changed = differences(before, seen);
    if (changed.length > 0) throw changedByHand(changed);
    return change({ connect, asked, seen, ...(isSameWay ? {} : { after }) }, context);
  },

  async delete(_id, before, context) {
    const connect = connectTo(before.transport, context);
    await withAgent(connect, (agent) => agent.release(ownerOf(before)), context);
  },
};

/** The generation of a router that was imported as somebody else has set it up. */
const UNMANAGED = 0;

interface Change {
  readonly connect: Connect;
  readonly asked: EdgeRouterInputs;
  readonly seen: Observed;
  /** Over which it must be reached afterwards, where that is another way. */
  readonly after?: Connect;
}

/** The one change: checked, confirmed after its proof, or undone. */
async function change(
  { connect, asked, seen, after }: Change,
  { log, signal }: DeployContext,
): Promise<EdgeRouterState> {
  const frrConf = asked.files["etc/frr/frr.conf"] ?? "";
  const before = await withAgent(connect, (agent) => around(agent, asked), { signal });
  const options: CommitOptions = {
    expectGeneration: seen.generation,
    rollbackSeconds: asked.rollbackSeconds,
    proofSeconds: proofSeconds(frrConf),
    ...(after === undefined ? {} : { proveOver: after }),
    prove: async (agent) => [
      ...whatIsLost(before, await around(agent, asked), wantedBy(frrConf, asked.reach)),
      ...runningOtherwise(await observe(agent, asked)),
    ],
    log,
    signal,
  };
  const { generation } = await commitMasked(connect, candidateOf(asked, seen), options, asked);
  return { ...asked, byHand: {}, generation };
}

/** Whom the router reaches now. */
async function around(agent: Agent, { files, reach }: EdgeRouterInputs): Promise<Probes> {
  const outputs = await agent.run(probeQuestions(new Map(Object.entries(files)), reach));
  return readProbes(new Map(outputs.map((output) => [output.name, output])));
}

/** Where what runs is not what the files say, it is kept, so that to undo the change brings just that back. */
function candidateOf(asked: EdgeRouterInputs, seen: Observed): Candidate {
  const isTakenOver = seen.generation === undefined;
  const kept = keptStatesOf(asked.services.map(({ unit }) => unit));
  return {
    owner: ownerOf(asked),
    files: filledFiles(asked),
    services: asked.services,
    reload: Object.keys(seen.byHand).sort(),
    save: kept.filter(({ unit }) => isTakenOver || seen.byHand[unit] !== undefined),
  };
}

const runningOtherwise = ({ byHand }: Observed): string[] =>
  Object.entries(byHand).map(
    ([unit, lines]) => `${unit} does not run as its files say: ${lines.replaceAll("\n", ", ")}`,
  );

/** A router as it stands: while a change on it is open, what is there may be gone again in a moment. */
function settled(
  connect: Connect,
  context: DeployContext,
  expected: EdgeRouterInputs,
): Promise<Observed> {
  const look = (agent: Agent) => {
    if (agent.opened.pending !== null) throw underWay(agent.opened.pending);
    return observe(agent, expected);
  };
  return withAgent(connect, look, context);
}

const ownerOf = ({ network, device }: EdgeRouterInputs): string => `rajut:${network}/${device}`;

/** The inputs as the router shows them. */
function stateOf(asked: EdgeRouterInputs, seen: Observed): EdgeRouterState {
  const { files, modes, byHand, generation, services } = seen;
  return {
    ...asked,
    files,
    modes,
    byHand,
    services: [...services],
    generation: generation ?? UNMANAGED,
  };
}

/** Files and units in which two views of a router differ, in order. */
function differences(
  one: Pick<EdgeRouterInputs, "files" | "modes" | "byHand">,
  other: Pick<Observed, "files" | "modes" | "byHand">,
): string[] {
  const differ = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
    [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key]);
  const found = [
    ...differ(one.files, other.files),
    ...differ(one.modes, other.modes),
    ...differ(one.byHand, other.byHand),
  ];
  return [...new Set(found)].sort();
}

/** An existing router by `NETWORK/DEVICE@ADDRESS`, reached as the stack's settings say. */
function imported(id: string, { settings }: DeployContext): EdgeRouterInputs {
  const [, network, device, host] = /^([^/@]+)\/([^/@]+)@([^/@]+)$/.exec(id) ?? [];
  if (network === undefined || device === undefined || host === undefined) {
    throw new DeployError(
      "invalid",
      `${shown(id, 80)} names no router: import one as NETWORK/DEVICE@ADDRESS`,
    );
  }
  return {
    network,
    device,
    vendor: "linux",
    transport: importTransport(device, host, settings),
    files: Object.fromEntries(KNOWN_FILES.map((name) => [name, ""])),
    modes: {},
    checks: {},
    services: [],
    secrets: {},
    publicKeys: {},
    rollbackSeconds: 120,
    reach: [],
    byHand: {},
    rollout: { wave: 1, waves: 1, neverWith: [] },
  };
}

/** What a router that nobody manages is read for. */
const KNOWN_FILES = [
  "etc/frr/daemons",
  "etc/frr/frr.conf",
  "etc/hostname",
  "etc/keepalived/keepalived.conf",
  "etc/nftables.conf",
  "etc/resolv.conf",
];

function importTransport(
  device: string,
  host: string,
  { ssh }: DeployContext["settings"],
): Transport {
  if (ssh === undefined) {
    throw new DeployError("invalid", "rajut:ssh is not set, so no router can be reached");
  }
  return transportOf(ssh, readKnownHosts(ssh.knownHosts), { id: device, host });
}

const adoptedText = (seen: Observed, changed: readonly string[]): string =>
  `the router is managed already, at generation ${seen.generation}, with other configuration (${list(changed)}). It was taken into the state as it is, and nothing was changed on it: the next preview shows the difference, the next up applies it.`;

const foreign = ({ owner }: Observed): DeployError =>
  new DeployError(
    "foreign",
    `the router is managed by another stack, ${shown(owner ?? "", 100)}; nothing was changed. Release it there first, or look whether this is the right router.`,
  );

const underWay = ({ owner, remainingS }: NonNullable<AgentStatus["pending"]>): DeployError =>
  new DeployError(
    "pending",
    `a deployment of the router by ${shown(owner, 100)} is under way, or was broken off: it is confirmed or undone by the router itself within ${Math.ceil(remainingS)} s. Nothing was changed by this one. Try again after that.`,
  );

const stale = (before: EdgeRouterState, seen: Observed): DeployError =>
  new DeployError(
    "stale",
    `the router is at ${seen.generation === undefined ? "no generation: nobody manages it" : `generation ${seen.generation}`}, and the state says generation ${before.generation}: another run was here, or the state is an old copy. Nothing was changed. Run pulumi refresh, and look at the new plan.`,
  );

const changedByHand = (changed: readonly string[]): DeployError =>
  new DeployError(
    "changed-by-hand",
    `the router was changed by hand since the last run (${list(changed)}); nothing was overwritten. Run pulumi refresh to see what, then pulumi up takes it away, or bring it into the topology first.`,
  );

const LIST_MAX = 8;
function list(names: readonly string[]): string {
  const some = names.slice(0, LIST_MAX).map((name) => shown(name, 80));
  const more = names.length - some.length;
  return [...some, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}
