import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import type { Rendered } from "../../../src/config/vendors/vendor.ts";
import { EXAMPLES, exampleState } from "./example-states.ts";

/** `UPDATE=1` rewrites; read what changed as an engineer would. */
test.each(EXAMPLES)("the %s router is rendered as the file says", (name) => {
  const file = `fixtures/config/${name}/rendered.txt`;
  const text = asText(linux.render(exampleState(name)));
  if (process.env["UPDATE"] === "1") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

function asText({ files, services, unsupported }: Rendered): string {
  return [
    ...files.map(({ path, mode, content }) => `==> ${path} ${mode.toString(8)} <==\n${content}`),
    `==> services <==\n${services.map(({ unit, files: read }) => `${unit}: ${read.join(" ")}\n`).join("")}`,
    `==> unsupported <==\n${unsupported.map(({ feature, detail }) => `${feature}: ${detail.en}\n`).join("")}`,
  ].join("\n");
}
