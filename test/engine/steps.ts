import type { Json } from "../../src/deploy/resources/resource.ts";
import { isWithin, parsePropertyPath } from "../../src/pulumi/provider/property-path.ts";
import { isBag, secret, UNKNOWN, type WireBag } from "../../src/pulumi/provider/values.ts";
import { deleteResource } from "./deletions.ts";
import type { Deployment } from "./deployment.ts";
import type { Policies } from "./policies.ts";
import { check, create, diff, read, update, type Made } from "./provider-calls.ts";
import type { ProviderClient, Providers } from "./providers.ts";
import type { Resource } from "./state-file.ts";

/** What the program wants of a resource beside its inputs. */
export interface Wishes {
  readonly importId: string;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** A resource whose step failed after something had been made: it is kept. */
export class NotAsAsked extends Error {}

/** The steps of a resource that a provider has. */
export class Steps {
  readonly #deployment: Deployment;
  readonly #providers: Providers;
  readonly #policies: Policies;

  constructor(deployment: Deployment, providers: Providers, policies: Policies) {
    this.#deployment = deployment;
    this.#providers = providers;
    this.#policies = policies;
  }

  /** Makes a resource what the program asks for: the same, created, updated, replaced or imported. */
  async register(asked: Resource, wishes: Wishes): Promise<Resource> {
    const client = await this.#providers.of(asked);
    const old = this.#deployment.find(asked.urn);
    const kept = restored(asked.inputs, old?.inputs ?? {}, wishes.ignoreChanges);
    const { inputs, failures } = await check(client, asked, old?.inputs ?? {}, kept);
    if (failures.length > 0) throw new Error(failures.join("\n"));
    const resource = { ...asked, inputs };
    await this.#policies.askAbout(resource);
    const made = await this.#make(client, resource, old, wishes);
    const settled = withSecretOutputs(made, wishes.additionalSecretOutputs);
    this.#deployment.settle(settled);
    if (settled.initErrors !== undefined) throw new NotAsAsked(settled.initErrors.join("\n"));
    return settled;
  }

  async #make(
    client: ProviderClient,
    asked: Resource,
    old: Resource | undefined,
    wishes: Wishes,
  ): Promise<Resource> {
    if (old === undefined && wishes.importId !== "") {
      return this.#import(client, asked, wishes.importId);
    }
    if (old === undefined) return this.#create(client, asked);
    const differences = await diff(client, old, asked.inputs, wishes.ignoreChanges);
    const { changes } = differences;
    const isReplaced =
      differences.replaces.length > 0 ||
      changes.some(({ path }) => isNamed(path, wishes.replaceOnChanges));
    if (isReplaced) {
      if (!differences.deleteBeforeReplace) {
        throw new Error("the test engine cannot create before it deletes");
      }
      this.#deployment.step("replace", asked.urn, changes);
      await deleteResource(this.#deployment, this.#providers, old);
      return this.#made(
        asked,
        await create(client, asked, asked.inputs, this.#deployment.isPreview),
      );
    }
    if (changes.length === 0 && old.initErrors === undefined) {
      this.#deployment.step("same", asked.urn);
      return { ...asked, ...(old.id !== undefined && { id: old.id }), outputs: old.outputs };
    }
    this.#deployment.step("update", asked.urn, changes);
    return this.#made(asked, await update(client, old, asked.inputs, this.#deployment.isPreview));
  }

  async #create(client: ProviderClient, asked: Resource): Promise<Resource> {
    this.#deployment.step("create", asked.urn);
    return this.#made(asked, await create(client, asked, asked.inputs, this.#deployment.isPreview));
  }

  /** Takes over what exists, if the program describes it as it is. */
  async #import(client: ProviderClient, asked: Resource, id: string): Promise<Resource> {
    const found = await read(client, { ...asked, id, inputs: {}, outputs: {} });
    if (found === undefined) throw new Error(`nothing to import: ${id} does not exist`);
    const there = this.#made({ ...asked, inputs: found.inputs }, found);
    const { changes } = await diff(client, there, asked.inputs);
    if (changes.length > 0) {
      const paths = changes.map(({ path }) => path).join(", ");
      throw new Error(`inputs to import do not match the existing resource: ${paths}`);
    }
    this.#deployment.step("import", asked.urn);
    return { ...there, inputs: asked.inputs };
  }

  #made(asked: Resource, { id, outputs, initErrors }: Made): Resource {
    const known = this.#deployment.isPreview && id === "" ? UNKNOWN : id;
    return { ...asked, id: known, outputs, ...(initErrors !== undefined && { initErrors }) };
  }
}

const isNamed = (path: string, names: readonly string[]): boolean =>
  names.some((name) => isWithin(parsePropertyPath(path) ?? [path], parsePropertyPath(name) ?? []));

function withSecretOutputs(resource: Resource, names: readonly string[]): Resource {
  const outputs = Object.entries(resource.outputs).map(
    ([name, value]) => [name, names.includes(name) ? secret(value) : value] as const,
  );
  return { ...resource, outputs: Object.fromEntries(outputs) };
}

/** The inputs with the old values where changes are to be ignored. */
function restored(news: WireBag, olds: WireBag, ignored: readonly string[]): WireBag {
  if (Object.keys(olds).length === 0) return news;
  return ignored
    .map((text) => parsePropertyPath(text) ?? [])
    .filter((path) => path.length > 0 && !path.includes("*"))
    .reduce<Json>((inputs, path) => withValue(inputs, path, valueAt(olds, path)), news) as WireBag;
}

type Path = readonly (string | number)[];

const valueAt = (value: Json | undefined, path: Path): Json | undefined =>
  path.reduce<Json | undefined>((at, step) => (isBag(at) ? at[step] : undefined), value);

function withValue(value: Json, path: Path, old: Json | undefined): Json {
  const [step, ...rest] = path;
  if (step === undefined || !isBag(value)) return old ?? value;
  const { [step]: inner, ...others } = value;
  if (rest.length > 0) {
    return inner === undefined ? value : { ...others, [step]: withValue(inner, rest, old) };
  }
  return old === undefined ? others : { ...others, [step]: old };
}
