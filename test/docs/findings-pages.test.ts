import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CODES } from "../../src/findings/codes.ts";
import { findingDocsIndex, findingDocsPage } from "../../src/views/explain.ts";

const FOLDER = join(import.meta.dirname, "../../docs/findings");

/** The pages as the texts give them; `UPDATE=1` writes them. */
const PAGES = new Map([
  ["README.md", findingDocsIndex()],
  ...CODES.map((code): [string, string] => [`${code}.md`, findingDocsPage(code)]),
]);

if (process.env["UPDATE"] === "1") {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) {
    if (!PAGES.has(name) && /^R\d+\.md$/.test(name)) rmSync(join(FOLDER, name));
  }
  for (const [name, page] of PAGES) writeFileSync(join(FOLDER, name), page);
}

test("every code has a page and no page is left over", () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual([...PAGES.keys()].toSorted());
});

test.each([...PAGES])("docs/findings/%s is as the texts say (else UPDATE=1)", (name, page) => {
  expect(readFileSync(join(FOLDER, name), "utf8")).toBe(page);
});
