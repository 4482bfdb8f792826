import { fromStruct, toStruct, UNKNOWN } from "../../src/pulumi/provider/values.ts";
import type { Deployment } from "./deployment.ts";
import {
  Empty,
  resourceMessages,
  resourceService,
  unary,
  type Grpc,
  type ResourceMessages,
} from "./protocol.ts";
import { read } from "./provider-calls.ts";
import { isProvider, type Providers } from "./providers.ts";
import { readStackReference, STACK_REFERENCE } from "./stack-reference.ts";
import type { Resource } from "./state-file.ts";
import type { Steps } from "./steps.ts";
import { Turns } from "./turns.ts";

type Messages = typeof ResourceMessages;
type RegisterRequest = InstanceType<Messages["RegisterResourceRequest"]>;
type OutputsRequest = InstanceType<Messages["RegisterResourceOutputsRequest"]>;
type ReadRequest = InstanceType<Messages["ReadResourceRequest"]>;

export const STACK = "pulumi:pulumi:Stack";

/** `pulumirpc.ResourceMonitor`: what the program asks for. */
export class Monitor {
  readonly #deployment: Deployment;
  readonly #providers: Providers;
  readonly #steps: Steps;
  readonly #turns: Turns;
  readonly #running = new Set<Promise<unknown>>();
  readonly #atEnd: () => Promise<void>;
  /** Whether the program has come to its end, with everything done. */
  ended = false;

  constructor(
    deployment: Deployment,
    providers: Providers,
    steps: Steps,
    /** Runs when the program has asked for everything. */
    atEnd: () => Promise<void>,
  ) {
    this.#deployment = deployment;
    this.#providers = providers;
    this.#steps = steps;
    this.#turns = new Turns(deployment.order.parallel);
    this.#atEnd = atEnd;
  }

  /** Resolves when nothing is being done to any resource. */
  async quiet(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  addTo(server: Grpc.Server): void {
    server.addService(resourceService.ResourceMonitorService, {
      getDeploymentInfo: unary(() => this.#deploymentInfo()),
      supportsFeature: unary(() => new resourceMessages.SupportsFeatureResponse()),
      registerResource: unary((request: RegisterRequest) =>
        this.#work(request, () => this.#register(request)),
      ),
      registerResourceOutputs: unary((request: OutputsRequest) => this.#registerOutputs(request)),
      readResource: unary((request: ReadRequest) => this.#work(request, () => this.#read(request))),
      signalAndWaitForShutdown: unary(async () => {
        await this.quiet();
        const { reporter } = this.#deployment;
        if (!reporter.failed) {
          await this.#atEnd().catch((error: unknown) => reporter.diagnoseError(error));
        }
        this.ended = true;
        return new Empty();
      }),
    });
  }

  #deploymentInfo() {
    const { order, project, isPreview } = this.#deployment;
    const info = new resourceMessages.DeploymentInfo();
    info.setProject(project.name);
    info.setStack(order.stack);
    info.setOrganization("organization");
    info.setDryrun(isPreview);
    info.setParallel(order.parallel);
    const { ResourceMonitorFeature: Feature } = resourceMessages;
    info.setSupportedfeaturesList([
      Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
      Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    ]);
    return info;
  }

  /** Work on one resource. After a failure nothing is begun; what has begun is finished. */
  async #work<Answer>(
    request: RegisterRequest | ReadRequest,
    run: () => Promise<Answer>,
  ): Promise<Answer> {
    const { reporter } = this.#deployment;
    const urn = this.#deployment.urn(request.getParent(), request.getType(), request.getName());
    const work = this.#turns.take(async () => {
      if (reporter.failed) throw new Error("the deployment has failed");
      try {
        return await run();
      } catch (error) {
        reporter.diagnoseError(error, urn);
        throw error;
      }
    });
    this.#running.add(work);
    return work.finally(() => this.#running.delete(work));
  }

  async #register(request: RegisterRequest) {
    const resource = await this.#registered(request);
    const answer = new resourceMessages.RegisterResourceResponse();
    answer.setUrn(resource.urn);
    answer.setId(resource.id === UNKNOWN ? "" : (resource.id ?? ""));
    answer.setObject(toStruct(resource.custom ? resource.outputs : {}));
    return answer;
  }

