import { COLLECTION_STYLE, dump, visit } from "js-yaml";
import { visible } from "../text/safe.ts";

/**
 * A value as YAML that every reader takes for the same value: js-yaml quotes what YAML 1.1 or 1.2 would
 * read as something else. Keys keep their order.
 * @param inline keys whose list or map stands on the key's own line
 */
export function yamlText(value: object, inline: ReadonlySet<string>): string {
  return dump(value, {
    noRefs: true,
    lineWidth: -1,
    transform: (documents) =>
      visit(documents, (node) => {
        if (node.kind !== "mapping") return;
        for (const { key, value: held } of node.items) {
          if (key.kind !== "scalar" || !inline.has(key.value)) continue;
          if (held.kind === "mapping" || held.kind === "sequence") {
            held.style = COLLECTION_STYLE.FLOW;
          }
        }
      }),
  });
}

/** Lines as a comment of YAML or a shell; none of them can end it. */
export function comment(lines: readonly string[]): string {
  return lines.map((line) => (line === "" ? "#\n" : `# ${visible(line)}\n`)).join("");
}
