import { writeSync } from "node:fs";
import type { Diagnostic, EngineEvent, Step } from "./events.ts";

/** Where the engine process's events go: standard output and error belong to the program. */
const EVENTS_FD = 3;

/** Collects what happens and tells it at once, a JSON line each. */
export class Reporter {
  readonly steps: Step[] = [];
  readonly diagnostics: Diagnostic[] = [];

  get failed(): boolean {
    return this.diagnostics.some(({ severity }) => severity === "error");
  }

  step(step: Step): void {
    this.steps.push(step);
    this.tell({ step });
  }

  diagnose(severity: Diagnostic["severity"], message: string, urn?: string): void {
    const diagnostic = { severity, message, urn: urn || undefined };
    this.diagnostics.push(diagnostic);
    this.tell({ diagnostic });
  }

  /** What a plugin answered, without the code that gRPC puts before it. */
  diagnoseError(error: unknown, urn?: string): void {
    const { details, message } = error as { details?: string; message?: string };
    this.diagnose("error", details ?? message ?? String(error), urn);
  }

  tell(event: EngineEvent): void {
    writeSync(EVENTS_FD, `${JSON.stringify(event)}\n`);
  }
}
