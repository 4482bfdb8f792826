import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { errorsOf, ownFolder, stepsOf, trialStack } from "./trial-stack.ts";

/** Resolves when the file is there. */
async function appears(file: string): Promise<void> {
  while (!existsSync(file)) await new Promise((later) => setTimeout(later, 5));
}

/** Resolves when no process has the id; a zombie is none. */
async function isGone(pid: number): Promise<void> {
  for (;;) {
    try {
      if (readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")) return;
    } catch {
      return;
    }
    await new Promise((later) => setTimeout(later, 5));
  }
}

const planOf = (own: string) => [
  { name: "done", inputs: { place: path.join(own, "done"), value: "a" } },
  { name: "slow", inputs: { place: path.join(own, "slow"), value: "waits" }, after: ["done"] },
];

it.each(["program", "provider", "engine"] as const)(
  "a killed %s in the middle of an update is healed by the next one",
  async (part) => {
    const own = ownFolder();
    const engine = trialStack(own, planOf(own));
    const run = engine.start("up");
    await appears(path.join(own, "slow.started"));
    process.kill(await run.pidOf(part), "SIGKILL");
    // Work that has begun is waited for, where somebody is left to wait.
    if (part === "program") writeFileSync(path.join(own, "slow.go"), "");
    const result = await run.result;
    expect(result.ok).toBe(false);
    expect(stepsOf(result)).toEqual(["create done", "create slow"]);
    const known = engine.state().map(({ urn }) => urn.split("::").at(-1));
    expect(known).toContain("done");
    expect(known.includes("slow")).toBe(part === "program");
    writeFileSync(path.join(own, "slow.go"), "");
    const healed = await engine.up();
    expect(healed.ok).toBe(true);
    const slow = part === "program" ? "same slow" : "create slow";
    expect(stepsOf(healed)).toEqual(["same done", slow]);
    expect(
      stepsOf(await engine.up({ refresh: true })).every((step) => step.startsWith("same")),
    ).toBe(true);
  },
);

it("a provider whose engine is killed stops its work in an orderly way, and ends", async () => {
  const own = ownFolder();
  const engine = trialStack(own, planOf(own));
  const run = engine.start("up");
  await appears(path.join(own, "slow.started"));
  const provider = await run.pidOf("provider");
  process.kill(await run.pidOf("engine"), "SIGKILL");
  await run.result;
  await appears(path.join(own, "slow.stopped"));
  await isGone(provider);
  expect(existsSync(path.join(own, "slow"))).toBe(false);
});

it("an operator who stops the run stops the work, and the next run goes on", async () => {
  const own = ownFolder();
  const engine = trialStack(own, planOf(own));
  const run = engine.start("up");
  await appears(path.join(own, "slow.started"));
  process.kill(await run.pidOf("engine"), "SIGINT");
  const messages = errorsOf(await run.result);
  expect(messages).toContain(`${path.join(own, "slow")} was stopped`);
  writeFileSync(path.join(own, "slow.go"), "");
  expect(stepsOf(await engine.up())).toEqual(["same done", "create slow"]);
});

it("a state file is whole at every moment of an update", async () => {
  const own = ownFolder();
  const names = Array.from({ length: 12 }, (_, i) => `t${i}`);
  const plan = names.map((name) => ({ name, inputs: { place: path.join(own, name), value: "a" } }));
  const engine = trialStack(own, plan);
  const run = engine.start("up", { parallel: 1 });
  const over = run.result.then(() => true);
  const seen = new Set<number>();
  do {
    if (existsSync(engine.stateFile)) {
      seen.add(
        (JSON.parse(readFileSync(engine.stateFile, "utf8")) as { resources: [] }).resources.length,
      );
    }
  } while (!(await Promise.race([over, new Promise((later) => setImmediate(later))])));
  expect((await run.result).ok).toBe(true);
  // The things, their provider and the stack.
  expect(Math.max(...seen)).toBe(names.length + 2);
});
