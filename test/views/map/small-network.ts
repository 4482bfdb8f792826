import { readFileSync } from "node:fs";
import { redundancyByKecamatan } from "../../../src/analysis/kecamatan.ts";
import type { Day } from "../../../src/model/calendar.ts";
import { analyse, load } from "../../../src/pipeline.ts";
import type { MapInput } from "../../../src/views/map/scene.ts";

export const FONT_FILE = "assets/fonts/NotoSans-Regular.ttf";
export const font = new Uint8Array(readFileSync(FONT_FILE));

/**
 * Two core sites and a ring through `camat-barat` and `lurah-b`; four OPD in one building; sites of every
 * certainty; `lurah-lepas` without a link; `lurah-jauh` in an area that nobody has placed.
 */
export const SMALL = `network: kota
name: Kota Uji
area: "14.72"
asOf: "2025-07-01"
core: [pusat, pop-b]
standards: [{ kinds: [kecamatan], paths: 2 }]
areas:
  - { id: kota, level: regency, code: "14.72", name: Kota Uji }
  - { id: kec-barat, level: kecamatan, code: "14.72.01", name: Barat, parent: kota }
  - { id: kec-timur, level: kecamatan, code: "14.72.02", name: Timur, parent: kota }
  - { id: kec-kosong, level: kecamatan, code: "14.72.03", name: Kosong, parent: kota }
  - { id: kec-jauh, level: kecamatan, code: "14.72.04", name: Jauh }
providers: [{ id: isp-a, name: Penyedia A, kind: isp }]
buildings:
  - { id: mal, name: Mal Pelayanan, position: { lon: 101.41, lat: 1.61, source: surveyed } }
sites:
  - { id: pusat, name: Pusat Data, kind: datacentre, area: kec-barat, position: { lon: 101.4, lat: 1.6, source: surveyed } }
  - { id: pop-b, name: PoP Timur, kind: pop, area: kec-timur, position: { lon: 101.6, lat: 1.7, source: official } }
  - { id: camat-barat, name: Kantor Camat Barat, kind: kecamatan, area: kec-barat, position: { lon: 101.45, lat: 1.7, source: surveyed } }
  - { id: opd-a, name: Dinas A, kind: opd, area: kec-barat, building: mal }
  - { id: opd-b, name: Dinas B, kind: opd, area: kec-barat, building: mal }
  - { id: opd-c, name: Dinas C, kind: opd, area: kec-barat, building: mal }
  - { id: opd-d, name: Dinas D, kind: opd, area: kec-barat, building: mal }
  - { id: lurah-b, name: Kantor Lurah B, kind: kelurahan, area: kec-timur, position: { lon: 101.55, lat: 1.62, source: derived, accuracyM: 900 } }
  - { id: lurah-area, name: Kantor Lurah Area, kind: kelurahan, area: kec-timur, location: { area: kec-timur } }
  - { id: lurah-lepas, name: Kantor Lurah Lepas, kind: kelurahan, area: kec-timur, position: { lon: 101.62, lat: 1.65, source: estimated, accuracyM: 2000 } }
  - { id: lurah-jauh, name: Kantor Lurah Jauh, kind: kelurahan, area: kec-jauh, location: { area: kec-jauh } }
links:
  - { id: inti, ends: [pusat, pop-b], medium: fiber, rateMbps: 10000 }
  - { id: barat-1, ends: [pusat, camat-barat], medium: fiber }
  - { id: barat-2, ends: [camat-barat, pop-b], medium: microwave }
  - { id: timur-1, ends: [pop-b, lurah-b], medium: fiber, via: [jalan] }
  - { id: timur-2, ends: [lurah-b, pusat], medium: fiber, status: planned }
  - { id: mal-1, ends: [pusat, opd-a], medium: fiber }
uplinks:
  - { id: naik, site: pusat, role: primary, provider: isp-a }
`;

const ROUTES = JSON.stringify({
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: {
        id: "jalan",
        name: "Jalan",
        kind: "poles",
        positionSource: "official",
        accuracyM: 5,
      },
      geometry: {
        type: "LineString",
        coordinates: [
          [101.55, 1.62],
          [101.58, 1.66],
          [101.6, 1.7],
        ],
      },
    },
  ],
});

/** Two squares, the second wound the wrong way round. */
export const BOUNDARIES = JSON.stringify({
  type: "FeatureCollection",
  features: [square("14.72.01", 101.38, 101.5), square("14.72.02", 101.5, 101.65)],
});

function square(code: string, west: number, east: number) {
  const ring = [
    [west, 1.55],
    [east, 1.55],
    [east, 1.75],
    [west, 1.75],
    [west, 1.55],
  ];
  return {
    type: "Feature",
    properties: { code, name: code, attribution: "batas: sumber uji" },
    geometry: { type: "Polygon", coordinates: [code.endsWith("02") ? ring.toReversed() : ring] },
  };
}

const file = (name: string, text: string) => ({ path: `kota/${name}`, name, text });

/** The analysed network of some YAML, with or without boundaries. */
export function mapInput(yaml = SMALL, boundaries?: string): MapInput {
  const files = [
    file("network.yaml", yaml),
    file("routes.geojson", ROUTES),
    ...(boundaries === undefined ? [] : [file("boundaries.geojson", boundaries)]),
  ];
  const { network, findings } = load(files, { today: "2025-07-01" as Day });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (network === undefined || errors.length > 0) throw new Error(JSON.stringify(errors));
  const { index, redundancies } = analyse(network);
  return { index, redundancies, kecamatan: redundancyByKecamatan(index, redundancies) };
}
