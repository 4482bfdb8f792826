import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { drawMap } from "../../src/cli/draw-map.ts";
import { openAnalysis, openNetwork, requireNetwork } from "../../src/cli/open-network.ts";

const PICTURE = "docs/images/dumai.png";

describe("the picture in the README", () => {
  it("is what today's code draws (UPDATE=1 draws it again)", async () => {
    const opened = await openNetwork("topology/dumai", { options: {}, today: "2030-01-01" });
    const analysis = await openAnalysis(requireNetwork(opened));
    const [drawn] = await drawMap(analysis, ["png"], "id", { pngScale: 1 });
    const bytes = Buffer.from(drawn!.content);
    if (process.env["UPDATE"] === "1") {
      mkdirSync("docs/images", { recursive: true });
      writeFileSync(PICTURE, bytes);
    }
    // Compared as a whole: a buffer of half a megabyte makes no readable difference.
    expect(readFileSync(PICTURE).equals(bytes)).toBe(true);
  });
});
