import { describe, expect, it } from "vitest";
import { networkState } from "../../stacks/network-state.ts";

describe("a stack's state", () => {
  it("exports what the files say, and lets weaknesses pass", async () => {
    const state = await networkState("topology/dumai", "2030-01-01");
    expect(state).toMatchObject({ network: "dumai", day: "2025-02-03", brokenFiles: [] });
    expect(state.unmetStandards).toBeGreaterThan(0);
    expect(state.singlePointsOfFailure).toBeGreaterThan(0);
  });

  it("names every broken file of a network that must not be deployed", async () => {
    const state = await networkState("fixtures/findings", "2025-01-01");
    expect(state.brokenFiles.join("\n")).toContain("R006");
  });
});
