import * as fc from "fast-check";
import { beforeAll, describe, expect, it, test } from "vitest";
import { openAnalysis, openNetwork, requireNetwork } from "../../src/cli/open-network.ts";
import type { RoutedNetwork } from "../../src/layer3/routed-network.ts";
import { rolloutOf } from "../../src/rollout/device-rollout.ts";
import { outageSeconds } from "../../src/rollout/outage.ts";
import { pathCounts } from "../../src/rollout/path-count.ts";
import { rolloutNetwork } from "../../src/rollout/rollout-network.ts";
import { standing } from "../../src/rollout/standing.ts";
import { planWaves } from "../../src/rollout/waves.ts";
import { networks } from "./random-networks.ts";
import { hasWay } from "./reach-oracle.ts";

describe("Dumai", () => {
  let routed: RoutedNetwork;
  beforeAll(async () => {
    const opened = await openNetwork("topology/dumai", { options: {}, today: "2030-01-01" });
    routed = (await openAnalysis(requireNetwork(opened))).routed();
  });

  it("has these waves", async () => {
    const { waves } = planWaves(rolloutNetwork(routed));
    const lines = waves.map(({ kind, members }, i) => `${i + 1} ${kind}: ${members.join(" ")}\n`);
    await expect(lines.join("")).toMatchFileSnapshot("dumai-waves.txt");
  });

  it("tells each router its place, as plain JSON", () => {
    const rollouts = rolloutOf(routed);
    expect(rollouts.size).toBe(routed.routers.size);
    expect(JSON.parse(JSON.stringify([...rollouts]))).toEqual([...rollouts]);
    // A tower of Bukit Kapur that carries its whole kecamatan, by one way.
    expect(rollouts.get("pop-bukit-kapur")).toMatchObject({ wave: 6, waves: 14, paths: 1 });
    expect(rollouts.get("pop-bukit-kapur")!.atRisk.map(({ site }) => site)).toEqual([
      "pop-bukit-kapur",
      "camat-bukit-kapur",
      "cctv-12",
      "lurah-bukit-kapur",
      "lurah-bukit-kayu-kapur",
      "lurah-bukit-nenas",
      "lurah-gurun-panjang",
      "lurah-kampung-baru",
      "puskesmas-bukit-kapur",
      "puskesmas-bukit-kayu-kapur",
      "wifi-08",
    ]);
    expect(rollouts.get("pusat-data")!.kind).toBe("core");
    expect(rollouts.get("pusat-data")!.neverWith).toContain("pop-dumai-selatan");
  });

  it("names cameras that hang on one router, and keeps services of one role apart", () => {
    const { carried, apart } = rolloutNetwork(routed);
    const camera = carried.find(({ by }) => by.length === 1)!;
    const risks = rolloutOf(routed)
      .get(camera.by[0]!)!
      .atRisk.map(({ site }) => site);
    expect(risks).toContain(camera.site);
    expect(apart).toContainEqual({
      why: "service",
      of: "dns",
      routers: ["pusat-data", "pop-dumai-selatan"],
    });
  });

  it("plans a part of the routers on the whole network", () => {
    const devices = ["pusat-data", "lurah-pelintung", "pop-medang-kampai"];
    const rollouts = rolloutOf(routed, { devices, canaries: [] });
    expect(Array.from(rollouts, ([device, { wave }]) => [device, wave])).toEqual([
      ["lurah-pelintung", 1],
      ["pop-medang-kampai", 2],
      ["pusat-data", 3],
    ]);
    expect(rollouts.get("lurah-pelintung")!.neverWith).toEqual(["pop-medang-kampai", "pusat-data"]);
  });
});

test("ways to the cores are counted as by removing every link and every router", () => {
  fc.assert(
    fc.property(networks, (network) => {
      const at = standing(network);
      const counts = pathCounts(at);
      at.ids.forEach((id, node) => {
        const byLinks = { ...network, ownTunnels: [] };
        const tunnels = network.ownTunnels.some(({ router }) => router === id) ? 1 : 0;
        const between = network.routers.filter((r) => r !== id && !network.cores.includes(r));
        const isOne =
          between.some((router) => !hasWay(byLinks, id, new Set([router]))) ||
          network.links.some((_, i) => {
            const links = network.links.filter((__, j) => j !== i);
            return !hasWay({ ...byLinks, links }, id, new Set());
          });
        const overLinks = hasWay(byLinks, id, new Set()) ? (isOne ? 1 : 2) : 0;
        if (counts[node] !== Math.min(2, overLinks + tunnels)) {
          expect.fail(`${id}: ${counts[node]} instead of ${overLinks} and ${tunnels}`);
        }
      });
    }),
    { seed: 20261125, numRuns: 300 },
  );
});

test("an outage is estimated from what was measured and the slowest hello", () => {
  expect(outageSeconds([])).toBe(11);
  expect(outageSeconds([2, 2])).toBe(13);
  expect(outageSeconds([2, 10])).toBe(21);
});
