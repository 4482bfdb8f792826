import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { Values } from "../../deploy/resources/resource.ts";

/** One thing that a run does, or would do. */
export interface Step {
  /** Pulumi's word: `create`, `update`, `delete`, `replace`, … */
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Names of the properties that differ. */
  readonly changed: readonly string[];
  /** Inputs as they were, after what a refresh has read; undefined for something new. */
  readonly before: Values | undefined;
  /** Inputs as they will be; undefined for something that goes. */
  readonly after: Values | undefined;
}

/** Something that the engine, a resource, or a policy has said. */
export interface Notice {
  readonly kind: "error" | "warning" | "policy";
  /** The resource's name; undefined of the run as a whole. */
  readonly about: string | undefined;
  readonly text: string;
}

/** Operations that leave everything as it is. */
const IDLE = new Set(["same", "read", "refresh"]);
/** What Pulumi keeps for itself in a stack. */
const isInternal = (type: string) => type.startsWith("pulumi:");

/** What was heard of one run of the engine so far. */
export class RunLog {
  readonly #steps = new Map<string, Step>();
  readonly #notices = new Map<string, Notice>();
  readonly #inWork = new Set<string>();
  #changes: Readonly<Record<string, number>> = {};

  /** Takes the next event in; the step that has just begun, ended or failed, for whoever watches. */
  hear(
    event: EngineEvent,
  ): { readonly urn: string; readonly now: "begun" | "ended" | "failed" } | undefined {
    this.#hearWords(event);
    if (event.summaryEvent) this.#changes = event.summaryEvent.resourceChanges;
    const { resourcePreEvent: pre, resOutputsEvent: out, resOpFailedEvent: failed } = event;
    const metadata = (pre ?? out ?? failed)?.metadata;
    if (metadata === undefined || isInternal(metadata.type) || isContainer(metadata)) {
      return undefined;
    }
    const { urn, op } = metadata;
    if (pre) return this.#begin(metadata);
    const known = this.#inWork.delete(urn);
    // A refresh names what it did only when it is done.
    if (out && !IDLE.has(op) && !this.#steps.has(`${op} ${urn}`)) {
      this.#steps.set(`${op} ${urn}`, stepOf(metadata));
    }
    return known ? { urn, now: failed ? "failed" : "ended" } : undefined;
  }

  #begin(metadata: StepMetadata): { readonly urn: string; readonly now: "begun" } | undefined {
    const { op, urn } = metadata;
    if (op === "same" || op === "read") return undefined;
    this.#inWork.add(urn);
    if (op !== "refresh") this.#steps.set(`${op} ${urn}`, stepOf(metadata));
    return { urn, now: "begun" };
  }

  #hearWords({ diagnosticEvent: said, policyEvent: policy }: EngineEvent): void {
    if (policy) {
      const about = policy.resourceUrn === undefined ? undefined : nameOf(policy.resourceUrn);
      const kind = policy.enforcementLevel === "mandatory" ? "policy" : "warning";
      this.#notice({ kind, about, text: `${policy.policyName}: ${plain(policy.message)}` });
    }
    if (said && (said.severity === "error" || said.severity === "warning")) {
      const about = said.urn && !isInternal(typeOf(said.urn)) ? nameOf(said.urn) : undefined;
      this.#notice({ kind: said.severity, about, text: plain(said.message) });
    }
  }

  #notice(notice: Notice): void {
    if (notice.text !== "") this.#notices.set(`${notice.about} ${notice.text}`, notice);
  }

  get steps(): readonly Step[] {
    return [...this.#steps.values()];
  }

  get notices(): readonly Notice[] {
    return [...this.#notices.values()];
  }

  /** Names of what has begun and not been heard of since. */
  get inWork(): readonly string[] {
    return [...this.#inWork].map(nameOf).sort();
  }

  /** How many things by operation, as the engine counts; without those that stay the same. */
  get changes(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      Object.entries(this.#changes).filter(([op, count]) => !IDLE.has(op) && count > 0),
    );
  }
}

/** A component holds things and is none itself. */
const isContainer = ({ old, new: next }: StepMetadata) => (next ?? old)?.custom !== true;

type StepMetadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function stepOf(metadata: StepMetadata): Step {
  const { op, urn, type, old, new: next, detailedDiff, diffs } = metadata;
  return {
    op,
    urn,
    type,
    name: nameOf(urn),
    changed: (detailedDiff ? Object.keys(detailedDiff) : (diffs ?? [])).toSorted(),
    before: old?.inputs,
    after: next?.inputs,
  };
}

const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
/** Without the engine's colour marks. */
const plain = (message: string): string => message.replace(/<\{%[^%]*%\}>/g, "").trim();
