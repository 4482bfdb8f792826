import type { EngineOrder, PropertyChange, StepOp } from "./events.ts";
import { readProject, type Project } from "./project.ts";
import type { Reporter } from "./reporter.ts";
import { stateFilePath, StateFile, type Resource } from "./state-file.ts";

/** The state of one operation: what the last run left, and what this one has made of it. */
export class Deployment {
  readonly order: EngineOrder;
  readonly project: Project;
  readonly reporter: Reporter;
  /** Resources that the program has not asked for yet. */
  readonly olds: Map<string, Resource>;
  /** Resources that it has, in the order in which it did. */
  readonly news = new Map<string, Resource>();
  readonly #file: StateFile;

  constructor(order: EngineOrder, reporter: Reporter) {
    this.order = order;
    this.reporter = reporter;
    this.project = readProject(order.folder);
    this.#file = new StateFile(
      stateFilePath(order.stateFolder, this.project.name, order.stack),
      order.passphrase,
    );
    this.olds = new Map(this.#file.resources.map((resource) => [resource.urn, resource]));
  }

  get isPreview(): boolean {
    return this.order.operation === "preview";
  }

  find(urn: string): Resource | undefined {
    return this.news.get(urn) ?? this.olds.get(urn);
  }

  /** The resource as it is now; what the last run left of it is done with. */
  settle(resource: Resource): void {
    this.olds.delete(resource.urn);
    this.news.set(resource.urn, resource);
    this.save();
  }

  forget(urn: string): void {
    this.olds.delete(urn);
    this.news.delete(urn);
    this.save();
  }

  step(
    op: StepOp,
    urn: string,
    diff: readonly PropertyChange[] = [],
    during: "refresh" | "program" = "program",
  ): void {
    this.reporter.step({ op, urn, diff, during });
  }

  save(): void {
    if (!this.isPreview) this.#file.write([...this.news.values(), ...this.olds.values()]);
  }

  /** A name for a resource that only its parents, type and name determine. */
  urn(parent: string, type: string, name: string): string {
    const outer = parent === "" ? "" : typeChain(parent);
    const chain = outer === "" || outer === "pulumi:pulumi:Stack" ? type : `${outer}$${type}`;
    return `urn:pulumi:${this.order.stack}::${this.project.name}::${chain}::${name}`;
  }
}

const typeChain = (urn: string): string => urn.split("::")[2] ?? "";
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
export const packageOf = (type: string): string => type.split(":")[0]!;
