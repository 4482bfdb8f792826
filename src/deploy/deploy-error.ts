/** Why something could not be deployed; each is explained in docs/deploy.md under its name. */
export type DeployErrorCode =
  // The way there.
  | "unreachable"
  | "host-key-missing"
  | "host-key-changed"
  | "authentication"
  | "timeout"
  | "too-much-output"
  | "lost"
  // What the device says before anything has changed.
  | "no-agent"
  | "stale"
  | "pending"
  | "foreign"
  | "changed-by-hand"
  | "missing-package"
  | "invalid"
  | "no-space"
  | "secret-missing"
  // After it has begun: the device is on its old configuration again, or will be when its timer ends.
  | "rolled-back"
  | "reverted-badly"
  | "unconfirmed"
  | "unhealthy"
  | "internal";

/** An error that an operator reads: what happened, in what state the device is, what to do. One line or few. */
export class DeployError extends Error {
  override readonly name = "DeployError";
  readonly code: DeployErrorCode;
  constructor(code: DeployErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
