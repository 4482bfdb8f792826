import { describe, expect, it } from "vitest";
import type { Geometry, Position } from "geojson";
import { mapGeoJson } from "../../src/formats/map-geojson.ts";
import { BOUNDARIES, mapInput } from "../views/map/small-network.ts";

const collection = mapGeoJson(mapInput(undefined, BOUNDARIES));
const feature = (id: string) =>
  collection.features.find(({ properties }) => properties?.["id"] === id)!;

describe("the map as GeoJSON", () => {
  it("has a feature for every area, link and site", () => {
    expect(collection.type).toBe("FeatureCollection");
    const count = (what: string) =>
      collection.features.filter(({ properties }) => properties?.["feature"] === what).length;
    expect([count("area"), count("link"), count("site")]).toStrictEqual([4, 7, 11]);
  });

  it("says how a site is known and how it stands", () => {
    expect(feature("lurah-b")).toStrictEqual({
      type: "Feature",
      geometry: { type: "Point", coordinates: [101.55, 1.62] },
      properties: {
        feature: "site",
        id: "lurah-b",
        name: "Kantor Lurah B",
        kind: "kelurahan",
        position_source: "derived",
        accuracy_m: 900,
        two_paths: "no",
        reaches_core: true,
      },
    });
    expect(feature("lurah-jauh").geometry).toBeNull();
    expect(feature("lurah-jauh").properties).toMatchObject({
      position_source: null,
      accuracy_m: null,
    });
  });

  it("draws links along their routes, and none to the internet", () => {
    expect(feature("timur-1")).toMatchObject({
      geometry: {
        type: "LineString",
        coordinates: [
          [101.6, 1.7],
          [101.58, 1.66],
          [101.55, 1.62],
        ],
      },
      properties: {
        medium: "fiber",
        status: "operational",
        length_basis: "drawn",
        in_service: true,
      },
    });
    expect(feature("timur-2").properties).toMatchObject({
      length_basis: "straight",
      in_service: false,
    });
    expect(feature("naik").geometry).toBeNull();
  });

  it("gives areas their boundaries, outer rings counter-clockwise whatever the source", () => {
    for (const id of ["kec-barat", "kec-timur"]) {
      const { geometry, properties } = feature(id);
      expect(properties).toMatchObject({ attribution: "batas: sumber uji" });
      const [ring] = (geometry as Extract<Geometry, { type: "Polygon" }>).coordinates;
      expect(ring![0]).toStrictEqual(ring!.at(-1));
      expect(turn(ring!)).toBeGreaterThan(0);
    }
    expect(feature("kec-kosong").geometry).toBeNull();
  });

  it("has six decimals at most and is the same each time", () => {
    const text = JSON.stringify(collection);
    expect(text).not.toMatch(/\d\.\d{7}/);
    expect(JSON.stringify(mapGeoJson(mapInput(undefined, BOUNDARIES)))).toBe(text);
    for (const { type, properties } of collection.features) {
      expect(type).toBe("Feature");
      expect(properties).not.toBeNull();
    }
  });
});

function turn(ring: readonly Position[]): number {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i]![0]! * y! - x! * ring[i]![1]!, 0);
}
