/** A line, or a block in braces: how keepalived is written. Lines are words of our own and checked values. */
export type BraceNode = string | { readonly head: string; readonly body: readonly BraceNode[] };

/** The lines of blocks in braces, indented by two. */
export function braceLines(nodes: readonly BraceNode[], indent = ""): string[] {
  return nodes.flatMap((node) =>
    typeof node === "string"
      ? [`${indent}${node}`]
      : [`${indent}${node.head} {`, ...braceLines(node.body, `${indent}  `), `${indent}}`],
  );
}
