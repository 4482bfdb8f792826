import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { boundariesText, importBoundaries } from "../../src/formats/boundaries.ts";

const AREAS = [
  { code: "14.72", name: "Kota Dumai", level: "regency" },
  { code: "14.72.04", name: "Sungai Sembilan", level: "kecamatan" },
  { code: "14.72.04.1001", name: "Lubuk Gaung", level: "kelurahan" },
  { code: "14.72.04.1002", name: "Tanjung Penyembal", level: "kelurahan" },
  { code: "14.72.06", name: "Dumai Kota", level: "kecamatan" },
  { code: "14.72.06.1003", name: "Dumai Kota", level: "kelurahan" },
];

/** A square of 0.1° with its lower left corner at the point, wound clockwise on purpose. */
const square = (lon: number, lat: number) => [
  [
    [lon, lat],
    [lon, lat + 0.1],
    [lon + 0.1, lat + 0.1],
    [lon + 0.1, lat],
    [lon, lat],
  ],
];
const feature = (
  properties: object,
  coordinates: unknown = square(101.3, 1.8),
  type = "Polygon",
) => ({
  type: "Feature",
  properties,
  geometry: { type, coordinates },
});
const layer = (...features: object[]) => JSON.stringify({ type: "FeatureCollection", features });
const imported = (...features: object[]) => importBoundaries(layer(...features), AREAS, "uji")!;

describe("a boundary layer is matched", () => {
  it.each([
    ["by a code with dots", { kode: "14.72.04" }],
    ["by a code without dots", { KDCPUM: "147204" }],
    ["by a number", { KDEPUM: 147204 }],
    ["among other columns", { prov: "14", kab: "14.72", kec: "14.72.04", luas: 975.4 }],
  ])("%s", (_how, properties) => {
    expect(imported(feature(properties)).byCode).toEqual(["14.72.04"]);
  });

  it("by a name, whatever is written before it", () => {
    const result = imported(feature({ NAMOBJ: "KECAMATAN SUNGAI  SEMBILAN" }));
    expect(result).toMatchObject({ byName: ["14.72.04"], byCode: [] });
  });

  it("not by a name that two areas share", () => {
    expect(imported(feature({ nama: "Dumai Kota" }))).toMatchObject({ byName: [], unmatched: 1 });
  });

  it("by the longest code of a row, so that a kelurahan is not its kecamatan", () => {
    const result = imported(feature({ kec: "14.72.04", kel: "14.72.04.1001" }));
    expect(result.byCode).toEqual(["14.72.04.1001"]);
  });
});

describe("what is written", () => {
  it("is wound as RFC 7946 asks, closed and sorted, one feature a line", () => {
    const { collection } = imported(
      feature({ kode: "14.72.06" }, square(101.4, 1.6)),
      feature({ kode: "14.72.04" }),
    );
    expect(collection.features.map(({ properties }) => properties?.["code"])).toEqual([
      "14.72.04",
      "14.72.06",
    ]);
    const ring = (collection.features[0]!.geometry.coordinates as number[][][])[0]!;
    const area = ring
      .slice(1)
      .reduce((sum, [x, y], i) => sum + ring[i]![0]! * y! - x! * ring[i]![1]!, 0);
    expect(area).toBeGreaterThan(0);
    expect(ring.at(-1)).toEqual(ring[0]);
    expect(boundariesText(collection).split("\n")).toHaveLength(5);
  });

  it("joins the parts of one area and the kelurahan of a kecamatan that is not there", () => {
    const result = imported(
      feature({ kode: "14.72.04.1001" }, square(101.3, 1.8)),
      feature({ kode: "14.72.04.1002" }, square(101.4, 1.8)),
      feature({ kode: "14.72.04.1002" }, square(101.6, 1.8)),
    );
    expect(result.joined).toEqual(["14.72.04"]);
    const kecamatan = result.collection.features.find(
      (f) => f.properties?.["code"] === "14.72.04",
    )!;
    expect(kecamatan.geometry.type).toBe("MultiPolygon");
    expect(result.missing).toEqual(["14.72.06"]);
  });

  it("does not join a kecamatan of which a part is missing", () => {
    expect(imported(feature({ kode: "14.72.04.1001" })).joined).toEqual([]);
  });

  it("turns [lat, lon] round and says so", () => {
    const turned = [square(101.3, 1.8)[0]!.map(([lon, lat]) => [lat, lon])];
    const result = imported(feature({ kode: "14.72.04" }, turned));
    expect(result.swapped).toBe(true);
    expect(result.collection.features[0]!.geometry.coordinates.flat(2)[0]).toBeGreaterThan(95);
  });
});

describe("what cannot be used is counted", () => {
  it.each([
    ["not JSON", "{"],
    ["another type", '{"type":"Topology"}'],
    ["null", "null"],
  ])("%s is no layer", (_what, text) => {
    expect(importBoundaries(text, AREAS, "uji")).toBeUndefined();
  });

  it("UTM metres, points, open or empty rings, foreign areas", () => {
    const result = imported(
      feature({ kode: "14.72.04" }, square(755_000, 199_000)),
      feature({ kode: "14.72.04" }, [101.3, 1.8], "Point"),
      feature({ kode: "14.72.04" }, [[]]),
      feature({ kode: "14.72.04" }, [[["a", 1]]]),
      feature({ kode: "21.03.04" }),
      { type: "Feature", properties: null, geometry: null },
    );
    expect(result).toMatchObject({ outside: 1, notPolygons: 4, unmatched: 1 });
    expect(result.collection.features).toEqual([]);
  });
});

const REAL = "../shared/data/indonesia/dumai-kelurahan.geojson";
describe.skipIf(!existsSync(REAL))("real boundaries beside the checkout", () => {
  it("36 kelurahan of Dumai make their kecamatan", () => {
    const { features } = JSON.parse(readFileSync(REAL, "utf8")) as {
      features: { properties: { code: string; name: string; parent_code: string } }[];
    };
    const kelurahan = features.map(({ properties: { code, name } }) => ({
      code,
      name,
      level: "kelurahan",
    }));
    const kecamatan = [...new Set(features.map(({ properties }) => properties.parent_code))].map(
      (code) => ({ code, name: code, level: "kecamatan" }),
    );
    const result = importBoundaries(
      readFileSync(REAL, "utf8"),
      [...kelurahan, ...kecamatan],
      "uji",
    )!;
    expect(result.byCode).toHaveLength(36);
    expect(result.joined).toHaveLength(7);
    expect(result.missing).toEqual([]);
  });
});