  async #registered(request: RegisterRequest): Promise<Resource> {
    if (request.getRemote()) throw new Error("the test engine has no remote components");
    const asked = await this.#asked(request);
    const { urn, type, custom } = asked;
    if (this.#deployment.news.has(urn)) throw new Error(`Duplicate resource URN '${urn}'`);
    this.#takeAlias(request, urn);
    if (isProvider(type)) {
      await this.#providers.register(urn, type, asked.inputs);
      return this.#deployment.find(urn)!;
    }
    if (!custom) {
      const old = this.#deployment.find(urn);
      this.#deployment.step(old === undefined ? "create" : "same", urn);
      const component = { ...asked, outputs: old?.outputs ?? {} };
      this.#deployment.settle(component);
      return component;
    }
    return this.#steps.register(asked, {
      importId: request.getImportid(),
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    });
  }

  async #asked(request: RegisterRequest): Promise<Resource> {
    const [type, parent] = [request.getType(), request.getParent()];
    const needsProvider = request.getCustom() && !isProvider(type);
    const provider = needsProvider
      ? request.getProvider() || (await this.#providers.defaultFor(type))
      : undefined;
    const properties = [...request.getPropertydependenciesMap().entries()] as [
      string,
      { getUrnsList(): string[] },
    ][];
    return {
      urn: this.#deployment.urn(parent, type, request.getName()),
      type,
      custom: request.getCustom(),
      ...(parent !== "" && { parent }),
      ...(provider !== undefined && { provider }),
      inputs: fromStruct(request.getObject()),
      outputs: {},
      dependencies: request.getDependenciesList(),
      propertyDependencies: Object.fromEntries(
        properties.map(([name, dependencies]) => [name, dependencies.getUrnsList()]),
      ),
      ...(request.getProtect() === true && { protect: true }),
      ...(request.getRetainondelete() === true && { retainOnDelete: true }),
    };
  }

  /** A resource that had another name is the same resource. */
  #takeAlias(request: RegisterRequest, urn: string): void {
    const { olds } = this.#deployment;
    const aliases = request.getAliasesList().map((alias) => {
      const spec = alias.getSpec();
      if (spec === undefined) return alias.getUrn();
      const parent = spec.getNoparent() ? "" : spec.getParenturn() || request.getParent();
      const type = spec.getType() || request.getType();
      return this.#deployment.urn(parent, type, spec.getName() || request.getName());
    });
    const former = aliases.find((alias) => olds.has(alias));
    if (former === undefined || olds.has(urn)) return;
    const resource = olds.get(former)!;
    olds.delete(former);
    olds.set(urn, { ...resource, urn });
  }

  #registerOutputs(request: OutputsRequest) {
    const resource = this.#deployment.find(request.getUrn());
    if (resource !== undefined) {
      this.#deployment.settle({ ...resource, outputs: fromStruct(request.getOutputs()) });
    }
    return new Empty();
  }

  async #read(request: ReadRequest) {
    const [type, id] = [request.getType(), request.getId()];
    const urn = this.#deployment.urn(request.getParent(), type, request.getName());
    const inputs = fromStruct(request.getProperties());
    const base = { urn, type, custom: true, external: true, id, inputs, outputs: inputs };
    const rest = { dependencies: request.getDependenciesList(), propertyDependencies: {} };
    const resource =
      type === STACK_REFERENCE
        ? { ...base, ...rest, outputs: readStackReference(this.#deployment, id) }
        : { ...base, ...rest, ...(await this.#found(request, base)) };
    this.#deployment.settle(resource);
    this.#deployment.step("read", urn);
    const answer = new resourceMessages.ReadResourceResponse();
    answer.setUrn(urn);
    answer.setProperties(toStruct(resource.outputs));
    return answer;
  }

  async #found(request: ReadRequest, asked: Pick<Resource, "urn" | "type" | "id" | "inputs">) {
    const provider = request.getProvider() || (await this.#providers.defaultFor(asked.type));
    const client = await this.#providers.of({ provider, type: asked.type });
    const found = await read(client, { ...asked, outputs: asked.inputs });
    if (found === undefined) throw new Error(`resource '${asked.id}' does not exist`);
    return { provider, outputs: found.outputs };
  }
}
