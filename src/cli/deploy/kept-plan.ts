import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeFiles } from "../../io/write-files.ts";
import { stackConfigFile } from "../../pulumi/automation/project.ts";
import {
  commitOf,
  digestOf,
  type SavedPlan,
  type Staleness,
  stateDigest,
} from "../../pulumi/automation/saved-plan.ts";
import type { Text } from "../../text/language.ts";
import { shown } from "../../text/safe.ts";
import type { ExitCode } from "../command.ts";
import type { Deployment } from "./deployment.ts";

/** What a plan of these stacks would be made from at this moment. */
export async function madeFrom({ network, folder, project, stacks }: Deployment) {
  const configFiles = stacks.map((stack) => stackConfigFile(project, stack.name));
  const [commit, inputs] = await Promise.all([
    commitOf(project.folder),
    digestOf([folder, ...configFiles]),
  ]);
  const states = [];
  for (const stack of stacks) {
    states.push({ name: stack.name, state: await stateDigest(stack), plan: undefined });
  }
  const made = new Date().toISOString();
  return {
    version: 1,
    tool: "rajut",
    network: network.id,
    made,
    commit,
    inputs,
    stacks: states,
  } as const;
}

/** Keeps a plan in a file that only its owner reads. */
export async function writePlan(
  file: string,
  plans: string,
  before: Awaited<ReturnType<typeof madeFrom>>,
  { invocation: { terminal, lang } }: Deployment,
): Promise<void> {
  const stacks = await Promise.all(
    before.stacks.map(async ({ name, state }) => {
      const text = await readFile(path.join(plans, `${name}.json`), "utf8");
      return { name, state, plan: JSON.parse(text) as unknown };
    }),
  );
  const plan: SavedPlan = { ...before, stacks };
  await writeFiles(path.dirname(file), [
    { path: path.basename(file), content: `${JSON.stringify(plan, undefined, 1)}\n`, mode: 0o600 },
  ]);
  terminal.err(
    {
      id: `rencana tersimpan: ${shown(file)}; jalankan dengan \`rajut deploy up --plan ${shown(file)}\`\n`,
      en: `plan kept: ${shown(file)}; carry it out with \`rajut deploy up --plan ${shown(file)}\`\n`,
    }[lang],
  );
}

/** Says what has changed since a plan was made. */
export function refuseStale(
  stale: Staleness,
  { invocation: { terminal, lang } }: Deployment,
  made?: string,
): ExitCode {
  const reasons: Readonly<Record<Staleness, Text>> = {
    network: { id: "rencana ini untuk jaringan lain", en: "it is of another network" },
    stacks: { id: "rencana ini untuk stack lain", en: "it is of other stacks" },
    commit: { id: "repositori di commit lain", en: "the repository is at another commit" },
    inputs: {
      id: "berkas jaringan atau konfigurasi stack berubah",
      en: "the network's files or the stacks' configuration have changed",
    },
    state: { id: "state berubah", en: "the state has changed" },
  };
  const since = made === undefined ? "" : ` (${shown(made)})`;
  terminal.err(
    {
      id: `rajut: rencana${since} sudah usang: ${reasons[stale].id}. Tidak ada yang diubah; buat rencana baru dengan \`rajut deploy preview\`.\n`,
      en: `rajut: the plan${since} is stale: ${reasons[stale].en}. Nothing was changed; make a new one with \`rajut deploy preview\`.\n`,
    }[lang],
  );
  return 1;
}

/** A folder for Pulumi's plan files, which name everything of a network, and go when they were used. */
export async function withPlanFolder(
  use: (folder: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const folder = await mkdtemp(path.join(tmpdir(), "rajut-plan-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
