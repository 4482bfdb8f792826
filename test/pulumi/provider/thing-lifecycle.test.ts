import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ThingPlan } from "../../engine/programs/trial/thing-plan.ts";
import { diffOf, errorsOf, ownFolder, stepsOf, TOKEN, trialStack } from "./trial-stack.ts";

const thing = (
  own: string,
  name: string,
  value: string,
  more: Partial<ThingPlan> = {},
): ThingPlan => ({
  name,
  ...more,
  inputs: { place: path.join(own, name), value, ...more.inputs },
});
const valueAt = (own: string, name: string): unknown =>
  (JSON.parse(readFileSync(path.join(own, name), "utf8")) as { value: unknown }).value;

describe("what is not known before", () => {
  it("is unknown in a preview, and no complaint", async () => {
    const own = ownFolder();
    const second = { ...thing(own, "second", ""), valueFrom: "first" };
    const engine = trialStack(own, [thing(own, "first", "a"), second]);
    const preview = await engine.preview();
    expect(preview.outputs).toEqual({
      login: "[secret]",
      serials: { first: "[unknown]", second: "[unknown]" },
    });
    expect(preview.diagnostics).toEqual([]);
    expect((await engine.up()).outputs).toMatchObject({ serials: { first: "1", second: "1" } });
    expect(valueAt(own, "second")).toBe("serial 1");
  });

  it("makes an update of what depends on it", async () => {
    const own = ownFolder();
    const second = { ...thing(own, "second", ""), valueFrom: "first" };
    await trialStack(own, [thing(own, "first", "a"), second]).up();
    const changed = trialStack(own, [thing(own, "first", "b"), second]);
    expect(stepsOf(await changed.preview())).toEqual(["update first", "update second"]);
    await changed.up();
    expect(valueAt(own, "second")).toBe("serial 2");
  });
});

describe("changes", () => {
  it("are told by nested property, and defaults are no changes", async () => {
    const own = ownFolder();
    const with_ = (host: string, ports: number[]) =>
      trialStack(own, [thing(own, "t", "a", { inputs: { settings: { host, ports } } })]);
    await with_("natuna", [22, 23]).up();
    expect(stepsOf(await with_("natuna", [22, 23]).up())).toEqual(["same t"]);
    expect(diffOf(await with_("ranai", [22, 24, 25]).preview(), "t")).toEqual([
      { path: "settings.host", kind: "update" },
      { path: "settings.ports[1]", kind: "update" },
      { path: "settings.ports[2]", kind: "add" },
    ]);
  });

  it("of what only orders are no work", async () => {
    const own = ownFolder();
    const inWave = (wave: number) => trialStack(own, [thing(own, "t", "a", { inputs: { wave } })]);
    await inWave(1).up();
    expect(stepsOf(await inWave(2).up())).toEqual(["same t"]);
  });

  it("that are ignored are left", async () => {
    const own = ownFolder();
    const options = { ignoreChanges: ["settings.host", "value"] };
    const with_ = (value: string, host: string, port: number) =>
      trialStack(own, [
        thing(own, "t", value, { options, inputs: { settings: { host, ports: [port] } } }),
      ]);
    await with_("a", "natuna", 1).up();
    expect(stepsOf(await with_("b", "ranai", 1).up())).toEqual(["same t"]);
    expect(diffOf(await with_("b", "ranai", 2).up(), "t")).toEqual([
      { path: "settings.ports[0]", kind: "update" },
    ]);
    expect(valueAt(own, "t")).toBe("a");
  });
});

describe("what goes wrong", () => {
  it("stops what depends on it, and not what had begun", async () => {
    const own = ownFolder();
    const plan = [thing(own, "bad", "fails"), thing(own, "after", "a", { after: ["bad"] })];
    const result = await trialStack(own, plan).up();
    expect(stepsOf(result)).toEqual(["create bad"]);
    expect(errorsOf(result)[0]).toBe(`${path.join(own, "bad")} does not answer`);
    expect(existsSync(path.join(own, "after"))).toBe(false);
    expect(stepsOf(await trialStack(own, [thing(own, "bad", "a"), plan[1]!]).up())).toEqual([
      "create bad",
      "create after",
    ]);
  });

  it("tells a bug with where it is", async () => {
    const own = ownFolder();
    const [message] = errorsOf(await trialStack(own, [thing(own, "t", "bug")]).up());
    expect(message).toMatch(
      /^a bug of Rajut: TypeError: undefined is not a router\n\s+at .*thing\.ts/,
    );
  });

  it("keeps what was made in part, and goes on from there", async () => {
    const own = ownFolder();
    const half = trialStack(own, [thing(own, "t", "half 3", { hasToken: true })]);
    const result = await half.up();
    expect(result.ok).toBe(false);
    expect(errorsOf(result)[0]).toBe(`${path.join(own, "t")} is only half made`);
    const kept = half.state().find(({ urn }) => urn.endsWith("::t"))!;
    expect(kept).toMatchObject({ id: path.join(own, "t"), outputs: { value: "xxx" } });
    expect(kept.initErrors).toEqual([`${path.join(own, "t")} is only half made`]);
    expect(readFileSync(half.stateFile, "utf8")).not.toContain(TOKEN);
    // The same wish: the plan shows what is not yet so.
    expect(diffOf(await half.preview(), "t")).toEqual([{ path: "value", kind: "update" }]);
    const whole = trialStack(own, [thing(own, "t", "whole", { hasToken: true })]);
    expect(stepsOf(await whole.up())).toEqual(["update t"]);
    expect(stepsOf(await whole.up())).toEqual(["same t"]);
  });

  it("in a deletion leaves the resource in the state, and later ones too", async () => {
    const own = ownFolder();
    const engine = trialStack(own, [
      thing(own, "first", "a"),
      thing(own, "last", "stays", { after: ["first"] }),
    ]);
    await engine.up();
    const result = await engine.destroy();
    expect(errorsOf(result)[0]).toBe(`${path.join(own, "last")} is busy; try again`);
    const left = engine.state().map(({ urn }) => urn.split("::").at(-1));
    expect(left).toEqual(expect.arrayContaining(["first", "last"]));
  });

  it("of the program's own deletes nothing", async () => {
    const own = ownFolder();
    await trialStack(own, [thing(own, "t", "a")]).up();
    const result = await trialStack(own, [], { "trial:ends": "badly" }).up();
    expect(result.ok).toBe(false);
    expect(errorsOf(result).join()).toContain("the program is wrong");
    expect(existsSync(path.join(own, "t"))).toBe(true);
  });

  it("is refused by the check, all of it at once and by name", async () => {
    const own = ownFolder();
    const inputs = { place: "relative", extra: 1, settings: { host: 3, ports: ["x"] } };
    const [message] = errorsOf(await trialStack(own, [thing(own, "t", "a", { inputs })]).preview());
    const properties = message!.split("\n").map((line) => line.split(":")[0]);
    expect(new Set(properties)).toEqual(
      new Set(["extra", "place", "settings.host", "settings.ports[0]"]),
    );
  });
});

