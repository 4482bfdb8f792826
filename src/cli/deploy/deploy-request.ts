import path from "node:path";
import { ACTIONS, type Action } from "../../pulumi/automation/run-stack.ts";
import type { Network } from "../../model/network.ts";
import { shown } from "../../text/safe.ts";
import { type Invocation, type Option, unknownName, UsageError } from "../command.ts";

/** Of every network: its data centre and what it serves, and the routers in the field. */
const PARTS = ["core", "edge"] as const;

export const DEPLOY_OPTIONS = {
  stack: {
    type: "string",
    values: [...PARTS, "all"],
    placeholder: "core|edge|all",
    summary: { id: "bagian jaringan (bawaan: all)", en: "part of the network (default: all)" },
  },
  backend: {
    type: "string",
    placeholder: "URL",
    summary: {
      id: "tempat state (bawaan: PULUMI_BACKEND_URL, lalu .pulumi-state/ di proyek); misalnya s3://…",
      en: "where states are kept (default: PULUMI_BACKEND_URL, then .pulumi-state/ of the project); such as s3://…",
    },
  },
  out: {
    type: "string",
    placeholder: "FOLDER",
    summary: {
      id: "folder tujuan stack baru (bawaan: out/JARINGAN/deploy)",
      en: "target folder of a new stack (default: out/NETWORK/deploy)",
    },
  },
  refresh: {
    type: "boolean",
    summary: { id: "lihat dulu keadaan perangkat", en: "look at the devices first" },
  },
  diff: {
    type: "boolean",
    summary: {
      id: "juga keluaran Pulumi sendiri, lengkap",
      en: "Pulumi's own output too, in full",
    },
  },
  yes: {
    type: "boolean",
    summary: { id: "tanpa bertanya", en: "without asking" },
  },
  "expect-no-changes": {
    type: "boolean",
    summary: { id: "keluar dengan 3 bila ada perbedaan", en: "exit with 3 when anything differs" },
  },
  "out-plan": {
    type: "string",
    placeholder: "FILE",
    summary: { id: "simpan rencana (preview)", en: "keep the plan (preview)" },
  },
  plan: {
    type: "string",
    placeholder: "FILE",
    summary: {
      id: "jalankan hanya rencana ini; ditolak bila sudah usang (up)",
      en: "do this plan and nothing else; refused when stale (up)",
    },
  },
  confirm: {
    type: "string",
    placeholder: "NETWORK",
    summary: {
      id: "nama jaringan, untuk destroy dan unlock",
      en: "the network's name, for destroy and unlock",
    },
  },
  force: {
    type: "boolean",
    summary: {
      id: "buka kunci walaupun pemegangnya masih berjalan (unlock)",
      en: "unlock even though the holder still runs (unlock)",
    },
  },
  format: {
    type: "string",
    values: ["text", "json"],
    summary: { id: "bentuk keluaran (bawaan: text)", en: "form of the output (default: text)" },
  },
} as const satisfies Record<string, Option>;

/** Which option belongs to which action only. */
const ONLY_FOR: Readonly<Record<string, readonly string[]>> = {
  "out-plan": ["preview"],
  plan: ["up"],
  confirm: ["destroy", "unlock"],
  force: ["unlock"],
  refresh: ["preview", "up", "destroy"],
  "expect-no-changes": ["preview", "up", "refresh"],
};

export type DeployAction = Action | "unlock";

/** The action that was asked for, and its options checked against it. */
export function requestedAction({ arguments: words, options }: Invocation): DeployAction {
  const known = [...ACTIONS, "unlock"] as const;
  const action = known.find((one) => one === words[0]);
  if (action === undefined) throw unknownName("tindakan", "action", shown(words[0] ?? ""), known);
  for (const [option, actions] of Object.entries(ONLY_FOR)) {
    if (options[option] !== undefined && !actions.includes(action)) {
      throw new UsageError({
        id: `--${option} hanya untuk ${actions.join(", ")}`,
        en: `--${option} is for ${actions.join(", ")} only`,
      });
    }
  }
  if (words.length > 2) {
    throw new UsageError({
      id: `sebut satu jaringan saja, bukan juga ${shown(words[2]!)}`,
      en: `name one network only, not ${shown(words[2]!)} as well`,
    });
  }
  return action;
}

/** Names of the stacks that were asked for. */
export function stackNames(
  { id }: Pick<Network, "id">,
  option: string | boolean | undefined,
): readonly string[] {
  const parts = option === undefined || option === "all" ? PARTS : [option];
  return parts.map((part) => `${id}-${part}`);
}

/**
 * The values that a new stack gets, its paths as seen from the project; what its configuration says already
 * must fit what was asked, or a stack of devices would be turned into a folder of files, or another network's.
 */
export function stackValues(
  stack: string,
  network: { readonly id: string; readonly folder: string },
  out: string | boolean | undefined,
  config: { readonly values: Readonly<Record<string, string>>; readonly project: string },
): Readonly<Record<string, string>> {
  const fromProject = (place: string) => path.relative(config.project, path.resolve(place)) || ".";
  const folder = fromProject(network.folder);
  const set = config.values["rajut:network"];
  if (set !== undefined && path.normalize(set) !== folder) {
    throw new UsageError({
      id: `stack ${stack} memasang ${shown(set)}, bukan ${shown(folder)}`,
      en: `stack ${stack} deploys ${shown(set)}, not ${shown(folder)}`,
    });
  }
  const target = config.values["rajut:target"] ?? "directory";
  if (target !== "directory") {
    if (out === undefined) return { "rajut:network": folder };
    throw new UsageError({
      id: `stack ${stack} memasang ke perangkat (rajut:target ${shown(target)}), bukan ke folder; berkasnya: \`rajut render --out ${shown(String(out))}\``,
      en: `stack ${stack} deploys to devices (rajut:target ${shown(target)}), not to a folder; for the files: \`rajut render --out ${shown(String(out))}\``,
    });
  }
  const directory = fromProject(typeof out === "string" ? out : `out/${network.id}/deploy`);
  const kept = config.values["rajut:directory"];
  if (typeof out === "string" && kept !== undefined && path.normalize(kept) !== directory) {
    throw new UsageError({
      id: `stack ${stack} menulis ke ${shown(kept)}; ubah dengan \`pulumi config set rajut:directory\``,
      en: `stack ${stack} writes to ${shown(kept)}; change it with \`pulumi config set rajut:directory\``,
    });
  }
  return { "rajut:network": folder, "rajut:target": "directory", "rajut:directory": directory };
}
