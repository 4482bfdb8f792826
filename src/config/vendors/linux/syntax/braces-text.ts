/** A line, or a block in braces: how keepalived and radvd are written. Lines are words of our own and checked values. */
export type BraceNode = string | { readonly head: string; readonly body: readonly BraceNode[] };

/** The lines of blocks in braces, indented by two; `end` closes a block. */
export function braceLines(nodes: readonly BraceNode[], end = "}", indent = ""): string[] {
  return nodes.flatMap((node) =>
    typeof node === "string"
      ? [`${indent}${node}`]
      : [
          `${indent}${node.head} {`,
          ...braceLines(node.body, end, `${indent}  `),
          `${indent}${end}`,
        ],
  );
}
