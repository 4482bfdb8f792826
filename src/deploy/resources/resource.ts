import type * as z from "zod";
import type { DeploySettings } from "../settings.ts";

/** Plain JSON. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };
export type Bag = Readonly<Record<string, Json>>;
/** Inputs and states of any kind. */
export type Values = { readonly [name: string]: unknown };

/**
 * One kind of thing that is deployed: create, read, update, delete on plain values. Knows nothing of
 * Pulumi: `src/pulumi/provider` carries it over the protocol. Values arrive checked and without secrecy
 * marks; what comes out is marked by the names given here and wherever the inputs were. A plan compares
 * the inputs with the state, so a state holds every input as the thing shows it.
 */
export interface ResourceKind<Inputs extends object = Values, State extends Inputs = Inputs> {
  /** The last word of its Pulumi type: `EdgeRouter` of `rajut:index:EdgeRouter`. */
  readonly name: string;
  /**
   * Of the inputs; strict, or unknown properties are dropped in silence. While previewing, properties
   * that are not known yet are missing and not complained of; rules over several properties wait for them.
   */
  readonly inputs: z.ZodObject;
  /**
   * Where the thing stands, `/` between the parts: two of one kind at one place, or one inside the other,
   * are refused, and when one takes the other's place, the other's end leaves it alone. Undefined: anywhere.
   */
  place?(inputs: Inputs): string;
  /** Inputs whose change makes another thing of it; the old one is deleted first. */
  readonly replacedBy: readonly (keyof Inputs & string)[];
  /** Inputs that only tell or order, whose change alone is no work. */
  readonly silent: readonly (keyof Inputs & string)[];
  /** Inputs and outputs that hold secrets. */
  readonly secret: readonly (keyof State & string)[];
  /** Outputs that only the thing itself can tell, unknown before. */
  readonly computed: readonly (keyof State & string)[];
  /** @throws DeployError; PartlyDone when something exists that must not be forgotten */
  create(inputs: Inputs, context: DeployContext): Promise<Created<State>>;
  /** What is there now; undefined when it is gone. `before` is undefined when an existing thing is imported by its id. */
  read(
    id: string,
    before: State | undefined,
    context: DeployContext,
  ): Promise<Read<Inputs, State> | undefined>;
  update(id: string, before: State, inputs: Inputs, context: DeployContext): Promise<State>;
  delete(id: string, before: State, context: DeployContext): Promise<void>;
}

/** A kind among others, whose values only its own schema knows: what reaches it has been checked by that. */
export const anyKind = <Inputs extends object, State extends Inputs>(
  kind: ResourceKind<Inputs, State>,
): ResourceKind => kind as unknown as ResourceKind;

export interface Created<State> {
  readonly id: string;
  readonly state: State;
}

export interface Read<Inputs, State> {
  readonly id: string;
  /** As the thing shows them: where it was changed by hand, these differ from those that made it. */
  readonly inputs: Inputs;
  readonly state: State;
}

export interface DeployContext {
  readonly settings: DeploySettings;
  /** A line for whoever watches; secrets never. */
  readonly log: (line: string) => void;
  /** Aborted when the operator stops the run. */
  readonly signal: AbortSignal;
}

/** Thrown by create and update: something was made or changed, but not as asked. It is kept in the state, and the next run goes on from there. */
export class PartlyDone<State extends object = object> extends Error {
  override readonly name = "PartlyDone";
  readonly id: string;
  readonly state: State;
  constructor(id: string, state: State, message: string, options?: ErrorOptions) {
    super(message, options);
    this.id = id;
    this.state = state;
  }
}
