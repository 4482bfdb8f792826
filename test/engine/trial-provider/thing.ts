import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import { DeployError } from "../../../src/deploy/deploy-error.ts";
import {
  PartlyDone,
  type DeployContext,
  type ResourceKind,
} from "../../../src/deploy/resources/resource.ts";

const inputs = z.strictObject({
  /** The file that it is. */
  place: z.string().startsWith("/"),
  /** What is in it; some words say what happens: see `happening`. */
  value: z.string(),
  token: z.string().min(8).optional(),
  settings: z.strictObject({ host: z.string(), ports: z.array(z.int()) }).optional(),
  mood: z.string().default("calm"),
  /** Nobody's work. */
  wave: z.int().optional(),
});

type Inputs = z.output<typeof inputs>;
type State = Inputs & {
  /** Of the file, which only making it tells. */
  readonly serial: string;
  /** Made from the token. */
  readonly login: string;
};

/** A thing that is a file of JSON, and fails, waits and tells as its value asks. */
export const thing: ResourceKind<Inputs, State> = {
  name: "Thing",
  inputs,
  place: ({ place }) => place,
  replacedBy: ["place"],
  silent: ["wave"],
  secret: ["login"],
  computed: ["serial", "login"],

  async create(inputs, context) {
    const state = stateOf(inputs, "1");
    await happening(inputs, context);
    await write(state);
    if (inputs.value.startsWith("half")) throw partly(state);
    return { id: inputs.place, state };
  },

  async read(id) {
    const state = await stateAt(id);
    if (state === undefined) return undefined;
    const { serial: _, login: __, ...inputs } = state;
    return { id, inputs, state };
  },

  async update(_id, before, inputs, context) {
    const state = stateOf(inputs, String(Number(before.serial) + 1));
    await happening(inputs, context);
    await write(state);
    if (inputs.value.startsWith("half")) throw partly(state);
    return state;
  },

  async delete(id, before) {
    if (before.value === "stays") throw new DeployError("pending", `${id} is busy; try again`);
    await rm(id, { force: true });
  },
};

async function happening({ place, value }: Inputs, { log, signal }: DeployContext): Promise<void> {
  log(`working on ${place}`);
  if (value === "fails") throw new DeployError("unreachable", `${place} does not answer`);
  if (value === "bug") throw new TypeError("undefined is not a router");
  if (value !== "waits") return;
  await writeFile(`${place}.started`, "");
  while (!existsSync(`${place}.go`)) {
    if (signal.aborted) {
      await writeFile(`${place}.stopped`, "");
      throw new DeployError("rolled-back", `${place} was stopped`);
    }
    await setTimeout(5);
  }
}

/** Asked for is "half n", made are n letters: what exists is not what was asked for. */
function partly(state: State): PartlyDone<State> {
  const made = { ...state, value: "x".repeat(Number(state.value.split(" ")[1])) };
  return new PartlyDone(state.place, made, `${state.place} is only half made`);
}

function stateOf(inputs: Inputs, serial: string): State {
  return { ...inputs, serial, login: `root:${inputs.token ?? ""}` };
}

const write = ({ place, ...rest }: State): Promise<void> =>
  writeFile(place, JSON.stringify({ ...rest, place }));

async function stateAt(place: string): Promise<State | undefined> {
  return existsSync(place) ? (JSON.parse(await readFile(place, "utf8")) as State) : undefined;
}
