import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/cli/command.ts";
import { check } from "../../src/cli/commands/check.ts";

async function run(folder: string, options: Readonly<Record<string, string>> = {}) {
  let out = "";
  let err = "";
  const exit = await check.run({
    arguments: [folder],
    options,
    lang: "en",
    today: "2031-01-01",
    terminal: {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      colour: { out: false, err: false },
      width: 80,
    },
  });
  return { exit, out, err };
}

const CLEAN = "fixtures/findings/base/contoh";
/** Notes, warnings and no error, since nothing of it is missing. */
const FULL = "fixtures/bad-input/semua/contoh";

describe("rajut check", () => {
  test("a clean network: exit 0, and nothing but what was checked", async () => {
    const { exit, out, err } = await run(CLEAN);
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out).toMatch(/^no findings\n.* as of 2025-02-03: 3 sites, 5 links, 5 routes checked\n/);
  });

  test("the threshold decides the exit code, never what is shown", async () => {
    const ended = { at: "2026-07-02" };
    const shown = await run(CLEAN, ended);
    expect(shown.exit).toBe(1);
    expect(shown.out).toContain("error[R503]");
    const soon = { at: "2026-06-01" };
    expect((await run(CLEAN, soon)).exit).toBe(0);
    expect(await run(CLEAN, { ...soon, "fail-on": "warning" })).toMatchObject({
      exit: 1,
      out: (await run(CLEAN, soon)).out,
    });
    expect((await run(CLEAN, { ...soon, "fail-on": "note" })).exit).toBe(1);
  });

  test("a folder that is no network: exit 2, in every format", async () => {
    for (const format of ["text", "json", "sarif", "github", "markdown"]) {
      const { exit, out } = await run("fixtures/findings/tidak-ada", { format });
      expect(exit).toBe(2);
      expect(out).toContain("R006");
    }
  });

  test("--json says the same in every language, and parses", async () => {
    const { out } = await run(FULL, { format: "json" });
    const { version, findings } = JSON.parse(out) as {
      version: number;
      findings: { code: string }[];
    };
    expect(version).toBe(1);
    expect(findings.length).toBeGreaterThan(2);
  });

  test("a day that does not exist is a mistake in the call", async () => {
    await expect(run(CLEAN, { at: "2025-02-30" })).rejects.toThrow(UsageError);
  });

  test("twice the same", async () => {
    expect(await run(FULL)).toEqual(await run(FULL));
  });
});