describe("places", () => {
  it("are for one only", async () => {
    const own = ownFolder();
    const twice = [
      thing(own, "one", "a"),
      thing(own, "two", "b", { inputs: { place: path.join(own, "one") }, after: ["one"] }),
    ];
    const [message] = errorsOf(await trialStack(own, twice).preview());
    expect(message).toBe(
      `place: two Thing at one place, ${path.join(own, "one")}: the other is one`,
    );
  });

  it("are left alone by a former name", async () => {
    const own = ownFolder();
    await trialStack(own, [thing(own, "old", "a")]).up();
    const place = path.join(own, "old");
    const renamed = trialStack(own, [thing(own, "new", "a", { inputs: { place } })]);
    expect(stepsOf(await renamed.up())).toEqual(["create new", "delete old"]);
    expect(existsSync(place)).toBe(true);
    expect(stepsOf(await renamed.up({ refresh: true }))).toEqual(["same new", "same new"]);
  });

  it("follow an alias without work", async () => {
    const own = ownFolder();
    await trialStack(own, [thing(own, "old", "a")]).up();
    const inputs = { place: path.join(own, "old") };
    const options = { aliases: [{ name: "old" }] };
    const renamed = trialStack(own, [thing(own, "new", "a", { inputs, options })]);
    expect(stepsOf(await renamed.up())).toEqual(["same new"]);
  });
});

describe("protection and import", () => {
  it("refuses to delete or replace what is protected", async () => {
    const own = ownFolder();
    const options = { protect: true };
    const engine = trialStack(own, [thing(own, "t", "a", { options })]);
    await engine.up();
    const place = path.join(own, "elsewhere");
    const moved = trialStack(own, [thing(own, "t", "a", { options, inputs: { place } })]);
    for (const result of [
      await engine.destroy(),
      await trialStack(own, []).up(),
      await moved.up(),
    ]) {
      expect(errorsOf(result)[0]).toContain("cannot be deleted because it is protected");
    }
    expect(existsSync(path.join(own, "t"))).toBe(true);
  });

  it("imports what is described as it is, and nothing else", async () => {
    const own = ownFolder();
    const place = path.join(own, "t");
    writeFileSync(place, JSON.stringify({ place, value: "there", mood: "calm", serial: "7" }));
    const imported = (value: string) =>
      trialStack(own, [thing(own, "t", value, { options: { import: place } })]);
    const [message] = errorsOf(await imported("other").up());
    expect(message).toBe("inputs to import do not match the existing resource: value");
    expect(stepsOf(await imported("there").up())).toEqual(["import t"]);
    expect(stepsOf(await trialStack(own, [thing(own, "t", "there")]).up())).toEqual(["same t"]);
    expect(valueAt(own, "t")).toBe("there");
  });
});

describe("secrets", () => {
  it("are in clear in no state, no step and no output, what is made from them neither", async () => {
    const own = ownFolder();
    const engine = trialStack(own, [thing(own, "t", "a", { hasToken: true })]);
    const result = await engine.up();
    expect(JSON.stringify(result)).not.toContain(TOKEN);
    expect(readFileSync(engine.stateFile, "utf8")).not.toContain(TOKEN);
    const { outputs } = engine.state().find(({ urn }) => urn.endsWith("::t"))!;
    expect(JSON.stringify(outputs["login"])).toContain(`root:${TOKEN}`);
    const refreshed = await engine.refresh();
    expect(stepsOf(refreshed)).toEqual(["same t"]);
    expect(readFileSync(engine.stateFile, "utf8")).not.toContain(TOKEN);
    expect(JSON.stringify(await engine.preview())).not.toContain(TOKEN);
  });

  it("make work where a value becomes one", async () => {
    const own = ownFolder();
    await trialStack(own, [thing(own, "t", "a", { inputs: { token: TOKEN } })]).up();
    const engine = trialStack(own, [thing(own, "t", "a", { hasToken: true })]);
    expect(diffOf(await engine.up(), "t")).toEqual([{ path: "token", kind: "update" }]);
    // The configuration's own value is the program's to hide.
    expect(JSON.stringify(engine.state().map(({ outputs }) => outputs["token"]))).toContain(
      "4dabf",
    );
    expect(readFileSync(engine.stateFile, "utf8")).not.toContain(TOKEN);
  });
});
