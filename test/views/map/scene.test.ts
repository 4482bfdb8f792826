import { describe, expect, it } from "vitest";
import { distanceM } from "../../../src/geo/line.ts";
import type { SiteId } from "../../../src/model/ids.ts";
import { shadeOf } from "../../../src/views/map/areas.ts";
import { fitProjection, metresPerPixel, roundLengthM } from "../../../src/views/map/projection.ts";
import { buildScene } from "../../../src/views/map/scene.ts";
import { BOUNDARIES, font, mapInput } from "./small-network.ts";

const options = { lang: "id", font, classification: "internal" } as const;
const scene = buildScene(mapInput(), options);
const [main] = scene.views;
const markOf = (id: string) => main!.sites.find(({ ids }) => ids.includes(id as SiteId));

describe("the scene of a small network", () => {
  it("is one map when nothing crowds", () => {
    expect(scene.views.map(({ name }) => name)).toStrictEqual(["main"]);
    expect(scene.subtitle).toContain("1 Juli 2025");
  });

  it("fills only marks whose position is surveyed or official", () => {
    expect(markOf("camat-barat")?.certainty).toBe("known");
    expect(markOf("pop-b")?.certainty).toBe("known");
    expect(markOf("lurah-b")?.certainty).toBe("approximate");
    expect(markOf("lurah-area")?.certainty).toBe("area-only");
    expect(markOf("lurah-jauh")).toBeUndefined();
  });

  it("draws offices of one building as one mark", () => {
    expect(markOf("opd-a")?.ids).toStrictEqual(["opd-a"]);
    // Without a link the other three are cut off, which looks different.
    expect(markOf("opd-b")?.ids).toStrictEqual(["opd-b", "opd-c", "opd-d"]);
    expect(markOf("opd-b")?.cutOff).toBe(true);
  });

  it("rings what cannot reach the core, and says what is not drawn", () => {
    expect(markOf("lurah-lepas")?.cutOff).toBe(true);
    expect(markOf("lurah-b")?.cutOff).toBe(false);
    expect(scene.notes).toContain("1 lokasi tanpa posisi tidak digambar");
    expect(scene.notes[0]).toContain("3 dari 10 posisi");
  });

  it("draws every link once, unbuilt ones below and core on top", () => {
    expect(main!.links.map(({ ids, stage, core }) => [ids[0], stage, core])).toStrictEqual([
      ["timur-2", "planned", false],
      ["barat-1", "operational", false],
      ["barat-2", "operational", false],
      ["mal-1", "operational", false],
      ["timur-1", "operational", false],
      ["inti", "operational", true],
    ]);
    // From pop-b along the road, which is drawn the other way round.
    expect(main!.links.find(({ ids }) => ids[0] === "timur-1")?.points).toHaveLength(3);
    expect(main!.uplinks.map(({ ids }) => ids[0])).toStrictEqual(["naik"]);
  });

  it("says in the legend what the shades count", () => {
    const [shades, kecamatan] = scene.legend;
    expect(shades!.remarks[0]).toMatch(
      /^Dari 9 lokasi terlayani: 1 terbukti, 0 belum terbukti, 8 tidak\./,
    );
    expect(shades!.remarks[1]).toBe("Sel perkiraan, bukan batas.");
    expect(kecamatan!.entries.map(({ text, figure }) => `${text} ${figure}`)).toStrictEqual([
      "Barat 1/5",
      "Timur 0/3",
      "Kosong 0/0",
      "Jauh 0/1",
    ]);
  });

  it("uses boundaries where there are any, and says whose they are", () => {
    const drawn = buildScene(mapInput(undefined, BOUNDARIES), { ...options, lang: "en" });
    expect(drawn.views[0]!.areas.map(({ name, outlined }) => [name, outlined])).toStrictEqual([
      ["Barat", true],
      ["Timur", true],
    ]);
    expect(drawn.views[0]!.borders).toStrictEqual([]);
    expect(drawn.attributions[0]).toBe("batas: sumber uji (not an official boundary reference)");
  });

  it("keeps core and links off a map for the public", () => {
    const shown = buildScene(mapInput(), { ...options, classification: "publik" });
    const ids = shown.views.flatMap(({ sites }) => sites.flatMap((mark) => mark.ids));
    expect(ids).toContain("camat-barat");
    expect(ids).not.toContain("pusat");
    expect(ids).not.toContain("pop-b");
    expect(shown.views.flatMap(({ links, uplinks }) => [...links, ...uplinks])).toStrictEqual([]);
    expect(JSON.stringify(shown)).not.toMatch(/Pusat|PoP T|internet/);
  });

  it("is the same for the same input", () => {
    expect(JSON.stringify(buildScene(mapInput(), options))).toBe(JSON.stringify(scene));
  });
});

const row = (twoPathsYes: number, sites: number) =>
  shadeOf({ twoPathsYes, sites } as Parameters<typeof shadeOf>[0]);

describe("shades", () => {
  it("are classes of a quarter, closed above", () => {
    expect([
      row(0, 0),
      row(0, 8),
      row(1, 8),
      row(2, 8),
      row(3, 8),
      row(6, 8),
      row(7, 8),
      row(8, 8),
    ]).toStrictEqual(["none", 0, 1, 1, 2, 3, 4, 4]);
  });
});

describe("the scale bar", () => {
  it("is honest at the middle of the map and of the form 1, 2, 5", () => {
    const { scaleBar, frame } = main!;
    const points = [
      [101.4, 1.6],
      [101.62, 1.7],
    ] as const;
    const projection = fitProjection(points, frame, 40);
    const [a, b] = points.map((point) => projection.toPixel([point[0], 1.65]));
    const truth = distanceM([101.4, 1.65], [101.62, 1.65]);
    expect(metresPerPixel(projection) * (b![0] - a![0])).toBeCloseTo(truth, -1);
    expect(String(scaleBar.lengthM)).toMatch(/^[125]0*$/);
    expect([1, 1.9, 2, 4.9, 5, 99, 100, 2300].map(roundLengthM)).toStrictEqual([
      1, 1, 2, 2, 5, 50, 100, 2000,
    ]);
  });
});
