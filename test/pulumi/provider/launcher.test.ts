import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { testEngine } from "../../engine/test-engine.ts";
import { ownFolder, PROGRAMS, stepsOf } from "./trial-stack.ts";

const LAUNCHER = path.resolve("bin/pulumi-resource-rajut");

it("starts the project's own Node, whichever is first on the PATH", async () => {
  const own = ownFolder();
  const fake = path.join(own, "node");
  writeFileSync(fake, "#!/bin/sh\necho a stranger was started >&2\nexit 9\n");
  chmodSync(fake, 0o755);
  const engine = testEngine({
    folder: path.join(PROGRAMS, "artifact"),
    stack: "dev",
    stateFolder: own,
    config: { "artifact:folder": path.join(own, "out"), "artifact:files": '{"a":"b"}' },
    env: { PATH: `${own}:${process.env["PATH"]}` },
  });
  const result = await engine.up();
  expect(result.stdout).toBe("");
  expect(stepsOf(result)).toEqual(["create files"]);
});

it("finds its project through a link", () => {
  const own = ownFolder();
  const link = path.join(own, "pulumi-resource-rajut");
  symlinkSync(LAUNCHER, link);
  // The address of nobody: it says its port, finds its engine gone, and ends.
  const run = spawnSync(link, ["127.0.0.1:1"], { encoding: "utf8" });
  expect(run).toMatchObject({ status: 0, stderr: "" });
  expect(run.stdout).toMatch(/^\d+\n$/);
});

it("says what is missing before anything was installed", () => {
  const own = ownFolder();
  mkdirSync(path.join(own, "bin"));
  cpSync(LAUNCHER, path.join(own, "bin/pulumi-resource-rajut"));
  const run = spawnSync(path.join(own, "bin/pulumi-resource-rajut"), { encoding: "utf8" });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain(`${own} has no node_modules; run \`npm ci\` there first`);
});

it("is named by the project", () => {
  expect(readFileSync("Pulumi.yaml", "utf8")).toMatch(/- name: rajut\n\s+path: bin\n/);
});
