import * as z from "zod";
import { DeployError } from "../deploy-error.ts";
import { deviceFiles } from "../device-files.ts";
import {
  changedPaths,
  deployPart,
  health,
  type HostPart,
  lookAtPart,
  ownerOf,
  refuseUnseen,
  releasePart,
} from "../host-part.ts";
import { transport } from "../transport.ts";
import { PartlyDone, type ResourceKind } from "./resource.ts";

export const hostId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

const inputs = deviceFiles.extend({
  network: hostId,
  /** The machine, which may have other services too. */
  host: hostId,
  service: hostId,
  transport,
  /** Seconds after which the host undoes what was not confirmed. */
  rollbackSeconds: z.int().min(10).max(600),
  /** Confirmed once this ends with 0. */
  health,
});
export type CoreServiceInputs = z.infer<typeof inputs>;
export type CoreServiceState = CoreServiceInputs & {
  /** How often the service's configuration was confirmed. */
  readonly generation: number;
};

const partOf = (asked: CoreServiceInputs): HostPart => ({ ...asked, part: asked.service });

/**
 * Files and units on a Debian host that are one service: put there as a whole, confirmed once the service
 * is well, and undone by the host itself otherwise. To delete one leaves it running and forgets that it
 * was managed: it may be the host's firewall.
 */
export const coreService: ResourceKind<CoreServiceInputs, CoreServiceState> = {
  name: "CoreService",
  inputs,
  place: (asked) => `${ownerOf(asked)}/${asked.service}`,
  replacedBy: ["network", "host", "service"],
  silent: ["rollbackSeconds", "health"],
  secret: ["secrets"],
  computed: ["generation"],

  async create(asked, context) {
    const part = partOf(asked);
    const id = `${ownerOf(asked)}/${asked.service}`;
    const seen = await lookAtPart(part, context);
    if (seen.generation === undefined) {
      return { id, state: { ...asked, generation: await deployPart(part, seen, context) } };
    }
    // The state was lost, not the host: it is taken as it is.
    if (seen.owner !== ownerOf(asked)) {
      throw new DeployError(
        "foreign",
        `${id} is managed as ${seen.owner} by another stack; nothing was changed. Release it there first.`,
      );
    }
    const changed = changedPaths(asked, seen);
    const state = {
      ...asked,
      files: { ...seen.files },
      modes: { ...seen.modes },
      generation: seen.generation,
    };
    if (changed.length === 0) return { id, state };
    throw new PartlyDone(
      id,
      state,
      `${id} was managed already (generation ${seen.generation}) and is taken over as it is; it differs at ${changed.join(", ")}. Nothing was changed: deploy again to see and bring about the difference.`,
    );
  },

  async read(id, before, context) {
    if (before === undefined) {
      throw new DeployError(
        "invalid",
        `${id} cannot be imported by its id: deploy it, and what is there is taken over.`,
      );
    }
    const seen = await lookAtPart(partOf(before), context);
    if (seen.generation === undefined) return undefined;
    const { generation: _, ...rest } = before;
    const found = { ...rest, files: { ...seen.files }, modes: { ...seen.modes } };
    return { id, inputs: found, state: { ...found, generation: seen.generation } };
  },

  async update(_id, before, asked, context) {
    const seen = await lookAtPart(partOf(before), context);
    refuseUnseen(partOf(before), before.generation, seen);
    return { ...asked, generation: await deployPart(partOf(asked), seen, context) };
  },

  async delete(_id, before, context) {
    await releasePart(partOf(before), context);
  },
};
