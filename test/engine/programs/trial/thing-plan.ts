/** A thing as the configuration of this program plans it. */
export interface ThingPlan {
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options?: {
    readonly protect?: boolean;
    readonly import?: string;
    readonly ignoreChanges?: string[];
    readonly aliases?: { readonly name: string }[];
  };
  /** Names of those that it waits for. */
  readonly after?: readonly string[];
  /** Whose serial its value tells. */
  readonly valueFrom?: string;
  /** Whether it has the configuration's secret token. */
  readonly hasToken?: boolean;
}
