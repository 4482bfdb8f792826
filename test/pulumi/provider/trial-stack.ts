import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { ThingPlan } from "../../engine/programs/trial/thing-plan.ts";
import { testEngine, type Result, type TestEngine } from "../../engine/test-engine.ts";

export const PROGRAMS = path.resolve("test/engine/programs");
/** A secret that no file and no output may show. */
export const TOKEN = "hush-hush-token";

/** A folder of its own, gone when the test is over. */
export function ownFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "rajut-provider-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The stack of the program that makes the things of a plan. */
export const trialStack = (
  folder: string,
  things: readonly ThingPlan[],
  config: Readonly<Record<string, string>> = {},
): TestEngine =>
  testEngine({
    folder: path.join(PROGRAMS, "trial"),
    stack: "dev",
    stateFolder: path.join(folder, "state"),
    config: { "trial:things": JSON.stringify(things), ...config },
    secrets: { "trial:token": TOKEN },
  });

/** `op name` of every step of a thing or an artifact. */
export const stepsOf = ({ steps }: Result): readonly string[] =>
  steps
    .filter(({ urn }) => !/pulumi:(pulumi|providers):/.test(urn))
    .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);

/** The diff of the last step of a resource. */
export const diffOf = ({ steps }: Result, name: string) =>
  steps.findLast(({ urn }) => urn.endsWith(`::${name}`))?.diff;

export const errorsOf = ({ diagnostics }: Result): readonly string[] =>
  diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
