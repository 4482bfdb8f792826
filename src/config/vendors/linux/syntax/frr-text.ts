import { plainWord } from "../../plain-values.ts";

/** A line of frr.conf, or a block with its head and what stands in it. */
export type FrrNode = string | FrrBlock;

export interface FrrBlock {
  readonly head: string;
  readonly body: readonly FrrNode[];
  /** What ends it where that is not `exit`. */
  readonly end?: "exit" | "exit-address-family";
}

/** Options and their values; undefined ones are left out. Each word is checked: FRR has no quoting. */
export function frrLine(...words: readonly (string | number | undefined)[]): string {
  return words
    .filter((word) => word !== undefined)
    .map((word) => String(word).split(" ").map(plainWord).join(" "))
    .join(" ");
}

/** A block, unless it is empty and means nothing then. */
export const frrBlock = (head: string, body: readonly FrrNode[]): FrrBlock => ({ head, body });

/**
 * The lines of frr.conf, as the daemons write them themselves: blocks of the same head as one, where the
 * first of them stood, with an `exit` each so that a word unknown in one block is not taken in the one before.
 */
export function frrLines(nodes: readonly FrrNode[]): string[] {
  return merged(nodes).flatMap((node) =>
    typeof node === "string" ? [node] : [...blockLines(node, ""), "!"],
  );
}

function merged(nodes: readonly FrrNode[]): FrrNode[] {
  const blocks = new Map<string, FrrNode[]>();
  const result: FrrNode[] = [];
  for (const node of nodes) {
    if (typeof node === "string") {
      result.push(node);
      continue;
    }
    const body = blocks.get(node.head);
    if (body === undefined) {
      const fresh = [...node.body];
      blocks.set(node.head, fresh);
      result.push({ ...node, body: fresh });
    } else {
      body.push(...node.body);
    }
  }
  return result;
}

function blockLines({ head, body, end = "exit" }: FrrBlock, indent: string): string[] {
  const inner = `${indent} `;
  return [
    `${indent}${head}`,
    ...body.flatMap((node) =>
      typeof node === "string" ? [`${inner}${node}`] : blockLines(node, inner),
    ),
    `${indent}${end}`,
  ];
}
