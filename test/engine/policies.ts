import { plainBag, toStruct } from "../../src/pulumi/provider/values.ts";
import type { Children } from "./children.ts";
import { nameOf, type Deployment } from "./deployment.ts";
import {
  analyzerMessages,
  analyzerService,
  called,
  CHANNEL_OPTIONS,
  fromSdk,
  grpc,
  type AnalyzerMessages,
  type AnalyzerService,
} from "./protocol.ts";
import type { Resource } from "./state-file.ts";

type Client = InstanceType<(typeof AnalyzerService)["AnalyzerClient"]>;
type Response = InstanceType<(typeof AnalyzerMessages)["AnalyzeResponse"]>;

/** The policy packs of an operation: asked before each resource, and once about the whole stack. */
export class Policies {
  readonly #deployment: Deployment;
  readonly #clients: readonly Client[];

  private constructor(deployment: Deployment, clients: readonly Client[]) {
    this.#deployment = deployment;
    this.#clients = clients;
  }

  static async start(deployment: Deployment, children: Children, engineAddress: string) {
    const clients = deployment.order.policyPacks.map(async (folder) => {
      const program = fromSdk.resolve("@pulumi/pulumi/cmd/run-policy-pack");
      const words = [process.execPath, program, engineAddress, folder] as const;
      const address = await children.plugin("policies", words, folder);
      const { AnalyzerClient } = analyzerService;
      return new AnalyzerClient(address, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
    });
    return new Policies(deployment, await Promise.all(clients));
  }

  /** @throws when a rule that must be kept is broken, before anything is done to the resource */
  async askAbout(resource: Resource): Promise<void> {
    for (const client of this.#clients) {
      const request = new analyzerMessages.AnalyzeRequest();
      request.setType(resource.type);
      request.setUrn(resource.urn);
      request.setName(nameOf(resource.urn));
      request.setProperties(toStruct(plainBag(resource.inputs)));
      request.setOptions(optionsOf(resource));
      this.#report(await called(client, "analyze", request), resource.urn);
    }
  }

  /** @throws as `askAbout`, before anything is deleted */
  async askAboutAll(resources: readonly Resource[]): Promise<void> {
    for (const client of this.#clients) {
      const request = new analyzerMessages.AnalyzeStackRequest();
      request.setResourcesList(resources.map(asAnalysed));
      this.#report(await called(client, "analyzeStack", request), "");
    }
  }

  #report(response: Response, urn: string): void {
    const broken: string[] = [];
    for (const diagnostic of response.getDiagnosticsList()) {
      const { MANDATORY } = analyzerMessages.EnforcementLevel;
      const isMandatory = diagnostic.getEnforcementlevel() === MANDATORY;
      const message = `policy ${diagnostic.getPolicyname()}: ${diagnostic.getMessage()}`;
      if (isMandatory) broken.push(message);
      else this.#deployment.reporter.diagnose("warning", message, diagnostic.getUrn() || urn);
    }
    if (broken.length > 0) throw new Error(broken.join("\n"));
  }
}

function optionsOf(resource: Resource) {
  const options = new analyzerMessages.AnalyzerResourceOptions();
  options.setProtect(resource.protect === true);
  options.setParent(resource.parent ?? "");
  return options;
}

function asAnalysed(resource: Resource) {
  const analysed = new analyzerMessages.AnalyzerResource();
  analysed.setType(resource.type);
  analysed.setUrn(resource.urn);
  analysed.setName(nameOf(resource.urn));
  analysed.setParent(resource.parent ?? "");
  analysed.setProperties(toStruct(plainBag(resource.outputs)));
  analysed.setOptions(optionsOf(resource));
  analysed.setDependenciesList([...resource.dependencies]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    const dependencies = new analyzerMessages.AnalyzerPropertyDependencies();
    dependencies.setUrnsList([...urns]);
    analysed.getPropertydependenciesMap().set(property, dependencies);
  }
  return analysed;
}
