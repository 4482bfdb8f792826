import { describe, expect, it } from "vitest";
import { openStack } from "../../stacks/open-stack.ts";

describe("a stack", () => {
  it("opens a network with weaknesses on the network's own day", async () => {
    const { network, states } = await openStack("topology/dumai", "2030-01-01");
    expect(network).toMatchObject({ id: "dumai", at: "2025-02-03" });
    expect(states.length).toBeGreaterThan(100);
  });

  it("names every broken file of a network that must not be deployed", async () => {
    await expect(openStack("fixtures/findings", "2025-01-01")).rejects.toThrow(
      "fixtures/findings: the network cannot be read",
    );
    await expect(openStack("fixtures/findings/R103-unknown-site", "2025-01-01")).rejects.toThrow(
      "R103",
    );
  });
});
