/** What a run of the engine reports, as plain data. */
export interface Step {
  readonly op: StepOp;
  readonly urn: string;
  /** Whether reality was read before the program ran, or the program asked for it. */
  readonly during: "refresh" | "program";
  /** What changes, property by property; empty where the whole thing comes or goes. */
  readonly diff: readonly PropertyChange[];
}

export type StepOp = "create" | "update" | "replace" | "delete" | "same" | "read" | "import";

export interface PropertyChange {
  /** As Pulumi writes it, `files["etc/frr/frr.conf"]`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
}

export interface Diagnostic {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  /** Undefined where it is about no resource. */
  readonly urn: string | undefined;
}

export interface Result {
  readonly ok: boolean;
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of the stack; secrets are `[secret]`, what is not known `[unknown]`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the program and the provider printed. */
  readonly stdout: string;
}

/** One line of what the engine process tells while it runs. */
export type EngineEvent =
  | { readonly started: "engine" | "program" | "provider" | "policies"; readonly pid: number }
  | { readonly step: Step }
  | { readonly diagnostic: Diagnostic }
  | { readonly result: Omit<Result, "stdout"> };

/** Everything that one operation needs to know, handed to the engine process. */
export interface EngineOrder {
  readonly operation: Operation;
  readonly folder: string;
  readonly stack: string;
  readonly stateFolder: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly passphrase: string;
  readonly parallel: number;
  readonly policyPacks: readonly string[];
  /** Whether reality is read first. */
  readonly refresh: boolean;
}

export type Operation = "preview" | "up" | "refresh" | "destroy";
