import type { KecamatanRedundancy } from "../../analysis/kecamatan.ts";
import { areaOfLevel } from "../../network/areas.ts";
import type { LonLat } from "../../geo/line.ts";
import type { Boundary, Site } from "../../model/network.ts";
import type { NetworkIndex } from "../../network/network-index.ts";
import { sortedBy } from "../../text/order.ts";
import { voronoiCells, type Seed } from "./cells.ts";
import type { Shade } from "./style.ts";

/** A kecamatan on the ground. */
export interface MapArea {
  readonly row: KecamatanRedundancy;
  readonly shade: Shade;
  /** Rings in [lon, lat], the last point not repeated; holes are told by the even-odd rule. */
  readonly rings: readonly (readonly LonLat[])[];
}

export interface MapAreas {
  readonly basis: "boundaries" | "cells";
  readonly areas: readonly MapArea[];
  /** With cells: where two kecamatan meet, and the outer edge. */
  readonly borders: readonly (readonly LonLat[])[];
  readonly attributions: readonly string[];
}

/**
 * The ground of every kecamatan: its published boundaries, its own or those of its kelurahan and desa,
 * when the network brings any; else the cells around its sites, which are no boundaries at all.
 * In the order of the rows. O(boundary points + sites log sites).
 * @param shows which sites may have a cell
 */
export function mapAreas(
  index: NetworkIndex,
  rows: readonly KecamatanRedundancy[],
  shows: (site: Site) => boolean,
): MapAreas {
  const withBoundary = rows.map((row) => ({
    row,
    boundaries: boundariesOf(index.network.boundaries, row.area.code),
  }));
  const drawn = withBoundary.filter(({ boundaries }) => boundaries.length > 0);
  if (drawn.length === 0) return cellAreas(index, rows, shows);
  const used = drawn.flatMap(({ boundaries }) => boundaries);
  return {
    basis: "boundaries",
    areas: drawn.map(({ row, boundaries }) => ({
      row,
      shade: shadeOf(row),
      rings: boundaries.flatMap(ringsOf),
    })),
    borders: [],
    attributions: sortedBy(
      new Set(used.flatMap(({ attribution }) => attribution ?? [])),
      (text) => text,
    ),
  };
}

/** The class of a kecamatan by its share of sites with two proven paths: 0, then quarters. */
export function shadeOf({ sites, twoPathsYes }: KecamatanRedundancy): Shade {
  if (sites === 0) return "none";
  // At most 4, since no more sites are counted "yes" than there are.
  return Math.ceil((4 * twoPathsYes) / sites) as Shade;
}

function boundariesOf(boundaries: readonly Boundary[], code: string): readonly Boundary[] {
  const own = boundaries.filter((boundary) => boundary.code === code);
  return own.length > 0
    ? own
    : boundaries.filter((boundary) => boundary.code?.startsWith(`${code}.`) === true);
}

function ringsOf({ geometry }: Boundary): LonLat[][] {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat().map((ring) => ring.slice(0, -1).map(([lon, lat]): LonLat => [lon!, lat!]));
}

function cellAreas(
  index: NetworkIndex,
  rows: readonly KecamatanRedundancy[],
  shows: (site: Site) => boolean,
): MapAreas {
  const seeds: Seed[] = [];
  for (const site of index.sites.filter(shows)) {
    const { point, source } = index.places.get(site.id)!;
    const area = areaOfLevel(index.network, site, "kecamatan");
    // A point that stands for an area would pull a cell towards where nothing is known to be.
    if (point === undefined || source === undefined || area === undefined) continue;
    seeds.push({ at: point, owner: area.id });
  }
  const { rings, borders } = voronoiCells(seeds);
  const ringsOfOwner = new Map<string, (readonly LonLat[])[]>();
  seeds.forEach(({ owner }, seed) => {
    const ring = rings[seed]!;
    if (ring.length < 3) return;
    const list = ringsOfOwner.get(owner);
    if (list === undefined) ringsOfOwner.set(owner, [ring]);
    else list.push(ring);
  });
  return {
    basis: "cells",
    areas: rows.flatMap((row) => {
      const own = ringsOfOwner.get(row.area.id);
      return own === undefined ? [] : [{ row, shade: shadeOf(row), rings: own }];
    }),
    borders,
    attributions: [],
  };
}
