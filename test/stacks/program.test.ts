import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";

describe("the Pulumi program", () => {
  it("runs as pulumi starts it and exports the network", () => {
    // Without an engine the program still runs to its end; this is what `main` in package.json does.
    const script = `
      const pulumi = (await import("@pulumi/pulumi")).default;
      await pulumi.runtime.setMocks({ newResource: () => ({ id: "x", state: {} }), call: () => ({}) });
      const out = await import("./stacks/main.js");
      console.log(JSON.stringify(out));`;
    const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
    });
    expect(JSON.parse(out)).toMatchObject({ network: "dumai", day: "2025-02-03" });
  });
});
