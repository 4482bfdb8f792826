import type { Column, Columns } from "../document/csv.ts";

const plain = (...names: string[]): [string, Column][] =>
  names.map((name) => [name, { path: [name], type: "text" }]);
const renamed = (
  column: string,
  field: string,
  type: Column["type"] = "text",
): [string, Column] => [column, { path: [field], type }];
const inside = (
  column: string,
  outer: string,
  inner: string,
  type: Column["type"] = "text",
): [string, Column] => [column, { path: [outer, inner], type }];

const place: [string, Column][] = [
  inside("lon", "position", "lon", "number"),
  inside("lat", "position", "lat", "number"),
  inside("position_source", "position", "source"),
  inside("accuracy_m", "position", "accuracyM", "number"),
  inside("position_basis", "position", "basis"),
  inside("position_date", "position", "date"),
  inside("location_area", "location", "area"),
  inside("location_hint", "location", "hint"),
];

/** The columns of each list that may be written as CSV: long lists of small, equal things. */
export const CSV_COLUMNS: Readonly<Record<string, Columns>> = {
  areas: Object.fromEntries(
    plain("id", "level", "code", "name", "parent", "from", "until", "basis"),
  ),
  buildings: Object.fromEntries([
    ...plain("id", "name", "from", "until"),
    ...place,
    renamed("cable_entries", "cableEntries", "number"),
    renamed("power_feeder", "powerFeeder"),
    renamed("autonomy_h", "autonomyH", "number"),
  ]),
  sites: Object.fromEntries([
    ...plain("id", "name", "kind", "area", "building", "from", "until", "status", "funding"),
    ...plain("organisation", "contact", "remark"),
    ...place,
    renamed("name_source", "nameSource"),
    renamed("power_feeder", "powerFeeder"),
    renamed("autonomy_h", "autonomyH", "number"),
  ]),
};
