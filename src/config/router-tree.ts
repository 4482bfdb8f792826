import type { DesiredState } from "./desired-state.ts";
import type { Rendered } from "./vendors/vendor.ts";

/** A router as files in a folder of its own: what was rendered, beside what it was rendered from. */
export const routerTree = (
  state: DesiredState,
  { files }: Pick<Rendered, "files">,
): { readonly path: string; readonly content: string }[] => [
  { path: "desired-state.json", content: `${JSON.stringify(state, undefined, 1)}\n` },
  ...files.map(({ path, content }) => ({ path, content })),
];
