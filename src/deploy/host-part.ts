import * as z from "zod";
import { shown } from "../text/safe.ts";
import type { Agent, DeviceContents } from "./agent/agent.ts";
import { withAgent } from "./agent/with-agent.ts";
import { commitMasked } from "./commit-masked.ts";
import { connectTo } from "./connect.ts";
import { DeployError } from "./deploy-error.ts";
import { type DeviceFiles, filledFiles, modeText } from "./device-files.ts";
import { keptStatesOf } from "./linux/kept-states.ts";
import type { DeployContext } from "./resources/resource.ts";
import { maskedFile, maskedText } from "./secrets-mask.ts";
import type { Transport } from "./transport.ts";

/** How it is known that something works: a program on the host that ends with 0, in time. */
export const health = z.strictObject({
  words: z.array(z.string()).min(1),
  timeoutSeconds: z.int().min(1).max(120),
});

/** Files and services that are deployed together on a host on which there may be other such parts. */
export interface HostPart extends DeviceFiles {
  readonly network: string;
  readonly host: string;
  /** Of a-z, 0-9 and `-`: one record of the host's agent. */
  readonly part: string;
  readonly transport: Transport;
  readonly rollbackSeconds: number;
  readonly health?: z.infer<typeof health> | undefined;
}

/** A part as its host shows it; contents with tokens where secrets stand. */
export interface SeenPart {
  /** undefined: nobody manages it. */
  readonly generation: number | undefined;
  readonly owner: string | undefined;
  /** Of the services that it was deployed with. */
  readonly units: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly modes: Readonly<Record<string, string>>;
}

type Context = Pick<DeployContext, "log" | "signal">;

/**
 * Brings a part of a host to its files, wholly or not at all, and confirms once its health is proved. What
 * runs otherwise than any file says, as a firewall may, is kept and comes back when the change is undone.
 * @param seen how the part was when it was decided to deploy it: another generation is `stale`
 * @returns the generation
 * @throws DeployError as `commit` does, without secrets
 */
export async function deployPart(
  part: HostPart,
  seen: Pick<SeenPart, "generation" | "units">,
  { log, signal }: Context,
): Promise<number> {
  const { generation } = await commitMasked(
    connectTo(part.transport, { log }),
    {
      owner: ownerOf(part),
      part: part.part,
      files: filledFiles(part),
      services: part.services,
      save: keptStatesOf([...seen.units, ...part.services.map(({ unit }) => unit)]),
    },
    {
      expectGeneration: seen.generation,
      rollbackSeconds: part.rollbackSeconds,
      prove: (agent) => illnesses(part, agent),
      log,
      signal,
    },
    part,
  );
  return generation;
}

async function illnesses(part: HostPart, agent: Agent): Promise<string[]> {
  const { health: probe } = part;
  if (probe === undefined) return [];
  const [answer] = await agent.run([
    { name: "health", words: probe.words, timeoutS: probe.timeoutSeconds },
  ]);
  if (answer?.code === 0 && !answer.timedOut) return [];
  const why = answer?.timedOut === true ? "no end in time" : `code ${answer?.code}`;
  const said = `${answer?.stderr ?? ""}${answer?.stdout ?? ""}`.trim();
  // Masked before it is cut: half a secret is not known again.
  return [`${probe.words.join(" ")}: ${why}: ${shown(maskedText(said, part), 200)}`];
}

/** @throws DeployError when the host cannot be asked */
export async function lookAtPart(part: HostPart, context: Context): Promise<SeenPart> {
  const contents = await asking(part, context, (agent) => agent.read(Object.keys(part.files)));
  const there = contents.files.filter(({ kind }) => kind !== "absent");
  return {
    generation: contents.generation?.number,
    owner: contents.generation?.owner,
    units: contents.generation?.services.map(({ unit }) => unit) ?? [],
    files: Object.fromEntries(there.map((file) => [file.path, contentOf(part, file)])),
    modes: Object.fromEntries(there.map(({ path, mode }) => [path, modeText(mode ?? 0)])),
  };
}

function contentOf(
  part: HostPart,
  { path, kind, link, content, sha256 }: DeviceContents["files"][number],
): string {
  if (link !== null) return `(a link to ${shown(link)})`;
  if (kind === "other") return "(no file)";
  if (content === undefined) return `(no text, SHA-256 ${shown(sha256 ?? "")})`;
  return maskedFile(path, content, part.files[path], part);
}

/** Paths at which the host is not as the part says, in order. */
export const changedPaths = (part: Pick<HostPart, "files" | "modes">, seen: SeenPart): string[] =>
  Object.keys(part.files)
    .filter(
      (path) => seen.files[path] !== part.files[path] || seen.modes[path] !== part.modes[path],
    )
    .sort();

/** Refuses to go on from another state than the one that is known. */
export function refuseUnseen(before: HostPart, known: number, seen: SeenPart): void {
  if (seen.generation !== known) {
    throw new DeployError(
      "stale",
      `${ownerOf(before)} is at generation ${seen.generation ?? "none"}, not ${known}: somebody deployed it since; nothing was changed. Run a refresh and look at the new plan.`,
    );
  }
  const changed = changedPaths(before, seen);
  if (changed.length === 0) return;
  throw new DeployError(
    "changed-by-hand",
    `changed by hand on ${ownerOf(before)}: ${changed.map((path) => `/${path}`).join(", ")}; nothing was changed by this. Run a refresh to see it, then deploy again.`,
  );
}

/** Forgets that a part is managed, and leaves it as it is. */
export async function releasePart(part: HostPart, context: Context): Promise<void> {
  await asking(part, context, (agent) => agent.release(ownerOf(part)));
}

export const ownerOf = ({ network, host }: Pick<HostPart, "network" | "host">): string =>
  `${network}/${host}`;

const asking = <T>(
  { transport, part }: HostPart,
  { log, signal }: Context,
  work: (agent: Agent) => Promise<T>,
): Promise<T> => withAgent(connectTo(transport, { log }), work, { signal, part });
