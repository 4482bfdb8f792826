import { expect, it } from "vitest";

it("runs on Node 24, whatever Node the shell has", () => {
  expect(Number(process.versions.node.split(".")[0])).toBeGreaterThanOrEqual(24);
});
