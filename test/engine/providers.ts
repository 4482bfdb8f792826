import { randomUUID } from "node:crypto";
import path from "node:path";
import { secret, fromStruct, toStruct, type WireBag } from "../../src/pulumi/provider/values.ts";
import type { Children } from "./children.ts";
import { packageOf, type Deployment } from "./deployment.ts";
import {
  called,
  CHANNEL_OPTIONS,
  Empty,
  grpc,
  providerMessages,
  providerService,
  type ProviderService,
} from "./protocol.ts";
import type { Resource } from "./state-file.ts";

export type ProviderClient = InstanceType<(typeof ProviderService)["ResourceProviderClient"]>;

const PROVIDER_TYPE = "pulumi:providers:";
export const isProvider = (type: string): boolean => type.startsWith(PROVIDER_TYPE);

/** Provider processes, one for each configured provider, started when first needed. */
export class Providers {
  readonly #deployment: Deployment;
  readonly #children: Children;
  readonly #engineAddress: string;
  readonly #running = new Map<string, Promise<ProviderClient>>();

  constructor(deployment: Deployment, children: Children, engineAddress: string) {
    this.#deployment = deployment;
    this.#children = children;
    this.#engineAddress = engineAddress;
  }

  /** The reference of a package's default provider, which is made and configured if it is not there. */
  async defaultFor(type: string): Promise<string> {
    const name = packageOf(type);
    const urn = this.#deployment.urn("", PROVIDER_TYPE + name, "default");
    await this.#once(urn, () =>
      this.register(urn, PROVIDER_TYPE + name, this.#configuration(name)),
    );
    return referenceTo(this.#deployment.find(urn)!);
  }

  /** Makes a provider a resource of the state, with its configuration checked by itself. */
  async register(urn: string, type: string, asked: WireBag): Promise<ProviderClient> {
    const client = await this.#start(packageOf(type.slice(PROVIDER_TYPE.length)));
    const request = new providerMessages.CheckRequest();
    request.setUrn(urn);
    request.setNews(toStruct(asked));
    const checked = await called(client, "checkConfig", request);
    const failures = checked.getFailuresList();
    for (const failure of failures) {
      this.#deployment.reporter.diagnose(
        "error",
        `${failure.getProperty()}: ${failure.getReason()}`,
        urn,
      );
    }
    if (failures.length > 0) throw new Error("the provider's configuration is wrong");
    const inputs = fromStruct(checked.getInputs());
    const id = this.#deployment.find(urn)?.id ?? randomUUID();
    this.#deployment.settle({
      urn,
      type,
      custom: true,
      id,
      inputs,
      outputs: inputs,
      dependencies: [],
      propertyDependencies: {},
    });
    await configure(client, inputs);
    return client;
  }

  /** The provider of a resource, from the state if need be. */
  of({ provider, type }: Pick<Resource, "provider" | "type">): Promise<ProviderClient> {
    if (provider === undefined) throw new Error(`${type} has no provider`);
    const urn = provider.slice(0, provider.lastIndexOf("::"));
    return this.#once(urn, async () => {
      const client = await this.#start(packageOf(type));
      await configure(client, this.#deployment.find(urn)?.inputs ?? {});
      return client;
    });
  }

  /** Tells the providers that the operator wants to stop. */
  async cancel(): Promise<void> {
    for (const running of this.#running.values()) {
      const client = await running;
      await called(client, "cancel", new Empty());
    }
  }

  #once(urn: string, start: () => Promise<ProviderClient>): Promise<ProviderClient> {
    const running = this.#running.get(urn) ?? start();
    this.#running.set(urn, running);
    return running;
  }

  async #start(name: string): Promise<ProviderClient> {
    const folder = this.#deployment.project.providers.get(name);
    if (folder === undefined)
      throw new Error(`Pulumi.yaml names no plugin for the package ${name}`);
    const launcher = path.join(folder, `pulumi-resource-${name}`);
    const address = await this.#children.plugin(
      "provider",
      [launcher, this.#engineAddress],
      this.#deployment.project.folder,
    );
    const { ResourceProviderClient } = providerService;
    return new ResourceProviderClient(address, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
  }

  /** The stack's configuration under the package's name, as texts. */
  #configuration(name: string): WireBag {
    const { config, secrets } = this.#deployment.order;
    const under = (entries: Readonly<Record<string, string>>) =>
      Object.entries(entries)
        .filter(([key]) => key.startsWith(`${name}:`))
        .map(([key, value]) => [key.slice(name.length + 1), value] as const);
    return {
      ...Object.fromEntries(under(config)),
      ...Object.fromEntries(under(secrets).map(([key, value]) => [key, secret(value)])),
    };
  }
}

export const referenceTo = ({ urn, id }: Resource): string => `${urn}::${id}`;

async function configure(client: ProviderClient, inputs: WireBag): Promise<void> {
  const request = new providerMessages.ConfigureRequest();
  request.setArgs(toStruct(inputs));
  request.setAcceptsecrets(true);
  const answer = await called(client, "configure", request);
  if (!answer.getAcceptsecrets() || !answer.getSupportspreview()) {
    throw new Error("the test engine needs providers that take secrets and previews");
  }
}
