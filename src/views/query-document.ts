import type { Network } from "../model/network.ts";

/** What every answer in JSON begins with; keys are English and never translated. */
export interface QueryDocument {
  readonly version: 1;
  readonly tool: "rajut";
  readonly command: string;
  readonly network: {
    readonly id: string;
    readonly name: string;
    readonly areaCode: string;
    readonly at: string;
  };
}

/** The versioned document of a command's answer about a network. */
export function queryDocument<T extends object>(
  command: string,
  { id, name, areaCode, at }: Network,
  answer: T,
): QueryDocument & T {
  return { version: 1, tool: "rajut", command, network: { id, name, areaCode, at }, ...answer };
}
