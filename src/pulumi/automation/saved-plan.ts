import { execFile } from "node:child_process";
import { createHash, type Hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import * as z from "zod";
import { compareText } from "../../text/order.ts";

/**
 * What somebody has looked at and agreed to. Pulumi's own plan files hold `up` to the changes that were
 * shown, but see only halfway through that something else has changed, and take no notice of a state that
 * has moved on. So a plan also says what it was made from, and is refused before anything is touched.
 */
const savedPlan = z.strictObject({
  version: z.literal(1),
  tool: z.literal("rajut"),
  network: z.string(),
  made: z.string(),
  /** Null outside a repository. */
  commit: z.string().nullable(),
  /** SHA-256 of the network's files and the stacks' configuration. */
  inputs: z.string(),
  stacks: z.array(
    z.strictObject({
      name: z.string(),
      /** SHA-256 of the state, secrets left out. */
      state: z.string(),
      /** Pulumi's plan. */
      plan: z.unknown(),
    }),
  ),
});
export type SavedPlan = z.infer<typeof savedPlan>;

/** A plan from its file; undefined when the text is none. */
export function parsePlan(text: string): SavedPlan | undefined {
  try {
    return savedPlan.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What has changed since a plan was made. */
export type Staleness = "network" | "commit" | "inputs" | "stacks" | "state";

/** Why the plan must not be applied any more, the first reason; undefined when it may. */
export function stalenessOf(
  plan: SavedPlan,
  now: Pick<SavedPlan, "network" | "commit" | "inputs"> & {
    readonly stacks: readonly Pick<SavedPlan["stacks"][number], "name" | "state">[];
  },
): Staleness | undefined {
  if (plan.network !== now.network) return "network";
  // Their order is no part of the plan: it changes with the first deployment.
  const names = (stacks: typeof now.stacks) =>
    stacks
      .map(({ name }) => name)
      .sort()
      .join(" ");
  if (names(plan.stacks) !== names(now.stacks)) return "stacks";
  if (plan.inputs !== now.inputs) return "inputs";
  if (plan.commit !== now.commit) return "commit";
  const states = new Map(now.stacks.map(({ name, state }) => [name, state]));
  return plan.stacks.some(({ name, state }) => state !== states.get(name)) ? "state" : undefined;
}

/** The commit that a folder is at; null outside a repository. */
export async function commitOf(folder: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["-C", folder, "rev-parse", "HEAD"]);
    return stdout.trim();
  } catch {
    return null;
  }
}

/** SHA-256 of all files below the folders and of the files named, by path and content. */
export async function digestOf(places: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const place of places) await addTo(hash, place, "");
  return hash.digest("hex");
}

async function addTo(hash: Hash, place: string, name: string): Promise<void> {
  const items = await readdir(place, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOTDIR" || error.code === "ENOENT") return undefined;
      throw error;
    },
  );
  if (items === undefined) {
    const content = await readFile(place).catch(() => undefined);
    hash.update(`${JSON.stringify(name)} ${content?.length ?? "none"}\n`).update(content ?? "");
    return;
  }
  for (const item of items.toSorted((a, b) => compareText(a.name, b.name))) {
    await addTo(hash, path.join(place, item.name), `${name}/${item.name}`);
  }
}

const SECRET_KEY = "4dabf18193072939515e22adb298388d";
const stateParts = z.object({
  resources: z
    .array(z.looseObject({ type: z.string(), outputs: z.unknown().optional() }))
    .default([]),
  pending_operations: z.unknown().optional(),
});

/** What a stack's state says, as SHA-256; secrets are left out, since digests are kept with plans. */
export async function stateDigest(stack: Stack): Promise<string> {
  const { deployment } = await stack.exportStack();
  return sha256(stateParts.parse(deployment ?? {}));
}

function sha256(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && SECRET_KEY in part ? "[secret]" : part,
  );
  return createHash("sha256").update(text).digest("hex");
}
