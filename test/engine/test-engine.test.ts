import path from "node:path";
import { expect, it } from "vitest";
import {
  ownFolder,
  PROGRAMS,
  errorsOf,
  stepsOf,
  trialStack,
} from "../pulumi/provider/trial-stack.ts";
import { testEngine } from "./test-engine.ts";

/** The double keeps the promises that the tests of the provider rest on. */

const thing = (own: string, name: string, value: string, after: readonly string[] = []) => ({
  name,
  inputs: { place: path.join(own, name), value },
  after,
});

it("lets one stack read what another exports, secrets as secrets", async () => {
  const own = ownFolder();
  const stack = (name: string) =>
    testEngine({ folder: path.join(PROGRAMS, name), stack: "dev", stateFolder: own });
  expect(errorsOf(await stack("reader").up())[0]).toContain(
    'unknown stack "organization/exports/dev"',
  );
  await stack("exports").up();
  const reader = stack("reader");
  expect((await reader.up()).outputs).toEqual({ prefix: "10.20.0.0/16", key: "[secret]" });
  expect(JSON.stringify(reader.state())).toContain("a-key-that-nobody-sees");
});

it("asks policy packs before anything is done", async () => {
  const own = ownFolder();
  const policyPacks = [path.join(PROGRAMS, "rules")];
  const forbidden = await trialStack(own, [thing(own, "t", "forbidden")]).up({ policyPacks });
  expect(errorsOf(forbidden)[0]).toContain("policy no-forbidden-value");
  expect(stepsOf(forbidden)).toEqual([]);
  const frowned = await trialStack(own, [thing(own, "t", "frowned upon")]).preview({ policyPacks });
  expect(frowned.ok).toBe(true);
  expect(frowned.diagnostics.map(({ severity }) => severity)).toContain("warning");
});

it("tells policy packs what depends on what", async () => {
  const own = ownFolder();
  const policyPacks = [path.join(PROGRAMS, "rules")];
  const first = thing(own, "first", "a");
  const loose = await trialStack(own, [first, thing(own, "second", "a")]).preview({ policyPacks });
  expect(errorsOf(loose)[0]).toContain("second does not wait for first");
  const tied = [first, thing(own, "second", "a", ["first"])];
  expect((await trialStack(own, tied).preview({ policyPacks })).ok).toBe(true);
});

it("deletes what depends on others first", async () => {
  const own = ownFolder();
  const chain = [thing(own, "a", "1"), thing(own, "b", "1", ["a"]), thing(own, "c", "1", ["b"])];
  const engine = trialStack(own, chain);
  await engine.up();
  expect(stepsOf(await engine.destroy())).toEqual(["delete c", "delete b", "delete a"]);
});

it("works on as many resources at a time as it is told", async () => {
  const own = ownFolder();
  const plan = ["a", "b", "c"].map((name) => thing(own, name, "a"));
  const { diagnostics, ok } = await trialStack(own, plan).up({ parallel: 1 });
  expect(ok).toBe(true);
  expect(diagnostics.map(({ urn }) => urn?.split("::").at(-1))).toEqual(["a", "b", "c"]);
});

it("runs program and provider behind the words it is given", async () => {
  const own = ownFolder();
  const engine = testEngine({
    folder: path.join(PROGRAMS, "artifact"),
    stack: "dev",
    stateFolder: own,
    config: { "artifact:folder": path.join(own, "out"), "artifact:files": '{"a":"b"}' },
    enter: ["env", "-u", "HOME"],
  });
  expect(stepsOf(await engine.up())).toEqual(["create files"]);
});
