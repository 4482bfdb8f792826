/** A line of frr.conf, or a block with its head and what stands in it. */
export type FrrNode = string | FrrBlock;

export interface FrrBlock {
  readonly head: string;
  readonly body: readonly FrrNode[];
  /** What ends it where that is not `exit`. */
  readonly end?: "exit" | "exit-address-family";
}

/** Words with one blank between them: FRR has no quoting. */
const LINE = /^[\w.:/@-]+(?: [\w.:/@-]+)*$/;

/** Options and their values, which who gives them has checked; undefined ones are left out. */
export function frrLine(...words: readonly (string | number | undefined)[]): string {
  const line = words.filter((word) => word !== undefined).join(" ");
  if (!LINE.test(line)) throw new RangeError(`${JSON.stringify(line)} is no line of FRR`);
  return line;
}

/** A block, which `exit` ends. */
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
