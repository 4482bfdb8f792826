import { createHash } from "node:crypto";
import * as z from "zod";
import { shown } from "../../text/safe.ts";
import { DeployError } from "../deploy-error.ts";
import {
  changedPaths,
  deployPart,
  type HostPart,
  lookAtPart,
  ownerOf,
  refuseUnseen,
  releasePart,
} from "../host-part.ts";
import { transport } from "../transport.ts";
import { hostId } from "./core-service.ts";
import { PartlyDone, type ResourceKind } from "./resource.ts";

const inputs = z.strictObject({
  network: hostId,
  host: hostId,
  /** From the root of the host, without the first slash. */
  path: z
    .string()
    .regex(/^(?!.*(?:^|\/)\.{0,2}(?:\/|$)).+$/, "no path from the root without its first slash"),
  /** Four octal digits. */
  mode: z.string().regex(/^0[0-7]{3}$/),
  /** With tokens where secrets stand. */
  content: z.string(),
  secrets: z.record(z.string(), z.string()),
  publicKeys: z.record(z.string(), z.string()),
  /** A program on the host that reads the file, named last, before anything is changed. */
  check: z.array(z.string()).min(1).optional(),
  /** What reads the file, and how it takes a changed one where it runs. It is never enabled, started or stopped. */
  unit: z
    .strictObject({ unit: z.string(), package: z.string(), reload: z.array(z.string()).min(1) })
    .optional(),
  transport,
  rollbackSeconds: z.int().min(10).max(600),
});
export type HostFileInputs = z.infer<typeof inputs>;
export type HostFileState = HostFileInputs & { readonly generation: number };

/**
 * One file on a Debian host, and the unit that reads it, which belongs to something else. To delete it takes
 * the file away, and the unit is told. What was changed by hand is neither overwritten nor deleted unseen.
 */
export const hostFile: ResourceKind<HostFileInputs, HostFileState> = {
  name: "HostFile",
  inputs,
  place: (asked) => `${ownerOf(asked)}/${asked.path}`,
  replacedBy: ["network", "host", "path"],
  silent: ["rollbackSeconds"],
  secret: ["secrets"],
  computed: ["generation"],

  async create(asked, context) {
    const part = partOf(asked);
    const id = `${ownerOf(asked)}/${asked.path}`;
    const seen = await lookAtPart(part, context);
    if (seen.owner !== undefined && seen.owner !== ownerOf(asked)) {
      throw new DeployError(
        "foreign",
        `/${asked.path} on ${asked.host} is managed by another stack, ${shown(seen.owner, 100)}; nothing was changed.`,
      );
    }
    const content = seen.files[asked.path];
    if (seen.generation === undefined || content === undefined) {
      return { id, state: { ...asked, generation: await deployPart(part, seen, context) } };
    }
    // The state was lost, not the file: it is taken as it is.
    const mode = seen.modes[asked.path]!;
    const state = { ...asked, content, mode, generation: seen.generation };
    if (changedPaths(part, seen).length === 0) return { id, state };
    throw new PartlyDone(
      id,
      state,
      `/${asked.path} on ${asked.host} was managed already (generation ${seen.generation}) and is taken over as it is, which is not as asked. Nothing was changed: deploy again to see and bring about the difference.`,
    );
  },

  async read(id, before, context) {
    if (before === undefined) {
      throw new DeployError(
        "invalid",
        `${id} cannot be imported by its id: deploy it, and it is taken over.`,
      );
    }
    const seen = await lookAtPart(partOf(before), context);
    const content = seen.files[before.path];
    if (seen.generation === undefined || content === undefined) return undefined;
    const { generation: _, ...rest } = before;
    const found = { ...rest, content, mode: seen.modes[before.path]! };
    return { id, inputs: found, state: { ...found, generation: seen.generation } };
  },

  async update(_id, before, asked, context) {
    const seen = await lookAtPart(partOf(before), context);
    refuseUnseen(partOf(before), before.generation, seen);
    return { ...asked, generation: await deployPart(partOf(asked), seen, context) };
  },

  async delete(_id, before, context) {
    const part = partOf(before);
    const seen = await lookAtPart(part, context);
    if (seen.generation === undefined) return;
    // Gone already, as after a deletion of which only the end is missing: nothing of anyone's is lost.
    if (seen.files[before.path] !== undefined) {
      refuseUnseen(part, before.generation, seen);
      await deployPart({ ...part, files: {}, modes: {}, checks: {}, services: [] }, seen, context);
    }
    await releasePart(part, context);
  },
};

/** The path's hash, since names of parts hold no slash. */
const partName = (path: string): string =>
  `file-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`;

function partOf({ path, mode, content, check, unit, ...rest }: HostFileInputs): HostPart {
  return {
    ...rest,
    part: partName(path),
    files: { [path]: content },
    modes: { [path]: mode },
    checks: check === undefined ? {} : { [path]: check },
    services: unit === undefined ? [] : [{ ...unit, files: [path], borrowed: true }],
  };
}
